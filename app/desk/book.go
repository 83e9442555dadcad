package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// BookInput is a booking as handed in. Its JSON form is that of
// docs/intake.schema.json.
type BookInput struct {
	Kind     BookingKind    `json:"kind"`
	Slot     village.SlotID `json:"slot,omitempty"` // window
	Matter   string         `json:"matter"`
	Priority string         `json:"priority,omitempty"`     // window: a choice of the form
	Reason   string         `json:"reason,omitempty"`       // home: a choice of the form
	Place    string         `json:"place,omitempty"`        // home: division code
	Address  string         `json:"address,omitempty"`      // home
	AtHome   string         `json:"at_home,omitempty"`      // home
	Family   string         `json:"family_phone,omitempty"` // home: of somebody of the family
	Hours    string         `json:"hours,omitempty"`        // longer: a span of today, as 17:30-18:00
	Name     string         `json:"name"`
	Phone    string         `json:"phone"`
	Consent  bool           `json:"consent"`
	Helper   string         `json:"-"` // as of [Application]
	Practice bool           `json:"-"` // the same; it takes no seat
}

// BookingKind is what is booked.
type BookingKind string

const (
	AtWindow BookingKind = "window" // 预约窗口
	AtHome   BookingKind = "home"   // 预约上门
	Longer   BookingKind = "longer" // 请窗口延时
)

// bookings are the items that are booked.
//
//nolint:gochecknoglobals // a table that never changes
var bookings = map[BookingKind]village.ItemCode{AtWindow: village.BookWindow, AtHome: village.BookHome, Longer: village.BookLonger}

// Application is the booking as the counter takes it in: the pages fill in the same.
func (in BookInput) Application() Application {
	a := Application{Item: bookings[in.Kind], Form: map[string]any{}, Consent: in.Consent, Helper: in.Helper, Practice: in.Practice}
	for key, text := range map[string]string{
		village.BookSlot: string(in.Slot), village.BookMatter: in.Matter, village.BookPriority: in.Priority, village.BookReason: in.Reason,
		village.TicketPlace: in.Place, village.BookAddress: in.Address, village.BookAtHome: in.AtHome, village.BookHours: in.Hours, village.BookFamily: in.Family, village.TicketName: in.Name, village.TicketPhone: in.Phone,
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
	if bookings[in.Kind] == "" {
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

// seat is the number of an appointment in the slot asked for, the lowest that is free.
func (d *Desk) seat(ctx context.Context, in checked) (village.CaseNumber, error) {
	text, _ := in.form[village.BookSlot].(string)
	number, err := d.seatIn(ctx, village.SlotID(text))
	return number, village.At("form."+village.BookSlot, err)
}

// seatIn is the number of an appointment in a slot; its errors name no field.
func (d *Desk) seatIn(ctx context.Context, id village.SlotID) (village.CaseNumber, error) {
	if _, ok := id.Slot(); !ok {
		return "", village.Refuse("", "err.book.slot")
	}
	left, err := d.Slots(ctx)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(left, func(s village.SlotLeft) bool { return s.Slot == id })
	if i < 0 {
		return "", &village.Error{Kind: village.Conflict, Key: "err.book.full", Err: errors.New("no seat is left in " + string(id))}
	}
	return id.Appointment(left[i].Next), nil
}

// longer refuses hours for which no window can be asked to stay open: a person asks
// today, of today, for what is not over and lies outside the hours of the centre.
func (d *Desk) longer(in checked, now time.Time, trust village.TimeTrust) error {
	if in.item.Code != village.BookLonger {
		return nil
	}
	field := "form." + village.BookHours
	if trust == village.TimeFloor {
		return &village.Error{Kind: village.Conflict, Field: field, Key: "err.book.clock"}
	}
	text, _ := in.form[village.BookHours].(string)
	var span calendar.Span
	if err := span.UnmarshalText([]byte(text)); err != nil {
		return &village.Error{Kind: village.Invalid, Field: field, Key: "err.book.hours", Err: err}
	}
	if now = now.In(village.Zone); span.To <= now.Hour()*60+now.Minute() {
		return village.Refuse(field, "err.book.over")
	}
	if d.Opening == nil {
		return nil
	}
	if _, err := calendar.Longer(d.Opening().Today, span); err != nil {
		return &village.Error{Kind: village.Invalid, Field: field, Key: "err.book.inside", Err: err}
	}
	return nil
}
