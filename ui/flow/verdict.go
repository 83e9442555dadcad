package flow

import (
	"context"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/inspect"
)

// Longest texts of the person on duty, in characters.
const (
	dutyNameMost  = 30
	objectionMost = 500
)

// VerdictField is what is written on the page of the result.
type VerdictField string

// The two things that are written there; "" is nothing.
const (
	DutyName  VerdictField = "name"
	Objection VerdictField = "objection"
)

// Verdict is the result of a visit, what the person on duty (值班人员) says to it, and the
// handing in.
type Verdict struct {
	page
	Answer    inspect.DutyAnswer // "" until chosen
	Name      Writing
	Objection Writing
	Open      VerdictField // what the keyboard writes
	Badge     string       // text of the code that was scanned
	Signature []byte       // PNG; empty until signed
	Busy      bool
	Problem   Problem
	Pages     Pages

	Handed desk.InspectionDone
	Paper  PrintState

	Home func()

	visit *Visit
}

// Done reports whether the visit was handed in.
func (d *Verdict) Done() bool { return d.Handed.ID != "" }

// Visit is the visit that it is about.
func (d *Verdict) Visit() *Visit { return d.visit }

// Answers are what a person on duty can say.
func (d *Verdict) Answers() []inspect.DutyAnswer {
	return []inspect.DutyAnswer{inspect.Signed, inspect.Objects, inspect.Refuses, inspect.Absent}
}

// Choose takes what the person on duty says; a signature given to something else is gone.
func (d *Verdict) Choose(a inspect.DutyAnswer) {
	if d.Answer != a {
		d.Signature = nil
	}
	if a == inspect.Absent {
		d.Badge = ""
	}
	d.Answer, d.Problem = a, Problem{}
	d.Changed()
}

// Write opens the keyboard for a field, or closes it.
func (d *Verdict) Write(field VerdictField) {
	d.Open, d.Problem = field, Problem{}
	d.Changed()
}

// Writes is the text that the keyboard writes.
func (d *Verdict) Writes() *Writing {
	if d.Open == Objection {
		return &d.Objection
	}
	return &d.Name
}

// Sign takes the signature as a PNG; nil takes it back.
func (d *Verdict) Sign(png []byte) {
	d.Signature, d.Problem = png, Problem{}
	d.Changed()
}

// scan takes the badge of the person on duty.
func (d *Verdict) scan(text string, kind inspect.Paper) {
	if !kind.Badge() || d.Answer == inspect.Absent || d.Busy || d.Done() {
		return
	}
	d.Badge, d.Problem = text, Problem{}
	d.Changed()
}

// Lacks is the key of what is still missing before it can be handed in, or "".
func (d *Verdict) Lacks() string {
	switch {
	case d.Answer == "":
		return "verdict.lacks.answer"
	case d.Answer != inspect.Absent && strings.TrimSpace(d.Name.Text) == "":
		return "verdict.lacks.name"
	case d.Answer == inspect.Objects && strings.TrimSpace(d.Objection.Text) == "":
		return "verdict.lacks.objection"
	case d.Answer == inspect.Signed && len(d.Signature) == 0:
		return "verdict.lacks.signature"
	}
	return ""
}

// Submit hands the visit in: one record, by the rules of the command.
func (d *Verdict) Submit(ctx context.Context) {
	if d.Busy || d.Done() || d.Lacks() != "" {
		return
	}
	d.Busy, d.Problem = true, Problem{}
	d.Changed()
	in := d.visit.input()
	in.Duty = d.duty()
	var done desk.InspectionDone
	var err error
	d.run(func() { done, err = d.kiosk.Visits.File(ctx, in) }, func() {
		d.Busy = false
		d.hush()
		if err != nil {
			d.refused(err)
			return
		}
		d.filed(ctx, done)
	})
}

// refused says why; a badge that was not believed is dropped, so that another one can be
// scanned or none.
func (d *Verdict) refused(err error) {
	if d.Problem = d.problem(err, "verdict.failed"); d.Problem.Field == "duty.badge" {
		d.Badge = ""
	}
	d.Pages = Pages{}
	d.Changed()
}

// filed keeps of the visit what the receipt says, and prints it.
func (d *Verdict) filed(ctx context.Context, done desk.InspectionDone) {
	d.visit.over()
	d.wipe()
	d.Handed = done
	d.Changed()
	d.Print(ctx)
}

// duty is the person on duty with what that person said.
func (d *Verdict) duty() desk.DutyInput {
	in := desk.DutyInput{Answer: d.Answer, Badge: d.Badge}
	if d.Answer != inspect.Absent {
		in.Name = d.Name.Text
	}
	if d.Answer == inspect.Objects {
		in.Objection = d.Objection.Text
	}
	if d.Answer == inspect.Signed {
		in.Signature = &desk.PhotoInput{Data: d.Signature}
	}
	return in
}

// Print prints the receipt, or says why not; it can be asked for again.
func (d *Verdict) Print(ctx context.Context) {
	if d.Paper == Printing {
		return
	}
	d.Paper, d.Problem = Printing, Problem{}
	d.Changed()
	var came bool
	var err error
	code := d.Handed.ShortCode
	d.run(func() { came, err = d.kiosk.Print(ctx, code) }, func() {
		d.Paper, d.Problem = printed(came, err), d.problem(err, "accepted.print.failed")
		d.Changed()
	})
}

// Down goes on to the page that starts at next.
func (d *Verdict) Down(next int) { d.Pages.Down(next); d.Changed() }

// Up goes back one page.
func (d *Verdict) Up() { d.Pages.Up(); d.Changed() }

func (d *Verdict) wipe() {
	*d = Verdict{page: d.page, Home: d.Home, visit: d.visit}
	d.Name = Writing{Most: dutyNameMost, changed: func() { d.Changed() }}
	d.Objection = Writing{Most: objectionMost, changed: func() { d.Changed() }}
}

func (d *Verdict) reword() { d.Problem = d.again(d.Problem) }

func (d *Verdict) aloud() []Phrase {
	s := d.script("verdict.title")
	s.speak(d.Problem.Text)
	if d.Done() {
		s.say("verdict.done", "verdict.done.note", "voice.next.verdict.done")
		return s.phrases
	}
	score := d.visit.Score()
	s.speak(d.T("visit.score", "points", score.Points, "full", score.Full))
	s.say("verdict.ask")
	for _, a := range d.Answers() {
		s.say("verdict.answer." + string(a))
	}
	if key := d.Lacks(); key != "" {
		s.say(key)
		return s.phrases
	}
	s.say("voice.next.verdict")
	return s.phrases
}
