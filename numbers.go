package main

import (
	"context"
	"time"

	"bianmin/app/village"
	"bianmin/storage/mirror"
)

// mayNumber reports whether this machine may print numbers out of its lease. A disk
// that was put back to an older state has forgotten which it printed; its second
// medium remembers, and as long as it knows more than the disk no number is printed.
// The medium is waited for once, until its first look is done, and no longer than a
// receipt waits for it.
func (k *kiosk) mayNumber(ctx context.Context) bool {
	if set, err := k.store.Mirror(ctx); err != nil || set.Dir == "" {
		return true
	}
	k.copies.start()
	state, round := k.copies.look()
	if !state.looked {
		enough := time.NewTimer(copyWait)
		defer enough.Stop()
		select {
		case <-round:
		case <-enough.C:
		case <-ctx.Done():
		}
		state, _ = k.copies.look()
	}
	e := village.Keyed(state.err)
	return state.err == nil || e == nil || e.Key != mirror.KeyAhead
}
