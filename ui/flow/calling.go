package flow

import "context"

// Calling is what the screen says after 叫人. It says what this machine does, a
// sound and a bright page, and never that somebody has heard it.
type Calling struct {
	page
	Open  bool
	State RingState
	Count int // seconds since the call
}

// RingState is what became of the sound.
type RingState string

// The states of the sound.
const (
	Ringing   RingState = "ringing"
	Rang      RingState = "rang"
	RingFails RingState = "silent" // it could not be made, or there is nothing to make it with
)

// Call opens the page and rings.
func (c *Calling) Call(ctx context.Context) {
	c.hush()
	c.Open, c.Count, c.State = true, 0, RingFails
	if c.kiosk.Ring == nil {
		c.Changed()
		return
	}
	c.State = Ringing
	c.Changed()
	var err error
	c.run(func() { err = c.kiosk.Ring(ctx) }, func() {
		if !c.Open {
			return
		}
		c.State = Rang
		if err != nil {
			c.State = RingFails
		}
		c.Changed()
	})
}

// Close goes back to the page below.
func (c *Calling) Close() {
	c.hush()
	c.wipe()
	c.Changed()
}

// WaitsFor is how long a person who has called is taken to stand there, without
// touching anything.
const WaitsFor = 300

// Waits reports whether somebody who has called is waiting.
func (c *Calling) Waits() bool { return c.Open && c.Count < WaitsFor }

func (c *Calling) tick() {
	if c.Open {
		c.Count++
		c.Changed()
	}
}

func (c *Calling) wipe() { *c = Calling{page: c.page} }
