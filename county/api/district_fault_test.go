package api_test

import (
	"context"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/mailbox"
)

func districtFaults() []fault {
	return []fault{
		{name: "forgets that it came out of a backup", seed: "14407082662804116572", tx: func(t office.MailTx) office.MailTx { return neverRestored{t} }},
		{name: "gives a block to two kiosks", seed: "12266145764434556701", tx: func(t office.MailTx) office.MailTx { return openHanded{t} }},
		{name: "gives a seat to two kiosks", seed: "959099091660955415", tx: func(t office.MailTx) office.MailTx { return doubleSeats{t} }},
		{name: "keeps its lease in a new epoch", seed: "2413230047150686737", store: func(s *storetest.Memory) mailbox.Store { s.AnyEpoch = true; return s }},
		{name: "compares numbers of letters only", seed: "17617483537391975056", work: func(m *district, o *office.Office) api.Office { return credulous{o, m} }},
		{name: "leaves letters where they were", seed: "9523999935045507150", store: func(s *storetest.Memory) mailbox.Store { return unmoved{s} }},
		{name: "leaves out the first of many letters", seed: "4391437237942441487", store: func(s *storetest.Memory) mailbox.Store { return careless{s} }},
		{name: "numbers cases on the day of its restore", seed: "2384860920554254422", eager: true},
		{name: "takes an old stick for the last word", seed: "16901833114404984077", store: func(s *storetest.Memory) mailbox.Store { return gullible{s} }},
		{name: "hears a county that is gone", seed: "7729577540238424846", store: func(s *storetest.Memory) mailbox.Store { return timeless{s} }},
	}
}

// neverRestored gives blocks out as if no lease could be forgotten.
type neverRestored struct{ office.MailTx }

func (n neverRestored) Mailbox() office.Mailbox {
	box := n.MailTx.Mailbox()
	box.RestoredAt = time.Time{}
	return box
}

// openHanded finds every block free.
type openHanded struct{ office.MailTx }

func (openHanded) Free(_ village.Day, first, _ int) (int, error) { return first, nil }

func (o openHanded) Grant(l village.Lease) error {
	if err := o.MailTx.Grant(l); village.KindOf(err) != village.Conflict {
		return err
	}
	return nil
}

// doubleSeats gives each kiosk the seats of a slot from the first on.
type doubleSeats struct{ office.MailTx }

func (d doubleSeats) OpenSlots(epoch int64, from, to village.Day) ([]office.OpenSlot, error) {
	open, err := d.MailTx.OpenSlots(epoch, from, to)
	for i := range open {
		open[i].Next = 1
	}
	return open, err
}

func (d doubleSeats) GrantSeats(l village.SlotLease) (bool, error) {
	_, err := d.MailTx.GrantSeats(l)
	return true, err
}

// credulous takes a kiosk's word for what its letters are.
type credulous struct {
	*office.Office
	m *district
}

func (c credulous) Mail(ctx context.Context, q office.MailQuestion) (office.MailAnswer, error) {
	_ = c.m.county.Mail(ctx, q.Kiosk, func(tx office.MailTx) error {
		if q.Seq > 0 && q.Seq <= tx.Mailbox().Seq {
			q.Head, _ = tx.HeadAt(q.Seq)
		}
		return nil
	})
	return c.Office.Mail(ctx, q)
}

// unmoved keeps what is known where it is.
type unmoved struct{ *storetest.Memory }

func (u unmoved) TakeLetters(ctx context.Context, from, to village.MailState, letters []village.Letter) error {
	known := u.Letters()
	fresh := slices.DeleteFunc(slices.Clone(letters), func(l village.Letter) bool {
		return slices.ContainsFunc(known, func(k village.Letter) bool { return seal.Head(k.Head) == seal.Head(l.Head) })
	})
	return u.Memory.TakeLetters(ctx, from, to, fresh)
}

// careless drops a letter.
type careless struct{ *storetest.Memory }

func (c careless) TakeLetters(ctx context.Context, from, to village.MailState, letters []village.Letter) error {
	if len(letters) > 3 {
		letters = letters[1:]
	}
	return c.Memory.TakeLetters(ctx, from, to, letters)
}
