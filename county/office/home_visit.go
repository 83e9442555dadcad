package office

import (
	"context"

	"bianmin/app/village"
)

// HomeVisit says that a case was taken at somebody's home (上门办) by two people: the
// second is named here, the first is the case's helper. Reason and address may tell of
// somebody's health: a page opens them as it opens a name.
type HomeVisit struct {
	Booking    village.ShortCode `json:"booking,omitempty"` // that asked for the visit; "" = none
	Reason     string            `json:"reason"`
	Address    string            `json:"address"`
	Second     string            `json:"second"` // badge
	SecondName string            `json:"-"`      // known to the county alone; of one case, not of lists
}

func shownHome(v *HomeVisit) *HomeVisit {
	if v == nil {
		return nil
	}
	out := &HomeVisit{Reason: shown(v.Reason), Address: shown(v.Address), Second: shown(v.Second)}
	if code, err := village.ParseShortCode(string(v.Booking)); err == nil {
		out.Booking = code
	}
	return out
}

// Visited completes the bookings of home visits at which a case was taken. Nobody decides:
// the case says that two people were there. Whichever of the two came here first does not
// matter.
func (h *Hotline) Visited(ctx context.Context) error {
	waiting, err := h.Store.Visited(ctx, numbersAtOnce)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		err := h.Store.StepRequest(ctx, r.Kiosk, r.ID, func(now Request) (TicketAct, error) {
			if now.State != village.Registered && now.State != village.Dispatched {
				return TicketAct{}, conflict("err.ticket.order")
			}
			return TicketAct{Verb: VerbHeld, State: village.Completed, At: h.Now(), Tell: true}, nil
		})
		if err != nil && village.KindOf(err) != village.Conflict { // an officer was quicker
			return err
		}
	}
	return nil
}
