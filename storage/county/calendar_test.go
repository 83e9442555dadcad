package county

import (
	"context"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"bianmin/app/snapshot"
	"bianmin/assets/calendar"
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
		wound := office.Wound{Kiosk: k.ID, ID: countytest.ID(1), Due: time.Date(2026, 12, 8, 0, 0, 0, 0, time.UTC), By: sum}
		if kept, err := db.Wind(t.Context(), wound); err != nil || !kept {
			t.Fatal(kept, err)
		}
	}
}

// TestM13AServerWithAnOlderCalendarKeepsNoDays: of two servers on one database one hears of a
// new calendar first, and the clock stands until the other has heard of it, too.
func TestM13AServerWithAnOlderCalendarKeepsNoDays(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	k := db.know(t, 1)
	db.hand(t, k, nil, countytest.Case(1, nil))
	if err := db.CountedBy(t.Context(), [32]byte{2}); err != nil {
		t.Fatal(err)
	}
	for _, old := range [][32]byte{{}, {1}} {
		if kept, err := db.Wind(t.Context(), office.Wound{Kiosk: k.ID, ID: countytest.ID(1), Due: countytest.At, By: old}); err != nil || kept {
			t.Errorf("days by calendar %d are kept: %v, %v", old[0], kept, err)
		}
	}
	if err := (&office.Office{Mailboxes: db, Now: db.now}).Wind(t.Context(), db); err != nil { // and ends
		t.Fatal(err)
	}
	if list, err := db.Unwound(t.Context(), 9); err != nil || len(list) != 1 {
		t.Errorf("%d clocks stand, %v", len(list), err)
	}
}

// calendarShelf is a county that published one calendar.
type calendarShelf struct {
	*DB
	plain []byte
}

func (s calendarShelf) Newest(context.Context) ([]byte, []snapshot.Manifest, error) {
	return nil, []snapshot.Manifest{{Stream: snapshot.Calendar, Version: 1, SHA256: sha256.Sum256(s.plain)}}, nil
}

func (s calendarShelf) Content(context.Context, [32]byte) ([]byte, error) { return s.plain, nil }

// TestM13ANewCalendarCountsThePartsOfACaseAgain, not its whole alone.
func TestM13ANewCalendarCountsThePartsOfACaseAgain(t *testing.T) {
	db, c := onePackage(t)
	free := strings.Replace(string(calendar.WorkingDays()), `"holidays": [`, `"holidays": [{"name": "假日", "from": "2026-11-24", "to": "2026-11-24"},`, 1)
	days := &office.WorkingDays{Book: calendarShelf{db, []byte(free)}, Unpack: func(b []byte) ([]byte, error) { return b, nil }}
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	if _, err := db.changedOne(t.Context(), "receive it now", `UPDATE office_case SET received_ms = $1`, now.UnixMilli()); err != nil {
		t.Fatal(err)
	}
	o := &office.Office{Mailboxes: db, Days: days, Now: func() time.Time { return now }}
	if _, err := o.Do(t.Context(), c.Kiosk, c.ID, office.Deed{Verb: office.VerbAccept}, office.Account{Name: "li", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	before, _, err := db.SubCases(t.Context(), office.Scope{}, 1, 9)
	if err != nil || len(before) != 2 {
		t.Fatal(before, err)
	}
	if err := days.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := o.Wind(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	after, _, err := db.SubCases(t.Context(), office.Scope{}, 1, 9)
	for i := range after {
		if !after[i].Due.After(before[i].Due) {
			t.Errorf("part %d is due %s, before the new free day %s", after[i].N, after[i].Due, before[i].Due)
		}
	}
	if got, err2 := db.Case(t.Context(), c.Kiosk, c.ID); err != nil || err2 != nil || !got.Due.Equal(after[1].Due) {
		t.Errorf("the whole is due %s, its last part %s, %v %v", got.Due, after[1].Due, err, err2)
	}
}
