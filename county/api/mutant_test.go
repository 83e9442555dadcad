package api_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

// mutant is a fault that somebody could build in; nil parts are as they should be.
type mutant struct {
	name   string
	store  func(outbox.Store) outbox.Store
	tx     func(office.ChainTx) office.ChainTx
	work   func(*model, *office.Office) api.Office
	change func(d *disk, ack *wire.Ack)
	blind  bool   // a county that never looks at a piece that stands
	finds  string // what the check says that must find it; "" = any
}

func honestly() mutant { return mutant{} }

func (m mutant) kiosk(s outbox.Store) outbox.Store {
	if m.store != nil {
		return m.store(s)
	}
	return s
}

func (m mutant) county(tx office.ChainTx) office.ChainTx {
	if m.tx != nil {
		return m.tx(tx)
	}
	return tx
}

func (m mutant) office(at *model, o *office.Office) api.Office {
	if m.work != nil {
		return m.work(at, o)
	}
	return o
}

func (m mutant) put(ctx context.Context, county *storetest.County, sum [32]byte, data []byte) error {
	if _, err := county.Read(sum); m.blind && err == nil {
		return nil
	}
	return county.Put(ctx, sum, data)
}

func (m mutant) answer(at *model, d *disk, raw []byte) []byte {
	if m.change == nil || raw == nil {
		return raw
	}
	ack, err := countytest.ReadAck(raw, at.keeper.Signer.Public())
	if err != nil {
		return raw
	}
	m.change(d, &ack)
	out, _, err := at.keeper.Codec.Seal(at.keeper.Signer, wire.AckContext, ack)
	if err != nil {
		at.t.Fatal(err)
	}
	return out
}

func mutants() []mutant {
	blind := func(d *disk, ack *wire.Ack) { // the kiosk finds its own head in every answer
		if head, err := d.store.HeadAt(context.Background(), ack.WantSeq-1); err == nil && ack.WantSeq > 1 {
			ack.Head = seal.Head(head)
		}
	}
	return []mutant{
		{name: "nohash", change: blind, work: func(m *model, o *office.Office) api.Office { return trusting{o, m} }},
		{name: "noackhash", change: blind},
		{name: "localcursor", store: func(s outbox.Store) outbox.Store { return forward{s} }},
		{name: "prunestored", store: func(s outbox.Store) outbox.Store {
			return acking{s, func(a *village.Ack) { a.DurableSeq = a.CompleteSeq }}
		}},
		{name: "textonly", store: func(s outbox.Store) outbox.Store {
			return acking{s, func(a *village.Ack) { a.CompleteSeq = a.WantSeq - 1 }}
		}, change: func(_ *disk, ack *wire.Ack) { ack.Missing = nil }},
		{name: "doubles", tx: func(tx office.ChainTx) office.ChainTx { return doubling{tx} }},
		{name: "accepts a gap", finds: "a gap", work: func(m *model, o *office.Office) api.Office { return gapping{o, m} }},
		{name: "keeps what stands", blind: true},
		{name: "oldrejects", store: func(s outbox.Store) outbox.Store { return &remembering{Store: s} }},
	}
}

// acking changes answers before they are taken.
type acking struct {
	outbox.Store
	change func(*village.Ack)
}

func (a acking) Acknowledge(ctx context.Context, ack village.Ack) error {
	a.change(&ack)
	return a.Store.Acknowledge(ctx, ack)
}

// forward never lets the cursor go back.
type forward struct{ outbox.Store }

func (f forward) Acknowledge(ctx context.Context, ack village.Ack) error {
	at, err := f.OutboxState(ctx)
	if err == nil && ack.WantSeq < at.Want {
		ack.WantSeq, ack.CompleteSeq = at.Want, at.Want-1
	}
	return f.Store.Acknowledge(ctx, ack)
}

// remembering never forgets which rejects it has seen.
type remembering struct {
	outbox.Store
	seen int64
}

func (r *remembering) OutboxState(ctx context.Context) (village.OutboxState, error) {
	at, err := r.Store.OutboxState(ctx)
	r.seen = max(r.seen, at.RejectsSeen)
	at.RejectsSeen = r.seen
	return at, err
}

// doubling keeps a record once more in each epoch.
type doubling struct{ office.ChainTx }

func (d doubling) Append(entries []office.Entry) error {
	entries = slices.Clone(entries)
	for i, e := range entries {
		entries[i].Record.ID = village.RecordID(fmt.Sprintf("%s!%d", e.Record.ID, e.Record.Epoch))
	}
	return d.ChainTx.Append(entries)
}

// trusting is a county that looks at numbers only.
type trusting struct {
	*office.Office
	m *model
}

func (c trusting) TakePush(ctx context.Context, p office.Push) (office.Ack, error) {
	_ = c.m.county.Chain(ctx, p.Kiosk, 0, func(tx office.ChainTx) error {
		at := tx.Chain()
		if at.Epoch != p.Epoch || p.FirstSeq > at.Want {
			return nil
		}
		heads, err := tx.Heads(1, at.Want-1)
		if err != nil {
			return err
		}
		heads = append([]seal.Head{at.Base}, heads...)
		p.Prev = heads[p.FirstSeq-1]
		for i := range p.Records {
			if at := int(p.FirstSeq) + i; at < len(heads) {
				p.Records[i].Hash = bytes.Clone(heads[at][:])
			}
		}
		return nil
	})
	return c.Office.TakePush(ctx, p)
}

// gapping is a county that takes what comes, also when numbers before it are missing.
type gapping struct {
	*office.Office
	m *model
}

func (c gapping) TakePush(ctx context.Context, p office.Push) (office.Ack, error) {
	_ = c.m.county.Chain(ctx, p.Kiosk, 0, func(tx office.ChainTx) error {
		if at := tx.Chain(); at.Epoch != p.Epoch || p.FirstSeq <= at.Want {
			return nil
		}
		entries := make([]office.Entry, len(p.Records))
		for i, r := range p.Records {
			entries[i] = office.Entry{Record: r, Present: make([]bool, len(r.Parts))}
		}
		return tx.Append(entries)
	})
	return c.Office.TakePush(ctx, p)
}
