package flow

import (
	"context"
	"slices"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/village"
)

// CodeLen is the length of a receipt's code.
const CodeLen = 8

// Progress tells what became of a receipt, as far as this machine knows. It
// shows nothing personal.
type Progress struct {
	page
	Typed   string
	Found   bool
	Status  desk.Status
	Busy    bool
	Problem Problem
	Pages   Pages
	Letters func(ctx context.Context, code village.ShortCode, name string)
	Acting  func() string       // badge of who helps
	Asking  bool                // a helper has to say why
	why     village.AuditDetail // what was said
	Rate    func(code village.ShortCode, act, name string)

	FollowUp func(village.FollowVerb) // with the paper that was found
	Complain func()                   // about its case

	Elsewhere *Elsewhere // asks the county about another machine's paper

	looking bool // the machine is being asked again
}

// Stage is one step on a case's way.
type Stage struct {
	Name, Note, When string
	State            StageState
}

// StageState says how far a step is.
type StageState string

const (
	StageDone    StageState = "done"
	StageNow     StageState = "now"
	StageLater   StageState = "later"
	StageProblem StageState = "problem" // 需要处理
)

// busy reports whether something is being asked, of this machine or of the county.
func (p *Progress) busy() bool { return p.Busy || p.Elsewhere.Busy }

// Type adds one character of the code; the eighth asks at once.
func (p *Progress) Type(ctx context.Context, key string) {
	if len(p.Typed) >= CodeLen || p.busy() {
		return
	}
	p.Typed, p.Problem = p.Typed+key, Problem{}
	p.Changed()
	if len(p.Typed) == CodeLen {
		p.Find(ctx)
	}
}

// Erase takes the last character back.
func (p *Progress) Erase() {
	if len(p.Typed) > 0 && !p.busy() {
		p.Typed, p.Problem = p.Typed[:len(p.Typed)-1], Problem{}
		p.Elsewhere.wipe()
		p.Changed()
	}
}

// Find asks what the machine knows of the code.
func (p *Progress) Find(ctx context.Context) {
	if p.Busy {
		return
	}
	helped, why := p.Acting() != "", p.why
	if p.Asking = helped && why == ""; p.Asking {
		p.hush()
		p.Changed()
		return
	}
	p.Busy, p.Problem, p.why = true, Problem{}, ""
	p.Changed()
	var status desk.Status
	var err error
	code := p.Typed
	p.run(func() {
		if helped {
			err = p.kiosk.Look(ctx, code, why)
		}
		if err == nil {
			status, err = p.kiosk.Status(ctx, code)
		}
	}, func() {
		p.Busy = false
		p.hush()
		if err != nil {
			p.Problem = p.problem(err, "progress.failed")
			p.Elsewhere.unknown(code, err)
		} else {
			p.Found, p.Status = true, status
		}
		p.Changed()
	})
}

// Because says why a helper looks, and finds.
func (p *Progress) Because(ctx context.Context, why village.AuditDetail) {
	p.why, p.Asking = why, false
	p.Find(ctx)
}

// Look asks again how far the case found has come, so that the page does not
// go on saying what is over.
func (p *Progress) Look(ctx context.Context) {
	if !p.Found || p.looking {
		return
	}
	p.looking = true
	var status desk.Status
	var err error
	code := string(p.Status.Case.ShortCode)
	p.run(func() { status, err = p.kiosk.Status(ctx, code) }, func() {
		p.looking = false
		if err == nil && p.Found && string(p.Status.Case.ShortCode) == code && p.newer(status) {
			p.Status = status
			p.Changed()
		}
	})
}

// Again asks for another code.
func (p *Progress) Again() {
	p.wipe()
	p.hush()
	p.Changed()
}

// RateIt opens the rating of the latest act of the case found that is not rated.
func (p *Progress) RateIt() {
	if acts := p.Status.Unrated(); len(acts) > 0 {
		p.RateAct(acts[0])
	}
}

// RateAct opens the rating of one service act of the case found.
func (p *Progress) RateAct(act string) { p.Rate(p.Status.Case.ShortCode, act, p.Status.Item.Name) }

// PrintA4 opens the page of what can be printed on A4 about the case found.
func (p *Progress) PrintA4(ctx context.Context) {
	p.Letters(ctx, p.Status.Case.ShortCode, p.Status.Item.Name)
}

// newer reports whether status says something that the page does not.
func (p *Progress) newer(status desk.Status) bool {
	was := p.Status
	return status.Record != was.Record || status.Problem != was.Problem || status.Case.Number != was.Case.Number ||
		len(status.Steps) != len(was.Steps) || len(status.Replies) != len(was.Replies) ||
		len(status.Rated) != len(was.Rated) || !slices.Equal(status.Parts, was.Parts) || !slices.Equal(status.Deliveries, was.Deliveries) || !slices.EqualFunc(status.FollowUps, was.FollowUps, sameFollowUp) || status.Case.State != was.Case.State
}

