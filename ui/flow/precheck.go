package flow

import (
	"context"

	"bianmin/app/precheck"
	"bianmin/app/village"
)

// Precheck says of each paper how it stands before the last page: there, missing,
// expired, to follow or not needed, why, and where to get it. It keeps nobody from
// going on.
type Precheck struct {
	page
	Answer precheck.Answer
	Pages  Pages

	Done  func()                // goes on as usual
	Defer func(context.Context) // goes on with papers to follow (容缺)

	result precheck.Result
}

// Head is the answer first, in one line.
func (p *Precheck) Head() string {
	switch n := p.open(); {
	case p.Answer.Complete:
		return p.T("precheck.head.complete")
	case p.Answer.MayDefer:
		return p.T("precheck.head.follow")
	case n > 0:
		return p.T("precheck.head.open", "n", n)
	}
	return p.T("precheck.head.licence")
}

// open is how many main papers are missing or expired.
func (p *Precheck) open() (n int) {
	for _, row := range p.result.Hindering() {
		if row.Decision.Verdict.Open() {
			n++
		}
	}
	return n
}

// Next goes on as usual.
func (p *Precheck) Next() { p.Done() }

// Follow chooses that papers follow; it is offered only where they may.
func (p *Precheck) Follow(ctx context.Context) {
	if p.Answer.MayDefer {
		p.Defer(ctx)
	}
}

// Down goes on to the page that starts at next.
func (p *Precheck) Down(next int) { p.Pages.Down(next); p.Changed() }

// Up goes back one page.
func (p *Precheck) Up() { p.Pages.Up(); p.Changed() }

func (p *Precheck) opened(r precheck.Result) {
	p.result, p.Answer, p.Pages = r, r.Say(p.kiosk.Text), Pages{}
}

func (p *Precheck) reword() { p.Answer = p.result.Say(p.kiosk.Text) }

func (p *Precheck) wipe() { *p = Precheck{page: p.page, Done: p.Done, Defer: p.Defer} }

func (p *Precheck) aloud() []Phrase {
	s := p.script("precheck.title")
	s.speak(p.Head(), p.Answer.Trip.Text)
	for _, paper := range p.Answer.Papers {
		if paper.Verdict.Open() {
			s.speak(paper.Name, paper.Why)
		}
	}
	if p.Answer.MayDefer {
		s.say("voice.next.precheck.follow")
	} else {
		s.say("voice.next.precheck")
	}
	return s.phrases
}

// afterMaterials checks the papers; where there is nothing to check, the last page comes.
func (t *Turn) afterMaterials() {
	t.Tolerance.wipe()
	if it := t.Guide.Item; t.kiosk.Precheck == nil || len(it.Materials) == 0 || it.Code.IsRequest() {
		t.afterPrecheck()
		return
	}
	result, err := t.kiosk.Precheck(t.application())
	if err != nil { // the counter says the same at the end, at its field
		t.afterPrecheck()
		return
	}
	t.Precheck.opened(result)
	t.show(RoutePrecheck)
}

// follow opens the commitment under which papers follow, and reads it aloud: nobody signs
// what was neither seen nor heard.
func (t *Turn) follow(ctx context.Context) {
	t.Tolerance.open(t.Guide.Item, t.Precheck.result.Deferred())
	t.show(RouteTolerance)
	t.Reading.Press(ctx)
}

// usual goes on without 容缺.
func (t *Turn) usual() {
	t.Tolerance.wipe()
	t.afterPrecheck()
}

// afterPrecheck lets the person sign what was declared instead of papers, and goes to
// the last page.
func (t *Turn) afterPrecheck() {
	var rows []precheck.Row
	for _, p := range t.Materials.Rows {
		if p.How == village.Promised {
			rows = append(rows, precheck.Row{Material: p.Material})
		}
	}
	if len(rows) == 0 {
		t.Promise.wipe()
		t.show(RouteConfirm)
		return
	}
	t.Promise.open(t.Guide.Item, rows)
	t.show(RoutePromise)
	t.Reading.Press(context.Background())
}
