package flow

import (
	"context"
	"errors"
	"strings"
	"time"

	"bianmin/app/village"
)

// CountyTold is what the county says of a case that another machine took in.
type CountyTold struct {
	Item    string // its name
	Place   string // where it was handed in
	State   village.CaseState
	FiledAt time.Time
	Steps   []village.CaseStep
	Number  village.CaseNumber // "" while it has none
	Phone   string             // masked; "" for one that cannot be
}

// Elsewhere asks the county about a receipt that this machine did not give out, for
// who knows the last four of its applicant.
type Elsewhere struct {
	page
	Code    string // that this machine does not know; "" when there is nothing to ask
	Open    bool   // the last four are being typed
	Digits  string
	Busy    bool
	Problem Problem
	Told    *CountyTold // the answer

	Several bool                 // more than one case has the code: where this one was handed in is asked
	Town    village.DivisionCode // town chosen, its village not yet
	Village village.DivisionCode // where the paper was given out; "" until chosen
	Pages   Pages
	four    string // typed before the place was asked for
}

// unknown notes a code that this machine did not give out, if the county can be asked.
func (e *Elsewhere) unknown(code string, err error) {
	e.wipe()
	of, ok := errors.AsType[*village.Error](err)
	if ok && of.Key == "err.status.unknown" && e.kiosk.AskCounty != nil && e.kiosk.Line().Online {
		e.Code = code
	}
}

// Start asks for the last four.
func (e *Elsewhere) Start() {
	e.Open = e.Code != ""
	e.hush()
	e.Changed()
}

// Insert types at the end of the last four; what no longer fits is ignored.
func (e *Elsewhere) Insert(key string) {
	text := e.Digits + strings.ToUpper(key)
	if e.Busy || e.Several || len(text) > FourLen || strings.Contains(text[:len(text)-1], "X") {
		return
	}
	e.Digits, e.Problem = text, Problem{}
	e.Changed()
}

// Backspace takes the last character back.
func (e *Elsewhere) Backspace() {
	if e.Digits != "" && !e.Busy {
		e.Digits, e.Problem = e.Digits[:len(e.Digits)-1], Problem{}
		e.Changed()
	}
}

// Clear takes all of them back.
func (e *Elsewhere) Clear() {
	if !e.Busy {
		e.Digits = ""
		e.Changed()
	}
}

// Ask asks the county.
func (e *Elsewhere) Ask(ctx context.Context) {
	code, four, place := e.Code, e.Digits, e.Village
	if e.Several {
		four = e.four
	}
	if e.Busy || len(four) < FourLen || e.Several && place == "" {
		return
	}
	e.Busy, e.Problem = true, Problem{}
	e.Changed()
	var told CountyTold
	var err error
	e.run(func() { told, err = e.kiosk.AskCounty(ctx, code, four, place) }, func() {
		if e.Code != code { // another paper lies here now
			return
		}
		e.Busy, e.Digits = false, ""
		e.hush()
		switch {
		case err == nil:
			e.Told, e.four = &told, ""
		case !e.alike(four, err):
			e.Problem = e.problem(err, "progress.failed")
		}
		e.Changed()
	})
}

// Lines are the steps with their days, the first first.
func (e *Elsewhere) Lines() (stages []Stage) {
	at := e.Told.FiledAt
	stages = append(stages, Stage{e.T("progress.received"), e.Told.Place, e.Day(at) + " " + e.Clock(at), StageDone})
	for _, s := range e.Told.Steps {
		when := time.UnixMilli(s.AtMS)
		stages = append(stages, Stage{e.T("progress.step." + string(s.State)), "", e.Day(when) + " " + e.Clock(when), StageDone})
	}
	return stages
}

// Next says what the last step means for the person, and what to do. Which papers are
// wanted has the machine that took the case in.
func (e *Elsewhere) Next() string {
	n := len(e.Told.Steps)
	if n == 0 {
		return e.T("elsewhere.received")
	}
	last := e.Told.Steps[n-1]
	reason := ""
	switch {
	case last.State == village.SupplementAsked:
		return e.T("elsewhere.supplement", "n", len(last.Materials))
	case village.Decision(e.Told.Steps) == village.Refused: // what counts is that it is no
		return e.T("progress.state.of.refused")
	case last.Reason != "":
		reason = e.T("case.reason." + string(last.Reason))
	}
	return e.T("progress.state.of."+string(last.State), "reason", reason, "unit", last.Unit)
}

func (e *Elsewhere) aloud() []Phrase {
	s := e.script("elsewhere.title")
	s.speak(e.Problem.Text)
	if e.Told != nil {
		s.speak(e.Told.Item, e.T("state.case."+string(e.Told.State)), e.Next())
		return s.phrases
	}
	if e.Several {
		return e.aloudPlaces(s)
	}
	s.say("elsewhere.head", "elsewhere.note")
	return s.phrases
}

func (e *Elsewhere) wipe() { *e = Elsewhere{page: e.page} }
