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
	if _, _, err := work.Ask(t.Context(), db, q); village.KindOf(err) != village.Conflict {
		t.Errorf("two cases of one code: %v", err)
	}
	q.Village = "445203104202"
	for range 2 * office.CodeTries { // right ones cost nothing
		if c, _, err := work.Ask(t.Context(), db, q); err != nil || c.Kiosk != one.ID {
			t.Fatalf("told of %s, %v", c.Kiosk, err)
		}
	}
	var wrong atomic.Int64
	var group sync.WaitGroup
	for range 3 * office.CodeTries {
		group.Go(func() {
			bad := q
			bad.LastFour = "1234"
			if _, _, err := work.Ask(t.Context(), db, bad); village.KindOf(err) == village.Invalid {
				wrong.Add(1)
			}
		})
	}
	group.Wait()
	if n := wrong.Load(); n > office.CodeTries || n == 0 {
		t.Errorf("%d wrong tries were compared", n)
	}
	if _, _, err := work.Ask(t.Context(), db, q); village.KindOf(err) != village.Denied {
		t.Errorf("right behind them: %v", err)
	}
	day := village.DayOf(db.now())
	if err := db.TryAsk(t.Context(), q.Kiosk, q.Code, day.Add(1)); err != nil {
		t.Errorf("another day: %v", err)
	}
}
