package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
	"testing"
	"time"

	"bianmin/app/helper"
	"bianmin/app/lock"
	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/token"
	"bianmin/app/village"
)

const (
	rightPIN = "830274"
	wrongPIN = "830275"
)

// tried is a way in with a PIN, and what a person with a watch knows of it.
type tried struct {
	name  string
	try   func(context.Context, string) error
	wrong int           // since the last right one
	last  time.Duration // of the hands, when the last wrong one was
	boot  byte          // in which start of the system that was
	held  bool          // by a time service, the calendar was then
	wall  time.Time     // what it said
}

// held reports whether a time service holds the calendar, and it is not before the program's
// own day.
func (h *hands) held() bool { return h.synced && !h.wall.Before(built().Add(h.running)) }

// due is how long the watch says that nobody may try.
func (w *tried) due(h *hands) time.Duration {
	var delay time.Duration
	if w.wrong > 4 {
		delay = min(time.Minute<<(w.wrong-5), 64*time.Minute)
	}
	if w.boot != h.boots { // started since: counted from there, or by the calendar where it is held
		if due := w.wall.Add(delay).Sub(h.wall); w.held && h.held() {
			return min(due, delay, delay-h.up)
		}
		return delay - h.up
	}
	return delay - (h.up - w.last)
}

// once tries a PIN and says what the watch finds wrong with the answer.
func (w *tried) once(ctx context.Context, h *hands, pin string) error {
	due := w.due(h)
	err := w.try(ctx, pin)
	key := ""
	if err != nil {
		key = village.Keyed(err).Key
	}
	switch {
	case due > 0:
		if want := int((due + time.Minute - 1) / time.Minute); key != "err.pin.wait" || village.Keyed(err).Args["minutes"] != want {
			return fmt.Errorf("%s, try %d: %v, want a wait of %v", w.name, w.wrong+1, err, due)
		}
	case pin == wrongPIN:
		if key != "err.pin.wrong" {
			return fmt.Errorf("%s, try %d: %v, want it judged", w.name, w.wrong+1, err)
		}
		w.wrong, w.last, w.boot, w.held, w.wall = w.wrong+1, h.up, h.boots, h.held(), h.wall
	case err != nil:
		return fmt.Errorf("%s: the right PIN: %v, want it taken", w.name, err)
	default:
		w.wrong = 0
	}
	return nil
}

// ways are the machine's PIN and a badge, both at its database and its clock.
func (c *centre) ways(clock func() village.Stamp) []*tried {
	c.t.Helper()
	county, err := seal.NewIdentity(make([]byte, 32))
	if err != nil {
		c.t.Fatal(err)
	}
	pin := &lock.Lock{Store: c.store, Clock: clock, Rand: rand.Reader}
	if err := pin.Set(c.t.Context(), rightPIN); err != nil {
		c.t.Fatal(err)
	}
	salt, hash, err := lock.Make(rightPIN, rand.Reader)
	if err != nil {
		c.t.Fatal(err)
	}
	today := time.Date(2027, 3, 1, 0, 0, 0, 0, village.Zone)
	badge, err := token.Encode(token.Token{Kind: token.Badge, First: today, Last: today, Number: "B-1", Role: "assistant"}, county)
	if err != nil {
		c.t.Fatal(err)
	}
	staff := snapshot.Staff{Until: today, Helpers: map[string]snapshot.Helper{"B-1": {Badge: "B-1", Salt: salt, PIN: hash}}}
	door := &helper.Door{
		Store: c.store, Keys: func() []ed25519.PublicKey { return []ed25519.PublicKey{county.Public()} },
		Staff: func() snapshot.Staff { return staff }, Village: func() village.DivisionCode { return "445203104202" },
		Now: func() time.Time { return spring }, Clock: clock, // the badge is good; what is tried is the wait
	}
	return []*tried{
		{name: "the machine's PIN", try: pin.Try},
		{name: "a badge", try: func(ctx context.Context, pin string) error { _, err := door.SignIn(ctx, badge, pin); return err }},
	}
}

// jumps turns the machine's clock between tries and says the first that the watch
// finds wrong.
func jumps(c *centre, ways []*tried, rng *mrand.Rand) (n int, err error) {
	for _, turn := range turns() {
		for _, w := range ways {
			for range 7 {
				if err := w.once(c.t.Context(), c.hands, wrongPIN); err != nil {
					return n, fmt.Errorf("%s: %w", turn.name, err)
				}
				if due := w.due(c.hands); due > 0 && rng.IntN(2) == 0 { // it is waited for, more or less
					c.hands.pass(due + time.Duration(rng.IntN(3)-1)*time.Second)
				}
				if turn.of(c.hands, rng); rng.IntN(6) == 0 {
					c.hands.boots, c.hands.up = c.hands.boots+1, time.Duration(rng.IntN(600))*time.Second
				}
				n++
			}
			if due := w.due(c.hands); due > 0 {
				c.hands.pass(due)
			}
			if err := w.once(c.t.Context(), c.hands, rightPIN); err != nil {
				return n, fmt.Errorf("%s: %w", turn.name, err)
			}
		}
	}
	return n, nil
}

// TestClocksThatJumpEndNoWaitAndProlongNone: whoever guesses a PIN or that of a badge
// waits as long as a watch says, in 1970, in 2100, and while the clock is turned and
// the machine started again.
func TestClocksThatJumpEndNoWaitAndProlongNone(t *testing.T) {
	seed := *clockSeed
	if seed == 0 {
		seed = mrand.Uint64()
	}
	n, rng := 0, mrand.New(mrand.NewPCG(seed, 1))
	for range max(1, *clockRounds/3) {
		c := newCentre(t, &hands{wall: spring})
		more, err := jumps(c, c.ways(c.clock.stamp), rng)
		if n += more; err != nil {
			t.Fatalf("-clockseed=%d: %v", seed, err)
		}
	}
	t.Logf("trials: %d jumps between tries of a PIN and of a badge, -clockseed=%d", n, seed)
	if n < 50 {
		t.Error("too little happened")
	}
}

// TestAWaitByTheCalendarIsFound is the control: the same jumps with a lock that goes
// by the calendar.
func TestAWaitByTheCalendarIsFound(t *testing.T) {
	c := newCentre(t, &hands{wall: spring})
	calendar := func() village.Stamp { return village.Stamp{Wall: c.hands.wall} }
	n, err := jumps(c, c.ways(calendar), mrand.New(mrand.NewPCG(1, 1)))
	if err == nil {
		t.Errorf("%d jumps did not show that the calendar was counted", n)
	}
	t.Logf("trials: a wait by the calendar is found: %v, seed 1", err)
}
