package county

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/assets/request"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
)

// seatWorld is a county with two machines that give out seats without a line, and what
// people have on paper.
type seatWorld struct {
	t      *testing.T
	rng    *rand.Rand
	db     *DB
	booths []*booth
	slots  []village.SlotID
	paper  map[village.ShortCode]village.CaseNumber // of live appointments
	gone   []village.ShortCode                      // that were withdrawn
}

// booth is one machine: the real counter over a store that keeps the contract of the real one.
type booth struct {
	kiosk office.Kiosk
	desk  *desk.Desk
	store *storetest.Memory
	codes []village.ShortCode // live
	sent  int64
}

func newSeatWorld(t *testing.T, seed uint64) *seatWorld {
	t.Helper()
	db := openNew(t)
	countytest.Unlock(t, db)
	if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	w := &seatWorld{t: t, rng: rand.New(rand.NewPCG(seed, 0)), db: db, paper: map[village.ShortCode]village.CaseNumber{}}
	for n := range 3 {
		id, err := village.Slot{Area: "445203104000", Window: 1, Day: village.DayOf(countytest.At).Add(2 + n), From: "0900", To: "0930"}.ID()
		if err == nil {
			err = db.OpenSlot(t.Context(), office.SlotOffer{Slot: id, Seats: 6, Share: 3})
		}
		if err != nil {
			t.Fatal(err)
		}
		w.slots = append(w.slots, id)
	}
	for n := range byte(2) {
		w.booths = append(w.booths, newBooth(t, db, n+1, seed))
	}
	return w
}

// newBooth is machine n with its lease of seats.
func newBooth(t *testing.T, db *DB, n byte, seed uint64) *booth {
	t.Helper()
	k := db.know(t, n)
	now := func() time.Time { return countytest.At }
	b := &booth{kiosk: k, store: storetest.NewMemoryOf(k.ID, now)}
	o := office.Office{Mailboxes: db, Now: db.now}
	a, err := o.Mail(t.Context(), office.MailQuestion{Kiosk: k.ID, Head: seal.MailBase(k.ID), Epoch: 1, Next: 1})
	if err == nil {
		last := a.Letters[len(a.Letters)-1]
		err = b.store.TakeLetters(t.Context(), village.MailState{}, village.MailState{Incarnation: a.Incarnation, Seq: last.Seq, Head: last.Head}, a.Letters)
	}
	if err != nil {
		t.Fatal(err)
	}
	forms, err := request.Items()
	if err != nil {
		t.Fatal(err)
	}
	find := func(code village.ItemCode) (it village.ServiceItem, ok bool) {
		for _, it := range forms.Items {
			if it.Code == code {
				return it, true
			}
		}
		return it, false
	}
	ids := 0
	b.desk = &desk.Desk{
		Store: b.store, Edition: func() (string, bool) { return "v1", false }, Item: find,
		ItemOf: func(_ context.Context, _ string, code village.ItemCode) (village.ServiceItem, error) {
			it, _ := find(code)
			return it, nil
		},
		Tags: func() village.RatingTags { return village.RatingTags{} }, Village: func() village.DivisionCode { return k.Village }, Machine: string(k.ID),
		County: func() (desk.County, error) {
			return desk.County{Code: sealtest.CountyCode, Key: sealtest.Secret().CountyKey}, nil
		},
		Now: func() (time.Time, village.TimeTrust) { return countytest.At, village.TimeSynced },
		NewID: func() (village.RecordID, error) {
			ids++
			return village.RecordID(fmt.Sprintf("01900000-0000-7000-8%03d-%012d", n, ids)), nil
		},
		Rand: rand.New(rand.NewPCG(seed, uint64(n))), TagKey: func(day string) ([]byte, error) { return []byte(day), nil },
		Seal: func(c village.Case) (string, error) { return "BM2:" + string(c.ShortCode), nil },
	}
	return b
}

// act lets somebody come to a machine.
func (w *seatWorld) act() {
	b := w.booths[w.rng.IntN(2)]
	slot := w.slots[w.rng.IntN(len(w.slots))]
	switch n := len(b.codes); w.rng.IntN(5) {
	case 0, 1:
		out, err := b.desk.Book(w.t.Context(), desk.BookInput{Kind: desk.AtWindow, Slot: slot, Matter: "办津贴", Priority: "不用", Name: "陈阿婆", Phone: "13800000000", Consent: true})
		if w.refused(err, "err.book.full") {
			return
		}
		b.codes = append(b.codes, out.ShortCode)
		w.holds(out.ShortCode, *out.CaseNumber)
	case 2, 3:
		if n == 0 {
			return
		}
		code := b.codes[w.rng.IntN(n)]
		out, err := b.desk.Move(w.t.Context(), desk.MoveInput{Code: string(code), Slot: slot})
		if !w.refused(err, "err.book.full", "err.book.same") {
			w.holds(code, out.Number)
		}
	default:
		if n == 0 {
			return
		}
		i := w.rng.IntN(n)
		code := b.codes[i]
		if _, err := b.desk.Withdraw(w.t.Context(), desk.WithdrawInput{Code: string(code)}); err != nil {
			w.t.Fatal(err)
		}
		delete(w.paper, code)
		b.codes, w.gone = append(b.codes[:i], b.codes[i+1:]...), append(w.gone, code)
	}
}

