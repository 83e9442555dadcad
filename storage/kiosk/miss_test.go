package kiosk

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"bianmin/app/village"
)

// missOf are words as they are kept: the tag and the sealed ones of this test sort alike.
func missOf(day village.Day, words string, count int) village.Miss {
	return village.Miss{Day: day, Tag: words, Sealed: []byte("sealed " + words), Count: count}
}

func TestM12SearchesAreCountedByDayUntilTheCountyHasThem(t *testing.T) {
	db := openAt(t, t.TempDir())
	note := func(day village.Day, words ...string) {
		t.Helper()
		for _, w := range words {
			if err := db.NoteMiss(t.Context(), missOf(day, w, 0)); err != nil {
				t.Fatal(err)
			}
		}
	}
	misses := func() []village.Miss {
		t.Helper()
		list, err := db.Misses(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	note("2026-11-22", "乘车卡")
	note("2026-11-23", "乘车卡", "补牙", "乘车卡")
	want := []village.Miss{missOf("2026-11-22", "乘车卡", 1), missOf("2026-11-23", "乘车卡", 2), missOf("2026-11-23", "补牙", 1)}
	told := misses()
	if !reflect.DeepEqual(told, want) {
		t.Fatalf("counted %+v", told)
	}
	note("2026-11-23", "补牙") // while the county is told
	if err := db.MissesTold(t.Context(), told, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if got := misses(); !reflect.DeepEqual(got, []village.Miss{missOf("2026-11-23", "补牙", 2)}) {
		t.Errorf("after the county had them: %+v", got)
	}
	note("2026-11-23", "乘车卡")
	if got := misses(); !slices.ContainsFunc(got, func(m village.Miss) bool { return reflect.DeepEqual(m, missOf("2026-11-23", "乘车卡", 3)) }) {
		t.Errorf("a day that goes on is not counted on: %+v", got)
	}
}

func TestM12WhoDrumsOnTheKeysFillsADayNotTheDisk(t *testing.T) {
	db := openAt(t, t.TempDir())
	for i := range missesOfADay + 3 {
		if err := db.NoteMiss(t.Context(), missOf("2026-11-23", fmt.Sprintf("字%d", i), 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.NoteMiss(t.Context(), missOf("2026-11-23", "字0", 0)); err != nil { // known words go on
		t.Fatal(err)
	}
	if err := db.NoteMiss(t.Context(), missOf("2026-12-24", "新", 0)); err != nil {
		t.Fatal(err)
	}
	list, err := db.Misses(t.Context())
	if err != nil || !reflect.DeepEqual(list, []village.Miss{missOf("2026-12-24", "新", 1)}) {
		t.Errorf("a month later %+v, %v", list, err)
	}
	var n, most int
	if err := db.NoteMiss(t.Context(), missOf("2026-12-23", "旧", 0)); err != nil { // a clock that went back
		t.Fatal(err)
	}
	if err := db.sql.Read().QueryRowContext(t.Context(), `SELECT count(*), max(count) FROM search_miss`).Scan(&n, &most); err != nil || n != 2 {
		t.Errorf("%d rows, %v", n, err)
	}
}
