package county

import (
	"context"
	"database/sql"
	"strconv"
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

// units makes accounts of units.
func (db *DB) units(t *testing.T, names ...string) {
	t.Helper()
	for i, unit := range names {
		c := office.Credentials{Account: office.Account{Name: "u" + strconv.Itoa(i), Person: "某", Role: office.RoleUnit, Scope: office.Scope{Unit: unit}, Era: 1}, Setup: []byte{1}, Salt: []byte{1}, Password: []byte{1}}
		if err := db.AddAccount(t.Context(), c); err != nil {
			t.Fatal(err)
		}
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
	page, err := db.ListRequests(t.Context(), office.RequestQuery{Kind: village.RecordTicket, State: village.Registered, PerPage: 10})
	list := page.Requests
	if err != nil || len(list) != 5 || page.Total != 5 {
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
		if steps := full.Steps(); len(steps) != 1 || steps[0].Order != r.Order {
			t.Errorf("steps %+v", steps)
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

func Test24ARequestIsGivenOutAnsweredAndGivenOutAgainOnce(t *testing.T) {
	db, k, hotline := requestRig(t)
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := db.ListRequests(t.Context(), office.RequestQuery{Kind: village.RecordTicket, PerPage: 1})
	list := page.Requests
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	db.units(t, "甲镇", "乙镇", "丙镇")
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

func TestAnOfficerSeesAllOfTheirRequestsHoweverManyOthersHave(t *testing.T) {
	db, k, hotline := requestRig(t)
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	db.units(t, "甲局", "乙局", "甲局_2")
	all, err := db.ListRequests(t.Context(), office.RequestQuery{Kind: village.RecordTicket, PerPage: 10})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range all.Requests { // the oldest is of 甲局, which helps with one more; all that came later are of others
		deed := office.TicketDeed{Verb: office.VerbDispatch, Unit: "甲局_2"}
		switch i {
		case 4:
			deed.Unit = "甲局"
		case 3:
			deed.Unit, deed.Co = "乙局", []string{"甲局"}
		}
		if _, err := hotline.Do(t.Context(), k.ID, r.ID, deed, office.Account{Name: "chen", Role: office.RoleCounty}); err != nil {
			t.Fatal(err)
		}
	}
	page, err := db.ListRequests(t.Context(), office.RequestQuery{Kind: village.RecordTicket, Scope: office.Scope{Unit: "甲局"}, PerPage: 2})
	if err != nil || page.Total != 2 || len(page.Requests) != 2 || page.Requests[1].Unit != "甲局" || page.Requests[0].Co[0] != "甲局" {
		t.Errorf("it sees %+v, %v", page, err)
	}
	for scope, want := range map[office.Scope]int{{Division: "445203104000"}: 5, {Division: "445203105000"}: 0, {Unit: "甲局%"}: 0} {
		if page, err := db.ListRequests(t.Context(), office.RequestQuery{Kind: village.RecordTicket, Scope: scope, PerPage: 9}); err != nil || page.Total != want {
			t.Errorf("%v sees %d, %v", scope, page.Total, err)
		}
	}
}

func TestWhatWasSetAsideIsListedByScopeBeforeItIsCut(t *testing.T) {
	db, k, _ := requestRig(t) // one record was set aside
	for scope, want := range map[office.Scope]int{{}: 1, {Division: "445203104000"}: 1, {Division: "445203105000"}: 0} {
		if list, err := db.Quarantine(t.Context(), scope, 1); err != nil || len(list) != want || want == 1 && list[0].Kiosk != k.ID {
			t.Errorf("%v sees %v, %v", scope, list, err)
		}
	}
}

func TestWhoActedOnARequestIsKept(t *testing.T) {
	db, k, hotline := requestRig(t)
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	db.units(t, "甲局", "乙局")
	id := countytest.ID(1)
	chen, unit := office.Account{Name: "chen", Role: office.RoleCounty}, office.Account{Name: "u0", Role: office.RoleUnit, Scope: office.Scope{Unit: "甲局"}}
	if _, err := hotline.Do(t.Context(), k.ID, id, office.TicketDeed{Verb: office.VerbDispatch, Unit: "甲局"}, chen); err != nil {
		t.Fatal(err)
	}
	if _, err := hotline.Do(t.Context(), k.ID, id, office.TicketDeed{Verb: office.VerbSign}, unit); err != nil {
		t.Fatal(err)
	}
	r, err := db.Request(t.Context(), k.ID, id)
	if err != nil || len(r.Acts) != 3 || r.Acts[1].Account != "chen" || r.Acts[2].By != "甲局" || r.Acts[2].Tell || len(r.Steps()) != 2 {
		t.Errorf("kept are %+v, %v", r.Acts, err)
	}
	// It goes to another unit while the first still has its page open.
	if _, err := hotline.Do(t.Context(), k.ID, id, office.TicketDeed{Verb: office.VerbDispatch, Unit: "乙局"}, chen); err != nil {
		t.Fatal(err)
	}
	if _, err := hotline.Do(t.Context(), k.ID, id, office.TicketDeed{Verb: office.VerbContact, Reached: office.SaidYes, Words: "x"}, unit); village.KindOf(err) != village.NotFound {
		t.Errorf("who has it no more acts on it: %v", err)
	}
	if _, err := hotline.Do(t.Context(), k.ID, id, office.TicketDeed{Verb: office.VerbDispatch, Unit: "陈惜娟"}, chen); village.Keyed(err).Key != "err.ticket.unit_unknown" {
		t.Errorf("a unit that nobody knows: %v", err)
	}
}
