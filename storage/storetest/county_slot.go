package storetest

import (
	"cmp"
	"context"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// memorySlot is a slot that the county opened.
type memorySlot struct {
	seats, share, next int
}

type heldSeats struct {
	kiosk seal.KioskID
	lease village.SlotLease
}

// OpenSlot implements office.SlotBook. Every kiosk stands in every place here.
func (c *County) OpenSlot(_ context.Context, s office.SlotOffer) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.mail.slots[s.Slot]; there {
		return conflict("slot")
	}
	c.mail.slots[s.Slot] = memorySlot{s.Seats, s.Share, 1}
	return nil
}

// OpenSlots implements office.MailTx.
func (t *memoryMail) OpenSlots(epoch int64, from, to village.Day) (open []office.OpenSlot, _ error) {
	for id, s := range t.mail.slots {
		slot, _ := id.Slot()
		held := slices.ContainsFunc(t.mail.seats, func(h heldSeats) bool {
			return h.kiosk == t.kiosk && h.lease.Epoch == epoch && h.lease.Slot == id
		})
		if slot.Day >= from && slot.Day <= to && !held && s.next <= s.seats {
			open = append(open, office.OpenSlot{SlotOffer: office.SlotOffer{Slot: id, Seats: s.seats, Share: s.share}, Next: s.next})
		}
	}
	slices.SortFunc(open, func(a, b office.OpenSlot) int { return cmp.Compare(a.Slot, b.Slot) })
	return open, nil
}

// GrantSeats implements office.MailTx.
func (t *memoryMail) GrantSeats(l village.SlotLease) (bool, error) {
	s := t.mail.slots[l.Slot]
	if s.next != l.Lo {
		return false, nil
	}
	s.next = l.Hi + 1
	t.mail.slots[l.Slot] = s
	t.mail.seats = append(t.mail.seats, heldSeats{t.kiosk, l})
	return true, nil
}
