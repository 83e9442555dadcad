package county

import (
	"math/rand/v2"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func codeOf(n uint64) village.ShortCode { return village.NewShortCode(rand.New(rand.NewPCG(n, 7))) }

// homeBookingRecord is a booking at home, and atHome a case that was taken there.
func homeBookingRecord(seq int64, code village.ShortCode) village.Record {
	return countytest.HomeBooking(seq, func(b map[string]any) { b["short_code"] = code })
}

func atHome(seq int64, booking village.ShortCode) village.Record {
	return countytest.Case(seq, func(b map[string]any) {
		b["helper"] = "B-1"
		b["home_visit"] = map[string]any{"booking": booking, "reason": "年纪大，走不动", "address": "江滨村一巷2号", "second": "B-2"}
	})
}

// TestM6ABookingIsDoneWhenACaseWasTakenAtThatVisit, whichever of the two comes first, once,
// and never where two bookings have the code.
func TestM6ABookingIsDoneWhenACaseWasTakenAtThatVisit(t *testing.T) {
	code := codeOf(40)
	for name, records := range map[string][]village.Record{
		"the booking first":         {homeBookingRecord(1, code), atHome(2, code)},
		"the case first":            {atHome(1, code), homeBookingRecord(2, code)},
		"another code":              {homeBookingRecord(1, code), atHome(2, codeOf(41))},
		"two bookings of that code": {homeBookingRecord(1, code), homeBookingRecord(2, code), atHome(3, code)},
	} {
		t.Run(name, func(t *testing.T) {
			db := openNew(t)
			k := db.know(t, 1)
			countytest.Unlock(t, db)
			if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
				t.Fatal(err)
			}
			h := &office.Hotline{Store: db, Now: db.now, Limit: func(village.ItemCode) int { return 0 }}
			o := &office.Opener{Log: db}
			for i := range records { // one after the other, as the line brings them
				if _, err := db.take(t, handed(k.ID, records[:i], records[i])); err != nil {
					t.Fatal(err)
				}
				for _, do := range []func() error{func() error { return o.Drain(t.Context()) }, func() error { return h.Register(t.Context()) },
					func() error { return h.Visited(t.Context()) }, func() error { return h.Visited(t.Context()) }} {
					if err := do(); err != nil {
						t.Fatal(err)
					}
				}
			}
			want := village.Registered
			if name == "the booking first" || name == "the case first" {
				want = village.Completed
			}
			found, err := db.FindRequests(t.Context(), string(code))
			if err != nil || len(found) == 0 {
				t.Fatalf("%v, %v", found, err)
			}
			for _, r := range found {
				full, err := db.Request(t.Context(), r.Kiosk, r.ID)
				if err != nil || r.State != want || want == village.Completed && len(full.Steps()) != 2 {
					t.Errorf("the booking is %s, want %s, told %+v, %v", r.State, want, full.Steps(), err)
				}
			}
		})
	}
}

// TestM6ACaseTakenAtHomeIsKeptWithBothWhoWereThere: reason and address lie hidden.
func TestM6ACaseTakenAtHomeIsKeptWithBothWhoWereThere(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	r := atHome(1, codeOf(40))
	if _, err := db.take(t, handed(k.ID, nil, r)); err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	c, err := db.Case(t.Context(), k.ID, r.ID)
	if err != nil || c.HomeVisit == nil || c.Helper != "B-1" || c.HomeVisit.Second != "B-2" || c.HomeVisit.Address != "江滨村一巷2号" || c.HomeVisit.Booking != codeOf(40) {
		t.Errorf("kept is %+v, %v", c.HomeVisit, err)
	}
}
