package flow

import (
	"context"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Booking is the page on which a person says what to book: a time at a window, or a
// visit at home.
type Booking struct {
	page
	Busy    bool // free slots are being looked for
	Left    int  // seats that can be booked here
	Problem Problem
	Chosen  func(village.ServiceItem)

	slots []village.SlotLeft
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
	fields := append([]village.FormField{}, it.Fields...)
	for i := range fields {
		if fields[i].Key == village.BookSlot {
			fields[i].Type, fields[i].Choices = village.FieldChoice, ids
		}
	}
	it.Fields = fields
	b.Chosen(it)
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
	b.Busy = true
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
	s.say("booking.home", "booking.home.note", "voice.next.booking")
	return s.phrases
}

func (b *Booking) wipe() { *b = Booking{page: b.page, Chosen: b.Chosen} }
