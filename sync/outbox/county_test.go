package outbox_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"maps"
	"slices"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

// county is the other end as the protocol wants it. The real one is held against
// the same histories in /tests.
type county struct {
	t      *testing.T
	codec  *wire.Codec
	key    seal.Identity
	now    life
	saved  life // the backup, with what it makes durable
	ever   map[village.RecordID]bool
	lost   map[wire.Sum]bool // the kiosk said that it does not have them
	lives  byte
	pushes int
	epochs int
}

// life is what a restore takes back.
type life struct {
	epoch   int64
	base    seal.Head
	chain   []link // link n has number n+1
	records map[village.RecordID]record
	order   []village.RecordID
	pieces  map[wire.Sum]bool
	aside   []wire.Reject
	durable int64
	backed  int64 // epoch that durable is of
}

type link struct {
	id   village.RecordID
	head seal.Head
}

type record struct {
	body  []byte
	parts []wire.Sum
}

func newCounty(t *testing.T) *county {
	t.Helper()
	codec, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.NewIdentity(bytes.Repeat([]byte{77}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return &county{
		t: t, codec: codec, key: key, ever: map[village.RecordID]bool{}, lost: map[wire.Sum]bool{}, lives: 1,
		now: life{records: map[village.RecordID]record{}, pieces: map[wire.Sum]bool{}},
	}
}

func (l life) clone() life {
	l.chain, l.order, l.aside = slices.Clone(l.chain), slices.Clone(l.order), slices.Clone(l.aside)
	l.records, l.pieces = maps.Clone(l.records), maps.Clone(l.pieces)
	return l
}

// backup is taken and verified: what it holds whole is durable.
func (c *county) backup() {
	c.now.durable, c.now.backed = c.complete(), c.now.epoch
	c.saved = c.now.clone()
}

func (c *county) restore() {
	if c.saved.records == nil {
		return
	}
	c.now = c.saved.clone()
	c.lives++
}

func (c *county) want() int64 { return int64(len(c.now.chain)) + 1 }

func (c *county) complete() int64 {
	for i, l := range c.now.chain {
		for _, sum := range c.now.records[l.id].parts {
			if !c.now.pieces[sum] && !c.lost[sum] {
				return int64(i)
			}
		}
	}
	return c.want() - 1
}

func (c *county) headAt(seq int64) seal.Head {
	if seq == 0 {
		return c.now.base
	}
	return c.now.chain[seq-1].head
}

// Push implements outbox.County.
func (c *county) Push(_ context.Context, raw []byte) ([]byte, error) {
	e, err := c.codec.Envelope(raw)
	var p wire.Push
	if err == nil {
		err = c.codec.Open(e, storetest.Identity().Public(), wire.PushContext, &p)
	}
	if err == nil {
		err = p.Check()
	}
	if err != nil {
		c.t.Fatalf("the kiosk broke the protocol: %v", err)
	}
	answer, _, err := c.codec.Seal(c.key, wire.AckContext, c.take(p, e.Sum()))
	return answer, err
}

// PutPiece implements outbox.County.
func (c *county) PutPiece(_ context.Context, sum [32]byte, data []byte) error {
	if sha256.Sum256(data) != sum {
		return village.Refuse("sha256", "err.push.digest")
	}
	c.now.pieces[sum] = true
	return nil
}

func (c *county) take(p wire.Push, asked wire.Sum) wire.Ack {
	c.t.Helper()
	c.pushes++
	records, err := p.Village()
	if err != nil {
		c.t.Fatalf("the kiosk's heads are not those of its records: %v", err)
	}
	status := c.receive(p, records)
	ack := wire.Ack{
		V: wire.Version, Kiosk: p.Kiosk, Request: asked, Status: status, Incarnation: bytes.Repeat([]byte{c.lives}, 16),
		MaxEpoch: c.now.epoch, Epoch: p.Epoch, WantSeq: 1, ServerMS: storetest.Moment.UnixMilli() + int64(c.pushes),
	}
	if p.Epoch == c.now.epoch {
		ack.WantSeq, ack.CompleteSeq = c.want(), c.complete()
		if c.now.backed == p.Epoch {
			ack.DurableSeq = min(c.now.durable, ack.CompleteSeq)
		}
	}
	if ack.WantSeq > 1 {
		ack.Head = c.headAt(ack.WantSeq - 1)
	}
	seen := p.RejectsSeen
	if !bytes.Equal(p.Incarnation, ack.Incarnation) {
		seen = 0 // numbers of another life
	}
	for _, r := range c.now.aside {
		if r.Number > seen {
			ack.Rejects = append(ack.Rejects, r)
		}
	}
	for _, sum := range p.Lost {
		c.lost[sum] = true
	}
	for _, id := range c.now.order {
		for _, sum := range c.now.records[id].parts {
			if !c.now.pieces[sum] && !c.lost[sum] && len(ack.Missing) < wire.MaxMissing {
				ack.Missing = append(ack.Missing, sum)
			}
		}
	}
	return ack
}

func (c *county) receive(p wire.Push, records []village.Record) wire.Status {
	if p.Epoch < c.now.epoch {
		return wire.StatusStale
	}
	if p.Epoch > c.now.epoch {
		if p.FirstSeq != 1 || len(records) == 0 {
			return wire.StatusOK
		}
		c.now.epoch, c.now.base, c.now.chain = p.Epoch, p.Prev, nil
		c.epochs++
	}
	if p.FirstSeq > c.want() {
		return wire.StatusOK
	}
	if c.headAt(p.FirstSeq-1) != p.Prev {
		return wire.StatusFork
	}
	for _, r := range records {
		if r.Seq < c.want() && c.headAt(r.Seq) != seal.Head(r.Hash) {
			return wire.StatusFork
		}
	}
	for i, r := range records {
		if r.Seq < c.want() {
			continue
		}
		c.now.chain = append(c.now.chain, link{r.ID, seal.Head(r.Hash)})
		had, known := c.now.records[r.ID]
		if known && !bytes.Equal(had.body, r.Body) {
			c.t.Fatalf("record %s came with two contents", r.ID)
		}
		if known {
			continue
		}
		kept := record{body: r.Body}
		for _, part := range p.Records[i].Parts {
			kept.parts = append(kept.parts, part.SHA256)
		}
		c.now.records[r.ID], c.ever[r.ID] = kept, true
		c.now.order = append(c.now.order, r.ID)
		if poison(r.ID) {
			c.now.aside = append(c.now.aside, wire.Reject{Number: int64(len(c.now.aside)) + 1, ID: r.ID, Key: "err.county.body"})
		}
	}
	return wire.StatusOK
}

// trusted are the keys that the kiosk knows the county by.
func (c *county) trusted() []ed25519.PublicKey { return []ed25519.PublicKey{c.key.Public()} }

// wantEach checks that cases 1 to n are there, each once, as they were filed.
func (c *county) wantEach(n int) {
	c.t.Helper()
	for i := range n {
		_, want := storetest.SampleCase(i+1, 60)
		if got, ok := c.now.records[want.ID]; !ok || !bytes.Equal(got.body, want.Body) {
			c.t.Errorf("record %d is not there as it was filed", i+1)
		}
		for _, sum := range c.now.records[want.ID].parts {
			if !c.now.pieces[sum] {
				c.t.Errorf("a file of record %d is missing", i+1)
			}
		}
	}
	if len(c.now.records) != n || len(c.now.order) != n {
		c.t.Errorf("county has %d records, want %d", len(c.now.records), n)
	}
}

// poison tells the records that this county cannot use.
func poison(id village.RecordID) bool { return id[len(id)-1] == '3' }

// line carries messages, badly.
type line struct {
	rng    interface{ Float64() float64 }
	county *county
	loss   float64 // chance that a request, or its answer, is lost
	late   [][]byte
}

var errLine = &village.Error{Kind: village.Offline, Err: errors.New("line down")}

func (l *line) happens() bool { return l.rng.Float64() < l.loss }

// Push implements outbox.County.
func (l *line) Push(ctx context.Context, raw []byte) ([]byte, error) {
	if len(l.late) > 0 && l.happens() { // one that was believed lost arrives after all
		_, _ = l.county.Push(ctx, l.late[0])
		l.late = l.late[1:]
	}
	if l.happens() { // request lost, or only late
		if l.happens() {
			l.late = append(l.late, raw)
		}
		return nil, errLine
	}
	answer, err := l.county.Push(ctx, raw)
	if err == nil && l.happens() { // doubled on the way
		answer, err = l.county.Push(ctx, raw)
	}
	if l.happens() {
		return nil, errLine // stored, but the answer is lost
	}
	return answer, err
}

// PutPiece implements outbox.County.
func (l *line) PutPiece(ctx context.Context, sum [32]byte, data []byte) error {
	if l.happens() {
		return errLine
	}
	err := l.county.PutPiece(ctx, sum, data)
	if l.happens() {
		return errLine
	}
	return err
}
