package console

import (
	"net/http"
	"strconv"

	"bianmin/app/calendar"
	"bianmin/app/village"
	"bianmin/county/office"
)

type slotsPage struct {
	Rows    []slotRow
	Months  []slotMonthRow
	Acts    []slotActRow
	May     bool   // change them
	Problem string // message key
}

type slotRow struct {
	Action, When, Place string
	Seats, Granted      int
	Closed, May         bool
	office.SlotUse
}

type slotMonthRow struct {
	Month, Place string
	Seats        int
	office.SlotUse
}

type slotActRow struct{ At, When, Place, Words, By string }

const (
	slotDaysBack  = 62 // that the page looks back: this month and the one before
	slotActsShown = 50
)

// slots serves GET /slots.
func (c *Console) slots(v *visit) error { return c.showSlots(v, "") }

func (c *Console) showSlots(v *visit, problem string) error {
	now := c.Now()
	today := village.DayOf(now)
	found, err := c.Book.Slots(v.Context(), today.Add(-slotDaysBack)[:len("2026-12-")]+"01")
	if err != nil {
		return err
	}
	page := slotsPage{Problem: problem, May: v.account.Role.May(office.RunHours)}
	var mine []office.SlotState
	for _, s := range found {
		slot, ok := s.Slot.Slot()
		if !ok || !v.account.Scope.Holds(slot.Area, v.account.Scope.Unit) {
			continue
		}
		mine = append(mine, s)
		if slot.Day < today {
			continue
		}
		row := slotRow{Action: v.view.link("/slots/" + string(s.Slot)), Seats: s.Seats, Granted: s.Granted, Closed: s.Closed, May: page.May && !s.Closed, SlotUse: s.SlotUse}
		row.When, row.Place = c.slotWords(v.view, s.Slot)
		page.Rows = append(page.Rows, row)
	}
	for _, m := range office.SlotMonths(mine, "9999-12-31") {
		page.Months = append(page.Months, slotMonthRow{m.Month, c.place(m.Area), m.Seats, m.SlotUse})
	}
	acts, err := c.Book.SlotActs(v.Context(), v.account.Scope, slotActsShown)
	for _, a := range acts {
		row := slotActRow{At: v.view.moment(a.At, now), Words: v.view.text.T("county.slot.act."+string(a.Verb), "seats", a.Seats), By: v.view.by(a.Account)}
		row.When, row.Place = c.slotWords(v.view, a.Slot)
		page.Acts = append(page.Acts, row)
	}
	if err != nil {
		return err
	}
	return c.show(v, "slots.html", frame{Active: "bookings", Title: v.view.text.T("county.slots.title"), Page: page})
}

// slotWords are the time of a slot and its window.
func (c *Console) slotWords(v *view, id village.SlotID) (when, place string) {
	slot, _ := id.Slot()
	when, _ = calendar.SlotWhen(v.text, village.Divisions{}, id)
	return when, c.place(slot.Area) + " " + v.text.T("county.booking.window", "n", slot.Window)
}

// changeSlot serves POST /slots/{slot}.
func (c *Console) changeSlot(v *visit) error {
	form := v.posted("verb", "seats")
	a := office.SlotAct{Slot: village.SlotID(v.PathValue("slot")), At: c.Now(), Verb: office.SlotVerb(form["verb"])}
	if a.Verb == office.SlotSeats {
		a.Seats, _ = strconv.Atoi(form["seats"]) // nothing is refused as too few
	}
	if err := office.ChangeSlot(v.Context(), c.Book, a, v.account); err != nil {
		k := village.Keyed(err)
		if k.Kind == village.Internal || k.Kind == village.NotFound {
			return err
		}
		v.status = http.StatusBadRequest
		return c.showSlots(v, k.Key)
	}
	http.Redirect(v.w, v.Request, v.view.link("/slots"), http.StatusSeeOther)
	return nil
}
