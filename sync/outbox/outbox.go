// Package outbox moves the queue of a kiosk to the county: in order, as often
// as it takes, and each record once. It knows no SQL and no HTTP.
//
// The county's wanted number decides. A record counts as stored when the
// county has said so and not before, and when the county asks for an earlier
// one again, because it was restored from a backup, it gets it again.
package outbox

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Store is what moving needs of the kiosk's database. Numbers are of the epoch
// that it is in.
type Store interface {
	// OutboxState is where the chain stands.
	OutboxState(ctx context.Context) (village.OutboxState, error)

	// Batch are records from number from on without a gap, with the head
	// before them and without the bytes of their parts: at most maxRecords and,
	// unless the first alone is larger, at most maxBytes of bodies.
	Batch(ctx context.Context, from int64, maxRecords, maxBytes int) (prev []byte, records []village.Record, err error)

	// HeadAt is the head after number seq, 0 being the base; a number that was
	// never given out is [village.NotFound].
	HeadAt(ctx context.Context, seq int64) ([]byte, error)

	// Piece is the bytes of a part, or [village.NotFound].
	Piece(ctx context.Context, sum [32]byte) ([]byte, error)

	// RefusePiece notes that the county says a piece is damaged: its record
	// needs attention and holds up nothing.
	RefusePiece(ctx context.Context, sum [32]byte, problem string) error

	// MarkSent notes, before they go, that the records up to through are on
	// the line.
	MarkSent(ctx context.Context, through int64) error

	// MarkUnanswered notes that no answer came: what was on the line waits
	// again, and nobody is told that it has gone out.
	MarkUnanswered(ctx context.Context) error

	// Acknowledge takes the county's answer: what is below WantSeq is stored,
	// whole up to CompleteSeq, in a backup up to DurableSeq; the rest waits,
	// also what was stored before; rejects among the stored need attention. An
	// answer for another epoch, or beyond everything ever marked as sent, is a
	// [village.Conflict], err.sync.ahead, and changes nothing.
	Acknowledge(ctx context.Context, ack village.Ack) error

	// NewEpoch numbers everything that is still held anew under a later epoch,
	// in its old order. All of it waits; ids stay.
	NewEpoch(ctx context.Context, epoch int64) error
}

// County is the other end of the line. Errors are [village.Offline] when trying
// again later can help.
type County interface {
	// Push hands a signed message over and returns the signed answer.
	Push(ctx context.Context, envelope []byte) (answer []byte, err error)

	// PutPiece hands a piece of a file over; [village.Invalid] means that the
	// bytes are not those of sum.
	PutPiece(ctx context.Context, sum [32]byte, data []byte) error
}

// AuditLog is the machine's own log of its acts, which pushes carry to the county.
type AuditLog interface {
	// AuditTail are rows from number from on, or from where the county would like
	// them when from is 0, and where the log ends.
	AuditTail(ctx context.Context, from int64, maxRows, maxBytes int) (village.AuditTail, error)
}

// Lock lets one request of a data folder be in flight at a time.
type Lock interface {
	Acquire(ctx context.Context) (release func(), err error)
}

// Queue is one kiosk's queue and its way to the county.
type Queue struct {
	Store    Store
	County   County
	Identity seal.Identity
	Trusted  func() []ed25519.PublicKey // keys that the county signs answers with
	Codec    *wire.Codec
	Audit    AuditLog // nil = nothing is said of a log
	Lock     Lock
	Now      func() time.Time

	// Pause is how Drain waits between two pushes as the county asks; nil waits.
	Pause func(ctx context.Context, d time.Duration)

	// Used by Run only.
	Rand  *rand.Rand
	Wake  <-chan struct{} // something was committed, or the line is back; may be nil
	Tried func(error)     // told how each attempt ended; may be nil
}

// Bounds of one Drain: how often the county may ask for earlier records, how
// often a new epoch may begin, how many bytes of files go before the records are
// looked at again.
const (
	maxBack   = 3
	maxEpochs = 2
	maxPieces = 8 << 20
)

// Drain sends until nothing waits. When nothing did, it asks the county once
// what it has. After an error everything unconfirmed still waits. A county that
// takes nothing is [village.Offline], err.sync.stuck; one that sees two machines
// under this name is [village.Conflict], err.sync.cloned.
func (q *Queue) Drain(ctx context.Context) error {
	release, err := q.Lock.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release()
	d := drain{Queue: q, limit: wire.MaxRecords, handed: map[wire.Sum]bool{}}
	for {
		more, err := d.step(ctx)
		if err != nil || !more {
			return err
		}
		if err := d.rest(ctx); err != nil {
			return err
		}
	}
}

