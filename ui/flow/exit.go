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
)

// Exit is the question for the maintainer's PIN. Behind it are the page of the
// machine and the way out of the window. A machine without a PIN has no such way; it
// is stopped by its service.
type Exit struct {
	Pin
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
	e.knocked = nil
	e.ask()
}

// exit is the way out of this turn.
func (t *Turn) exit() *Exit {
	return &Exit{Pin: Pin{
		page: t.page(), name: "exit", right: t.openMachine,
		judge: func(ctx context.Context, pin string) error { return t.kiosk.Unlock(ctx, pin) },
	}}
}
