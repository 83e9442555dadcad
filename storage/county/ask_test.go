package county

import (
	"sync"
	"sync/atomic"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

var _ office.AskBook = (*DB)(nil)

// TestWrongTriesAreCountedBeforeAnythingIsCompared: many at once get no more than the
// limit, a right one costs nothing, another day begins anew, and two cases of one code
// are told apart by their village.
func TestWrongTriesAreCountedBeforeAnythingIsCompared(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	one, two := db.know(t, 1), db.know(t, 2)
	first := countytest.Case(1, nil)
	same := countytest.Case(1, func(b map[string]any) { b["village"] = "445203104203" }) // the code of a machine that drew the same
	for kiosk, r := range map[*office.Kiosk]village.Record{&one: first, &two: same} {
		if _, err := db.take(t, handed(kiosk.ID, nil, r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	work := &office.Office{Mailboxes: db, Now: db.now}
	code := village.ShortCode("H6FAJ7HN")
	q := office.CaseQuestion{Kiosk: two.ID, Code: code, LastFour: "002X"}
	if _, err := work.Ask(t.Context(), db, q); village.KindOf(err) != village.Conflict {
		t.Errorf("two cases of one code: %v", err)
	}
	q.Village = "445203104202"
	for range 2 * office.CodeTries { // right ones cost nothing
		if c, err := work.Ask(t.Context(), db, q); err != nil || c.Kiosk != one.ID {
			t.Fatalf("told of %s, %v", c.Kiosk, err)
		}
	}
	db.renamed = map[village.DivisionCode]village.DivisionCode{"445203104299": "445203104202"}
	byEarlier := q
	byEarlier.Village = "445203104299" // as a machine of before the change of its code asks
	if c, err := work.Ask(t.Context(), db, byEarlier); err != nil || c.Kiosk != one.ID {
		t.Errorf("by the place's earlier code: %s, %v", c.Kiosk, err)
	}
	var wrong atomic.Int64
	var group sync.WaitGroup
	for range 3 * office.CodeTries {
		group.Go(func() {
			bad := q
			bad.LastFour = "1234"
			if _, err := work.Ask(t.Context(), db, bad); village.KindOf(err) == village.Invalid {
				wrong.Add(1)
			}
		})
	}
	group.Wait()
	if n := wrong.Load(); n > office.CodeTries || n == 0 {
		t.Errorf("%d wrong tries were compared", n)
	}
	if _, err := work.Ask(t.Context(), db, q); village.KindOf(err) != village.Denied {
		t.Errorf("right behind them: %v", err)
	}
	day := village.DayOf(db.now())
	if err := db.TryAsk(t.Context(), q.Kiosk, q.Code, day.Add(1)); err != nil {
		t.Errorf("another day: %v", err)
	}
}

// TestH1ARequestAndABookingAreToldToWhoKnowsTheTelephone, and what names none to nobody; who
// asks as earlier releases did hears of cases alone. Wrong tries are counted as for cases.
func TestH1ARequestAndABookingAreToldToWhoKnowsTheTelephone(t *testing.T) {
	db, k, hotline := requestRig(t)
	form := func(change map[string]any) func(map[string]any) {
		return func(b map[string]any) {
			all := map[string]any{"place": "445203104202", "content": "路灯坏了", "anonymous": true}
			for key, value := range change {
				all[key] = value
			}
			b["form"] = all
		}
	}
	more := db.know(t, 3)
	db.hand(t, more, nil, countytest.Ticket(1, form(nil)), countytest.HomeBooking(2, func(b map[string]any) { b["form"].(map[string]any)["phone"] = "13800004444" }), countytest.Ticket(3, form(map[string]any{"confidential": true, "anonymous": false, "name": "陈惜娟", "phone": "13800005678"})))
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	work := &office.Office{Mailboxes: db, Now: db.now}
	other := db.know(t, 2)
	ask := func(of office.Kiosk, seq int64, four string, all bool) (office.Asked, error) {
		t.Helper()
		r, err := db.Request(t.Context(), of.ID, countytest.ID(seq))
		if err != nil {
			t.Fatal(err)
		}
		return work.Ask(t.Context(), db, office.CaseQuestion{Kiosk: other.ID, Code: r.ShortCode, LastFour: four, Village: "445203104202", All: all})
	}
	a, err := ask(k, 4, "0000", true)
	if err != nil || a.Item != "12345-help" || a.Number == "" || a.State != village.Registered || len(a.Steps) != 1 || a.Steps[0].Order != a.Number || a.Steps[0].Due != "2026-12-07" {
		t.Errorf("told %+v, %v", a, err)
	}
	if a, err = ask(more, 3, "5678", true); err != nil || a.ID != countytest.ID(3) {
		t.Errorf("a confidential one: %+v, %v", a, err)
	}
	if _, err := ask(k, 4, "0000", false); village.Keyed(err).Key != "err.ask.no_match" {
		t.Errorf("of an earlier release: %v", err)
	}
	if a, err = ask(more, 2, "4444", true); err != nil || a.Item != village.BookHome { // a request of the other machine drew the same code
		t.Errorf("a booking: %+v, %v", a, err)
	}
	for _, four := range []string{"002X", "1234"} {
		if _, err := ask(more, 1, four, true); village.Keyed(err).Key != "err.ask.no_match" {
			t.Errorf("an anonymous one for %s: %v", four, err)
		}
	}
	for range office.CodeTries {
		if _, err := ask(k, 5, "1234", true); village.Keyed(err).Key != "err.ask.no_match" {
			t.Errorf("a wrong one: %v", err)
		}
	}
	if _, err := ask(k, 5, "0000", true); village.Keyed(err).Key != "err.ask.code" {
		t.Errorf("right behind wrong ones: %v", err)
	}
}
