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
// the seat to others, so that the paper alone proves it and no officer is asked.
func ChangeBooking(r RequestHead, f FollowUp, at time.Time) (*TicketAct, village.OutcomeState) {
	name := VerbMove
	if f.Verb == village.Withdraw {
		name = VerbWithdraw
	}
	verb, ok := TicketFlow().verb(name)
	if !ok || r.Item != village.BookWindow || !slices.Contains(verb.From, r.State) {
		return nil, village.OutcomeLate
	}
	act := TicketAct{
		Verb: verb.Name, State: verb.To, At: at, Account: string(f.Kiosk), Role: RoleApplicant, Order: string(f.Number), Tell: verb.Tell,
	}
	if act.State == "" {
		act.State = r.State
	}
	return &act, village.OutcomeTaken
}

// StandsFor reports whether a booking is what its number stands for: not one that its person
// took back, or that was called off.
func (r RequestHead) StandsFor() bool {
	return r.State != village.Withdrawn && r.State != village.NotAccepted
}
