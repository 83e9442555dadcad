package kiosk

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/lock"
)

func TestTriesOfTheLockOutliveTheProgram(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kiosk")
	db := openAt(t, dir)
	until := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	err := db.ChangeLock(t.Context(), func(s lock.State) (lock.State, error) {
		if len(s.Hash) != 0 {
			t.Error("a new machine has a PIN")
		}
		return lock.State{Salt: []byte("salt"), Hash: []byte("hash"), Tries: lock.Tries{Wrong: 5, Until: until, Held: true, Boot: "0102", Ready: time.Hour}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	if err := db.ChangeLock(t.Context(), func(lock.State) (lock.State, error) { return lock.State{}, no }); !errors.Is(err, no) {
		t.Errorf("a refused change answers %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	err = openAt(t, dir).ChangeLock(t.Context(), func(s lock.State) (lock.State, error) {
		if s.Wrong != 5 || !s.Until.Equal(until) || !s.Held || s.Boot != "0102" || s.Ready != time.Hour || string(s.Hash) != "hash" || string(s.Salt) != "salt" {
			t.Errorf("after a restart the lock is %+v", s)
		}
		return s, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
