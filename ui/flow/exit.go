package flow

import (
	"context"
	"time"
)

const (
	// knocks is how often the mark of the house is touched to ask for the PIN, all
	// within knockWithin: a passer-by does not do it by chance.
	knocks      = 5
	knockWithin = 4 * time.Second
	// exitFor is how many seconds the question for the PIN stays.
	exitFor = 60
	pinLen  = 12
)

// Exit is the question for the maintainer's PIN. Behind it are the page of the
// machine and the way out of the window. A machine without a PIN has no such way; it
// is stopped by its service.
type Exit struct {
	page
	Open    bool
	Typed   string
	Busy    bool
	Problem Problem
	Left    int // seconds until the question goes away

	Opened func(context.Context) // the PIN was right

	knocked []time.Time
}

// Knock counts a touch of the mark of the house.
func (e *Exit) Knock() {
	now := e.kiosk.Now()
	e.knocked = append(e.knocked, now)
	if n := len(e.knocked); n >= knocks && now.Sub(e.knocked[n-knocks]) <= knockWithin {
		e.Ask()
	}
}

// Ask opens the question, where there is a PIN at all.
func (e *Exit) Ask() {
	if e.kiosk.Unlock == nil || e.Open {
		return
	}
	e.wipe()
	e.hush()
	e.Open, e.Left = true, exitFor
	e.Changed()
}

// Insert types a digit.
func (e *Exit) Insert(digit string) {
	if e.Busy || len(e.Typed) >= pinLen || digit < "0" || digit > "9" {
		return
	}
	e.Typed, e.Problem, e.Left = e.Typed+digit, Problem{}, exitFor
	e.Changed()
}

// Backspace takes the last digit back.
func (e *Exit) Backspace() {
	if e.Typed != "" && !e.Busy {
		e.Typed, e.Problem = e.Typed[:len(e.Typed)-1], Problem{}
		e.Changed()
	}
}

// Clear takes all digits back.
func (e *Exit) Clear() { e.Typed = ""; e.Changed() }

// Try opens the page of the machine if the PIN is right, or says why not.
func (e *Exit) Try(ctx context.Context) {
	if e.Busy || e.Typed == "" {
		return
	}
	pin := e.Typed
	e.Busy, e.Typed, e.Problem = true, "", Problem{}
	e.Changed()
	var err error
	e.run(func() { err = e.kiosk.Unlock(ctx, pin) }, func() {
		e.Busy = false
		if err == nil {
			e.Close()
			e.Opened(ctx)
			return
		}
		e.Problem = e.problem(err, "exit.failed")
		e.Changed()
	})
}

// Close goes back to the page below.
func (e *Exit) Close() {
	e.hush()
	e.wipe()
	e.Changed()
}

func (e *Exit) tick() {
	if !e.Open || e.Busy {
		return
	}
	if e.Left--; e.Left <= 0 {
		e.Close()
	}
}

func (e *Exit) wipe() { *e = Exit{page: e.page, Opened: e.Opened} }
