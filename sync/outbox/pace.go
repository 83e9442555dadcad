package outbox

import (
	"context"
	"errors"
	"time"

	"bianmin/app/village"
)

// maxPace bounds what a county may ask between two pushes, whatever it says.
const maxPace = time.Minute

// rest waits as long as the last answer asked for.
func (d *drain) rest(ctx context.Context) error {
	wait := time.Duration(min(max(d.pace, 0), maxPace.Milliseconds())) * time.Millisecond
	switch {
	case wait == 0:
	case d.Pause != nil:
		d.Pause(ctx, wait)
	default:
		sleep(ctx, wait, nil)
	}
	if err := ctx.Err(); err != nil {
		return village.Failed("wait for the county", err)
	}
	return nil
}

// retryLater is an error that says when to come again.
type retryLater interface {
	error
	RetryAfter() time.Duration
}

func retryAfter(err error) time.Duration {
	later, ok := errors.AsType[retryLater](err)
	if !ok {
		return 0
	}
	return min(later.RetryAfter(), maxRetryAfter)
}
