package storetest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// County is the part of a county's database that takes pushes, in memory, with a
// place for pieces. It passes [Chain], as the real ones do.
type County struct {
	mu          sync.Mutex
	now         func() time.Time
	kiosks      map[seal.KioskID]*countyKiosk
	pieces      map[[32]byte][]byte
	incarnation []byte
}

// countyKiosk is what the county has of one kiosk.
type countyKiosk struct {
	key       ed25519.PublicKey
	revoked   bool
	chain     office.Chain
	lifetime  int64
	positions []position // of every epoch, in their order
	records   []countyRecord
	rejects   []village.Reject
}

type position struct {
	epoch, seq int64
	id         village.RecordID
	head       seal.Head
}

type countyRecord struct {
	id     village.RecordID
	kind   village.RecordKind
	body   []byte
	digest []byte
	parts  [][32]byte
}

// NewCounty knows nobody.
func NewCounty(now func() time.Time) *County {
	return &County{now: now, kiosks: map[seal.KioskID]*countyKiosk{}, pieces: map[[32]byte][]byte{}}
}

// Know makes the county trust a key.
func (c *County) Know(key ed25519.PublicKey) { c.kiosks[seal.IDOf(key)] = &countyKiosk{key: key} }

// Revoke makes it trust the kiosk no longer.
func (c *County) Revoke(_ context.Context, id seal.KioskID) error {
	c.kiosks[id].revoked = true
	return nil
}

// Clone is a backup of c.
func (c *County) Clone() *County {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := &County{now: c.now, kiosks: map[seal.KioskID]*countyKiosk{}, pieces: maps.Clone(c.pieces), incarnation: c.incarnation}
	for id, k := range c.kiosks {
		out.kiosks[id] = k.clone()
	}
	return out
}

func (k *countyKiosk) clone() *countyKiosk {
	out := *k
	out.positions, out.records, out.rejects = slices.Clip(k.positions), slices.Clip(k.records), slices.Clip(k.rejects)
	return &out
}

// KioskKey implements api.Keys.
func (c *County) KioskKey(_ context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	if k := c.kiosks[id]; k != nil && !k.revoked {
		return k.key, nil
	}
	return nil, denied()
}

func denied() error {
	return &village.Error{Kind: village.Denied, Key: "err.county.kiosk", Err: errors.New("unknown or revoked")}
}

// Incarnation names this life of the county; the first name stays.
func (c *County) Incarnation(_ context.Context, fresh []byte) ([]byte, error) {
	if c.incarnation == nil {
		c.incarnation = fresh
	}
	return c.incarnation, nil
}

// Reborn is c as a restore leaves it: under another name.
func (c *County) Reborn(name []byte) *County {
	out := c.Clone()
	out.incarnation = name
	return out
}

// Chain implements office.Store.
func (c *County) Chain(_ context.Context, id seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.kiosks[id]
	if k == nil || k.revoked {
		return denied()
	}
	tx := &memoryTx{county: c, kiosk: k.clone()}
	tx.kiosk.lifetime = max(tx.kiosk.lifetime, lifetime)
	if err := do(tx); err != nil {
		return err
	}
	c.kiosks[id] = tx.kiosk
	return nil
}

type memoryTx struct {
	county *County
	kiosk  *countyKiosk
}

// Chain implements office.ChainTx, as do all that follow.
func (t *memoryTx) Chain() office.Chain { return t.kiosk.chain }

func (t *memoryTx) Heads(first, last int64) ([]seal.Head, error) {
	var heads []seal.Head
	for _, p := range t.kiosk.positions {
		if p.epoch == t.kiosk.chain.Epoch && p.seq >= first && p.seq <= last {
			heads = append(heads, p.head)
		}
	}
	if int64(len(heads)) != max(last-first+1, 0) {
		return nil, fmt.Errorf("%d heads from %d to %d", len(heads), first, last)
	}
	return heads, nil
}

func (t *memoryTx) Open(epoch int64, base seal.Head, since time.Time, count int) error {
	c := &t.kiosk.chain
	c.Epoch, c.Want, c.Base, c.Head, c.EpochsSince, c.Epochs = epoch, 1, base, base, since, count
	return nil
}

