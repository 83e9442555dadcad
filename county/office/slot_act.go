package office

import (
	"context"
	"time"

	"bianmin/app/village"
)

// SlotVerb is what an officer does with a slot that is open.
type SlotVerb string

const (
	SlotClose SlotVerb = "close" // no machine gets more of it
	SlotSeats SlotVerb = "seats" // it has so many seats
)

// SlotAct is one change of a slot, with who made it.
type SlotAct struct {
	Slot    village.SlotID
	At      time.Time
	Account string
	Verb    SlotVerb
	Seats   int // of SlotSeats: from then on
}

// SlotActs is what changing slots needs of the county's database. Every method is one
// transaction.
type SlotActs interface {
	Slots(ctx context.Context, from village.Day) ([]SlotState, error)

	// ChangeSlot does an act and keeps it. Fewer seats than machines have been granted are a
	// [village.Conflict] at "seats", err.slot.granted: what is leased may be on somebody's
	// paper. A slot that is not there is [village.NotFound].
	ChangeSlot(ctx context.Context, a SlotAct) error

	// SlotActs are the latest changes in a scope, the last first.
	SlotActs(ctx context.Context, s Scope, limit int) ([]SlotAct, error)
}

// ChangeSlot checks an act by an account and does it: who works for a town changes the slots
// of that town. The errors are those of [SlotActs.ChangeSlot], and [village.Invalid] at
// "verb" or "seats".
func ChangeSlot(ctx context.Context, book SlotActs, a SlotAct, by Account) error {
	slot, ok := a.Slot.Slot()
	if !ok || !by.Scope.Holds(slot.Area, "") {
		return &village.Error{Kind: village.NotFound, Field: "slot", Key: "err.slot.unknown"}
	}
	switch a.Verb {
	case SlotClose:
	case SlotSeats:
		if a.Seats < 1 || a.Seats > village.MaxSeats {
			return village.Refuse("seats", "err.slot.seats")
		}
	default:
		return village.Refuse("verb", "err.case.verb")
	}
	a.Account = by.Name
	return book.ChangeSlot(ctx, a)
}
