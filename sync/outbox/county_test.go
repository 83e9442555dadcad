package outbox_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

// county is the other end as the protocol wants it: it takes what follows on
// what it has, ignores repeats and refuses gaps.
type county struct {
	t      *testing.T
	log    []wire.Record // record n has Seq n+1
	saved  []wire.Record // the backup
	ever   map[village.RecordID]bool
	pushes int
}

func newCounty(t *testing.T) *county {
	return &county{t: t, ever: map[village.RecordID]bool{}}
}

func (c *county) backup()  { c.saved = slices.Clone(c.log) }
func (c *county) restore() { c.log = slices.Clone(c.saved) }

// take reads the push from its bytes, as the real one does.
func (c *county) take(p wire.Push) wire.Ack {
	c.t.Helper()
	c.pushes++
	raw, err := json.Marshal(p)
	if err != nil {
		c.t.Fatal(err)
	}
	if p, err = wire.Decode[wire.Push](bytes.NewReader(raw), wire.MaxPushBytes); err != nil {
		c.t.Fatal(err)
	}
	if err := p.Check(); err != nil {
		c.t.Fatalf("the kiosk broke the protocol: %v", err)
	}
	ack := wire.Ack{ServerTime: storetest.Moment}
	for _, r := range p.Records {
		if err := r.Check(); err != nil {
			c.t.Fatalf("record %d: %v", r.Seq, err)
		}
		want := int64(len(c.log)) + 1
		if r.Seq > want {
			break // a gap: nothing behind it is taken
		}
		if r.Seq == want {
			c.log, c.ever[r.ID] = append(c.log, r), true
		} else if had := c.log[r.Seq-1]; had.ID != r.ID || !bytes.Equal(had.Body, r.Body) {
			c.t.Fatalf("number %d was used twice", r.Seq)
		}
		if poison(r.Seq) {
			ack.Rejects = append(ack.Rejects, wire.Reject{Seq: r.Seq, ID: r.ID, Key: "err.push.digest"})
		}
	}
	ack.WantSeq = int64(len(c.log)) + 1
	return ack
}

// wantEach checks that cases 1 to n are there, each once, as they were filed.
func (c *county) wantEach(n int) {
	c.t.Helper()
	if len(c.log) != n {
		c.t.Fatalf("county has %d records, want %d", len(c.log), n)
	}
	for i, r := range c.log {
		if _, want := storetest.SampleCase(i+1, 60); r.ID != want.ID || !bytes.Equal(r.Body, want.Body) || !bytes.Equal(r.Digest, want.Digest) {
			c.t.Errorf("record %d is %s, want %s", i+1, r.ID, want.ID)
		}
	}
}
