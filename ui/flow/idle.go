package flow

import "time"

const (
	// IdleAfter is how long nobody touches the machine before it asks.
	IdleAfter = 120 * time.Second
	// IdleWarning is how long it then waits for an answer.
	IdleWarning = 45 * time.Second
)

// Idle watches for a person who has walked away.
type Idle struct {
	page
	Warning bool
	Left    int // seconds until everything is wiped; of Warning
	Wipe    func()

	touched time.Time
}

// Touch is any sign of a person: it ends the warning.
func (i *Idle) Touch() {
	i.touched = i.kiosk.Now()
	if i.Warning {
		i.Warning = false
		i.hush()
		i.Changed()
	}
}

// listen keeps the question, with all its seconds, for who has it read.
func (i *Idle) listen() { i.touched = i.kiosk.Now().Add(-IdleAfter) }

// tick looks at the time once a second.
func (i *Idle) tick() {
	idle := i.kiosk.Now().Sub(i.touched)
	switch {
	case idle >= IdleAfter+IdleWarning:
		i.Wipe()
	case idle >= IdleAfter:
		i.Warning, i.Left = true, int((IdleAfter+IdleWarning-idle+time.Second-1)/time.Second)
		i.Changed()
	}
}

func (i *Idle) wipe() {
	i.touched, i.Left = i.kiosk.Now(), 0
	if i.Warning {
		i.Warning = false
		i.Changed()
	}
}
