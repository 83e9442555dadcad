package inspect

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
)

// Row is what counts of one visit, as the county holds it.
type Row struct {
	Kiosk    string
	ID       village.RecordID
	Centre   village.DivisionCode
	Template string
	Version  string
	Subject  Subject
	Source   Source
	At       time.Time
	Found    []FoundRow

	Inspectors []string // numbers of badges
	Duty       string   // the same, of the person on duty; "" = not told
	Serves     bool     // one of Inspectors serves there by the county's register
}

// FoundRow is one finding of a visit. A struck one was objected to with success: it
// takes nothing and no later one repeats it.
type FoundRow struct {
	Rule   RuleID
	Times  int
	Struck bool
}

// Visit is a row with the score that counts.
type Visit struct {
	Row
	Repeats []RuleID
	Score   Score  // of what the visit found
	Told    []Told // in its month, see [FoldTold]
	OwnWork bool   // an inspector serves there, or was on duty there within a year: somebody has to look
	Alone   bool   // by one inspector, where the checklist wants two: the same
}

// Fold scores rows in the order of their moments, each with the template of its own
// version; what repeats is known from the earlier ones. A row that no template scores
// is [village.Invalid].
func Fold(list []Template, rows []Row) ([]Visit, error) { return FoldTold(list, rows, nil) }

// fold fills in what told repeats.
func fold(list []Template, rows []Row, told []Told) ([]Visit, error) {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(string(a.ID), string(b.ID)), strings.Compare(a.Kiosk, b.Kiosk))
	})
	var visits []Visit
	days := map[string][]village.Day{} // on which a rule was found broken at a centre
	duty := map[string][]village.Day{} // on which a badge was on duty at a centre
	for _, r := range rows {
		t, ok := Find(list, r.Template, r.Version)
		if !ok || r.Version == "" {
			return nil, &village.Error{Kind: village.Invalid, Field: "template", Key: "err.check.template", Err: fmt.Errorf("%s %s", r.Template, r.Version)}
		}
		told = remember(days, told, r.At)
		v, err := r.score(t, days)
		if err != nil {
			return nil, err
		}
		v.OwnWork, v.Alone = r.Serves, len(r.Inspectors) < t.People() && r.Subject == OfCentre
		for _, number := range r.Inspectors {
			v.OwnWork = v.OwnWork || lately(duty[string(r.Centre)+" "+number], village.DayOf(r.At))
		}
		if r.Duty != "" {
			at := string(r.Centre) + " " + r.Duty
			duty[at] = append(duty[at], village.DayOf(r.At))
		}
		visits = append(visits, v)
	}
	if len(told) > 0 {
		remember(days, told, told[len(told)-1].At.Add(1))
	}
	return visits, nil
}

// score scores r and adds its findings to days.
func (r Row) score(t Template, days map[string][]village.Day) (v Visit, err error) {
	v.Row = r
	day := village.DayOf(r.At)
	var found []Found
	for _, f := range r.Found {
		if f.Struck {
			continue
		}
		at := placeOfRule(r.Centre, r.Template, f.Rule)
		again := lately(days[at], day)
		if again {
			v.Repeats = append(v.Repeats, f.Rule)
		}
		found = append(found, Found{f.Rule, f.Times, again})
		days[at] = append(days[at], day)
	}
	v.Score, err = t.Score(r.Subject, r.Source, found)
	return v, err
}

// lately reports whether one of days lies before day, within the months of a repeat.
func lately(days []village.Day, day village.Day) bool {
	return slices.ContainsFunc(days, func(earlier village.Day) bool { return Repeats(earlier, day) })
}

// Period is a month, a quarter or a year, with the one before it.
type Period struct {
	Text     string
	Before   time.Time // first moment of the period before
	From, To time.Time // first moment, and the first behind it
}

var periodText = regexp.MustCompile(`^(20[0-9]{2})(-(0[1-9]|1[0-2])|Q[1-4])?$`)

// ParsePeriod reads 2026-12, 2026Q4 or 2026, in the zone of the county. The error is
// [village.Invalid] at "period".
func ParsePeriod(text string) (Period, error) {
	if !periodText.MatchString(text) {
		return Period{}, village.Refuse("period", "err.check.period")
	}
	year, _ := strconv.Atoi(text[:4])
	first, months := 1, 12
	switch {
	case strings.Contains(text, "-"):
		first, _ = strconv.Atoi(text[5:])
		months = 1
	case strings.Contains(text, "Q"):
		first, months = 3*int(text[5]-'1')+1, 3
	}
	from := time.Date(year, time.Month(first), 1, 0, 0, 0, 0, village.Zone)
	return Period{Text: text, Before: from.AddDate(0, -months, 0), From: from, To: from.AddDate(0, months, 0)}, nil
}

