package api

import (
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestAQuietCountyAsksForNoWait(t *testing.T) {
	var l load
	now := time.Now()
	for used := range 9 {
		if got := l.wait(now, used, 16, 255); got != 0 {
			t.Errorf("%d of 16 slots: %v", used, got)
		}
	}
	if got := l.wait(now, 16, 16, 255); got <= 0 || got > time.Second {
		t.Errorf("all slots taken: %v", got)
	}
}

func TestWaitsGrowWithThoseTurnedAwayAreBoundedAndPass(t *testing.T) {
	var l load
	now := time.Now()
	before := time.Duration(0)
	for range 100 {
		again := l.pressed(now)
		wait := l.wait(now, 0, 16, 0)
		if wait <= before || again < retryMin {
			t.Fatalf("wait %v after %v, again in %v", wait, before, again)
		}
		before = wait
	}
	for range 100_000 {
		l.pressed(now)
	}
	if got := l.wait(now, 16, 16, 255); got > maxPace*5/4 {
		t.Errorf("wait %v", got)
	}
	if got := l.wait(now.Add(-time.Hour), 0, 16, 0); got > maxPace { // a clock that went back
		t.Errorf("wait %v", got)
	}
	if got := l.wait(now.Add(5*time.Minute), 0, 16, 0); got > time.Millisecond {
		t.Errorf("five minutes later still %v", got)
	}
}

// herd lets a district of kiosks hand over a backlog after an outage, and counts who
// found no slot. Without obeying, what the county asks for is ignored.
func herd(t *testing.T, obey bool) (turned int64, took time.Duration) {
	const kiosks, pushes, service, spread = 200, 40, 50 * time.Millisecond, 20 * time.Second
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Slots: make(chan struct{}, 16), Log: slog.New(slog.DiscardHandler), Now: time.Now}
		h := s.handle(s.admit(func(w http.ResponseWriter, _ *http.Request) error {
			time.Sleep(service)
			w.Header().Set("Pace", s.load.wait(s.Now(), len(s.Slots), cap(s.Slots), byte(rand.IntN(256))).String())
			return nil
		}))
		start := time.Now()
		var group sync.WaitGroup
		var refused atomic.Int64
		for range kiosks {
			group.Go(func() {
				time.Sleep(time.Duration(rand.Int64N(int64(spread))))
				for done := 0; done < pushes; {
					w := httptest.NewRecorder()
					h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/push", nil))
					if w.Code != http.StatusOK {
						refused.Add(1)
						after, err := strconv.Atoi(w.Header().Get("Retry-After"))
						if err != nil || after < 10 || after > 41 {
							t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
						}
						time.Sleep(time.Duration(after)*time.Second + time.Duration(rand.Int64N(int64(after)*int64(time.Second)/2+1)))
						continue
					}
					done++
					if wait, err := time.ParseDuration(w.Header().Get("Pace")); err == nil && obey {
						time.Sleep(wait)
					}
				}
			})
		}
		group.Wait()
		turned, took = refused.Load(), time.Since(start)
	})
	return turned, took
}

// TestPaceKeepsAHerdFromBeingTurnedAway: the same district, once as the county asks
// and once as if it asked for nothing.
func TestPaceKeepsAHerdFromBeingTurnedAway(t *testing.T) {
	paced, took := herd(t, true)
	ignored, free := herd(t, false)
	t.Logf("trials: 200 kiosks, 40 pushes each: %d turned away in %v; %d in %v when nobody waits", paced, took, ignored, free)
	if paced*4 > ignored || took > 2*free {
		t.Errorf("%d turned away in %v, %d in %v without a pace", paced, took, ignored, free)
	}
}
