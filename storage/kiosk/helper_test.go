package kiosk

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/helper"
)

func TestTriesOfABadgeOutliveTheProgram(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kiosk")
	db := openAt(t, dir)
	until := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	change := func(want, next helper.Tries, no error) {
		t.Helper()
		err := db.ChangeTries(t.Context(), "B-1", func(kept helper.Tries) (helper.Tries, error) {
			if kept.Wrong != want.Wrong || !kept.Until.Equal(want.Until) {
				t.Errorf("kept %+v, want %+v", kept, want)
			}
			return next, no
		})
		if !errors.Is(err, no) {
			t.Errorf("a change answers %v, want %v", err, no)
		}
	}
	change(helper.Tries{}, helper.Tries{Wrong: 1}, nil)
	change(helper.Tries{Wrong: 1}, helper.Tries{Wrong: 5, Until: until}, nil)
	change(helper.Tries{Wrong: 5, Until: until}, helper.Tries{}, errors.New("no"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = openAt(t, dir)
	change(helper.Tries{Wrong: 5, Until: until}, helper.Tries{}, nil)
	err := db.ChangeTries(t.Context(), "B-2", func(kept helper.Tries) (helper.Tries, error) {
		if kept != (helper.Tries{}) {
			t.Errorf("of another badge %+v is kept", kept)
		}
		return kept, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
