package office

import (
	"context"

	"bianmin/app/village"
)

// SlotOffer is a slot as the county opens it. Share is how many of its seats a
// machine that asks gets at a time.
type SlotOffer struct {
	Slot         village.SlotID
	Seats, Share int
}

// OpenSlot is a slot with the first seat that nobody has been granted.
type OpenSlot struct {
	SlotOffer
	Next int // up to Seats
}

// SlotState is a slot in figures.
type SlotState struct {
	SlotOffer
	Granted int // seats that machines may give out
	Closed  bool
	SlotUse
}

// SlotUse is what became of appointments (预约), as far as they have arrived here.
type SlotUse struct {
	Booked    int // people who have a seat, or had one when the time came
	Came      int // of Booked
	Missed    int // of Booked: nobody came (未到)
	Moved     int // that left for another slot
	Withdrawn int // by their person
	CalledOff int // by an officer
}

// Open is how many of Booked nobody has said of whether they came.
func (u SlotUse) Open() int { return u.Booked - u.Came - u.Missed }

// Add is u and v together.
func (u SlotUse) Add(v SlotUse) SlotUse {
	return SlotUse{u.Booked + v.Booked, u.Came + v.Came, u.Missed + v.Missed, u.Moved + v.Moved, u.Withdrawn + v.Withdrawn, u.CalledOff + v.CalledOff}
}

// SlotBook is where the county keeps its slots. Every method is one transaction.
type SlotBook interface {
	// OpenSlot keeps a new slot; one that is there is a [village.Conflict] at "slot".
	OpenSlot(ctx context.Context, s SlotOffer) error

	// Slots are those from a day on, the first first.
	Slots(ctx context.Context, from village.Day) ([]SlotState, error)
}

// CheckOffer refuses a slot that cannot be: [village.Invalid] at "seats" or "share",
// err.slot.seats.
func CheckOffer(s SlotOffer) error {
	switch {
	case s.Seats < 1 || s.Seats > village.MaxSeats:
		return village.Refuse("seats", "err.slot.seats")
	case s.Share < 1 || s.Share > s.Seats:
		return village.Refuse("share", "err.slot.seats")
	}
	return nil
}

// slotsAtOnce is how many slots one question brings seats of.
const slotsAtOnce = 40

// seats gives the kiosk of q its share of every slot that is open in its places, and
// writes the letters. The rules are those of [Office.lease]: a seat is given to one
// epoch of one kiosk whose past the county knows to the last record, never twice. A
// county that came out of a backup gives none of a day for which it may have
// forgotten seats: slots are given out from leaseDays before their day on.
func (o *Office) seats(tx MailTx, q MailQuestion) error {
	box := tx.Mailbox()
	if !upToDate(box.Chain, q) {
		return nil
	}
	today := village.DayOf(o.Now())
	from := today.Add(1)
	if day := forgottenUntil(box); day >= from {
		from = day.Add(1)
	}
	open, err := tx.OpenSlots(q.Epoch, from, today.Add(leaseDays))
	if err != nil {
		return err
	}
	for _, s := range open[:min(len(open), slotsAtOnce)] {
		lease := village.SlotLease{Epoch: q.Epoch, Slot: s.Slot, Lo: s.Next, Hi: min(s.Next+s.Share-1, s.Seats)}
		letter, err := village.NewLetter(village.LetterSlot, o.Now(), lease)
		if err != nil {
			return err
		}
		granted, err := tx.GrantSeats(lease)
		if err != nil {
			return err
		}
		if !granted {
			continue
		}
		if err := tx.Write(letter); err != nil {
			return err
		}
	}
	return nil
}
