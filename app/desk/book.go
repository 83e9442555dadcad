package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"bianmin/app/village"
)

// BookInput is a booking as handed in. Its JSON form is that of
// docs/intake.schema.json.
type BookInput struct {
	Kind     BookingKind    `json:"kind"`
	Slot     village.SlotID `json:"slot,omitempty"` // window
	Matter   string         `json:"matter"`
	Priority string         `json:"priority,omitempty"` // window: a choice of the form
	Reason   string         `json:"reason,omitempty"`   // home: a choice of the form
	Place    string         `json:"place,omitempty"`    // home: division code
	Address  string         `json:"address,omitempty"`  // home
	AtHome   string         `json:"at_home,omitempty"`  // home
	Name     string         `json:"name"`
	Phone    string         `json:"phone"`
	Consent  bool           `json:"consent"`
	Helper   string         `json:"-"` // as of [Application]
}

// BookingKind is what is booked.
type BookingKind string

const (
	AtWindow BookingKind = "window" // 预约窗口
	AtHome   BookingKind = "home"   // 预约上门
)

// Application is the booking as the counter takes it in: the pages fill in the same.
func (in BookInput) Application() Application {
	a := Application{Item: village.BookWindow, Form: map[string]any{}, Consent: in.Consent, Helper: in.Helper}
	if in.Kind == AtHome {
		a.Item = village.BookHome
	}
	for key, text := range map[string]string{
		village.BookSlot: string(in.Slot), village.BookMatter: in.Matter, village.BookPriority: in.Priority, village.BookReason: in.Reason,
		village.TicketPlace: in.Place, village.BookAddress: in.Address, village.BookAtHome: in.AtHome, village.TicketName: in.Name, village.TicketPhone: in.Phone,
	} {
		if text != "" {
			a.Form[key] = text
		}
	}
	return a
}

// Book takes a booking in by the rules of [Desk.Accept]; the first wrong field is
// named as [BookInput] calls it, and nothing is stored. A slot in which this machine
// has no seat left is a [village.Conflict] at "slot", err.book.full.
func (d *Desk) Book(ctx context.Context, in BookInput) (Accepted, error) {
	if in.Kind != AtWindow && in.Kind != AtHome {
		return Accepted{}, village.Refuse("kind", "err.book.kind")
	}
	out, err := d.Accept(ctx, in.Application())
	if e, ok := errors.AsType[*village.Error](err); ok {
		e.Field = strings.TrimPrefix(e.Field, "form.")
	}
	return out, err
}

// Slots are what can be booked here from tomorrow on, the first first. A clock that
// was moved up to a moment known to be past says no day.
func (d *Desk) Slots(ctx context.Context) ([]village.SlotLeft, error) {
	now, trust := d.Now()
	if trust == village.TimeFloor || d.Numbers != nil && !d.Numbers(ctx) {
		return nil, nil
	}
	return d.Store.Slots(ctx, village.DayOf(now))
}

// seat is the number of an appointment in the slot asked for, next to those that
// were given.
func (d *Desk) seat(ctx context.Context, in checked) (village.CaseNumber, error) {
	text, _ := in.form[village.BookSlot].(string)
	id := village.SlotID(text)
	if _, ok := id.Slot(); !ok {
		return "", village.Refuse("form."+village.BookSlot, "err.book.slot")
	}
	left, err := d.Slots(ctx)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(left, func(s village.SlotLeft) bool { return s.Slot == id })
	if i < 0 {
		return "", &village.Error{Kind: village.Conflict, Field: "form." + village.BookSlot, Key: "err.book.full", Err: errors.New("no seat is left in " + text)}
	}
	return id.Appointment(left[i].Next), nil
}
