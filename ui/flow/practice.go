package flow

import "context"

// Practice is a helper's practice (练习): every page is as it is, with a mark over it,
// and nothing of it is handed in, kept or queued. It begins and ends at the home page
// with nothing typed, so that no turn is half of either.
type Practice struct {
	page
	On      bool
	Note    string     // message key of how the practised turn ended
	Paper   PrintState // "" while none was asked for
	Problem Problem
	Home    func()
}

// Switch begins the practice of who helps, or ends it.
func (t *Turn) Switch() {
	switch {
	case t.Busy() || t.route != RouteHome:
	case t.Practice.On:
		t.endPractice()
	case t.Helper.Acting() != "":
		t.Practice.On = true
		t.GoHome()
		t.Helper.Renewed()
	}
}

// endPractice goes back to what counts, and reports whether nothing is practised any
// more. While something is under way it still is practice.
func (t *Turn) endPractice() bool {
	if t.Practice.On && !t.Busy() {
		t.GoHome()
		t.Practice.On = false
		t.Helper.Renewed()
	}
	return !t.Practice.On
}

// practised is the end of a practised turn, or says what cannot be practised.
func (t *Turn) practised(note string) {
	t.Practice.wipe()
	t.Practice.Note = note
	for _, p := range []interface{ wipe() }{t.Search, t.Form, t.Materials, t.Precheck, t.Tolerance, t.Promise, t.Confirm, t.Notice} {
		p.wipe()
	}
	t.stack, t.route = nil, RoutePractice
	t.moved(RoutePractice)
}

// spared reports whether a page is left out of practice: a rating is the person's, and
// receipts and drafts are real.
func (t *Turn) spared(r Route) bool {
	if !t.Practice.On || r != RouteRating && r != RouteProgress && r != RouteResume {
		return false
	}
	t.practised("practice.spared")
	return true
}

// Print prints a paper that says that it is none.
func (p *Practice) Print(ctx context.Context) {
	if p.Paper == Printing || p.kiosk.PrintPractice == nil {
		return
	}
	p.Paper, p.Problem = Printing, Problem{}
	p.Changed()
	var err error
	var came bool
	p.run(func() { came, err = p.kiosk.PrintPractice(ctx) }, func() {
		p.Paper, p.Problem = printed(came, err), p.problem(err, "practice.print.failed")
		p.Changed()
	})
}

func (p *Practice) wipe() { *p = Practice{page: p.page, On: p.On, Home: p.Home} }

func (p *Practice) aloud() []Phrase {
	s := p.script("practice.title")
	s.say(p.Note, p.Note+".note")
	return s.phrases
}
