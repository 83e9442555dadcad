package flow

import (
	"context"
	"slices"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Booking is the page on which a person says what to book: a time at a window, a visit
// at home, or that the window stays open today; and what for, as an item that is found like
// any other, or in words of their own.
type Booking struct {
	page
	Item    village.ServiceItem // what for; no code: not chosen
	Busy    bool                // free slots are being looked for
	Problem Problem
	Pages   Pages
	Chosen  func(form, about village.ServiceItem)
	Find    func() // opens the search for the item

	slots  []village.SlotLeft
	longer []calendar.Span
	own    bool   // the person says what for in the form
	wanted func() // was pressed before an item was chosen
}

// Pick looks for the item that it is about.
func (b *Booking) Pick() {
	b.wanted = nil
	b.Find()
}

// InOwnWords lets the form ask what it is about.
func (b *Booking) InOwnWords() {
	b.Item, b.own = village.ServiceItem{}, true
	b.hush()
	b.Changed()
}

// Named reports whether it is known what it is about, or that the form asks.
func (b *Booking) Named() bool { return b.own || b.Item.Code != "" }

// Own reports whether the form asks what it is about.
func (b *Booking) Own() bool { return b.own }

// picked goes on with what was pressed before the item was chosen, where that can be.
func (b *Booking) picked(it village.ServiceItem) {
	b.Item, b.own = it, false
	if do := b.wanted; do != nil {
		b.wanted = nil
		do()
	}
}

// about does what was pressed, or looks for the item first.
func (b *Booking) about(do func()) {
	if !b.Named() {
		b.wanted = do
		b.Find()
		return
	}
	do()
}

// free are the slots that can be booked for what it is about.
func (b *Booking) free() []village.SlotLeft {
	if b.Item.Code == "" || b.kiosk.Serves == nil {
		return b.slots
	}
	return slices.DeleteFunc(slices.Clone(b.slots), func(s village.SlotLeft) bool { return !b.kiosk.Serves(s.Slot, b.Item) })
}

// Left is how many seats can be booked here.
func (b *Booking) Left() (n int) {
	for _, s := range b.free() {
		n += s.Left
	}
	return n
}

// Window opens the form of an appointment, with the slots that are free.
func (b *Booking) Window() {
	if len(b.free()) > 0 {
		b.about(b.window)
	}
}

func (b *Booking) window() {
	it, ok := b.kiosk.Item(village.BookWindow)
	var ids []string
	for _, s := range b.free() {
		ids = append(ids, string(s.Slot))
	}
	if ok && len(ids) > 0 {
		b.Chosen(choosing(it, village.BookSlot, ids), b.Item)
	}
}

// CanAsk reports whether the window can be asked now to stay open: its hours end soon.
func (b *Booking) CanAsk() bool { return len(b.longer) > 0 }

// Longer opens the form that asks the window to stay open, with how long it can be asked.
func (b *Booking) Longer() {
	if b.CanAsk() {
		b.about(b.stay)
	}
}

func (b *Booking) stay() {
	it, ok := b.kiosk.Item(village.BookLonger)
	if !ok {
		return
	}
	var spans []string
	for _, s := range b.longer {
		spans = append(spans, s.String())
	}
	b.Chosen(choosing(it, village.BookHours, spans), b.Item)
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
	b.about(func() {
		if it, ok := b.kiosk.Item(village.BookHome); ok {
			b.Chosen(it, b.Item)
		}
	})
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
		b.Changed()
	})
}

// slotText says a slot in the language of the turn.
func (k *Kiosk) slotText(id village.SlotID) string { return calendar.SlotText(k.Text, k.Divisions, id) }

func (b *Booking) aloud() []Phrase {
	s := b.script("booking.title")
	s.speak(b.Problem.Text)
	s.say("booking.head")
	if b.Item.Code != "" {
		s.speak(b.T("booking.matter") + b.T("confirm.colon") + b.Item.Name)
	} else {
		s.say(b.MatterNote())
	}
	if b.Left() > 0 {
		s.say("booking.window", "booking.window.note")
	} else if !b.Busy {
		s.say(b.None())
	}
	s.say("booking.home", "booking.home.note")
	if b.CanAsk() {
		s.say("booking.longer", "booking.longer.note")
	}
	s.say("voice.next.booking")
	return s.phrases
}

// MatterNote is the key of what is said of what it is about.
func (b *Booking) MatterNote() string {
	switch {
	case b.own:
		return "booking.matter.own"
	case b.Item.Code != "":
		return "booking.matter.chosen"
	}
	return "booking.matter.open"
}

// None is the key of what is said where no time can be booked.
func (b *Booking) None() string {
	if b.Item.Code != "" && len(b.slots) > 0 {
		return "booking.window.none.item"
	}
	return "booking.window.none"
}

// Down goes on to the page that starts at next.
func (b *Booking) Down(next int) { b.Pages.Down(next); b.Changed() }

// Up goes back one page.
func (b *Booking) Up() { b.Pages.Up(); b.Changed() }

func (b *Booking) wipe() { *b = Booking{page: b.page, Chosen: b.Chosen, Find: b.Find} }
