package lock_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/lock"
	"bianmin/app/village"
)

// shelf is a Store in memory; on tells each state that was kept.
type shelf struct {
	state lock.State
	on    func(lock.State)
}

func (s *shelf) ChangeLock(_ context.Context, change func(lock.State) (lock.State, error)) error {
	next, err := change(s.state)
	if err != nil {
		return err
	}
	s.state = next
	if s.on != nil {
		s.on(next)
	}
	return nil
}

const pin = "830274"

func newLock(t *testing.T) (*lock.Lock, *shelf, *time.Time) {
	t.Helper()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, village.Zone)
	s := &shelf{}
	l := &lock.Lock{Store: s, Now: func() time.Time { return now }, Rand: rand.NewChaCha8([32]byte{1})}
	if err := l.Set(t.Context(), pin); err != nil {
		t.Fatal(err)
	}
	return l, s, &now
}

func key(err error) string {
	var e *village.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestTheRightPINOpensAndAWrongOneDoesNot(t *testing.T) {
	l, _, _ := newLock(t)
	if err := l.Try(t.Context(), "830275"); key(err) != "err.pin.wrong" {
		t.Errorf("a wrong PIN: %v", err)
	}
	if err := l.Try(t.Context(), pin); err != nil {
		t.Errorf("the right PIN: %v", err)
	}
}

// A thief who cuts the power after each try must not get it back.
func TestATryIsKeptBeforeItIsJudged(t *testing.T) {
	l, s, _ := newLock(t)
	var kept []int
	s.on = func(state lock.State) { kept = append(kept, state.Wrong) }
	if err := l.Try(t.Context(), pin); err != nil {
		t.Fatal(err)
	}
	if len(kept) != 2 || kept[0] != 1 || kept[1] != 0 {
		t.Errorf("counts kept are %v, want 1 before the answer and 0 after it", kept)
	}
}

func TestWrongTriesWaitLongerAndLonger(t *testing.T) {
	l, _, now := newLock(t)
	var waits []int
	for range 14 {
		err := l.Try(t.Context(), "111222")
		for key(err) == "err.pin.wait" {
			var e *village.Error
			errors.As(err, &e)
			minutes := e.Args["minutes"].(int)
			waits = append(waits, minutes)
			if l.Try(t.Context(), pin) == nil {
				t.Fatal("the right PIN opens while nobody may try")
			}
			*now = now.Add(time.Duration(minutes) * time.Minute)
			err = l.Try(t.Context(), "111222")
		}
	}
	for i, want := range []int{1, 2, 4, 8, 16, 32, 64, 64} {
		if i >= len(waits) || waits[i] != want {
			t.Fatalf("waits are %v minutes", waits)
		}
	}
}

func TestAClockThatWasSetBackDoesNotLockForEver(t *testing.T) {
	l, _, now := newLock(t)
	for range 5 {
		_ = l.Try(t.Context(), "111222")
	}
	*now = now.AddDate(-3, 0, 0)
	var e *village.Error
	if err := l.Try(t.Context(), pin); !errors.As(err, &e) || e.Args["minutes"] != 64 {
		t.Errorf("three years back: %v %v", err, e.Args)
	}
}

func TestAPINThatABystanderTriesFirstIsRefused(t *testing.T) {
	l, _, _ := newLock(t)
	for bad, want := range map[string]string{
		"12345": "err.pin.digits", "1234567890123": "err.pin.digits", "83027a": "err.pin.digits", "": "err.pin.digits",
		"123456": "err.pin.easy", "987654": "err.pin.easy", "000000": "err.pin.easy",
	} {
		if err := l.Set(t.Context(), bad); key(err) != want {
			t.Errorf("%q: %v, want %s", bad, err, want)
		}
	}
	if err := l.Try(t.Context(), pin); err != nil {
		t.Errorf("a refused PIN replaced the old one: %v", err)
	}
}

func TestAMachineWithoutAPINHasNoWayOut(t *testing.T) {
	l := &lock.Lock{Store: &shelf{}, Now: time.Now}
	if err := l.Try(t.Context(), ""); key(err) != "err.pin.none" {
		t.Errorf("no PIN: %v", err)
	}
}
