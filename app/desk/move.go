package desk

import (
	"context"

	"bianmin/app/village"
)

// MoveInput takes an appointment to another slot (改约), with the code of its paper. Its
// JSON form is that of docs/intake.schema.json.
type MoveInput struct {
	ID   village.RecordID `json:"-"` // as of [Application]
	Code string           `json:"code"`
	Slot village.SlotID   `json:"slot"`

	Helper string `json:"-"` // as of [Application]
}

// Move gives an appointment a seat of another slot, and its own seat back to this machine,
// in one transaction; the county is told. The errors are those of [Desk.Status],
// [Status.May] and, at "slot", of [Desk.Book]; the slot that it has is a
// [village.Conflict] at "slot", err.book.same.
func (d *Desk) Move(ctx context.Context, in MoveInput) (FollowedUp, error) {
	var err error
	for range tries {
		var status Status
		if status, err = d.may(ctx, in.Code, village.Move); err != nil {
			return FollowedUp{}, err
		}
		body := FollowUpBody{Verb: village.Move, Materials: []MaterialBody{}, Left: status.Case.Number, ComingBody: ComingBody{Helper: in.Helper}}
		if at, _, _ := status.Case.Number.Seat(); at == in.Slot {
			return FollowedUp{}, &village.Error{Kind: village.Conflict, Field: "slot", Key: "err.book.same"}
		}
		if body.Number, err = d.seatIn(ctx, in.Slot); err != nil {
			return FollowedUp{}, village.At("slot", err)
		}
		var out FollowedUp
		if out, err = d.follow(ctx, status, in.ID, body, nil); !taken(err) {
			return out, err
		}
	}
	return FollowedUp{}, err
}

// mayChange is why an appointment cannot be moved or withdrawn, as a message key; "" when
// it can.
func (s Status) mayChange(verb village.FollowVerb) string {
	switch {
	case verb != village.Move && verb != village.Withdraw:
		return "err.follow.request"
	case s.TakenBack():
		return "err.follow.given_back"
	case s.Case.State != village.Received && s.Case.State != village.Registered:
		return "err.follow.appointment_over"
	case s.Begun:
		return "err.follow.begun"
	}
	return ""
}

// appointment is the number that an appointment has now: that of the last move that counts.
func (s Status) appointment() village.CaseNumber {
	number := s.Case.Number
	for _, f := range s.FollowUps {
		if f.Verb == village.Move && (f.Outcome.State == "" || f.Outcome.State == village.OutcomeTaken) {
			number = f.Number
		}
	}
	return number
}