// drain is one Drain under way.
type drain struct {
	*Queue
	limit  int  // records in the next push
	raw    bool // the next push holds one record that failed again and again
	back   int
	epochs int
	handed map[wire.Sum]bool // pieces that this Drain handed over
	lost   []wire.Sum        // pieces that are not here, to be said with the next push
	audit  wire.Audit        // what the next push says of the machine's log
	told   int               // pushes that went for the log alone
	pace   int64             // milliseconds to wait before the next push
}

// step pushes once, or asks when nothing waits, and takes the answer. It reports
// whether there is more to do.
func (d *drain) step(ctx context.Context) (more bool, err error) {
	at, err := d.Store.OutboxState(ctx)
	if err != nil {
		return false, err
	}
	prev, records, err := d.Store.Batch(ctx, at.Want, d.limit, wire.MaxBatchBytes)
	if err != nil {
		return false, err
	}
	if d.audit, err = d.tail(ctx, 0, records); err != nil {
		return false, err
	}
	ack, err := d.exchange(ctx, at, prev, records)
	if kind := village.KindOf(err); err != nil && len(records) > 0 && (kind == village.Invalid || kind == village.Internal) && !d.raw {
		d.limit, d.raw = max(1, len(records)/2), len(records) == 1
		return true, nil
	}
	if err != nil {
		return false, err
	}
	d.limit, d.raw, d.lost, d.pace = wire.MaxRecords, false, nil, ack.PaceMS
	if ack.MaxRecords > 0 {
		d.limit = min(d.limit, ack.MaxRecords)
	}
	if restart, err := d.take(ctx, at, ack); err != nil || restart {
		return restart, err
	}
	if err := d.headway(at, ack, len(records)); err != nil {
		return false, err
	}
	if ack.WantSeq < at.Next {
		return true, nil
	}
	if taken, err := d.pieces(ctx, ack.Missing); err != nil || taken {
		return taken, err
	}
	return d.untold(ack), nil
}

// headway refuses a county that takes nothing of n records, or asks for earlier
// ones again and again.
func (d *drain) headway(at village.OutboxState, ack wire.Ack, n int) error {
	stuck := n > 0 && ack.WantSeq == at.Want
	switch {
	case ack.WantSeq < at.Want || stuck:
		d.back++
	case n > 0:
		d.back = 0
	}
	if d.back <= maxBack && !stuck {
		return nil
	}
	return &village.Error{
		Kind: village.Offline, Key: "err.sync.stuck",
		Err: fmt.Errorf("county wants %d again after a push from %d", ack.WantSeq, at.Want),
	}
}

// Ask asks the county what it has and reports whether it answered as this
// kiosk's county. It hands nothing over and changes nothing here.
func (q *Queue) Ask(ctx context.Context) error {
	at, err := q.Store.OutboxState(ctx)
	if err != nil {
		return err
	}
	prev, err := q.Store.HeadAt(ctx, at.Want-1)
	if err != nil {
		return err
	}
	d := drain{Queue: q}
	if d.audit, err = d.tail(ctx, 0, nil); err != nil {
		return err
	}
	_, err = d.send(ctx, d.message(at, prev, nil))
	return err
}

// message is a push of records, or a question when there are none.
func (d *drain) message(at village.OutboxState, prev []byte, records []village.Record) wire.Push {
	push := wire.Push{
		V: wire.Version, Kiosk: d.Identity.ID, Epoch: at.Epoch, FirstSeq: at.Want, Prev: seal.Head(prev), Head: seal.Head(prev),
		Records: wire.NewRecords(records), Raw: d.raw, Incarnation: at.Incarnation, RejectsSeen: at.RejectsSeen, Lifetime: at.Lifetime,
		SentMS: d.Now().UnixMilli(), Lost: d.lost, NextSeq: at.Next, Audit: d.audit,
	}
	if n := len(records); n > 0 {
		push.Head = seal.Head(records[n-1].Hash)
	}
	return push
}

// send is the county's answer to a push, after checking who answered.
func (d *drain) send(ctx context.Context, push wire.Push) (wire.Ack, error) {
	raw, sum, err := d.Codec.Seal(d.Identity, wire.PushContext, push)
	if err != nil {
		return wire.Ack{}, err
	}
	answer, err := d.County.Push(ctx, raw)
	if err != nil {
		return wire.Ack{}, err
	}
	return d.believe(answer, sum, push.Epoch)
}

// exchange sends records, or asks when there are none. Without an answer nothing
// counts as sent.
func (d *drain) exchange(ctx context.Context, at village.OutboxState, prev []byte, records []village.Record) (wire.Ack, error) {
	if n := len(records); n > 0 {
		if err := d.Store.MarkSent(ctx, records[n-1].Seq); err != nil {
			return wire.Ack{}, err
		}
	}
	ack, err := d.send(ctx, d.message(at, prev, records))
	if err != nil {
		return wire.Ack{}, errors.Join(err, d.Store.MarkUnanswered(context.WithoutCancel(ctx)))
	}
	return ack, nil
}

