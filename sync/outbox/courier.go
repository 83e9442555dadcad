package outbox

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Exported says what a bundle holds.
type Exported struct {
	Records int
	Pieces  int
	Absent  int // pieces that are not here
	lost    []wire.Sum
	Last    wire.Sum // of the message that the county's answer will name
}

// Export writes everything that the county does not hold whole as a bundle, for
// somebody to carry. Nothing counts as sent before the answer comes back: it can
// go by the line as well, and on as many sticks as one likes. mail is the signed
// question for letters that goes along, made after the records were read; nil asks
// for none.
func (q *Queue) Export(ctx context.Context, to io.Writer, mail func(context.Context) ([]byte, error)) (out Exported, err error) {
	release, err := q.Lock.Acquire(ctx)
	if err != nil {
		return out, err
	}
	defer release()
	bundle, err := wire.NewBundle(to)
	if err != nil {
		return out, err
	}
	at, err := q.Store.OutboxState(ctx)
	if err != nil {
		return out, err
	}
	for at.Want = at.Open; ; {
		n, err := q.carry(ctx, bundle, &at, &out)
		if err != nil {
			return out, errors.Join(err, q.Store.MarkUnanswered(context.WithoutCancel(ctx)))
		}
		if n == 0 || at.Want >= at.Next {
			break
		}
	}
	if err := q.Store.MarkUnanswered(ctx); err != nil {
		return out, err
	}
	if err := q.tell(ctx, bundle, at, &out); err != nil {
		return out, err
	}
	if err := q.confess(ctx, bundle, at, &out); err != nil {
		return out, err
	}
	if err := askOn(ctx, bundle, mail); err != nil {
		return out, err
	}
	return out, bundle.Close()
}

// askOn adds the question for letters.
func askOn(ctx context.Context, bundle *wire.BundleWriter, mail func(context.Context) ([]byte, error)) error {
	if mail == nil {
		return nil
	}
	raw, err := mail(ctx)
	if err != nil {
		return err
	}
	return bundle.Add(wire.Frame{Kind: wire.FrameMail, Bytes: raw})
}

// carry adds the next records with their pieces and moves at behind them.
func (q *Queue) carry(ctx context.Context, bundle *wire.BundleWriter, at *village.OutboxState, out *Exported) (n int, err error) {
	prev, records, err := q.Store.Batch(ctx, at.Want, wire.MaxRecords, wire.MaxBatchBytes)
	if err != nil {
		return 0, err
	}
	if n = len(records); n > 0 {
		if err := q.Store.MarkSent(ctx, records[n-1].Seq); err != nil {
			return 0, err
		}
	}
	d := drain{Queue: q}
	if d.audit, err = d.rows(ctx, 0, 0); err != nil {
		return 0, err
	}
	raw, sum, err := q.Codec.Seal(q.Identity, wire.PushContext, d.message(*at, prev, records))
	if err != nil {
		return 0, err
	}
	if err := bundle.Add(wire.Frame{Kind: wire.FramePush, Bytes: raw}); err != nil {
		return 0, err
	}
	out.Records, out.Last = out.Records+n, sum
	at.Want += int64(n)
	for _, r := range records {
		for _, p := range r.Parts {
			data, err := q.Store.Piece(ctx, wire.Sum(p.SHA256))
			if village.KindOf(err) == village.NotFound && err != nil {
				out.Absent++
				out.lost = append(out.lost, wire.Sum(p.SHA256))
				continue
			}
			if err == nil {
				err = bundle.Add(wire.Frame{Kind: wire.FramePiece, Bytes: data})
			}
			if err != nil {
				return 0, err
			}
			out.Pieces++
		}
	}
	return n, nil
}

// confess adds what the county need not wait for.
func (q *Queue) confess(ctx context.Context, bundle *wire.BundleWriter, at village.OutboxState, out *Exported) error {
	prev, err := q.Store.HeadAt(ctx, at.Want-1)
	for lost := range slices.Chunk(out.lost, wire.MaxMissing) {
		var raw []byte
		if err == nil {
			d := drain{Queue: q, lost: lost}
			d.audit, err = d.rows(ctx, 0, 0)
			if err != nil {
				break
			}
			raw, out.Last, err = q.Codec.Seal(q.Identity, wire.PushContext, d.message(at, prev, nil))
		}
		if err == nil {
			err = bundle.Add(wire.Frame{Kind: wire.FramePush, Bytes: raw})
		}
	}
	return err
}

// TakeAnswer takes the county's answer to one of the bundles whose last messages
// are known. One that the line has overtaken changes nothing. The errors are
// those of [Queue.Drain].
func (q *Queue) TakeAnswer(ctx context.Context, raw []byte, known []wire.Sum) error {
	release, err := q.Lock.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release()
	at, err := q.Store.OutboxState(ctx)
	if err != nil {
		return err
	}
	d := drain{Queue: q}
	err = errors.New("no bundle was made here")
	for _, sum := range known {
		var ack wire.Ack
		if ack, err = d.believe(raw, sum, at.Epoch); err != nil {
			continue
		}
		if overtaken(ack, at) {
			return nil
		}
		_, err = d.take(ctx, at, ack)
		return err
	}
	return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.courier.answer", Err: err}
}

// overtaken reports whether the county has said more since it gave an answer, or
// came back from a backup since: what it promised before, it may have forgotten.
func overtaken(ack wire.Ack, at village.OutboxState) bool {
	if string(ack.Incarnation) == string(at.Incarnation) {
		return ack.WantSeq < at.Want
	}
	return time.UnixMilli(ack.ServerMS).Before(at.ToldAt)
}
