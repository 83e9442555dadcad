package office

import (
	"slices"
	"time"

	"bianmin/app/village"
)

// changes reports whether a follow-up of an appointment says what becomes of it: another
// seat, or none.
func (b followBody) changes() bool {
	_, _, left := b.Left.Seat()
	_, _, next := b.Number.Seat()
	return left && next == (b.Verb == village.Move) && (b.Verb == village.Move || b.Verb == village.Withdraw)
}

// ChangeBooking is what becomes of an appointment that was moved or withdrawn with the
// paper: the act, or nil where it came too late. The machine has said so on paper and gives
// the seat to others, so that the paper alone proves it and no officer is asked. One that an
// officer noted as missed before the word of its machine arrived was not: it had been changed
// in time.
func ChangeBooking(r RequestHead, f FollowUp, at time.Time) (*TicketAct, village.OutcomeState) {
	name := VerbMove
	if f.Verb == village.Withdraw {
		name = VerbWithdraw
	}
	verb, ok := TicketFlow().verb(name)
	inTime := r.changedInTime(f)
	if !ok || r.Item != village.BookWindow || !inTime && !slices.Contains(verb.From, r.State) {
		return nil, village.OutcomeLate
	}
	act := TicketAct{
		Verb: verb.Name, State: verb.To, At: at, Account: string(f.Kiosk), Role: RoleApplicant, Order: string(f.Number), Tell: verb.Tell, Helper: f.Helper,
	}
	if act.State == "" {
		act.State = r.State
	}
	if inTime && act.State == village.Missed {
		act.State, act.Tell = village.Registered, true // its machine may have been told otherwise
	}
	return &act, village.OutcomeTaken
}

// changedInTime reports whether an appointment that counts as missed was changed before its
// time began.
func (r RequestHead) changedInTime(f FollowUp) bool {
	slot, ok := r.Slot.Slot()
	return ok && r.State == village.Missed && f.FiledAt.Before(slot.Starts())
}

// StandsFor reports whether a booking is what its number stands for: not one that its person
// took back, or that was called off.
func (r RequestHead) StandsFor() bool {
	return r.State != village.Withdrawn && r.State != village.NotAccepted
}
