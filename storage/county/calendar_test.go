package county

import (
	"testing"
	"time"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestM13ANewCalendarCountsRunningClocksAgainAndOnce.
func TestM13ANewCalendarCountsRunningClocksAgainAndOnce(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	k := db.know(t, 1)
	db.hand(t, k, nil, countytest.Case(1, nil))
	if err := (&office.Office{Mailboxes: db, Now: db.now}).Wind(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	stands := func() int {
		t.Helper()
		list, err := db.Unwound(t.Context(), 9)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if n := stands(); n != 0 {
		t.Fatalf("%d clocks stand", n)
	}
	for n, sum := range [][32]byte{{1}, {1}, {2}} {
		if err := db.CountedBy(t.Context(), sum); err != nil {
			t.Fatal(err)
		}
		want := 1
		if n == 1 { // the same again
			want = 0
		}
		if got := stands(); got != want {
			t.Errorf("%d: %d clocks are counted again, want %d", n, got, want)
		}
		if err := db.Wind(t.Context(), k.ID, countytest.ID(1), 0, time.Date(2026, 12, 8, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
	}
}