func sameFollowUp(a, b village.FollowUpAt) bool {
	return a.ID == b.ID && a.Record == b.Record && a.Problem == b.Problem && a.Outcome == b.Outcome
}

// Can reports whether the paper is good for verb now, as far as this machine knows.
func (p *Progress) Can(verb village.FollowVerb) bool { return p.Found && p.Status.May(verb) == nil }

// CanAsk reports whether the county can be asked about the case found.
func (p *Progress) CanAsk() bool {
	return p.Found && !p.Status.Case.Item.IsRequest() && p.kiosk.AskCounty != nil && p.kiosk.Line().Online
}

// AskDistrict asks the county about the case found, for who knows the last four.
func (p *Progress) AskDistrict() {
	if p.CanAsk() {
		p.Elsewhere.own(p.Status.Case)
	}
}

// CanComplain reports whether 12345 takes a complaint about the case, also about one of another
// machine, of which no more is needed than its code.
func (p *Progress) CanComplain() bool {
	_, ok := p.kiosk.Item(village.TicketComplain.Item())
	return ok && (p.Found && !p.Status.Case.Item.IsRequest() || p.Elsewhere.Told != nil && !p.Elsewhere.Told.Code.IsRequest())
}

// Stages are the steps of the case found: what the county decided with its time,
// what the person handed in, and what is still to come. Nothing is claimed that this machine has not been
// told.
func (p *Progress) Stages() []Stage {
	at := p.Status.Case.AcceptedAt
	stages := []Stage{
		{p.T("progress.received"), p.T("progress.received.note"), p.Day(at) + " " + p.Clock(at), StageDone},
		p.sentStage(),
	}
	stages = append(stages, p.happened()...)
	if p.Status.Case.Item.IsRequest() {
		return p.untilAnswer(stages)
	}
	accepted := Stage{Name: p.T("progress.accepted"), Note: p.Status.Item.Department, State: StageLater}
	result := Stage{Name: p.T("progress.result"), Note: p.T("progress.result.note"), State: StageLater}
	switch p.Status.Case.State {
	case village.Completed, village.NotAccepted, village.Withdrawn, village.Ended:
	case village.Delivery: // where the result is now stands there already
		if _, told := p.Status.Delivery(); !told {
			stages = append(stages, p.untilResult(p.Status.Handling))
		}
	case village.CaseAccepted, village.UnderReview, village.Extended, village.Paused, village.Approved, village.Refused, village.Making:
		stages = append(stages, p.untilResult(p.Status.Handling))
	case village.SupplementAsked:
		if len(p.Status.Left()) > 0 {
			stages[len(stages)-1].State = StageNow
		}
		stages = append(stages, accepted, result)
	default:
		stages = append(stages, accepted, result)
	}
	return stages
}

// untilAnswer adds what a request waits for.
func (p *Progress) untilAnswer(stages []Stage) []Stage {
	switch p.Status.Case.State {
	case village.Answered, village.Completed, village.NotAccepted, village.Withdrawn, village.Missed:
		return stages
	}
	if p.Status.TakenBack() { // its time is another's
		return stages
	}
	answer := Stage{Name: p.T("progress.answer"), State: StageLater}
	key := "progress.due"
	switch p.Status.Case.Item {
	case village.BookWindow:
		id, _, _ := p.Status.Case.Number.Seat()
		answer.Name, _ = calendar.SlotWhen(p.kiosk.Text, p.kiosk.Divisions, id)
	case village.BookHome:
		answer.Name, key = p.T("booking.home"), "progress.visit"
	case village.BookLonger:
		if p.Status.Case.State == village.Dispatched { // the word is there
			return stages
		}
		answer.Name = p.T("progress.longer.waits")
	}
	if due, ok := p.Due(); ok {
		answer.When = p.T(key, "day", due)
	}
	return append(stages, answer)
}

// Due is the last day of a request's limit as the county counted it, or the day of a
// home visit.
func (p *Progress) Due() (day string, ok bool) {
	for _, step := range p.Status.Steps {
		if at, err := time.ParseInLocation(time.DateOnly, string(step.Due), village.Zone); err == nil {
			day, ok = p.Day(at), true
		}
	}
	return day, ok
}

// Order is the number that the county gave a request; "" while there is none.
func (p *Progress) Order() (order string) {
	for _, step := range p.Status.Steps {
		if step.Order != "" {
			order = step.Order
		}
	}
	return order
}