func (t *memoryTx) Alarm() error {
	t.kiosk.chain.Cloned = true
	return nil
}

func (t *memoryTx) Append(entries []office.Entry) error {
	k := t.kiosk
	for _, e := range entries {
		r := e.Record
		k.positions = append(k.positions, position{r.Epoch, r.Seq, r.ID, seal.Head(r.Hash)})
		k.chain.Want, k.chain.Head = r.Seq+1, seal.Head(r.Hash)
		if i := slices.IndexFunc(k.records, func(have countyRecord) bool { return have.id == r.ID }); i >= 0 {
			if bytes.Equal(k.records[i].digest, r.Digest) {
				continue
			}
			r.ID, e.Problem = village.RecordID(fmt.Sprintf("%s!%d.%d", r.ID, r.Epoch, r.Seq)), "err.county.fork"
		}
		kept := countyRecord{id: r.ID, kind: r.Kind, body: r.Body, digest: r.Digest}
		for _, p := range r.Parts {
			kept.parts = append(kept.parts, [32]byte(p.SHA256))
		}
		k.records = append(k.records, kept)
		if e.Problem != "" {
			k.reject(r.ID, e.Problem)
		}
	}
	return nil
}

func (k *countyKiosk) reject(id village.RecordID, key string) {
	k.rejects = append(k.rejects, village.Reject{Number: int64(len(k.rejects) + 1), ID: id, Key: key})
}

func (t *memoryTx) Rest(incarnation []byte, seen, want int64) (office.Rest, error) {
	if !bytes.Equal(incarnation, t.county.incarnation) {
		seen = 0
	}
	rest := office.Rest{Incarnation: t.county.incarnation, Complete: want - 1}
	for _, r := range t.kiosk.rejects {
		if r.Number > seen {
			rest.Rejects = append(rest.Rejects, r)
		}
	}
	lacks := map[village.RecordID]bool{}
	for _, r := range t.kiosk.records {
		for _, sum := range r.parts {
			if t.county.pieces[sum] == nil {
				rest.Missing, lacks[r.id] = append(rest.Missing, sum), true
			}
		}
	}
	for _, p := range t.kiosk.positions {
		if p.epoch == t.kiosk.chain.Epoch && lacks[p.id] {
			rest.Complete = min(rest.Complete, p.seq-1)
		}
	}
	return rest, nil
}

// PieceWanted implements office.Store.
func (c *County) PieceWanted(_ context.Context, id seal.KioskID, sum [32]byte) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.kiosks[id]
	return k != nil && c.pieces[sum] == nil && slices.ContainsFunc(k.records, func(r countyRecord) bool { return slices.Contains(r.parts, sum) }), nil
}

// PiecePresent implements office.Store; Put has seen to it.
func (c *County) PiecePresent(context.Context, [32]byte) error { return nil }

// Put implements office.Blobs.
func (c *County) Put(_ context.Context, sum [32]byte, data []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if sha256.Sum256(data) != sum {
		return errors.New("a piece is not what its name says")
	}
	c.pieces[sum] = append([]byte{}, data...)
	return nil
}

// Has implements office.Blobs.
func (c *County) Has(_ context.Context, sum [32]byte) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pieces[sum] != nil, nil
}

// Reject sets records aside, as an opener does.
func (c *County) Reject(id seal.KioskID, record village.RecordID, key string) {
	c.kiosks[id].reject(record, key)
}

// EachRecord calls do for every record in the order of its arrival.
func (c *County) EachRecord(_ context.Context, do func(office.Summary) error) error {
	for id, k := range c.kiosks {
		for i, r := range k.records {
			if err := do(office.Summary{ID: r.id, Kiosk: id, Seq: int64(i + 1), Kind: r.kind, Digest: r.digest}); err != nil {
				return err
			}
		}
	}
	return nil
}

// MarkDurable notes what a verified backup holds.
func (c *County) MarkDurable(_ context.Context, reached []office.Durable) error {
	for _, d := range reached {
		at := &c.kiosks[d.Kiosk].chain
		if at.DurableEpoch < d.Epoch || at.DurableEpoch == d.Epoch && at.DurableSeq < d.Seq {
			at.DurableEpoch, at.DurableSeq = d.Epoch, d.Seq
		}
	}
	return nil
}
