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

const (
	pin  = "830274"
	free = 4 // tries without a wait
)

func newLock(t *testing.T) (*lock.Lock, *shelf, *village.Stamp) {
	t.Helper()
	at := &village.Stamp{Boot: [16]byte{1}, Mono: time.Hour, Wall: time.Date(2026, 11, 23, 9, 0, 0, 0, village.Zone)}
	s := &shelf{}
	l := &lock.Lock{Store: s, Clock: func() village.Stamp { return *at }, Rand: rand.NewChaCha8([32]byte{1})}
	if err := l.Set(t.Context(), pin); err != nil {
		t.Fatal(err)
	}
	return l, s, at
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
	l, _, at := newLock(t)
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
			at.Mono += time.Duration(minutes) * time.Minute
			err = l.Try(t.Context(), "111222")
		}
	}
	for i, want := range []int{1, 2, 4, 8, 16, 32, 64, 64} {
		if i >= len(waits) || waits[i] != want {
			t.Fatalf("waits are %v minutes", waits)
		}
	}
}

// minutes is how long the right PIN has to wait after five wrong ones and what then
// happens to the machine; 0: it opens.
func minutes(t *testing.T, then func(*village.Stamp)) int {
	t.Helper()
	l, _, at := newLock(t)
	for range 5 {
		_ = l.Try(t.Context(), "111222")
	}
	then(at)
	return left(t, l)
}

// left is how many minutes the right PIN has to wait; 0: it opens.
func left(t *testing.T, l *lock.Lock) int {
	t.Helper()
	err := l.Try(t.Context(), pin)
	if err == nil {
		return 0
	}
	var e *village.Error
	if !errors.As(err, &e) || e.Key != "err.pin.wait" {
		t.Fatal(err)
	}
	return e.Args["minutes"].(int)
}

func TestAWaitIsCountedSinceTheSystemStarted(t *testing.T) {
	set := func(at time.Time, passed time.Duration) func(*village.Stamp) {
		return func(s *village.Stamp) { s.Wall, s.Mono = at, s.Mono+passed }
	}
	for name, tt := range map[string]struct {
		then func(*village.Stamp)
		want int
	}{
		"nothing":                      {func(*village.Stamp) {}, 1},
		"2100 at once":                 {set(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), 0), 1},
		"1970 at once":                 {set(time.Unix(0, 0), 0), 1},
		"1970, and the minute is over": {set(time.Unix(0, 0), time.Minute), 0},
		"started again":                {func(s *village.Stamp) { s.Boot[0], s.Mono = 2, time.Second }, 1},
		"started again, in 2100":       {func(s *village.Stamp) { s.Boot[0], s.Mono, s.Wall = 2, 0, s.Wall.AddDate(74, 0, 0) }, 1},
		"started a minute ago":         {func(s *village.Stamp) { s.Boot[0], s.Mono = 2, time.Minute }, 0},
	} {
		if got := minutes(t, tt.then); got != tt.want {
			t.Errorf("%s: a wait of %d minutes, want %d", name, got, tt.want)
		}
	}
}

// TestAWaitThatIsLongOverDoesNotBeginAgain with each start, where a time service held the
// calendar when it began and holds it now; a start alone ends none.
func TestAWaitThatIsLongOverDoesNotBeginAgain(t *testing.T) {
	const synced, unknown = village.TimeSynced, village.TimeUnknown
	for _, tt := range []struct {
		name      string
		then, now village.TimeTrust
		off       time.Duration
		want      int
	}{
		{"the next morning", synced, synced, 12 * time.Hour, 0},
		{"half of it later", synced, synced, 4 * time.Minute, 4},
		{"at once", synced, synced, 0, 8},
		{"set back", synced, synced, -12 * time.Hour, 8},
		{"the next morning without a time service", synced, unknown, 12 * time.Hour, 8},
		{"begun without a time service", unknown, synced, 12 * time.Hour, 8},
	} {
		l, s, at := newLock(t)
		at.Trust = tt.then
		s.state.Wrong = free + 3
		_ = l.Try(t.Context(), "111222")
		at.Boot[0], at.Mono, at.Trust, at.Wall = 2, 0, tt.now, at.Wall.Add(tt.off)
		if got := left(t, l); got != tt.want {
			t.Errorf("%s: a wait of %d minutes, want %d", tt.name, got, tt.want)
		}
	}
}

// TestAWaitOutlivesTheUpdate from a release that counted by the calendar alone.
func TestAWaitOutlivesTheUpdate(t *testing.T) {
	for passed, want := range map[time.Duration]int{0: 8, 6 * time.Minute: 2, 8 * time.Minute: 0} {
		l, s, at := newLock(t)
		at.Mono = 100 * time.Hour
		s.state.Tries = lock.Tries{Wrong: free + 4, Until: at.Wall.Add(8 * time.Minute)}
		at.Wall = at.Wall.Add(passed)
		if got := left(t, l); got != want {
			t.Errorf("after %s a wait of %d minutes, want %d", passed, got, want)
		}
	}
	l, s, at := newLock(t) // and a clock that is behind since then shuts nobody out for ever
	s.state.Tries = lock.Tries{Wrong: free + 4, Until: at.Wall.Add(8 * time.Minute)}
	at.Wall, at.Mono = at.Wall.AddDate(-10, 0, 0), 6*time.Minute
	if got := left(t, l); got != 2 {
		t.Errorf("six minutes after its start a machine whose clock is behind waits %d minutes", got)
	}
	if at.Mono = 8 * time.Minute; left(t, l) != 0 {
		t.Error("it waits for ever")
	}
}

// TestWhereNoStartIsKnownTheCalendarCounts: set back, it makes no wait longer than it was.
func TestWhereNoStartIsKnownTheCalendarCounts(t *testing.T) {
	unknown := func(wall time.Duration) func(*village.Stamp) {
		return func(s *village.Stamp) { s.Boot, s.Mono, s.Wall = [16]byte{}, 0, s.Wall.Add(wall) }
	}
	for passed, want := range map[time.Duration]int{0: 1, time.Minute: 0, -3 * 365 * 24 * time.Hour: 1} {
		if got := minutes(t, unknown(passed)); got != want {
			t.Errorf("%v later: a wait of %d minutes, want %d", passed, got, want)
		}
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
	l := &lock.Lock{Store: &shelf{}, Clock: func() village.Stamp { return village.Stamp{} }}
	if err := l.Try(t.Context(), ""); key(err) != "err.pin.none" {
		t.Errorf("no PIN: %v", err)
	}
}