// Answer is what the county answered last; "" while it has not, or may not say it
// here.
func (p *Progress) Answer() (text string) { return answerOf(p.Status.Steps) }

func answerOf(steps []village.CaseStep) (text string) {
	for _, step := range steps {
		if step.State == village.Answered {
			text = step.Text
		}
	}
	return text
}

func (p *Progress) sentStage() Stage {
	s := Stage{Name: p.T("progress.sent"), Note: p.T("progress.record." + string(p.Status.Record))}
	switch p.Status.Record {
	case village.RecordStored, village.RecordDurable, village.RecordPruned:
		s.State, s.Name = StageDone, p.T("progress.stored")
	case village.RecordNeedsAttention:
		s.State, s.When = StageProblem, p.T("progress.problem")
	default:
		s.State, s.When = StageNow, p.T("progress.wait")
	}
	return s
}

// Decided says where the county has taken the case: the state in a word, and in a
// sentence what that means for the person. ok is false when it has decided nothing.
func (p *Progress) Decided() (state, sentence string, ok bool) {
	if p.Status.GivenBack() {
		return p.T(village.BookWindow.StateKey(village.Withdrawn)), p.T("progress.given_back"), true
	}
	n := len(p.Status.Steps)
	if n == 0 {
		return "", "", false
	}
	last := p.Status.Steps[n-1]
	if last.State == village.SupplementAsked && len(p.Status.Left()) == 0 {
		return p.T("progress.follow.all_there"), p.T("progress.follow.all_there.note"), true
	}
	reason := ""
	if last.Reason != "" {
		reason = p.T("case.reason." + string(last.Reason))
	}
	key := "progress.state.of." + string(last.State)
	if p.Status.Case.Item.IsRequest() && last.State == village.Completed {
		key = "progress.state.of.request"
	}
	if p.Status.Case.Item == village.BookLonger {
		key = "progress.longer.of." + string(last.State)
	}
	if p.Status.Decision() == village.Refused { // it was sent, and closed: what counts is that it is no
		key = "progress.state.of.refused"
	}
	no := p.Status.Decision() == village.Refused
	sentence = p.T(key, "reason", reason, "unit", last.Unit, "day", p.Day(p.Status.Case.AcceptedAt), "hours", last.Hours)
	sentence = p.withHeld(sentence, last.State, p.Status.Handling)
	if refused := p.Status.RefusedParts(); len(refused) > 0 {
		no, sentence = true, p.T("progress.part_refused", "parts", p.numbers(refused))
	}
	if by := p.Status.MakeUpBy; by != "" {
		sentence += p.T("progress.make_up.until", "day", p.DayText(by))
	}
	return p.T(p.Status.Case.Item.StateKey(last.State)), p.withDelivery(sentence, p.Status, no), true
}

// Replied is what the county answered last to the rating of the case, and when; ok
// is false when it has answered nothing. It says nothing of what was rated.
func (p *Progress) Replied() (sentence, when string, ok bool) {
	n := len(p.Status.Replies)
	if n == 0 {
		return "", "", false
	}
	last := p.Status.Replies[n-1]
	sentence = p.T("reply." + string(last.State))
	if last.Told != "" {
		sentence += p.T("reply.told." + string(last.Told))
	}
	at := time.UnixMilli(last.AtMS)
	return sentence, p.T("progress.reply.when", "day", p.Day(at), "clock", p.Clock(at)), true
}

// Limit is by when the case found is done, counted from the day on which the county
// accepted it. It is not known before, and not after another decision: a supplement
// stops the clock. Where the county told another last day, that one stands alone.
func (p *Progress) Limit() DeadlineText {
	n := len(p.Status.Steps)
	if n == 0 || p.Status.Steps[n-1].State != village.CaseAccepted {
		return DeadlineText{}
	}
	d := p.deadline(p.Status.Item, time.UnixMilli(p.Status.Steps[n-1].AtMS))
	if !d.Agrees(p.Status.Steps[n-1].Due) {
		return DeadlineText{}
	}
	return d
}

// Strip is how the days until [Progress.Limit] are counted.
func (p *Progress) Strip() Strip { return p.strip(p.Limit().Days) }

// Down goes on to the page that starts at next.
func (p *Progress) Down(next int) { p.Pages.Down(next); p.Changed() }

// Up goes back one page.
func (p *Progress) Up() { p.Pages.Up(); p.Changed() }

func (p *Progress) wipe() {
	*p = Progress{page: p.page, Rate: p.Rate, Letters: p.Letters, Acting: p.Acting, FollowUp: p.FollowUp, Complain: p.Complain, Elsewhere: p.Elsewhere}
	p.Elsewhere.wipe()
}
