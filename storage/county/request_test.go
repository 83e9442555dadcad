package county

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// requestRig is a county with five requests of one kiosk and one that is none.
func requestRig(t *testing.T) (*DB, office.Kiosk, *office.Hotline) {
	t.Helper()
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	var records []village.Record
	for seq := range int64(5) {
		records = append(records, countytest.Ticket(seq+1, nil))
	}
	records = append(records, countytest.Ticket(6, func(b map[string]any) { b["item"] = map[string]any{"code": "12345-gossip", "name": "x"} }))
	if _, err := db.take(t, handed(k.ID, nil, records...)); err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db, k, &office.Hotline{
		Store: db, Now: db.now, Limit: func(village.ItemCode) int { return 10 },
		Due: func(time.Time, int) (village.Day, error) { return "2026-12-07", nil },
	}
}

func TestRequestsAreOpenedRegisteredOnceAndTold(t *testing.T) {
	db, k, hotline := requestRig(t)
	errs := make([]error, 4)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { errs[i] = hotline.Register(context.Background()) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil && village.KindOf(err) != village.Conflict {
			t.Fatal(err)
		}
	}
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := db.ListRequests(t.Context(), village.RecordTicket, village.Registered, 10)
	if err != nil || len(list) != 5 {
		t.Fatalf("%d requests, %v", len(list), err)
	}
	orders := map[string]bool{}
	for _, r := range list {
		orders[r.Order] = true
		if !strings.HasPrefix(r.Order, "20261123445203") || r.Due != "2026-12-07" || r.Place != "445203104202" {
			t.Errorf("registered as %+v", r)
		}
		full, err := db.Request(t.Context(), r.Kiosk, r.ID)
		if err != nil || full.Form["name"] != "陈惜娟" {
			t.Errorf("in full %+v, %v", full, err)
		}
		steps, err := db.RequestSteps(t.Context(), r.Kiosk, r.ID)
		if err != nil || len(steps) != 1 || steps[0].Order != r.Order {
			t.Errorf("steps %+v, %v", steps, err)
		}
	}
	letters := 0
	if err := db.db.Read().QueryRow(`SELECT COUNT(*) FROM letter WHERE kiosk = $1`, k.ID).Scan(&letters); err != nil || letters != 5 || len(orders) != 5 {
		t.Errorf("%d letters and %d numbers, %v", letters, len(orders), err)
	}
	aside := ""
	if err := db.db.Read().QueryRow(`SELECT problem FROM quarantine WHERE kiosk = $1`, k.ID).Scan(&aside); err != nil || aside != "err.county.body" {
		t.Errorf("what is no request: %q, %v", aside, err)
	}
}

func TestARequestIsGivenOutAnsweredAndGivenOutAgainOnce(t *testing.T) {
	db, k, hotline := requestRig(t)
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := db.ListRequests(t.Context(), village.RecordTicket, "", 1)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	for i, step := range []struct {
		decision office.RequestDecision
		ok       bool
	}{
		{office.RequestDecision{State: village.Dispatched, Unit: "甲镇"}, true},
		{office.RequestDecision{State: village.Answered, Answer: "办好了"}, true},
		{office.RequestDecision{State: village.Dispatched, Unit: "乙镇"}, true},
		{office.RequestDecision{State: village.Answered}, true},
		{office.RequestDecision{State: village.Dispatched, Unit: "丙镇"}, false},
		{office.RequestDecision{State: village.Completed}, true},
	} {
		step.decision.Text, step.decision.Kiosk = list[0].Order, k.ID
		if _, err := hotline.Decide(t.Context(), step.decision); (err == nil) != step.ok {
			t.Errorf("step %d: %v", i, err)
		}
	}
	r, err := db.Request(t.Context(), k.ID, list[0].ID)
	if err != nil || r.State != village.Completed || r.Unit != "乙镇" || !r.Rework || r.Due != "2026-12-07" {
		t.Errorf("ends as %+v, %v", r.RequestHead, err)
	}
}

func TestARestoredCountyGivesNoOrderNumberOfThatDay(t *testing.T) {
	db, _, hotline := requestRig(t)
	if err := db.db.Write(t.Context(), "restore", func(tx *sql.Tx) error { return noteRestored(t.Context(), tx, countytest.At) }); err != nil {
		t.Fatal(err)
	}
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	if open, err := db.Unregistered(t.Context(), 10); err != nil || len(open) != 5 {
		t.Errorf("%d without a number, %v", len(open), err)
	}
	hotline.Now = func() time.Time { return countytest.At.AddDate(0, 0, 1) }
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	if open, err := db.Unregistered(t.Context(), 10); err != nil || len(open) != 0 {
		t.Errorf("%d without a number on the next day, %v", len(open), err)
	}
}
