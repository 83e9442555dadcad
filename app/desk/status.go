package desk

import (
	"context"

	"bianmin/app/village"
)

// Status is what this kiosk knows about a receipt. A code that is not one is
// [village.Invalid], one of another kiosk [village.NotFound]; both at "code".
func (d *Desk) Status(ctx context.Context, text string) (Status, error) {
	code, err := village.ParseShortCode(text)
	if err != nil {
		return Status{}, village.At("code", err)
	}
	c, err := d.Store.CaseByCode(ctx, code)
	if village.KindOf(err) == village.NotFound && err != nil {
		return Status{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.status.unknown", Err: err}
	}
	if err != nil {
		return Status{}, err
	}
	item, err := d.ItemOf(ctx, c.Catalogue, c.Item)
	if err != nil {
		return Status{}, err
	}
	at, err := d.Store.Standing(ctx, c.ID)
	if err != nil {
		return Status{}, err
	}
	if n := len(at.Steps); n > 0 {
		c.State = at.Steps[n-1].State
	}
	if at.Number != "" {
		c.Number = at.Number
	}
	status := Status{Case: c, Item: item, Record: at.Record, Problem: at.Problem, Steps: at.Steps, Replies: at.Replies, Rated: at.Rated, FollowUps: at.FollowUps, Licences: at.Licences, Parts: at.Parts, Deliveries: at.Deliveries}
	status.Handling = d.Handling(c.Item, at.Steps)
	if d.Days != nil {
		status.MakeUpBy = status.makeUpBy(d.Days())
	}
	if c.Item == village.BookWindow {
		status.Case.Number = status.appointment()
		now, _ := d.Now()
		id, _, _ := status.Case.Number.Seat()
		slot, known := id.Slot()
		status.Begun = known && !now.Before(slot.Starts())
	}
	return status, nil
}

// Decision is whether the county granted what was asked for, [village.Approved] or
// [village.Refused]; "" while it has not decided, or did so without a word. Of a package each part has its own.
func (s Status) Decision() village.CaseState { return village.Decision(s.Steps) }

// Why is the sentence of the county of why the case came to a no, to a longer time or to an end,
// where it told one.
func (s Status) Why() (text string) {
	no := s.Decision() == village.Refused
	for _, step := range s.Steps {
		switch {
		case step.State == village.Answered: // of a request, its answer
		case no && step.State != village.Refused: // what counts of it is why it is no
		default:
			text = step.Text
		}
	}
	return text
}

// Delivery is where the result is on its way to the person, as the county told last; ok is false
// where it told nothing, or the case is not that far. Of a case that is over only what became
// of the result is left to say: nobody is sent to fetch what was fetched.
func (s Status) Delivery() (w village.DeliveryWord, ok bool) {
	n := len(s.Deliveries)
	if n == 0 || s.Case.State != village.Delivery && s.Case.State != village.Completed {
		return w, false
	}
	w = s.Deliveries[n-1]
	return w, s.Case.State == village.Delivery || w.State == village.DeliveryHandedOver || w.State == village.DeliveryReturned
}

// RefusedParts are the places, from 1, of the parts of a package that their units refused.
func (s Status) RefusedParts() (places []int) {
	for _, p := range s.Parts {
		if p.Decision == village.Refused {
			places = append(places, p.N)
		}
	}
	return places
}