// Spans are how many months a period may have: a month, a quarter, a year.
func Spans() []int { return []int{1, 3, 12} }

// Span is how many months p has.
func (p Period) Span() int {
	return 12*(p.To.Year()-p.From.Year()) + int(p.To.Month()) - int(p.From.Month())
}

// PeriodText is the period of so many months, one of [Spans], that a moment lies in, as
// [ParsePeriod] reads it.
func PeriodText(at time.Time, months int) string {
	at = at.In(village.Zone)
	switch months {
	case 3:
		return fmt.Sprintf("%dQ%d", at.Year(), (int(at.Month())+2)/3)
	case 12:
		return strconv.Itoa(at.Year())
	}
	return at.Format("2006-01")
}

// Place is where a centre stands in a period. Points is the mean of its visits less what was
// told of it, cut after a tenth.
type Place struct {
	Centre village.DivisionCode `json:"centre"`
	Visits int                  `json:"visits"`
	Points Points               `json:"points"`
	Rank   int                  `json:"rank"`  // 1 is best, equal points are one rank; 0 = not visited
	Delta  *Points              `json:"delta"` // to the period before; null = not visited in both
	Band   Band                 `json:"band"`  // "" = not visited
	Vetoed bool                 `json:"vetoed"`
	Last   village.Day          `json:"last"` // of the last visit
	Told   int                  `json:"told"` // findings that no visit made, and that count
}

// League is the table of a period: the best first, those that were not visited behind
// them in the order of their codes.
type League struct {
	Period   string  `json:"period"`
	Centres  int     `json:"centres"`
	Visited  int     `json:"visited"`  // of Centres
	Coverage string  `json:"coverage"` // percent, cut after two decimals
	Visits   int     `json:"visits"`
	Green    int     `json:"green"`
	Yellow   int     `json:"yellow"`
	Red      int     `json:"red"`
	Places   []Place `json:"places"`
}

// MakeLeague ranks centres by their visits, which [Fold] made of every row there is.
func MakeLeague(p Period, list []Template, visits []Visit, centres []village.DivisionCode) League {
	l := League{Period: p.Text, Centres: len(centres), Places: []Place{}}
	for _, centre := range centres {
		place := placeOf(centre, list, between(visits, centre, p.From, p.To))
		if place.Visits > 0 {
			l.Visited, l.Visits = l.Visited+1, l.Visits+place.Visits
			if before := between(visits, centre, p.Before, p.From); len(before) > 0 {
				delta := place.Points - mean(list, before)
				place.Delta = &delta
			}
		}
		l.count(place.Band)
		l.Places = append(l.Places, place)
	}
	slices.SortFunc(l.Places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(min(b.Visits, 1), min(a.Visits, 1)), cmp.Compare(b.Points, a.Points), strings.Compare(string(a.Centre), string(b.Centre)))
	})
	for i := range l.Places {
		switch {
		case l.Places[i].Visits == 0:
		case i > 0 && l.Places[i].Points == l.Places[i-1].Points:
			l.Places[i].Rank = l.Places[i-1].Rank
		default:
			l.Places[i].Rank = i + 1
		}
	}
	l.Coverage = stats.Percent(l.Visited, l.Centres)
	return l
}

func (l *League) count(b Band) {
	switch b {
	case Green:
		l.Green++
	case Yellow:
		l.Yellow++
	case Red:
		l.Red++
	}
}

// between are the visits of a centre in a time.
func between(visits []Visit, centre village.DivisionCode, from, to time.Time) (list []Visit) {
	for _, v := range visits {
		if v.Centre == centre && v.Subject == OfCentre && !v.At.Before(from) && v.At.Before(to) {
			list = append(list, v)
		}
	}
	return list
}

func mean(list []Template, visits []Visit) (sum Points) {
	for _, v := range visits {
		sum += v.Score.Points
	}
	taken, _, _ := tolls(list, visits)
	return max(sum-taken, 0) / Points(len(visits))
}

func placeOf(centre village.DivisionCode, list []Template, visits []Visit) Place {
	p := Place{Centre: centre, Visits: len(visits)}
	if len(visits) == 0 {
		return p
	}
	p.Points = mean(list, visits)
	_, p.Told, p.Vetoed = tolls(list, visits)
	for _, v := range visits {
		p.Vetoed = p.Vetoed || v.Score.Vetoed
	}
	last := visits[len(visits)-1]
	p.Last = village.DayOf(last.At)
	t, _ := Find(list, last.Template, last.Version)
	p.Band = t.band(Score{Points: p.Points, Vetoed: p.Vetoed})
	return p
}
