package main

import (
	"sync"
	"time"

	"bianmin/app/village"
)

// clock is the machine's time. One whose battery is dead believes it is 1970;
// it then counts on from the floor, a moment that is certainly past.
type clock struct {
	read    func() time.Time                            // the machine's own
	synced  func() bool                                 // a time service holds it
	running func() time.Duration                        // since some moment, whatever the calendar does
	up      func() (boot [16]byte, since time.Duration) // which start of the system this is, and how long ago it was

	mu     sync.Mutex
	floor  time.Time
	learnt time.Duration // when the floor was learnt, by running
	told   time.Time     // what the county said last
	looked bool          // what an earlier program noted is known
	heard  bool          // the county said it while this program ran
}

// built is a moment before every release.
func built() time.Time { return time.Date(2026, 11, 1, 0, 0, 0, 0, village.Zone) }

func newClock() *clock {
	started := time.Now()
	return &clock{
		read: time.Now, synced: clockSynced, running: func() time.Duration { return time.Since(started) }, up: sinceBoot, floor: built(),
	}
}

// learn takes up what the county said of the time; the zero time is nothing. Its
// last word counts, also when it is earlier than the one before.
func (c *clock) learn(told time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !told.IsZero() && !told.Equal(c.told) {
		c.told, c.floor, c.learnt, c.heard = told, told, c.running(), c.looked
		if told.Before(built()) {
			c.floor = built()
		}
	}
	c.looked = true
}

// least is the floor, counted on while the program runs.
func (c *clock) least() (at time.Time, heard bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.floor.Add(c.running() - c.learnt), c.heard
}

// farAhead is how much later than the county's time a clock that nobody sets may
// be before the county's is taken in its place. It is long because a machine that
// sleeps does not count on.
const farAhead = 366 * 24 * time.Hour

// now is the time and how far to believe it.
func (c *clock) now() (time.Time, village.TimeTrust) {
	t, synced := c.read(), c.synced()
	least, heard := c.least()
	switch {
	case t.Before(least), heard && !synced && t.Sub(least) > farAhead:
		return least, village.TimeFloor
	case synced:
		return t, village.TimeSynced
	}
	return t, village.TimeUnknown
}

// wall is the time alone.
func (c *clock) wall() time.Time {
	t, _ := c.now()
	return t
}

// stamp is the moment of a row in the audit log: what the clock itself says, also
// when nobody believes it, and how long the system has been up.
func (c *clock) stamp() village.Stamp {
	_, trust := c.now()
	s := village.Stamp{Wall: c.read(), Trust: trust}
	s.Boot, s.Mono = c.up()
	return s
}

// past is the moment at which certificates are judged, see [client.Line]. The
// machine's calendar counts only while a time service holds it, and not once the
// county has said what time it is: one set to 2100 would find every certificate
// expired and could never be told that it is wrong.
func (c *clock) past() time.Time {
	least, heard := c.least()
	if t := c.read(); !heard && c.synced() && t.After(least) {
		return t
	}
	return least
}
