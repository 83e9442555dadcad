package inspect

import (
	"slices"
	"time"

	"bianmin/app/village"
)

// Told is a finding at a centre that no visit made: what a poor rating, a request, province,
// city or an own look told of, by a rule of a checklist. Of a rule that it is found again by
// it is a repeat, and a visit's finding is one of it.
type Told struct {
	Number   string // of its order
	Centre   village.DivisionCode
	Template string
	Version  string
	Rule     RuleID
	Source   Source
	At       time.Time // that the order was given
	Repeat   bool      // filled in by [FoldTold]
}

// place is what a finding is remembered by.
func (t Told) place() string { return placeOfRule(t.Centre, t.Template, t.Rule) }

func placeOfRule(centre village.DivisionCode, template string, rule RuleID) string {
	return string(centre) + " " + template + " " + string(rule)
}

// FoldTold is [Fold] with what was told of centres. Each counts with the first visit of its
// centre in the month of the order, in [Visit.Told]; in a month without a visit there are no
// points that it could take from, and it is remembered for repeats alone.
func FoldTold(list []Template, rows []Row, told []Told) ([]Visit, error) {
	told = slices.Clone(told)
	slices.SortStableFunc(told, func(a, b Told) int { return a.At.Compare(b.At) })
	visits, err := fold(list, rows, told)
	if err != nil {
		return nil, err
	}
	for _, t := range told {
		i := slices.IndexFunc(visits, func(v Visit) bool { return v.Subject == OfCentre && v.Centre == t.Centre && month(v.At) == month(t.At) })
		if i >= 0 {
			visits[i].Told = append(visits[i].Told, t)
		}
	}
	return visits, nil
}

func month(t time.Time) string { return t.In(village.Zone).Format("2006-01") }

// remember notes the day of each of told that came before until, and what it repeats; it
// returns those that come later.
func remember(days map[string][]village.Day, told []Told, until time.Time) []Told {
	for len(told) > 0 && told[0].At.Before(until) {
		t, day := &told[0], village.DayOf(told[0].At)
		t.Repeat = lately(days[t.place()], day)
		days[t.place()] = append(days[t.place()], day)
		told = told[1:]
	}
	return told
}

// Toll is what one told finding takes from the points of its centre.
type Toll struct {
	Section string // with its checklist; of one section no more is taken than Max for each visit
	Points  Points
	Max     Points // 0 = no limit: a veto takes all that a visit can have
}

// Toll is what t takes; ok is false when that is nothing.
func (t Told) Toll(list []Template) (toll Toll, ok bool) {
	tpl, _ := Find(list, t.Template, t.Version)
	section, rule, ok := tpl.Rule(t.Rule)
	if !ok || section.Kind == Bonus {
		return toll, false
	}
	toll = Toll{Section: t.Template + " " + t.Version + " " + section.Code, Points: tpl.Full}
	if section.Kind != Veto {
		toll.Points, toll.Max = rule.Takes(t.Source, 1, t.Repeat), section.Max
	}
	return toll, true
}

// tolls are what the told findings of visits take together: of each section at most what
// as many visits could lose there.
func tolls(list []Template, visits []Visit) (sum Points, n int, vetoed bool) {
	taken := map[string]Points{}
	for _, v := range visits {
		for _, told := range v.Told {
			toll, ok := told.Toll(list)
			switch {
			case !ok:
				continue
			case toll.Max == 0:
				sum, vetoed = sum+toll.Points, true
			default:
				taken[toll.Section] = min(taken[toll.Section]+toll.Points, toll.Max*Points(len(visits)))
			}
			n++
		}
	}
	for _, p := range taken {
		sum += p
	}
	return sum, n, vetoed
}
