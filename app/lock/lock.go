// Package lock keeps the way out of the kiosk's window for the maintainer: a PIN
// of digits, tried a few times only. It guards the window, not the data: six
// digits can be guessed by whoever holds the disk, and nothing on the disk is
// opened by them.
package lock

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"bianmin/app/village"
)

// State is what is kept of a PIN. The zero value is a machine without one.
type State struct {
	Salt []byte `json:"salt"`
	Hash []byte `json:"hash"`
	Tries
}

// Tries are what is kept of the tries with one PIN.
type Tries struct {
	Wrong int           `json:"wrong"`           // since the last right one, each counted before it is judged
	Until time.Time     `json:"until"`           // no try before, by the calendar
	Held  bool          `json:"held,omitempty"`  // a time service held the calendar then
	Boot  string        `json:"boot,omitempty"`  // start of the system that Ready counts from; empty when not known
	Ready time.Duration `json:"ready,omitempty"` // no try before
}

// Store keeps the state over power cuts.
type Store interface {
	// ChangeLock replaces the state by what change makes of it, in one
	// transaction. An error of change leaves it as it was and is returned.
	ChangeLock(ctx context.Context, change func(State) (State, error)) error
}

// Lock is the PIN of one machine.
type Lock struct {
	Store Store
	Clock func() village.Stamp
	Rand  io.Reader // for the salt
}

const (
	minDigits = 6
	maxDigits = 12
	saltBytes = 16
	hashBytes = 32
	free      = 4                // tries without a wait
	longest   = 64 * time.Minute // wait after many wrong ones
)

// Set makes pin the PIN and forgets the wrong tries. A PIN that a bystander
// would try first is refused.
func (l *Lock) Set(ctx context.Context, pin string) error {
	salt, hash, err := Make(pin, l.Rand)
	if err != nil {
		return err
	}
	return l.Store.ChangeLock(ctx, func(State) (State, error) { return State{Salt: salt, Hash: hash}, nil })
}

// Make is what is kept of a new PIN: a salt out of random, and the hash. One that a
// bystander would try first is refused.
func Make(pin string, random io.Reader) (salt, hash []byte, err error) {
	if len(pin) < minDigits || len(pin) > maxDigits || strings.Trim(pin, "0123456789") != "" {
		return nil, nil, village.Refuse("pin", "err.pin.digits")
	}
	if easy(pin) {
		return nil, nil, village.Refuse("pin", "err.pin.easy")
	}
	salt = make([]byte, saltBytes)
	if _, err := io.ReadFull(random, salt); err != nil {
		return nil, nil, err
	}
	return salt, hashed(pin, salt), nil
}

// Possible reports whether [Make] can have made salt and hash.
func Possible(salt, hash []byte) bool { return len(salt) == saltBytes && len(hash) == hashBytes }

// Try is nil for the right PIN. Each try is on the disk before it is judged: a
// power cut gives none back. After some wrong ones the answer is a wait of
// minutes.
func (l *Lock) Try(ctx context.Context, pin string) error {
	var kept State
	err := l.Store.ChangeLock(ctx, func(s State) (State, error) {
		if len(s.Hash) == 0 {
			return s, village.Refuse("pin", "err.pin.none")
		}
		if wait := s.wait(l.Clock()); wait > 0 {
			e := village.Refuse("pin", "err.pin.wait")
			e.Args = map[string]any{"minutes": int((wait + time.Minute - 1) / time.Minute)}
			return s, e
		}
		s.Tries = after(s.Wrong+1, l.Clock())
		kept = s
		return s, nil
	})
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(hashed(pin, kept.Salt), kept.Hash) != 1 {
		return village.Refuse("pin", "err.pin.wrong")
	}
	return l.Store.ChangeLock(ctx, func(s State) (State, error) {
		if bytes.Equal(s.Hash, kept.Hash) { // else a new PIN was set meanwhile
			s.Tries = Tries{}
		}
		return s, nil
	})
}

// after is what is kept of the n-th try at a moment.
func after(n int, at village.Stamp) Tries {
	return Tries{Wrong: n, Until: at.Wall.Add(delay(n)), Held: at.Trust == village.TimeSynced, Boot: bootOf(at), Ready: at.Mono + delay(n)}
}

// wait is how long nobody may try. The calendar does not shorten it, nor make it
// longer: it is counted since the system started. One that was started again waits
// from its start, as nobody knows how long it was off; but no longer than the calendar
// says, where a time service held it both times. Where a start is not known, now or
// then, the calendar has to do.
func (t Tries) wait(at village.Stamp) time.Duration {
	byCalendar := min(t.Until.Sub(at.Wall), delay(t.Wrong))
	switch boot := bootOf(at); {
	case boot == "":
		return byCalendar
	case t.Boot == "" && t.Until.Sub(at.Wall) > delay(t.Wrong): // kept by an earlier release, by a clock that says less now
		return delay(t.Wrong) - at.Mono
	case t.Boot == "":
		return byCalendar
	case boot == t.Boot:
		return t.Ready - at.Mono
	case t.Held && at.Trust == village.TimeSynced:
		return min(delay(t.Wrong)-at.Mono, byCalendar)
	}
	return delay(t.Wrong) - at.Mono
}

// bootOf names a start of the system; empty when it is not known.
func bootOf(at village.Stamp) string {
	if at.Boot == ([16]byte{}) {
		return ""
	}
	return hex.EncodeToString(at.Boot[:])
}

// delay is the wait after the n-th wrong try: 1, 2, 4 … minutes.
func delay(n int) time.Duration {
	if n <= free {
		return 0
	}
	return min(time.Minute<<min(n-free-1, 10), longest)
}

// easy reports whether all digits are alike or count up or down.
func easy(pin string) bool {
	for _, step := range []int{0, 1, -1} {
		all := true
		for i := 1; i < len(pin); i++ {
			all = all && int(pin[i])-int(pin[i-1]) == step
		}
		if all {
			return true
		}
	}
	return false
}

// hashed is Argon2id with the smaller of the two settings that OWASP names:
// 19 MiB, two passes (Password Storage Cheat Sheet, 2025). The window shares its
// machine's memory with it.
func hashed(pin string, salt []byte) []byte {
	const passes, kibibytes, threads = 2, 19 << 10, 1
	return argon2.IDKey([]byte(pin), salt, passes, kibibytes, threads, hashBytes)
}
