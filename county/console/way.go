package console

import (
	"slices"
	"strconv"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// way is what the page of a case says about where it stands and what can be done.
type way struct {
	Clock   clock
	Lines   []line
	Letters []letterLink
	Verbs   []verbForm
	Final   bool
	Name    string // of the clock that runs
	Asked   string // extension that waits for approval, in words; ""
	MakeUp  string // papers are still to be made up, in words; ""
	Ends    bool   // they did not come in time: the end of the case is proposed
}

// clock is the card of the time that runs.
type clock struct {
	Title, Why, Moved string
	Deemed, Overdue   bool
	Weekdays          []string
	Weeks             [][]clockDay // Monday first; none for what takes longer than longestStrip
}

type clockDay struct {
	Date, Note string
	Kind       string // first, counted, last, off, or "" for a day beyond
}

// line is one entry of the timeline.
type line struct {
	What, When, Who, More string
	Words, Told           string // the reason as it was typed; what of it the paper is told
	Files                 []file // that came with it
}

// verbForm is one thing that can be done.
type verbForm struct {
	office.FlowVerb
	Fields    []string // reason, words, told, materials, kind, days, waybill
	Kinds     []string
	Carriers  []village.Carrier
	Materials []office.Material
}

// place puts the usual next thing first and what cannot be taken back last.
func (f verbForm) place() int {
	switch {
	case f.Main:
		return 0
	case f.Hard:
		return 2
	}
	return 1
}

const longestStrip = 6 // weeks

// way says where k stands, or part n of it, for the account that looks; open tells whether what
// is personal is.
func (c *Console) way(v *visit, k office.Case, n int, open bool) (way, error) {
	whole, err := c.Book.CaseHead(v.Context(), k.Kiosk, k.ID)
	if err != nil {
		return way{}, err
	}
	head := whole.Part(n)
	stand, err := c.Work.Standing(head)
	if err != nil {
		return way{}, err
	}
	w := way{Clock: c.clock(v.view, head, stand), Name: string(stand.Clock), MakeUp: c.makeUp(v.view, stand), Ends: stand.MakeUpOver(c.Now()), Final: office.DefaultFlow().Final(stand.State)}
	if r := stand.Requested; r.Days > 0 {
		w.Asked = v.view.text.T("county.act.requested", "account", r.Account, "days", r.Days)
	}
	if w.Letters, err = c.letters(v, k, n, head); err != nil {
		return way{}, err
	}
	for _, a := range head.Acts {
		w.Lines = append(w.Lines, c.line(v.view, a, v.account, open))
	}
	for _, verb := range c.Work.Open(stand, v.account) {
		if len(whole.Subs) > 0 && (verb.Alone || verb.Part != (n > 0) || !head.In(v.account.Scope)) {
			continue // it is done elsewhere, or by others
		}
		verb.Travels = verb.Travels && n == 0 // of a part the paper is told where it stands alone
		w.Verbs = append(w.Verbs, formOf(verb, k))
	}
	slices.SortStableFunc(w.Verbs, func(a, b verbForm) int { return a.place() - b.place() })
	return w, nil
}

// formOf is what is asked of whoever does a verb with a case.
func formOf(verb office.FlowVerb, k office.Case) verbForm {
	f := verbForm{FlowVerb: verb}
	for _, g := range verb.Guards {
		switch g {
		case "reason", "days":
			f.Fields = append(f.Fields, g)
		case "words":
			if f.Fields = append(f.Fields, g); verb.Travels {
				f.Fields = append(f.Fields, "told")
			}
		case "kind":
			f.Fields, f.Kinds = append(f.Fields, g), office.SpecialKinds()
		case "materials":
			f.Fields, f.Materials = append(f.Fields, g), k.Materials
		case "waybill":
			f.Fields, f.Carriers = append(f.Fields, g), village.Carriers()
		}
	}
	return f
}

// makeUp says by when papers are to be made up, and what may be done when they are not.
func (c *Console) makeUp(v *view, s office.Standing) string {
	switch {
	case !s.MakeUp:
		return ""
	case s.MakeUpDue.IsZero():
		return v.text.T("county.make_up")
	}
	last := v.dayText(s.MakeUpDay())
	if s.MakeUpOver(c.Now()) {
		return v.text.T("county.make_up.over", "day", last, "rule", office.MakeUpRule+"/"+office.MakeUpVersion)
	}
	return v.text.T("county.make_up.by", "day", last)
}

func (c *Console) line(v *view, a office.Act, looks office.Account, open bool) line {
	l := line{What: v.text.T("county.verb." + string(a.Verb)), When: v.moment(a.At, c.Now())}
	if a.Account == "countyd" {
		l.Who = v.text.T("county.act.command")
	} else {
		l.Who = v.text.T("county.act.by", "who", a.Account, "role", v.text.T("county.role."+string(a.Role)))
	}
	if looks.Role.May(office.SeePerson) { // what somebody typed may name a person
		l.Words = a.Words
	}
	if l.Told = a.Told; l.Told != "" {
		l.Told = v.text.T("county.act.told.line", "told", a.Told)
	}
	switch {
	case a.Reason != "":
		l.More = v.text.T("county.reason." + string(a.Reason))
	case a.Kind != "":
		l.More = v.text.T("county.special." + a.Kind)
	case a.Days > 0:
		l.More = v.text.T("calendar.limit.workdays", "days", a.Days)
	case a.Carrier != "":
		l.More = v.carried(a, open)
	}
	for i, code := range a.Materials {
		if i > 0 {
			l.More += v.text.T("county.semicolon")
		}
		l.More += code
	}
	return l
}

// clock says what is due and why, with every day that was counted.
func (c *Console) clock(v *view, head office.CaseHead, s office.Standing) clock {
	k := clock{Deemed: s.Deemed, Overdue: s.Overdue(c.Now())}
	if s.Due.IsZero() {
		k.Title = v.text.T("county.clock.none")
		if s.Clock == office.ClockTotal {
			k.Title = v.text.T("county.clock.unknown")
		}
		return k
	}
	k.Title = v.text.T("county.clock."+string(s.Clock), "due", s.Why.DueText(v.text))
	if s.Clock == office.ClockTotal {
		k.Why = s.Why.Sentence(v.text)
	} else {
		k.Why = v.text.T("county.clock."+string(s.Clock)+".why", "start", calendar.DateText(v.text, s.Why.Start))
	}
	if paused, extended := s.Paused+s.WayPaused, s.Extended+s.WayExtended; paused+extended > 0 {
		k.Moved = v.text.T("county.clock.moved", "paused", paused, "extended", extended)
	}
	k.Weeks = c.strip(v, s.Why)
	for day := range 7 {
		k.Weekdays = append(k.Weekdays, v.text.T("county.weekday."+strconv.Itoa(day)))
	}
	return k
}

// strip is the weeks from the first day to the last.
func (c *Console) strip(v *view, why calendar.Explanation) [][]clockDay {
	days := c.Work.Calendar().Strip(why)
	if len(days) > longestStrip*7 {
		return nil
	}
	var weeks [][]clockDay
	for i, d := range days {
		if i%7 == 0 {
			weeks = append(weeks, nil)
		}
		day := clockDay{Date: d.Date.Format("2")}
		if d.Date.Day() == 1 || i == 0 {
			day.Date = d.Date.Format("1/2")
		}
		switch {
		case d.Start:
			day.Kind, day.Note = "first", v.text.T("county.clock.first")
		case d.Due:
			day.Kind, day.Note = "last", v.text.T("county.clock.last")
		case d.Count > 0:
			day.Kind, day.Note = "counted", v.text.T("county.clock.nth", "n", d.Count)
		case !d.Worked():
			day.Kind, day.Note = "off", v.text.T("county.clock.off")
		}
		weeks[len(weeks)-1] = append(weeks[len(weeks)-1], day)
	}
	return weeks
}

// act serves POST /cases/{kiosk}/{id}/act. What the office refuses is said on the page
// of the case, which stands as it was.
func (c *Console) act(v *visit) error {
	k, _, err := c.numbered(v)
	if err != nil {
		return err
	}
	_, err = c.Work.Do(v.Context(), k.Kiosk, k.ID, deedOf(v.Request), v.account)
	return v.acted(err, casePath(k.Kiosk, k.ID), func(key string) error { return c.showCase(v, k, problem{Act: key}) })
}

func casePath(kiosk seal.KioskID, id village.RecordID) string {
	return "/cases/" + string(kiosk) + "/" + string(id)
}