func (w *seatWorld) refused(err error, keys ...string) bool {
	if err != nil && !strings.Contains(strings.Join(keys, " "), village.Keyed(err).Key) {
		w.t.Fatal(err)
	}
	return err != nil
}

// holds notes what stands on a paper: a seat of two people is the end.
func (w *seatWorld) holds(code village.ShortCode, number village.CaseNumber) {
	for other, held := range w.paper {
		if held == number && other != code {
			w.t.Fatalf("%s is on the papers of %s and %s", number, other, code)
		}
	}
	w.paper[code] = number
}

// send hands over what a machine has, at most so many records, now and then a part of it
// for the second time; the county opens it.
func (w *seatWorld) send(b *booth, most int) {
	prev, list, err := b.store.Batch(w.t.Context(), b.sent+1, most, 1<<20)
	if err != nil || len(list) == 0 {
		return
	}
	for range 1 + w.rng.IntN(2) {
		if _, err := w.db.take(w.t, office.Push{Kiosk: b.kiosk.ID, Epoch: 1, FirstSeq: b.sent + 1, Prev: seal.Head(prev), Records: list, Lifetime: b.sent + int64(len(list))}); err != nil {
			w.t.Fatal(err)
		}
	}
	b.sent += int64(len(list))
	opener := &office.Opener{Log: w.db, Secrets: []seal.CountySecret{sealtest.Secret()}}
	if err := opener.Drain(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// agree holds the county against the papers, and the seats that are left against those that
// were leased.
func (w *seatWorld) agree() {
	live := map[village.SlotID]int{}
	for code, number := range w.paper {
		slot, _, _ := number.Seat()
		live[slot]++
		found, err := w.db.FindRequests(w.t.Context(), string(code))
		if err != nil || len(found) != 1 || found[0].Order != string(number) || found[0].State != village.Registered || found[0].Slot != slot {
			w.t.Errorf("%s has %s, the county %+v, %v", code, number, found, err)
		}
	}
	for _, code := range w.gone {
		if found, err := w.db.FindRequests(w.t.Context(), string(code)); err != nil || len(found) != 1 || found[0].State != village.Withdrawn {
			w.t.Errorf("%s was taken back, the county has %+v, %v", code, found, err)
		}
	}
	free := map[village.SlotID]int{}
	for _, b := range w.booths {
		left, err := b.desk.Slots(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		for _, s := range left {
			free[s.Slot] += s.Left
		}
	}
	states, err := w.db.Slots(w.t.Context(), "2026-01-01")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range states {
		if s.Booked != live[s.Slot] || live[s.Slot]+free[s.Slot] != s.Granted {
			w.t.Errorf("%s: %d on paper, %d free, %d leased; the county counts %d", s.Slot, live[s.Slot], free[s.Slot], s.Granted, s.Booked)
		}
	}
}

// TestM4TwoMachinesWithoutALineNeverGiveASeatTwiceNorLoseOne, whatever is moved and
// withdrawn, and the county has in the end what stands on the papers.
func TestM4TwoMachinesWithoutALineNeverGiveASeatTwiceNorLoseOne(t *testing.T) {
	first, last := uint64(1), uint64(12)
	if *powerSeed != 0 {
		first, last = *powerSeed, *powerSeed
	}
	for seed := first; seed <= last; seed++ {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			w := newSeatWorld(t, seed)
			for range 60 {
				w.act()
				if w.rng.IntN(8) == 0 {
					w.send(w.booths[w.rng.IntN(2)], 1+w.rng.IntN(6))
				}
			}
			for _, b := range w.booths {
				for range 60 {
					w.send(b, 100)
				}
			}
			w.agree()
		})
	}
}

// TestM4WhatTheCountyCalledOffIsNotMoved: the machine may not have heard, and whoever has
// the seat now bears its plain number.
func TestM4WhatTheCountyCalledOffIsNotMoved(t *testing.T) {
	w := newSeatWorld(t, 1)
	b := w.booths[0]
	book := func() desk.Accepted {
		out, err := b.desk.Book(t.Context(), desk.BookInput{Kind: desk.AtWindow, Slot: w.slots[0], Matter: "办津贴", Priority: "不用", Name: "陈阿婆", Phone: "13800000000", Consent: true})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	one := book()
	w.send(b, 10)
	hotline := &office.Hotline{Store: w.db, Now: w.db.now, Limit: func(village.ItemCode) int { return 0 }}
	if _, err := hotline.Decide(t.Context(), office.RequestDecision{Text: string(one.ShortCode), State: village.NotAccepted, Reason: village.ReasonTwice}); err != nil {
		t.Fatal(err)
	}
	moved, err := b.desk.Move(t.Context(), desk.MoveInput{Code: string(one.ShortCode), Slot: w.slots[1]})
	if err != nil {
		t.Fatal(err)
	}
	two := book()
	w.send(b, 10)
	found, err := w.db.FindRequests(t.Context(), string(one.ShortCode))
	if err != nil || len(found) != 1 || found[0].State != village.NotAccepted || found[0].Slot != w.slots[0] {
		t.Errorf("called off: %+v, %v", found, err)
	}
	if found, err = w.db.FindRequests(t.Context(), string(*two.CaseNumber)); err != nil || len(found) != 1 || found[0].ShortCode != two.ShortCode {
		t.Errorf("%s is the number of %+v, %v", *two.CaseNumber, found, err)
	}
	var told village.OutcomeState
	for _, l := range letters(t, &office.Office{Mailboxes: w.db, Now: w.db.now}, b.kiosk.ID) {
		if o, err := l.Outcome(); l.Kind == village.LetterFollow && err == nil && o.Record == moved.ID {
			told = o.State
		}
	}
	if told != village.OutcomeLate {
		t.Errorf("the machine was told %q", told)
	}
}

// TestM4NobodyIsMissedBeforeTheTimeComes, and one who did not come is counted.
func TestM4NobodyIsMissedBeforeTheTimeComes(t *testing.T) {
	w := newSeatWorld(t, 1)
	b := w.booths[0]
	out, err := b.desk.Book(t.Context(), desk.BookInput{Kind: desk.AtWindow, Slot: w.slots[0], Matter: "办津贴", Priority: "不用", Name: "陈阿婆", Phone: "13800000000", Consent: true})
	if err != nil {
		t.Fatal(err)
	}
	w.send(b, 10)
	slot, _ := w.slots[0].Slot()
	now := slot.Starts().Add(-time.Minute)
	hotline := &office.Hotline{Store: w.db, Now: func() time.Time { return now }, Limit: func(village.ItemCode) int { return 0 }}
	missed := office.RequestDecision{Text: string(out.ShortCode), State: village.Missed}
	if _, err := hotline.Decide(t.Context(), missed); village.Keyed(err).Key != "err.book.not_begun" {
		t.Errorf("a minute before: %v", err)
	}
	now = slot.Starts()
	if _, err := hotline.Decide(t.Context(), missed); err != nil {
		t.Fatal(err)
	}
	states, err := w.db.Slots(t.Context(), slot.Day)
	if err != nil || states[0].Missed != 1 || states[0].Booked != 1 {
		t.Errorf("%+v, %v", states, err)
	}
}

// TestM4WhoChangedInTimeIsNotMissed: the machine had no line, and an officer said that nobody
// came before its word arrived. Who changed it after the time had begun stays missed.
func TestM4WhoChangedInTimeIsNotMissed(t *testing.T) {
	w := newSeatWorld(t, 1)
	b := w.booths[0]
	var papers []desk.Accepted
	for range 3 {
		out, err := b.desk.Book(t.Context(), desk.BookInput{Kind: desk.AtWindow, Slot: w.slots[0], Matter: "办津贴", Priority: "不用", Name: "陈阿婆", Phone: "13800000000", Consent: true})
		if err != nil {
			t.Fatal(err)
		}
		papers = append(papers, out)
	}
	w.send(b, 10)
	slot, _ := w.slots[0].Slot()
	hotline := &office.Hotline{Store: w.db, Now: slot.Starts, Limit: func(village.ItemCode) int { return 0 }}
	for _, p := range papers {
		if _, err := hotline.Decide(t.Context(), office.RequestDecision{Text: string(p.ShortCode), State: village.Missed}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.desk.Move(t.Context(), desk.MoveInput{Code: string(papers[0].ShortCode), Slot: w.slots[1]}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.desk.Withdraw(t.Context(), desk.WithdrawInput{Code: string(papers[1].ShortCode)}); err != nil {
		t.Fatal(err)
	}
	w.send(b, 10)
	for i, want := range []struct {
		state village.CaseState
		slot  village.SlotID
	}{{village.Registered, w.slots[1]}, {village.Withdrawn, w.slots[0]}, {village.Missed, w.slots[0]}} {
		found, err := w.db.FindRequests(t.Context(), string(papers[i].ShortCode))
		if err != nil || len(found) != 1 || found[0].State != want.state || found[0].Slot != want.slot {
			t.Errorf("%d: %+v, %v", i, found, err)
			continue
		}
		late := office.FollowUp{FiledAt: slot.Starts()}
		late.Verb = village.Withdraw
		if act, outcome := office.ChangeBooking(found[0], late, slot.Starts()); want.state == village.Missed && (act != nil || outcome != village.OutcomeLate) {
			t.Errorf("too late: %+v, %s", act, outcome)
		}
	}
	var told []village.CaseState
	for _, l := range letters(t, &office.Office{Mailboxes: w.db, Now: w.db.now}, b.kiosk.ID) {
		if step, err := l.Case(); l.Kind == village.LetterCase && err == nil && step.Record == papers[0].ID {
			told = append(told, step.State)
		}
	}
	if len(told) == 0 || told[len(told)-1] != village.Registered {
		t.Errorf("its machine was told %v", told)
	}
}
