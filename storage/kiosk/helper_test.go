package kiosk

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/lock"
)

func TestTriesOfABadgeOutliveTheProgram(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kiosk")
	db := openAt(t, dir)
	until := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	locked := lock.Tries{Wrong: 5, Until: until, Held: true, Boot: "0102", Ready: time.Hour}
	change := func(want, next lock.Tries, no error) {
		t.Helper()
		err := db.ChangeTries(t.Context(), "B-1", func(kept lock.Tries) (lock.Tries, error) {
			if !kept.Until.Equal(want.Until) || kept.Wrong != want.Wrong || kept.Held != want.Held || kept.Boot != want.Boot || kept.Ready != want.Ready {
				t.Errorf("kept %+v, want %+v", kept, want)
			}
			return next, no
		})
		if !errors.Is(err, no) {
			t.Errorf("a change answers %v, want %v", err, no)
		}
	}
	change(lock.Tries{}, lock.Tries{Wrong: 1}, nil)
	change(lock.Tries{Wrong: 1}, locked, nil)
	change(locked, lock.Tries{}, errors.New("no"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = openAt(t, dir)
	change(locked, lock.Tries{}, nil)
	err := db.ChangeTries(t.Context(), "B-2", func(kept lock.Tries) (lock.Tries, error) {
		if kept != (lock.Tries{}) {
			t.Errorf("of another badge %+v is kept", kept)
		}
		return kept, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
