package outbox

import (
	"context"
	"time"
)

const (
	backoffBase = 2 * time.Second
	backoffCap  = 15 * time.Minute

	// maxRetryAfter keeps a county with a wrong clock from silencing a kiosk.
	maxRetryAfter = time.Hour

	// lookEvery finds what other processes committed: they have no channel.
	lookEvery = 5 * time.Second

	// helloEvery is how often an idle kiosk asks, so that the line state on
	// the screen is not older and a restored county gets its records back.
	helloEvery = time.Minute
)

// Run drains whenever something waits, until ctx ends; it returns ctx's error.
// After a failure it waits a random time that grows from 2 s to 15 min, so that
// the kiosks of a district do not come back all at once. A Wake cuts that
// short; a time that the county asked for is kept, with up to half of it more.
func (q *Queue) Run(ctx context.Context) error {
	for failures := 0; ctx.Err() == nil; {
		err := q.Drain(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if q.Tried != nil {
			q.Tried(err)
		}
		if err == nil {
			failures = 0
			q.idle(ctx)
			continue
		}
		failures++
		if asked := retryAfter(err); asked > 0 {
			sleep(ctx, asked+q.upTo(asked/2), nil)
			continue
		}
		sleep(ctx, q.upTo(backoff(failures)), q.Wake)
	}
	return ctx.Err()
}

// idle returns when something waits, when told so, or when it is time to ask.
func (q *Queue) idle(ctx context.Context) {
	for range helloEvery / lookEvery {
		if sleep(ctx, lookEvery, q.Wake) {
			return
		}
		if found, err := q.waits(ctx); found || err != nil {
			return // Drain meets the error again and reports it
		}
	}
}

// backoff is the longest wait after so many failures in a row.
func backoff(failures int) time.Duration {
	longest := backoffBase
	for range failures - 1 {
		if longest *= 2; longest >= backoffCap {
			return backoffCap
		}
	}
	return longest
}

// upTo is a random time up to longest.
func (q *Queue) upTo(longest time.Duration) time.Duration {
	return time.Duration(q.Rand.Int64N(int64(longest) + 1))
}

// sleep waits and reports whether it was cut short by wake or the end of ctx.
func sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false
	case <-wake:
		return true
	case <-ctx.Done():
		return true
	}
}
