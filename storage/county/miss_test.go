package county

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestM12SearchesWithoutAResultWaitUntilSomebodyLooks(t *testing.T) {
	db := openNew(t)
	one, other := db.know(t, 1).ID, db.know(t, 2).ID
	opener := office.MissOpener{Book: db, Secrets: []seal.CountySecret{sealtest.Secret()}}
	keep := func(n byte, day village.Day, words string, count int) {
		t.Helper()
		kiosk := one
		if n == 2 {
			kiosk = other
		}
		for range 2 { // an answer that was lost: it is said again
			if err := db.KeepMisses(t.Context(), kiosk, []village.Miss{countytest.Miss(kiosk, day, words, count)}); err != nil {
				t.Fatal(err)
			}
			if err := opener.Open(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	list := func(done bool) (words []string) {
		t.Helper()
		found, err := db.MissedWords(t.Context(), done, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range found {
			if m.Done() != done {
				t.Errorf("%+v among done=%v", m, done)
			}
			words = append(words, m.Words)
		}
		return words
	}
	review := func(words string, o office.MissOutcome) error {
		return db.ReviewMiss(t.Context(), office.MissReview{Words: words, Outcome: o, Note: "n", Account: "li", At: time.UnixMilli(5)})
	}
	keep(1, "2026-11-23", "乘车卡", 2)
	keep(1, "2026-11-23", "乘车卡", 1) // an older message that came late
	keep(2, "2026-11-24", "乘车卡", 3)
	keep(1, "2026-11-24", "补牙", 1)
	found, err := db.MissedWords(t.Context(), false, 10)
	want := office.MissedWords{Words: "乘车卡", Count: 5, Kiosks: 2, First: "2026-11-23", Last: "2026-11-24", Review: office.MissReview{Words: "乘车卡"}}
	if err != nil || len(found) != 2 || found[0] != want {
		t.Fatalf("%+v, %v", found, err)
	}
	if err := review("没有人找", office.MissAlias); village.Keyed(err).Key != "err.miss.unknown" {
		t.Errorf("words that nobody searched for: %v", err)
	}
	for words, o := range map[string]office.MissOutcome{"乘车卡": office.MissAlias, "补牙": office.MissNotHere} {
		if err := review(words, o); err != nil {
			t.Fatal(err)
		}
	}
	if open, done := list(false), list(true); len(open) != 0 || len(done) != 2 {
		t.Errorf("open %v, done %v", open, done)
	}
	keep(1, "2026-11-25", "乘车卡", 1)
	keep(1, "2026-11-25", "补牙", 1)
	if open := list(false); !slices.Equal(open, []string{"乘车卡"}) {
		t.Errorf("searched for again: open %v", open)
	}
	wrong := countytest.Miss(other, "2026-11-26", "飞机票", 9) // sealed by another machine
	if err := db.KeepMisses(t.Context(), one, []village.Miss{wrong}); err != nil {
		t.Fatal(err)
	}
	if err := opener.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := db.SealedMisses(t.Context(), office.SealedMiss{}, 9); err != nil || len(left) != 0 || !slices.Equal(list(false), []string{"乘车卡"}) {
		t.Errorf("what cannot be read waits for ever or is shown: %v, %v", left, err)
	}
	if err := db.Revoke(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	if err := db.KeepMisses(t.Context(), one, nil); village.KindOf(err) != village.Denied {
		t.Errorf("a revoked machine: %v", err)
	}
}

// TestWordsForAKeyThatIsNotHereWaitForIt: more of them than are opened at once hide nothing
// behind them, and with the key they are read.
func TestWordsForAKeyThatIsNotHereWaitForIt(t *testing.T) {
	db := openNew(t)
	one, last := db.know(t, 1).ID, db.know(t, 2).ID
	if one > last {
		one, last = last, one
	}
	next, err := seal.NewCountySecret(seal.SuiteX25519, bytes.Repeat([]byte{8}, seal.SeedBytes))
	if err != nil {
		t.Fatal(err)
	}
	const rotated = 101
	var list []village.Miss
	for n := range rotated {
		m := village.Miss{Day: "2026-11-23", Tag: fmt.Sprintf("%016x", n), Count: 1}
		if m.Sealed, err = next.SealMiss(one, m, "乘车卡"); err != nil {
			t.Fatal(err)
		}
		list = append(list, m)
	}
	cut := village.Miss{Day: "2026-11-23", Tag: "cut", Count: 1, Sealed: list[0].Sealed[:5]} // for no key
	for kiosk, list := range map[seal.KioskID][]village.Miss{one: list, last: {countytest.Miss(last, "2026-11-24", "补牙", 3), cut}} {
		if err := db.KeepMisses(t.Context(), kiosk, list); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		secrets []seal.CountySecret
		waiting int
		want    []int // how often each of the words was searched for
	}{
		{[]seal.CountySecret{sealtest.Secret()}, rotated, []int{3}},
		{[]seal.CountySecret{sealtest.Secret(), next}, 0, []int{rotated, 3}},
	} {
		if err := (office.MissOpener{Book: db, Secrets: step.secrets}).Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		waiting, err := db.SealedMisses(t.Context(), office.SealedMiss{}, 1000)
		if err != nil || len(waiting) != step.waiting {
			t.Errorf("with %d keys %d wait, want %d, %v", len(step.secrets), len(waiting), step.waiting, err)
		}
		found, err := db.MissedWords(t.Context(), false, 10)
		var counts []int
		for _, m := range found {
			counts = append(counts, m.Count)
		}
		if err != nil || !slices.Equal(counts, step.want) {
			t.Errorf("with %d keys %v, want %v, %v", len(step.secrets), counts, step.want, err)
		}
	}
}
