package flow

import (
	"context"
	"slices"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Booking is the page on which a person says what to book: a time at a window, a visit
// at home, or that the window stays open today.
type Booking struct {
	page
	Busy    bool // free slots are being looked for
	Left    int  // seats that can be booked here
	Problem Problem
	Chosen  func(village.ServiceItem)

	slots  []village.SlotLeft
	longer []calendar.Span
}

// Window opens the form of an appointment, with the slots that are free.
func (b *Booking) Window() {
	it, ok := b.kiosk.Item(village.BookWindow)
	if !ok || len(b.slots) == 0 {
		return
	}
	var ids []string
	for _, s := range b.slots {
		ids = append(ids, string(s.Slot))
	}
	b.Chosen(choosing(it, village.BookSlot, ids))
}

// CanAsk reports whether the window can be asked now to stay open: its hours end soon.
func (b *Booking) CanAsk() bool { return len(b.longer) > 0 }

// Longer opens the form that asks the window to stay open, with how long it can be asked.
func (b *Booking) Longer() {
	it, ok := b.kiosk.Item(village.BookLonger)
	if !ok || !b.CanAsk() {
		return
	}
	var spans []string
	for _, s := range b.longer {
		spans = append(spans, s.String())
	}
	b.Chosen(choosing(it, village.BookHours, spans))
}

// choosing is an item one field of which is answered by a choice of today.
func choosing(it village.ServiceItem, key string, choices []string) village.ServiceItem {
	it.Fields = slices.Clone(it.Fields)
	for i := range it.Fields {
		if it.Fields[i].Key == key {
			it.Fields[i].Type, it.Fields[i].Choices = village.FieldChoice, choices
		}
	}
	return it
}

// Home opens the form of a home visit.
func (b *Booking) Home() {
	if it, ok := b.kiosk.Item(village.BookHome); ok {
		b.Chosen(it)
	}
}

// open looks for free slots.
func (b *Booking) open() {
	b.wipe()
	b.Busy, b.longer = true, b.asks()
	var slots []village.SlotLeft
	var err error
	b.run(func() { slots, err = b.kiosk.Slots(context.Background()) }, func() {
		b.Busy, b.Problem = false, b.problem(err, "booking.failed")
		b.slots = slots
		for _, s := range b.slots {
			b.Left += s.Left
		}
		b.Changed()
	})
}

// slotText says a slot in the language of the turn.
func (k *Kiosk) slotText(id village.SlotID) string { return calendar.SlotText(k.Text, k.Divisions, id) }

func (b *Booking) aloud() []Phrase {
	s := b.script("booking.title")
	s.speak(b.Problem.Text)
	s.say("booking.head")
	if b.Left > 0 {
		s.say("booking.window", "booking.window.note")
	} else if !b.Busy {
		s.say("booking.window.none")
	}
	s.say("booking.home", "booking.home.note")
	if b.CanAsk() {
		s.say("booking.longer", "booking.longer.note")
	}
	s.say("voice.next.booking")
	return s.phrases
}

func (b *Booking) wipe() { *b = Booking{page: b.page, Chosen: b.Chosen} }