// believe opens an answer. What the county did not sign, or signed for another
// question, is [village.Offline], err.sync.not_county: it changes nothing here.
func (d *drain) believe(answer []byte, asked wire.Sum, epoch int64) (ack wire.Ack, err error) {
	q := wire.Question{Kiosk: d.Identity.ID, Asked: asked, Trusted: d.Trusted()}
	ack, err = wire.Believe[wire.Ack](d.Codec, q, wire.AckContext, answer)
	if err == nil && ack.Epoch != epoch {
		return wire.Ack{}, wire.NotCounty(errors.New("of another epoch"))
	}
	return ack, err
}

// take moves the cursor to where the county says, after comparing that what it
// has there is ours. If it is not, or if the county knows more of this epoch than
// we do, our past is not the county's: a new epoch begins, and everything that is
// held goes once more; the county keeps each record once by its id.
func (d *drain) take(ctx context.Context, at village.OutboxState, ack wire.Ack) (restart bool, err error) {
	switch ack.Status {
	case wire.StatusOK:
		ours, err := d.ours(ctx, at, ack)
		if err != nil {
			return false, err
		}
		if ours {
			return false, d.Store.Acknowledge(ctx, acknowledgement(ack, d.Now()))
		}
	case wire.StatusCloned:
		err := &village.Error{Kind: village.Conflict, Key: "err.sync.cloned", Err: errors.New("the county sees two machines under this name")}
		return false, errors.Join(err, d.Store.MarkUnanswered(ctx))
	case wire.StatusStale, wire.StatusFork:
	default:
		return false, errors.Join(&village.Error{Kind: village.Offline, Key: "err.sync.not_county", Err: fmt.Errorf("status %q", ack.Status)},
			d.Store.MarkUnanswered(ctx))
	}
	if d.epochs++; d.epochs > maxEpochs {
		return false, &village.Error{Kind: village.Conflict, Key: "err.sync.cloned", Err: errors.New("a new epoch did not help")}
	}
	return true, d.Store.NewEpoch(ctx, max(ack.MaxEpoch, at.Epoch)+1)
}

// ours reports whether the county's chain is a beginning of ours, with nothing
// wanted that is deleted here.
func (d *drain) ours(ctx context.Context, at village.OutboxState, ack wire.Ack) (bool, error) {
	if ack.WantSeq < 1 || ack.WantSeq > at.Next || ack.WantSeq <= at.Pruned {
		return false, nil
	}
	if ack.WantSeq == 1 {
		return true, nil
	}
	head, err := d.Store.HeadAt(ctx, ack.WantSeq-1)
	return bytes.Equal(head, ack.Head[:]), err
}

func acknowledgement(ack wire.Ack, now time.Time) village.Ack {
	a := village.Ack{
		Epoch: ack.Epoch, WantSeq: ack.WantSeq, CompleteSeq: ack.CompleteSeq, DurableSeq: ack.DurableSeq,
		Incarnation: ack.Incarnation, At: now, CountyTime: time.UnixMilli(ack.ServerMS), AuditWant: ack.AuditWant,
	}
	for _, r := range ack.Rejects {
		a.Rejects = append(a.Rejects, village.Reject{Number: r.Number, ID: r.ID, Key: r.Key})
	}
	return a
}

// pieces hands over what the county lacks of files, the oldest first, and
// reports whether it has to ask again. A piece that is damaged or gone holds up no
// other: the county is told not to wait for it.
func (d *drain) pieces(ctx context.Context, missing []wire.Sum) (taken bool, err error) {
	sent := 0
	for _, sum := range missing {
		if d.handed[sum] {
			continue // it took it and does not have it: not again before the next try
		}
		d.handed[sum] = true
		data, err := d.Store.Piece(ctx, sum)
		if err != nil && village.KindOf(err) != village.NotFound {
			return false, err
		}
		if err != nil || sha256.Sum256(data) != sum {
			if err := d.Store.RefusePiece(ctx, sum, "err.push.piece"); err != nil {
				return false, err
			}
			d.lost, taken = append(d.lost, sum), true
			continue
		}
		switch err := d.County.PutPiece(ctx, sum, data); {
		case err == nil:
			taken = true
		case village.KindOf(err) != village.Invalid: // what is good here and refused there is tried again, behind the others
			return false, err
		}
		if sent += len(data); sent > maxPieces {
			break
		}
	}
	return taken, nil
}

// waits reports whether anything is to be sent.
func (q *Queue) waits(ctx context.Context) (bool, error) {
	at, err := q.Store.OutboxState(ctx)
	return at.Want < at.Next, err
}
