package flow

import (
	"context"
	"slices"
	"strconv"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Today is the page of who helps (今天的办件): what came in today, what somebody has to look
// at, what follows by which day, whom to visit, and which results lie here. Cases stand
// there by code and item; nothing personal is on it.
type Today struct {
	page
	Work    desk.Today
	Known   bool // Work is there
	Problem Problem
	Pages   Pages
	See     func(context.Context, village.ShortCode) // opens a case

	looking  bool
	printing bool
}

// TodaySection is one list of the page.
type TodaySection struct {
	Head string
	Rows []TodayRow
	None string // instead of rows, "" = the list is left out
}

// TodayRow is one case.
type TodayRow struct {
	Code   village.ShortCode
	Title  string // code and item
	Words  string // how it stands, and what to do
	Urgent bool   // somebody has to act
	Prints bool   // its receipt can be printed
}

// Look reads the work anew.
func (d *Today) Look(ctx context.Context) {
	if d.looking || d.kiosk.Today == nil {
		return
	}
	d.looking = true
	var work desk.Today
	var err error
	d.run(func() { work, err = d.kiosk.Today(ctx) }, func() {
		d.looking = false
		if d.Problem = d.problem(err, "today.failed"); err == nil {
			d.Work, d.Known = work, true
		}
		d.Changed()
	})
}

// Figures are the day in four numbers.
func (d *Today) Figures() (list []Figure) {
	for _, f := range []struct {
		key string
		n   int
	}{{"cases", len(d.Work.Cases)}, {"waiting", d.kiosk.Line().Waiting}, {"results", len(d.Work.Results)}, {"aside", len(d.Work.Aside)}} {
		list = append(list, Figure{Label: d.T("today.figure." + f.key), Value: strconv.Itoa(f.n)})
	}
	return list
}

// Sections are the lists: what somebody has to act on first.
func (d *Today) Sections() (list []TodaySection) {
	for _, of := range []struct {
		key  string
		all  []desk.Status
		row  func(desk.Status) (words string, urgent bool)
		none string
	}{
		{"aside", d.Work.Aside, d.asideWords, ""}, {"unprinted", d.Work.Unprinted, d.unprintedWords, ""}, {"make_ups", d.Work.MakeUps, d.makeUpWords, ""},
		{"visits", d.Work.Visits, d.stateWords, ""}, {"results", d.Work.Results, d.resultWords, ""},
		{"cases", d.Work.Cases, d.stateWords, d.T("today.cases.none")},
	} {
		section := TodaySection{Head: d.T("today."+of.key, "n", len(of.all)), None: of.none}
		for _, s := range of.all {
			row := TodayRow{Code: s.Case.ShortCode, Title: d.T("today.row", "code", s.Case.ShortCode.Spaced(), "item", s.Item.Name)}
			row.Words, row.Urgent = of.row(s)
			row.Prints = of.key == "unprinted" && d.kiosk.Print != nil
			section.Rows = append(section.Rows, row)
		}
		if len(section.Rows) > 0 || section.None != "" {
			list = append(list, section)
		}
	}
	return list
}

func (d *Today) stateWords(s desk.Status) (string, bool) {
	words := d.T("state.record." + string(s.Record))
	if len(s.Steps) > 0 || s.GivenBack() {
		words = d.T(s.Case.Item.StateKey(s.Stands()))
	}
	return d.T("today.state", "day", d.Day(s.Case.AcceptedAt), "clock", d.Clock(s.Case.AcceptedAt), "state", words), false
}

func (d *Today) asideWords(s desk.Status) (string, bool) {
	why := d.T("today.aside.unknown")
	if key := s.SetAside(); d.kiosk.Text.Has(key) {
		why = d.T(key)
	}
	return d.T("today.aside.do", "why", why), true
}

func (d *Today) unprintedWords(s desk.Status) (string, bool) {
	return d.T("today.unprinted.do", "day", d.Day(s.Case.AcceptedAt), "clock", d.Clock(s.Case.AcceptedAt)), true
}

// Print prints a receipt that did not come out when it was handed in; that a helper asked
// for it is noted as a look.
func (d *Today) Print(ctx context.Context, code village.ShortCode) {
	if d.printing {
		return
	}
	d.printing, d.Problem = true, Problem{}
	d.Changed()
	came, err := false, error(nil)
	d.run(func() {
		if d.kiosk.Look != nil {
			err = d.kiosk.Look(ctx, string(code), village.LookReprint)
		}
		if err == nil {
			came, err = d.kiosk.Print(ctx, code)
		}
	}, func() {
		d.printing = false
		if err != nil {
			d.Problem = d.problem(err, "accepted.print.failed")
			d.Changed()
			return
		}
		d.Look(ctx)
		if !came {
			d.Problem = Problem{Text: d.T("accepted.print.unsure")}
			d.Changed()
		}
	})
}

// Printing reports whether the printer has a receipt of this page.
func (d *Today) Printing() bool { return d.printing }

func (d *Today) makeUpWords(s desk.Status) (string, bool) {
	key, late := "today.make_ups.by", s.MakeUpBy < village.DayOf(d.kiosk.Now())
	if late {
		key = "today.make_ups.late"
	}
	return d.T(key, "day", d.DayText(s.MakeUpBy), "n", len(s.ToFollow())), late
}

func (d *Today) resultWords(s desk.Status) (string, bool) {
	w, _ := s.Delivery()
	return d.T("today.results.do", "since", d.Day(time.UnixMilli(w.AtMS))), false
}

// Down goes on to the page that starts at next.
func (d *Today) Down(next int) { d.Pages.Down(next); d.Changed() }

// Up goes back one page.
func (d *Today) Up() { d.Pages.Up(); d.Changed() }

func (d *Today) wipe() { *d = Today{page: d.page, See: d.See} }

func (d *Today) reword() { d.Problem = d.again(d.Problem) }

func (d *Today) aloud() []Phrase {
	s := d.script("today.title")
	s.speak(d.Problem.Text)
	for _, section := range d.Sections() {
		s.speak(section.Head)
		for _, row := range first(section.Rows) {
			s.speak(row.Title, row.Words)
		}
		if len(section.Rows) == 0 {
			s.speak(section.None)
		}
	}
	return s.phrases
}

// HasToday reports whether the page of the day is there: for who helps, and in no practice.
func (t *Turn) HasToday() bool {
	return t.kiosk.Today != nil && t.Helper.Acting() != "" && !t.Practice.On
}

// OpenToday opens the page of the day.
func (t *Turn) OpenToday(ctx context.Context) {
	if !t.HasToday() || t.route != RouteHome {
		return
	}
	t.Today.wipe()
	t.show(RouteToday)
	t.Today.Look(ctx)
}

// seeCase opens a case of the day at its page, which asks first why.
func (t *Turn) seeCase(ctx context.Context, code village.ShortCode) {
	t.Progress.wipe()
	t.show(RouteProgress)
	t.Progress.Typed = string(code)
	t.Progress.Find(ctx)
}

// helping reports whether the page shown was reached over one that only a helper sees.
func (t *Turn) helping() bool {
	return slices.ContainsFunc(append(slices.Clone(t.stack), t.route), func(r Route) bool { return r == RouteOrders || r == RouteToday })
}
