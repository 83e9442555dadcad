package api

import (
	"maps"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// Limits of the calls that need no certificate, enrolment and replacement. Each
// costs a slow hash, which a stranger makes the county compute. A district enrols
// its machines in a minute at this rate; one address may be a whole town's.
const (
	strangerSlots = 4 // at a time
	strangerRate  = 5 // a second, from everywhere
	strangerBurst = 120
	addressRate   = 1 // a second, from one address
	addressBurst  = 60
	maxAddresses  = 10_000          // that are remembered
	strangerWait  = 2 * time.Second // for a slot
)

// strangers lets in who has no certificate yet, a few at a time and not too often.
type strangers struct {
	slots chan struct{}
	all   *rate.Limiter
	mu    sync.Mutex
	known map[netip.Prefix]*rate.Limiter
	swept time.Time // when the known were last looked through
}

func newStrangers() *strangers {
	return &strangers{
		slots: make(chan struct{}, strangerSlots), all: rate.NewLimiter(strangerRate, strangerBurst),
		known: map[netip.Prefix]*rate.Limiter{},
	}
}

// limit answers who comes too often, or while too many others are served, with when
// to come again, with no slot taken.
func (s *Server) limit(door *strangers, h call) call {
	return func(w http.ResponseWriter, r *http.Request) error {
		if wait := door.wait(s.Now(), office.NetworkOf(r.RemoteAddr)); wait > 0 {
			return crowd(w, r, wait)
		}
		enough := time.NewTimer(strangerWait)
		defer enough.Stop()
		select {
		case door.slots <- struct{}{}:
			defer func() { <-door.slots }()
			return h(w, r)
		case <-enough.C:
		case <-r.Context().Done():
		}
		return crowd(w, r, strangerWait)
	}
}

// crowd refuses a call. Its body is read at the pace that every call has to keep: the
// server waits for a body that nobody reads until its own, much longer time is over.
func crowd(w http.ResponseWriter, r *http.Request, wait time.Duration) error {
	_, _ = body(w, r, wire.MaxEnrolBytes)
	return later(w, wait, "err.county.crowd")
}

// wait is how long address has to wait; 0 lets it in.
func (d *strangers) wait(now time.Time, address netip.Prefix) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	own := d.of(now, address).ReserveN(now, 1)
	if wait := own.DelayFrom(now); wait > 0 {
		own.CancelAt(now)
		return wait
	}
	all := d.all.ReserveN(now, 1)
	wait := all.DelayFrom(now)
	if wait > 0 {
		all.CancelAt(now)
		own.CancelAt(now)
	}
	return wait
}

// of is the limit of an address. Of too many, those that have not come for a while
// are forgotten; a flood from all over shares one.
func (d *strangers) of(now time.Time, address netip.Prefix) *rate.Limiter {
	if len(d.known) >= maxAddresses && d.known[address] == nil {
		if now.Sub(d.swept).Abs() >= time.Second { // not for each of a flood
			d.swept = now
			maps.DeleteFunc(d.known, func(_ netip.Prefix, l *rate.Limiter) bool { return l.TokensAt(now) >= addressBurst })
		}
		if len(d.known) >= maxAddresses {
			address = netip.Prefix{}
		}
	}
	if d.known[address] == nil {
		d.known[address] = rate.NewLimiter(addressRate, addressBurst)
	}
	return d.known[address]
}

// later tells a caller to come again.
func later(w http.ResponseWriter, wait time.Duration, key string) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return &village.Error{Kind: village.Offline, Key: key}
}
