package flow

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// CountyTold is what the county says of a case, a request or a booking that another machine
// took in.
type CountyTold struct {
	Code    village.ItemCode // of the item; "" from a county of an earlier release
	Item    string           // its name
	Place   string           // where it was handed in
	State   village.CaseState
	FiledAt time.Time
	Steps   []village.CaseStep
	Number  string // of a case, of an order, of an appointment; "" while it has none
	Phone   string // masked; "" for one that cannot be

	Handling desk.Handling // who has the case now

	Wanted     []string // names of papers that were asked for and are not here yet
	Follow     []string // of those that were to follow
	FollowBy   village.Day
	Deliveries []village.DeliveryWord
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
	mine    bool   // it is a case of this machine, which knows more of it
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

// own asks about a case of this machine: the county says what is kept nowhere here, as the
// phone that was left.
func (e *Elsewhere) own(of village.Case) {
	e.wipe()
	e.mine, e.Code, e.Village = true, string(of.ShortCode), of.Village
	e.Start()
}

// Close goes back to what this machine knows of the case.
func (e *Elsewhere) Close() {
	e.wipe()
	e.hush()
	e.Changed()
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
			e.Told, e.four, e.Pages = &told, "", Pages{}
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
		name := "progress.step."
		if e.Told.Code == village.BookLonger {
			name = "progress.longer.step."
		}
		stages = append(stages, Stage{e.T(name + string(s.State)), s.Unit, e.Day(when) + " " + e.Clock(when), StageDone})
	}
	for _, w := range e.Told.Deliveries {
		stage, at := e.delivered(w, e.status()), slices.IndexFunc(e.Told.Steps, func(s village.CaseStep) bool { return s.AtMS > w.AtMS })
		if at < 0 {
			stages = append(stages, stage)
		} else {
			stages = slices.Insert(stages, len(stages)-(len(e.Told.Steps)-at), stage)
		}
	}
	return stages
}

// Next says what the last step means for the person, and what to do; where the result is takes
// the place of words in general, and never that of a no.
func (e *Elsewhere) Next() string {
	return e.withDelivery(e.next(), e.status(), village.Decision(e.Told.Steps) == village.Refused)
}

func (e *Elsewhere) next() string {
	n := len(e.Told.Steps)
	if e.givenBack() {
		return e.T("progress.given_back")
	}
	if n == 0 && e.Told.Code == village.BookWindow { // it has its number from the first moment
		return e.T("elsewhere.booked")
	}
	if n == 0 {
		return e.T("elsewhere.received")
	}
	last := e.Told.Steps[n-1]
	reason := ""
	switch {
	case last.State == village.SupplementAsked && e.mine:
		return e.T("elsewhere.supplement.mine", "n", len(last.Materials))
	case last.State == village.SupplementAsked && len(e.Told.Wanted) > 0: // they are named below
		return e.T("progress.state.of.supplement")
	case last.State == village.SupplementAsked:
		return e.T("elsewhere.supplement", "n", len(last.Materials))
	case village.Decision(e.Told.Steps) == village.Refused: // what counts is that it is no
		return e.withHeld(e.T("progress.state.of.refused"), last.State, e.Told.Handling)
	case last.Reason != "":
		reason = e.T("case.reason." + string(last.Reason))
	}
	key := "progress.state.of." + string(last.State)
	if e.Told.Code.IsRequest() && last.State == village.Completed {
		key = "progress.state.of.request"
	}
	if e.Told.Code == village.BookLonger {
		key = "progress.longer.of." + string(last.State)
	}
	return e.withHeld(e.T(key, "reason", reason, "unit", last.Unit, "day", e.Day(e.Told.FiledAt), "hours", last.Hours), last.State, e.Told.Handling)
}

// State is where it stands, in a word.
func (e *Elsewhere) State() string { return e.T(e.Told.Code.StateKey(e.Told.State)) }

// Why is the sentence of the county of why it came to that; "" where it told none.
func (e *Elsewhere) Why() string { return e.status().Why() }

// status is what the county said, as far as it is asked like a case of this machine.
func (e *Elsewhere) status() desk.Status {
	return desk.Status{Case: village.Case{State: e.Told.State}, Steps: e.Told.Steps, Deliveries: e.Told.Deliveries}
}

// ToBring is what the person has still to bring, by its names, where to, and until when.
func (e *Elsewhere) ToBring() (all []Bring) {
	add := func(key string, names []string, notes ...Phrase) {
		if len(names) > 0 {
			all = append(all, Bring{e.T(key, "n", len(names)), names, notes})
		}
	}
	there := spoken(e.T("elsewhere.bring", "place", e.Told.Place))
	if e.mine {
		there = e.said("elsewhere.bring.mine")
	}
	add("progress.asked", e.Told.Wanted, there...)
	if e.Told.FollowBy != "" {
		there = append(slices.Clone(there), spoken(e.T("progress.make_up.by", "day", e.DayText(e.Told.FollowBy)))...)
	}
	add("progress.missing", slices.DeleteFunc(slices.Clone(e.Told.Follow), func(name string) bool { return slices.Contains(e.Told.Wanted, name) }), there...)
	return all
}

// Answer is what the county answered to a request; "" while it has not.
func (e *Elsewhere) Answer() string { return answerOf(e.Told.Steps) }

// givenBack reports whether it is an appointment that was cancelled: its time is another's.
func (e *Elsewhere) givenBack() bool {
	return e.Told.Code == village.BookWindow && e.Told.State == village.Withdrawn
}

// Time is when an appointment is, the day of a home visit, or the last day of a request's
// limit; "" where there is none. What is over has no last day any more.
func (e *Elsewhere) Time() string {
	number, _, _ := strings.Cut(e.Told.Number, "+")
	if id, _, ok := village.CaseNumber(number).Seat(); ok && e.Told.Code == village.BookWindow && !e.givenBack() {
		return e.kiosk.slotText(id)
	}
	if !e.Told.Code.IsRequest() || e.Told.State.Over() || e.Told.State == village.Answered { // of a case the sentence says it
		return ""
	}
	key := "progress.due"
	if e.Told.Code == village.BookHome {
		key = "progress.visit"
	}
	for _, step := range slices.Backward(e.Told.Steps) {
		if at, err := time.ParseInLocation(time.DateOnly, string(step.Due), village.Zone); err == nil {
			return e.T(key, "day", e.Day(at))
		}
	}
	return ""
}

// Number is the number that it has, in words; "" while it has none.
func (e *Elsewhere) Number() string {
	number, _, _ := strings.Cut(e.Told.Number, "+") // what is behind it tells machines apart, for the county
	key := "elsewhere.number"
	switch {
	case number == "" || e.givenBack():
		return ""
	case e.Told.Code == village.BookWindow:
		key = "progress.appointment"
	case e.Told.Code.IsRequest():
		return e.T("progress.order", "order", number)
	}
	return e.T(key, "number", number)
}

func (e *Elsewhere) aloud() []Phrase {
	s := e.script("elsewhere.title")
	s.speak(e.Problem.Text)
	if e.Told != nil {
		s.speak(e.Told.Item, e.State(), e.Next(), e.Time(), e.Answer(), e.Why())
		s.bring(e.ToBring())
		return s.phrases
	}
	if e.Several {
		return e.aloudPlaces(s)
	}
	s.say("elsewhere.head", "elsewhere.note")
	return s.phrases
}

func (e *Elsewhere) wipe() { *e = Elsewhere{page: e.page} }
