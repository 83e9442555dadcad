package office

import (
	"context"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// How the serials 0001 to 9999 of every item and day are shared. The county keeps
// the lowest for cases that came without a number; the others go to kiosks in
// blocks, which are 450.
const (
	CountySerials = 999
	firstLeased   = CountySerials + 1
	leaseSize     = 20
	leaseDays     = 30 // after the day on which it is granted
	renewDays     = 15 // before its end
	maxBlocks     = 4  // that lives of one kiosk hold at a time
)

// lease gives the kiosk of q a block of serials, or renews the one that it has, and
// writes the letter. A block is given to one epoch of one kiosk, which must be the
// one that the county knows to its last record: a disk that was put back to an
// older image has forgotten numbers that it printed, begins a new epoch, and gets
// another block. No block is given anew before its lease has run out; a county
// that came out of a backup gives none before every lease has run out that it may
// have forgotten.
func (o *Office) lease(tx MailTx, q MailQuestion) error {
	box := tx.Mailbox()
	if !upToDate(box.Chain, q) {
		return nil
	}
	today := village.DayOf(o.Now())
	held, err := tx.Held(today)
	if err != nil {
		return err
	}
	lease := village.Lease{Epoch: q.Epoch, From: today, To: today.Add(leaseDays)}
	for _, l := range held {
		if l.Epoch != q.Epoch || l.From > today { // a day to come: the county's clock was wrong once
			continue
		}
		if today.Add(renewDays) < l.To {
			return nil
		}
		lease.Lo, lease.Hi, lease.From = l.Lo, l.Hi, l.From
	}
	if lease.Lo == 0 {
		if len(held) >= maxBlocks || today <= forgottenUntil(box) {
			return nil
		}
		if lease.Lo, err = tx.Free(today, firstLeased, leaseSize); err != nil || lease.Lo == 0 {
			return err
		}
		lease.Hi = lease.Lo + leaseSize - 1
	}
	letter, err := village.NewLetter(village.LetterLease, o.Now(), lease)
	if err != nil {
		return err
	}
	if err := tx.Grant(lease); err != nil {
		return err
	}
	return tx.Write(letter)
}

// upToDate reports whether the county has exactly the records that the kiosk says
// it has, and agrees with it on all of them.
func upToDate(c Chain, q MailQuestion) bool {
	if c.Epoch == 0 { // it has handed in nothing yet
		return q.Epoch == 1 && q.Next == 1
	}
	return !c.Cloned && c.Epoch == q.Epoch && c.Want == q.Next && c.Head == q.Chain
}

// forgottenUntil is the last day on which a lease may run that this county has forgotten.
func forgottenUntil(box Mailbox) village.Day {
	if box.RestoredAt.IsZero() {
		return ""
	}
	return village.DayOf(box.RestoredAt).Add(leaseDays)
}

// numbersAtOnce is how many cases get their number before others are looked at.
const numbersAtOnce = 100

// Number gives numbers to cases that came without one, or with one that another
// case has.
func (o *Office) Number(ctx context.Context) error {
	waiting, err := o.Mailboxes.Unnumbered(ctx, numbersAtOnce)
	if err != nil {
		return err
	}
	for _, c := range waiting {
		if _, err := o.Mailboxes.AssignNumber(ctx, c, village.DayOf(o.Now()), CountySerials); err != nil {
			return err
		}
	}
	return nil
}

// FreeSerials is the lowest of the serials from first on, in steps of size, whose
// block has nothing in common with any of held; 0 when there is none.
func FreeSerials(held []village.Lease, first, size int) int {
	for lo := first; lo+size-1 <= village.MaxSerial; lo += size {
		taken := slices.ContainsFunc(held, func(l village.Lease) bool { return l.Lo < lo+size && l.Hi >= lo })
		if !taken {
			return lo
		}
	}
	return 0
}

// MayHavePrinted reports whether a number on a receipt of c's kiosk may be c's:
// it is of c's item, out of the serials that kiosks get, and on its day nobody else
// held its serial. Serials that nobody is known to hold may come from a lease that
// this county has forgotten.
func MayHavePrinted(c Case, holders []seal.KioskID) bool {
	item, _, serial, ok := c.Printed.Parts()
	return ok && item == c.Item && serial >= firstLeased && (len(holders) == 0 || slices.Contains(holders, c.Kiosk))
}
