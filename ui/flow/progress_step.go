package flow

import (
	"math"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// happened are the acts of the county in the order in which it told them, and what
// the person handed in between.
func (p *Progress) happened() (stages []Stage) {
	own := p.Status.FollowUps
	until := func(moment int64) {
		for len(own) > 0 && own[0].FiledAt.UnixMilli() < moment {
			stages, own = append(stages, p.followed(own[0])), own[1:]
		}
	}
	result := p.Status.Deliveries
	for i, step := range p.Status.Steps {
		for len(result) > 0 && result[0].AtMS < step.AtMS {
			until(result[0].AtMS)
			stages, result = append(stages, p.delivered(result[0], p.Status)), result[1:]
		}
		until(step.AtMS)
		when := time.UnixMilli(step.AtMS)
		name := "progress.step." + string(step.State)
		if p.Status.Case.Item == village.BookLonger {
			name = "progress.longer.step." + string(step.State)
		}
		s := Stage{p.T(name), step.Unit, p.Day(when) + " " + p.Clock(when), StageDone}
		if i == len(p.Status.Steps)-1 && p.Status.Handling.Unit != "" {
			s.State = StageNow
		}
		stages = append(stages, s)
	}
	for _, w := range result {
		until(w.AtMS)
		stages = append(stages, p.delivered(w, p.Status))
	}
	until(math.MaxInt64)
	return stages
}

// followed is what the person handed in, with the county's word on it.
func (p *Progress) followed(f village.FollowUpAt) Stage {
	s := Stage{p.T("progress.follow." + f.Verb.Words(f.Item)), p.T("progress.follow.waits"), p.Day(f.FiledAt) + " " + p.Clock(f.FiledAt), StageDone}
	if f.Left != "" { // done at the machine
		s.Note = p.T("progress.follow.tells")
	}
	switch {
	case f.Problem != "":
		s.Note, s.State = p.T("progress.problem"), StageProblem
	case f.Outcome.State != "":
		s.Note = p.T("progress.follow.outcome." + string(f.Outcome.State))
	}
	return s
}

// delivered is one step of the result on its way to the person.
func (p page) delivered(w village.DeliveryWord, of desk.Status) Stage {
	when := time.UnixMilli(w.AtMS)
	s := Stage{Name: p.T("progress.delivery." + string(w.State)), When: p.Day(when) + " " + p.Clock(when), State: StageDone}
	switch w.State {
	case village.DeliverySent:
		s.Note = p.carrier(w) // the number stands in the sentence above
	case village.DeliveryReturned:
		if last, ok := of.Delivery(); ok && last == w {
			s.State = StageProblem
		}
	}
	return s
}

// withDelivery is what a state means for the person, together with where the result is now: that
// takes the place of words in general, and never that of a no.
func (p page) withDelivery(sentence string, of desk.Status, no bool) string {
	w, ok := of.Delivery()
	if !ok {
		return sentence
	}
	result := p.T("progress.delivery.of."+string(w.State), "carrier", p.carrier(w), "number", w.Waybill)
	if no {
		return p.T("progress.delivery.and", "decision", sentence, "delivery", result)
	}
	return result
}

func (p page) carrier(w village.DeliveryWord) string {
	if w.Carrier == "" {
		return ""
	}
	return p.T("carrier." + string(w.Carrier))
}
