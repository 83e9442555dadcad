package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gofrs/flock"

	"bianmin/app/village"
)

// LockName is the lock's file in the data folder.
const LockName = "sync.lock"

// FileLock is a [Lock] between processes. The system frees it when its holder
// dies.
type FileLock struct {
	Path string
	Wait time.Duration // how long Acquire waits for another process
}

// Acquire waits for the lock. The error is [village.Conflict], err.sync.running,
// when another process is still sending after Wait.
func (l FileLock) Acquire(ctx context.Context) (release func(), err error) {
	waiting, cancel := context.WithTimeout(ctx, l.Wait)
	defer cancel()
	lock := flock.New(l.Path, flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if !got && err == nil {
		got, err = lock.TryLockContext(waiting, 50*time.Millisecond)
	}
	switch {
	case got:
		return func() { _ = lock.Close() }, nil
	case ctx.Err() != nil:
		return nil, village.Failed("wait for the line", ctx.Err())
	case errors.Is(err, context.DeadlineExceeded):
		return nil, &village.Error{Kind: village.Conflict, Key: "err.sync.running", Err: fmt.Errorf("wait for the line: %w", err)}
	}
	return nil, &village.Error{Kind: village.Internal, Key: "err.store.io", Err: fmt.Errorf("lock the line: %w", err)}
}
