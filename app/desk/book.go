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
	Kind     BookingKind      `json:"kind"`
	Slot     village.SlotID   `json:"slot,omitempty"`         // window
	Matter   string           `json:"matter,omitempty"`       // in the person's own words; "" = the name of Item
	Item     village.ItemCode `json:"item,omitempty"`         // of the catalogue; "" = the matter is in no list
	Priority string           `json:"priority,omitempty"`     // window: a choice of the form
	Reason   string           `json:"reason,omitempty"`       // home: a choice of the form
	Place    string           `json:"place,omitempty"`        // home: division code
	Address  string           `json:"address,omitempty"`      // home
	AtHome   string           `json:"at_home,omitempty"`      // home
	Family   string           `json:"family_phone,omitempty"` // home: of somebody of the family
	Hours    string           `json:"hours,omitempty"`        // longer: a span of today, as 17:30-18:00
	Name     string           `json:"name"`
	Phone    string           `json:"phone"`
	Consent  bool             `json:"consent"`
	Helper   string           `json:"-"` // as of [Application]
	Practice bool             `json:"-"` // the same; it takes no seat
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

// named fills in the name of the item that a booking is about, where nothing else was said
// of the matter.
func (d *Desk) named(in BookInput) BookInput {
	if it, ok := d.Item(in.Item); ok && in.Matter == "" {
		in.Matter = it.Name
	}
	return in
}

// Application is the booking as the counter takes it in: the pages fill in the same.
func (in BookInput) Application() Application {
	a := Application{Item: bookings[in.Kind], Form: map[string]any{}, Consent: in.Consent, Helper: in.Helper, Practice: in.Practice}
	for key, text := range map[string]string{
		village.BookSlot: string(in.Slot), village.BookMatter: in.Matter, village.BookItem: string(in.Item), village.BookPriority: in.Priority, village.BookReason: in.Reason,
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
	out, err := d.Accept(ctx, d.named(in).Application())
	if e, ok := errors.AsType[*village.Error](err); ok {
		e.Field = strings.TrimPrefix(e.Field, "form.")
	}
	return out, err
}

// matter refuses a booking about an item that is in no list, or at a window that is not for
// it.
func (d *Desk) matter(in checked) error {
	code, _ := in.form[village.BookItem].(string)
	if code == "" || in.item.Code.Kind() != village.RecordBooking {
		return nil
	}
	it, ok := d.Item(village.ItemCode(code))
	if !ok || it.Code.IsRequest() {
		return village.Refuse("form."+village.BookItem, "err.book.item")
	}
	slot, _ := in.form[village.BookSlot].(string)
	if in.item.Code == village.BookWindow && !d.serves(village.SlotID(slot), it) {
		return village.Refuse("form."+village.BookSlot, "err.book.window")
	}
	return nil
}

func (d *Desk) serves(id village.SlotID, it village.ServiceItem) bool {
	return d.Serves == nil || d.Serves(id, it)
}

// SlotsFor are those of [Desk.Slots] whose window takes applications for an item.
func (d *Desk) SlotsFor(ctx context.Context, code village.ItemCode) ([]village.SlotLeft, error) {
	it, ok := d.Item(code)
	if !ok || it.Code.IsRequest() {
		return nil, village.Refuse("item", "err.book.item")
	}
	left, err := d.Slots(ctx)
	return slices.DeleteFunc(left, func(s village.SlotLeft) bool { return !d.serves(s.Slot, it) }), err
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
