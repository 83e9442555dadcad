package console

import (
	"net/netip"
	"strconv"
	"sync"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// often counts how often somebody comes within a span of time.
type often[K comparable] struct {
	now  func() time.Time
	span time.Duration
	most int // times within a span

	mu    sync.Mutex
	since time.Time
	times map[K]int
}

// mostCounted is how many are counted one by one; those that come after them share one count.
const mostCounted = 100_000

// may counts one more time and reports whether it is one of the most.
func (o *often[K]) may(who K) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	if age := now.Sub(o.since); age < 0 || age >= o.span || o.times == nil {
		o.since, o.times = now, map[K]int{}
	}
	if _, known := o.times[who]; !known && len(o.times) >= mostCounted {
		who = *new(K)
	}
	o.times[who]++
	return o.times[who] <= o.most
}

// How many tries one address has. A whole office may share an address.
const (
	triesWindow  = 15 * time.Minute
	triesAddress = 60
)

// callers counts tries to come in by address, so that one address cannot try many names:
// each account has its own lock beside this.
type callers struct{ often[netip.Prefix] }

func newCallers(now func() time.Time) *callers {
	return &callers{often[netip.Prefix]{now: now, span: triesWindow, most: triesAddress}}
}

// may counts one try of an address and reports whether it is heard.
func (c *callers) may(remote string) bool { return c.often.may(office.NetworkOf(remote)) }

// How often an account may ask for pages, with all its sessions together: more than a person
// reads and forwards, and less than what a program takes that copies the county page by page.
const (
	pagesSpan = time.Minute
	pagesMost = 600

	keyOften = "county.often"
)

func newPages(now func() time.Time) *often[string] {
	return &often[string]{now: now, span: pagesSpan, most: pagesMost}
}

// tooOften says that an account asks too often, and when to come again.
func tooOften(v *visit) error {
	v.w.Header().Set("Retry-After", strconv.Itoa(int(pagesSpan.Seconds())))
	return &village.Error{Kind: village.Denied, Key: keyOften}
}
