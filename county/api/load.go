package api

import (
	"math"
	"sync"
	"time"
)

// How the county spreads kiosks that all come at once, after an outage: each answer
// that is given while most slots are taken lets it ask for longer waits between two
// pushes, so that few have to be turned away.
const (
	paceStep   = 5 * time.Millisecond  // for each answer under load
	paceTurned = 50 * time.Millisecond // for each that found no slot
	paceHalf   = 5 * time.Second       // after which a wait is half as long
	maxPace    = 30 * time.Second
	retryMin   = 10 * time.Second // who found no slot comes again after this and the pace
)

// load is how pressed the county is.
type load struct {
	mu   sync.Mutex
	at   time.Time
	pace float64 // nanoseconds, at that time
}

// pressed notes that a request found no slot, and returns when it may come again.
func (l *load) pressed(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.decay(now)
	l.pace = min(l.pace+float64(paceTurned), float64(maxPace))
	return retryMin + time.Duration(l.pace)
}

// wait is how long a kiosk should wait before its next push, with used of so many
// slots taken. spread, any number, keeps those who are answered together from
// coming back together: the wait is between three and five quarters.
func (l *load) wait(now time.Time, used, slots int, spread byte) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.decay(now)
	if used > slots/2 {
		l.pace = min(l.pace+float64(paceStep), float64(maxPace))
	}
	return time.Duration(l.pace * (0.75 + float64(spread)/510))
}

func (l *load) decay(now time.Time) {
	if passed := now.Sub(l.at); passed > 0 && l.pace > 0 {
		l.pace *= math.Exp2(-passed.Seconds() / paceHalf.Seconds())
	}
	if now.After(l.at) {
		l.at = now
	}
}
