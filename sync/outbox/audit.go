package outbox

import (
	"context"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Rows of the log ride with records as long as there is room, and by themselves
// only behind the last record: they never keep anything waiting.
const (
	maxBesideAudit = 512 << 10 // bytes of bodies in a push with rows
	maxTold        = 16        // pushes of one Drain that go for the log alone
	maxCarried     = 64        // messages of one bundle that go for the log alone
)

// tail is what a push of records says of the log, from row from on; 0 = from
// where the county would like it.
func (d *drain) tail(ctx context.Context, from int64, records []village.Record) (wire.Audit, error) {
	if d.raw { // what the county could not take goes without anything that is not needed
		return d.rows(ctx, from, 0)
	}
	room := wire.MaxAuditRows
	for size, i := 0, 0; i < len(records); i++ {
		if size += len(records[i].Body); size > maxBesideAudit {
			room = 0
		}
	}
	return d.rows(ctx, from, room)
}

// rows is where the log ends with at most limit rows of it.
func (d *drain) rows(ctx context.Context, from int64, limit int) (wire.Audit, error) {
	if d.Audit == nil {
		return wire.Audit{}, nil
	}
	tail, err := d.Audit.AuditTail(ctx, from, limit, wire.MaxAuditBytes)
	if err != nil {
		return wire.Audit{}, err
	}
	return wire.Audit{
		Base: tail.Base, Seq: tail.End.Seq, Head: seal.Head(tail.End.Head), First: tail.First, Prev: seal.Head(tail.Prev), Rows: tail.Rows,
	}, nil
}

// untold reports whether the log has rows that the county would like and that it
// makes headway with.
func (d *drain) untold(ack wire.Ack) bool {
	headway := ack.AuditWant > d.audit.First && len(d.audit.Rows) > 0
	if d.Audit == nil || ack.AuditWant == 0 || ack.AuditWant > d.audit.Seq || !headway && d.told > 0 {
		return false
	}
	d.told++
	return d.told <= maxTold
}

// tell adds messages to a bundle that carry rows of the log alone.
func (q *Queue) tell(ctx context.Context, bundle *wire.BundleWriter, at village.OutboxState, out *Exported) error {
	prev, err := q.Store.HeadAt(ctx, at.Want-1)
	for from, n := int64(0), 0; n < maxCarried; n++ {
		d := drain{Queue: q}
		if err == nil {
			d.audit, err = d.tail(ctx, from, nil)
		}
		if err != nil || len(d.audit.Rows) == 0 {
			return err
		}
		var raw []byte
		raw, out.Last, err = q.Codec.Seal(q.Identity, wire.PushContext, d.message(at, prev, nil))
		if err == nil {
			err = bundle.Add(wire.Frame{Kind: wire.FramePush, Bytes: raw})
		}
		from = d.audit.First + int64(len(d.audit.Rows))
	}
	return err
}
