// Package outbox moves the queue of a kiosk to the county: in order, as often
// as it takes, and each record once. It knows no SQL and no HTTP.
//
// The county's wanted number decides. A record counts as stored when the
// county has said so and not before, and when the county asks for an earlier
// one again, because it was restored from a backup, it gets it again.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Store is what moving needs of the kiosk's database.
type Store interface {
	// Pending are the first records that the county has not stored, in the
	// order of Seq without a gap: at most maxRecords and, unless the first
	// alone is larger, at most maxBytes of bodies and parts.
	Pending(ctx context.Context, maxRecords, maxBytes int) ([]village.Record, error)

	// NextSeq is the number that the next committed record will have.
	NextSeq(ctx context.Context) (int64, error)

	// MarkSent notes, before they go, that the records up to through are on
	// the line.
	MarkSent(ctx context.Context, through int64) error

	// MarkUnanswered notes that no answer came: what was on the line waits
	// again, and nobody is told that it has gone out.
	MarkUnanswered(ctx context.Context) error

	// Acknowledge takes the county's answer: what is below WantSeq is stored,
	// the rest waits, also what was stored before; rejects among the stored
	// need attention. A WantSeq beyond everything ever marked as sent is a
	// [village.Conflict], err.sync.ahead, and changes nothing.
	Acknowledge(ctx context.Context, ack village.Ack) error
}

// County is the other end of the line.
type County interface {
	// Push hands records over and returns what the county then has. Its error
	// is [village.Offline] when trying again later can help.
	Push(ctx context.Context, push wire.Push) (wire.Ack, error)
}

// Lock lets one request of a data folder be in flight at a time.
type Lock interface {
	Acquire(ctx context.Context) (release func(), err error)
}

// Queue is one kiosk's queue and its way to the county.
type Queue struct {
	Store  Store
	County County
	Kiosk  seal.KioskID
	Lock   Lock
	Now    func() time.Time

	// Used by Run only.
	Rand  *rand.Rand
	Wake  <-chan struct{} // something was committed, or the line is back; may be nil
	Tried func(error)     // told how each attempt ended; may be nil
}

// maxBack bounds how often the county may ask for earlier records in one Drain.
const maxBack = 3

// Drain sends until nothing waits. When nothing did, it asks the county once
// what it has. After an error everything unconfirmed still waits. A county that
// takes nothing is [village.Offline], err.sync.stuck.
func (q *Queue) Drain(ctx context.Context) error {
	release, err := q.Lock.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release()
	for back, asked := 0, false; ; asked = true {
		records, err := q.Store.Pending(ctx, wire.MaxRecords, village.MaxRecordBytes)
		if err != nil {
			return err
		}
		if len(records) == 0 && asked {
			return nil
		}
		first, want, err := q.send(ctx, records)
		if err != nil {
			return err
		}
		if want < first {
			back++
		}
		if len(records) > 0 && want == first || back > maxBack {
			return &village.Error{
				Kind: village.Offline, Key: "err.sync.stuck",
				Err: fmt.Errorf("county wants %d again after a push from %d", want, first),
			}
		}
	}
}

// send pushes records, or asks when there are none, and takes the answer.
func (q *Queue) send(ctx context.Context, records []village.Record) (first, want int64, err error) {
	if len(records) == 0 {
		first, err = q.Store.NextSeq(ctx)
	} else {
		first = records[0].Seq
		err = q.Store.MarkSent(ctx, records[len(records)-1].Seq)
	}
	if err != nil {
		return 0, 0, err
	}
	answer, err := q.County.Push(ctx, wire.NewPush(q.Kiosk, first, records))
	if err != nil {
		return 0, 0, errors.Join(err, q.Store.MarkUnanswered(context.WithoutCancel(ctx)))
	}
	ack := village.Ack{WantSeq: answer.WantSeq, At: q.Now()}
	for _, r := range answer.Rejects {
		ack.Rejects = append(ack.Rejects, village.Reject(r))
	}
	return first, answer.WantSeq, q.Store.Acknowledge(ctx, ack)
}

// waits reports whether anything is to be sent.
func (q *Queue) waits(ctx context.Context) (bool, error) {
	records, err := q.Store.Pending(ctx, 1, 0)
	return len(records) > 0, err
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
