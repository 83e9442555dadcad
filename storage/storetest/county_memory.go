package storetest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"bianmin/app/seal"
	"bianmin/app/snapshot"
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
	snapshots   map[snapshot.Stream][]published
	editions    map[string][]byte
	mail        countyMail
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
	numbers   int64 // given to rejects
	lost      map[lostPart]bool
	audit     countyAudit
}

// lostPart is a piece of a record that the kiosk does not have.
type lostPart struct {
	record village.RecordID
	sum    [32]byte
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
	opened bool
}

// NewCounty knows nobody.
func NewCounty(now func() time.Time) *County {
	return &County{
		now: now, kiosks: map[seal.KioskID]*countyKiosk{}, pieces: map[[32]byte][]byte{},
		snapshots: map[snapshot.Stream][]published{}, editions: map[string][]byte{}, mail: newCountyMail(),
	}
}

// Know makes the county trust a key.
func (c *County) Know(key ed25519.PublicKey) {
	c.kiosks[seal.IDOf(key)] = &countyKiosk{key: key, lost: map[lostPart]bool{}, audit: countyAudit{state: office.AuditState{Want: 1}}}
}

// Revoke makes it trust the kiosk no longer.
func (c *County) Revoke(_ context.Context, id seal.KioskID) error {
	c.kiosks[id].revoked = true
	return nil
}

// Clone is a backup of c.
func (c *County) Clone() *County {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := &County{
		now: c.now, kiosks: map[seal.KioskID]*countyKiosk{}, pieces: maps.Clone(c.pieces), incarnation: c.incarnation,
		snapshots: maps.Clone(c.snapshots), editions: maps.Clone(c.editions), mail: c.mail.clone(),
	}
	for id, k := range c.kiosks {
		out.kiosks[id] = k.clone()
	}
	return out
}

func (k *countyKiosk) clone() *countyKiosk {
	out := *k
	out.positions, out.records, out.rejects = slices.Clip(k.positions), slices.Clip(k.records), slices.Clip(k.rejects)
	out.lost, out.audit = maps.Clone(k.lost), k.audit.clone()
	return &out
}

// KioskKey implements api.Keys.
func (c *County) KioskKey(_ context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	if k := c.kiosks[id]; k != nil && !k.revoked {
		return k.key, nil
	}
	return nil, denied()
}

// CarriedKey implements api.Keys.
func (c *County) CarriedKey(_ context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	if k := c.kiosks[id]; k != nil {
		return k.key, nil
	}
	return nil, denied()
}

// ReplacedAt implements api.Keys: nobody takes another's place here.
func (c *County) ReplacedAt(_ context.Context, id seal.KioskID) (time.Time, error) {
	if c.kiosks[id] == nil {
		return time.Time{}, denied()
	}
	return time.Time{}, nil
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
	out.incarnation, out.mail.restoredAt = name, c.now()
	return out
}

// Chain implements office.Store.
func (c *County) Chain(_ context.Context, id seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.kiosks[id]
	if k == nil {
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
func (t *memoryTx) Chain() office.Chain {
	at := t.kiosk.chain
	at.Revoked = t.kiosk.revoked
	return at
}

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
		name, known := k.find(r)
		k.positions = append(k.positions, position{r.Epoch, r.Seq, name, seal.Head(r.Hash)})
		k.chain.Want, k.chain.Head = r.Seq+1, seal.Head(r.Hash)
		if known {
			maps.DeleteFunc(k.lost, func(p lostPart, _ bool) bool { return p.record == name })
			continue
		}
		if name != r.ID {
			r.ID, e.Problem = name, "err.county.fork"
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

// find is the id under which r is, or is to be, and whether it is: another content
// under a name that is taken gets one of its own.
func (k *countyKiosk) find(r village.Record) (id village.RecordID, known bool) {
	taken := false
	for _, have := range k.records {
		made := strings.HasPrefix(string(have.id), string(r.ID)+"!")
		if (have.id == r.ID || made) && bytes.Equal(have.digest, r.Digest) {
			return have.id, true
		}
		taken = taken || have.id == r.ID
	}
	if !taken {
		return r.ID, false
	}
	return village.RecordID(fmt.Sprintf("%s!%d.%d", r.ID, r.Epoch, r.Seq)), false
}

func (k *countyKiosk) parts(id village.RecordID) [][32]byte {
	if i := slices.IndexFunc(k.records, func(r countyRecord) bool { return r.id == id }); i >= 0 {
		return k.records[i].parts
	}
	return nil
}

// reject sets a record aside, or takes that back with the key "".
func (k *countyKiosk) reject(id village.RecordID, key string) {
	k.numbers++
	k.rejects = slices.DeleteFunc(slices.Clone(k.rejects), func(r village.Reject) bool { return r.ID == id })
	k.rejects = append(k.rejects, village.Reject{Number: k.numbers, ID: id, Key: key})
}

func (t *memoryTx) Lose(sums [][32]byte) error {
	k := t.kiosk
	for _, sum := range sums {
		for _, r := range k.records {
			part := lostPart{r.id, sum}
			if !slices.Contains(r.parts, sum) || t.county.pieces[sum] != nil || k.lost[part] {
				continue
			}
			if k.lost[part] = true; k.problem(r.id) == "" {
				k.reject(r.id, "err.push.piece")
			}
		}
	}
	return nil
}

func (k *countyKiosk) problem(id village.RecordID) string {
	if i := slices.IndexFunc(k.rejects, func(r village.Reject) bool { return r.ID == id }); i >= 0 {
		return k.rejects[i].Key
	}
	return ""
}

func (k *countyKiosk) rejected(id village.RecordID) bool {
	return k.problem(id) != ""
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
	for _, p := range t.kiosk.positions {
		if p.epoch != t.kiosk.chain.Epoch {
			continue
		}
		for _, sum := range t.kiosk.parts(p.id) {
			if t.county.pieces[sum] == nil && !t.kiosk.lost[lostPart{p.id, sum}] {
				rest.Missing, rest.Complete = append(rest.Missing, sum), min(rest.Complete, p.seq-1)
			}
		}
	}
	return rest, nil
}

// UnlockKiosk ends the suspicion that two machines use the kiosk's key.
func (c *County) UnlockKiosk(_ context.Context, id seal.KioskID) error {
	c.kiosks[id].chain.Cloned, c.kiosks[id].chain.Epochs = false, 0
	return nil
}

// Positions are the epoch and the number of every place in the kiosk's chain, in the
// order in which they came.
func (c *County) Positions(id seal.KioskID) (all [][2]int64) {
	for _, p := range c.kiosks[id].positions {
		all = append(all, [2]int64{p.epoch, p.seq})
	}
	return all
}

// Rejected reports whether a record was set aside.
func (c *County) Rejected(id seal.KioskID, record village.RecordID) bool {
	return c.kiosks[id].rejected(record)
}

// EachRecord calls do for every record, by kiosk in the order of its arrival.
func (c *County) EachRecord(_ context.Context, do func(office.Summary) error) error {
	for _, id := range slices.Sorted(maps.Keys(c.kiosks)) {
		for i, r := range c.kiosks[id].records {
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
