package county

import (
	"context"
	"database/sql"
	"sync"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// slotRig is a county with four machines of one village and a way to open slots.
func slotRig(t *testing.T) (db *DB, kiosks []office.Kiosk, open func(area village.DivisionCode, from string) village.SlotID) {
	t.Helper()
	db = openNew(t)
	if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	for n := range byte(4) {
		kiosks = append(kiosks, db.know(t, n+1))
	}
	return db, kiosks, func(area village.DivisionCode, from string) village.SlotID {
		t.Helper()
		id, err := village.Slot{Area: area, Window: 1, Day: "2026-12-01", From: from, To: "1800"}.ID()
		if err == nil {
			err = db.OpenSlot(t.Context(), office.SlotOffer{Slot: id, Seats: 5, Share: 2})
		}
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
}

// granted are the seats that a kiosk's letters lease when it asks.
func (db *DB) granted(ctx context.Context, k office.Kiosk) (leases []village.SlotLease, err error) {
	o := office.Office{Mailboxes: db, Now: db.now}
	a, err := o.Mail(ctx, office.MailQuestion{Kiosk: k.ID, Head: seal.MailBase(k.ID), Epoch: 1, Next: 1})
	for _, l := range a.Letters {
		if l.Kind != village.LetterSlot {
			continue
		}
		lease, err := l.SlotLease()
		if err != nil {
			return nil, err
		}
		leases = append(leases, lease)
	}
	return leases, err
}

func TestMachinesThatAskAtOnceGetNoSeatTwice(t *testing.T) {
	db, kiosks, open := slotRig(t)
	id := open("445203104000", "0900")
	open("445203108000", "0900") // of another town
	leases, errs := make([][]village.SlotLease, len(kiosks)), make([]error, len(kiosks))
	var group sync.WaitGroup
	for i, k := range kiosks {
		group.Go(func() { leases[i], errs[i] = db.granted(context.Background(), k) })
	}
	group.Wait()
	taken := map[int]bool{}
	for i, k := range kiosks {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if len(leases[i]) == 0 { // another one was first: the next question brings what is left
			var err error
			if leases[i], err = db.granted(t.Context(), k); err != nil {
				t.Fatal(err)
			}
		}
		for _, l := range leases[i] {
			if l.Slot != id || l.Epoch != 1 {
				t.Errorf("machine %d got %+v", i, l)
			}
			for seat := l.Lo; seat <= l.Hi; seat++ {
				if taken[seat] || seat > 5 {
					t.Errorf("seat %d is leased twice, or is none", seat)
				}
				taken[seat] = true
			}
		}
	}
	if len(taken) != 5 {
		t.Errorf("%d of 5 seats are leased", len(taken))
	}
	slots, err := db.Slots(t.Context(), "2026-11-23")
	if err != nil || len(slots) != 2 || slots[0].Granted != 5 || slots[1].Granted != 0 {
		t.Errorf("slots %+v, %v", slots, err)
	}
	if again, err := db.granted(t.Context(), kiosks[0]); err != nil || len(again) != len(leases[0]) {
		t.Errorf("asked again: %+v, %v", again, err)
	}
}

func TestAClosedSlotAndARestoredCountyGiveNoSeats(t *testing.T) {
	db, kiosks, open := slotRig(t)
	id := open("445203104202", "0900")
	closing := office.SlotAct{Slot: id, At: countytest.At, Verb: office.SlotClose}
	if err := db.ChangeSlot(t.Context(), closing); err != nil {
		t.Fatal(err)
	}
	if got, err := db.granted(t.Context(), kiosks[0]); err != nil || len(got) != 0 {
		t.Errorf("of a closed slot: %+v, %v", got, err)
	}
	if err := db.OpenSlot(t.Context(), office.SlotOffer{Slot: id, Seats: 9, Share: 9}); village.KindOf(err) != village.Conflict {
		t.Errorf("opened twice: %v", err)
	}
	closing.Slot = "202612010930100044520310420277"
	if err := db.ChangeSlot(t.Context(), closing); village.KindOf(err) != village.NotFound {
		t.Errorf("closed one that is not there: %v", err)
	}
	open("445203000000", "1000")
	if err := db.db.Write(t.Context(), "restore", func(tx *sql.Tx) error { return noteRestored(t.Context(), tx, countytest.At) }); err != nil {
		t.Fatal(err)
	}
	if got, err := db.granted(t.Context(), kiosks[1]); err != nil || len(got) != 0 {
		t.Errorf("of a day that may be forgotten: %+v, %v", got, err)
	}
}

// TestM4FewerSeatsThanMachinesHaveAreRefused: what is leased may be on somebody's paper.
func TestM4FewerSeatsThanMachinesHaveAreRefused(t *testing.T) {
	db, kiosks, open := slotRig(t)
	id := open("445203104202", "0900") // five seats, two a machine
	if _, err := db.granted(t.Context(), kiosks[0]); err != nil {
		t.Fatal(err)
	}
	act := office.SlotAct{Slot: id, At: countytest.At, Account: "chen", Verb: office.SlotSeats, Seats: 1}
	if err := db.ChangeSlot(t.Context(), act); village.Keyed(err).Key != "err.slot.granted" {
		t.Errorf("one seat of two that are leased: %v", err)
	}
	act.Seats = 2
	if err := db.ChangeSlot(t.Context(), act); err != nil {
		t.Fatal(err)
	}
	if got, err := db.granted(t.Context(), kiosks[1]); err != nil || len(got) != 0 {
		t.Errorf("of a slot that is used up: %+v, %v", got, err)
	}
	if acts, err := db.SlotActs(t.Context(), office.Scope{Division: "445203104000"}, 9); err != nil || len(acts) != 1 || acts[0].Account != "chen" || acts[0].Seats != 2 {
		t.Errorf("kept is %+v, %v", acts, err)
	}
}

// TestM4SeatsThatAnOfficerTookAwayMeanwhileAreNotLeased: the machine asks again and gets what
// is left.
func TestM4SeatsThatAnOfficerTookAwayMeanwhileAreNotLeased(t *testing.T) {
	db, kiosks, open := slotRig(t)
	id := open("445203104202", "0900") // five seats
	act := office.SlotAct{Slot: id, At: countytest.At, Account: "chen", Verb: office.SlotSeats, Seats: 1}
	if err := db.ChangeSlot(t.Context(), act); err != nil {
		t.Fatal(err)
	}
	grant := func(hi int) (granted bool) {
		t.Helper()
		err := db.Mail(t.Context(), kiosks[0].ID, func(tx office.MailTx) (err error) {
			granted, err = tx.GrantSeats(village.SlotLease{Epoch: 1, Slot: id, Lo: 1, Hi: hi})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return granted
	}
	if grant(2) { // as there were when the question was asked
		t.Error("two seats of one are leased")
	}
	if !grant(1) {
		t.Error("the one that is left is not leased")
	}
}
