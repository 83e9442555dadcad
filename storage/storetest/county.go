package storetest

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// CountyStore is what taking pushes needs of a county's database.
type CountyStore interface {
	Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(office.ChainTx) error) error
	PieceWanted(ctx context.Context, kiosk seal.KioskID, sum [32]byte) (bool, error)
	PiecePresent(ctx context.Context, sum [32]byte) error
	Incarnation(ctx context.Context, fresh []byte) ([]byte, error)
	MarkDurable(ctx context.Context, reached []office.Durable) error
	EachRecord(ctx context.Context, do func(office.Summary) error) error
	Revoke(ctx context.Context, id seal.KioskID) error
	AuditOf(ctx context.Context, kiosk seal.KioskID) (office.AuditLog, error)
	SettleAudit(ctx context.Context, kiosk seal.KioskID) (settled int64, err error)
}

// SameAsMemory runs random histories of pushes on a store and on [County] and
// wants the same answers and the same records. open makes an empty store, with a
// place for pieces, that trusts keys. A seed that is printed replays its history.
func SameAsMemory(t *testing.T, histories int, open func(t *testing.T, keys []ed25519.PublicKey) (CountyStore, office.Blobs)) {
	t.Helper()
	for seed := range uint64(histories) { //nolint:gosec // a small number
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			real, blobs := open(t, Trusted())
			SameHistory(t, seed, real, blobs)
		})
	}
}

// Trusted are the keys of the kiosks of a history.
func Trusted() []ed25519.PublicKey {
	return []ed25519.PublicKey{Identity().Public(), other().Public()}
}

// Steps is how many things happen in a history of [SameHistory].
const Steps = 40

// SameHistory is one history of [SameAsMemory], on an empty store that trusts
// [Trusted].
func SameHistory(t testing.TB, seed uint64, real CountyStore, blobs office.Blobs) {
	t.Helper()
	fake := NewCounty(func() time.Time { return Moment })
	for _, k := range Trusted() {
		fake.Know(k)
	}
	twin := &twins{t: t, rng: rand.New(rand.NewPCG(seed, 8)), real: real, fake: fake}
	now := func() time.Time { return Moment }
	twin.left = &office.Office{Store: asStore{CountyStore: real}, Blobs: blobs, Now: now}
	twin.right = &office.Office{Store: asStore{CountyStore: fake}, Blobs: fake, Now: now}
	for _, s := range []CountyStore{real, fake} {
		_, err := s.Incarnation(t.Context(), []byte("one life of many"))
		must(t, err)
	}
	for _, id := range []seal.KioskID{Identity().ID, other().ID} {
		twin.kiosks = append(twin.kiosks, &sender{id: id, epoch: 1, base: seal.BaseHead(id, 1, seal.Head{})})
	}
	for range Steps {
		twin.step()
	}
	twin.compareRecords()
	twin.compareAudit()
}

func other() seal.Identity {
	identity, err := seal.NewIdentity(slices.Repeat([]byte{4}, 32))
	if err != nil {
		panic(err)
	}
	return identity
}

// asStore fills in what taking pushes does not call.
type asStore struct {
	CountyStore
	office.Store
}

// Chain and the others are those of the store under test.
func (s asStore) Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	return s.CountyStore.Chain(ctx, kiosk, lifetime, do)
}

func (s asStore) PieceWanted(ctx context.Context, kiosk seal.KioskID, sum [32]byte) (bool, error) {
	return s.CountyStore.PieceWanted(ctx, kiosk, sum)
}

func (s asStore) PiecePresent(ctx context.Context, sum [32]byte) error {
	return s.CountyStore.PiecePresent(ctx, sum)
}

// sender is a kiosk with what it committed in its epoch.
type sender struct {
	id      seal.KioskID
	epoch   int64
	base    seal.Head
	records []village.Record
	made    int
	audit   auditLog
	sent    int64
}

type twins struct {
	t           testing.TB
	rng         *rand.Rand
	real        CountyStore
	fake        *County
	left, right *office.Office
	kiosks      []*sender
}

// step does one thing to both and compares.
func (w *twins) step() {
	w.t.Helper()
	k := w.kiosks[w.rng.IntN(len(w.kiosks))]
	switch n := w.rng.IntN(20); {
	case n < 12:
		w.push(k, w.message(k))
	case n < 15:
		w.piece(k)
	case n < 17:
		d := []office.Durable{{Kiosk: k.id, Epoch: k.epoch, Seq: w.rng.Int64N(4)}}
		w.same("durable", w.real.MarkDurable(w.t.Context(), d), w.fake.MarkDurable(w.t.Context(), d))
	case n < 18:
		k.again(k.epoch + 1 + w.rng.Int64N(2))
	case n == 19:
		left, err1 := w.real.SettleAudit(w.t.Context(), k.id)
		right, err2 := w.fake.SettleAudit(w.t.Context(), k.id)
		if w.same("settle", err1, err2); left != right {
			w.t.Fatalf("%d alarms settled here, %d in memory", left, right)
		}
	case n < 19 && w.rng.IntN(10) == 0:
		w.same("revoke", w.real.Revoke(w.t.Context(), k.id), w.fake.Revoke(w.t.Context(), k.id))
	}
}

// again begins an epoch with everything in it once more.
func (k *sender) again(epoch int64) {
	head := k.base
	if n := len(k.records); n > 0 {
		head = seal.Head(k.records[n-1].Hash)
	}
	k.epoch, k.base = epoch, seal.BaseHead(k.id, epoch, head)
	k.link(k.records)
}

// link numbers records from 1 and gives them their heads.
func (k *sender) link(records []village.Record) {
	for i := range records {
		records[i].Epoch, records[i].Seq = k.epoch, int64(i+1)
	}
	if _, err := seal.Chain(k.id, k.base, records); err != nil {
		panic(err)
	}
	k.records = records
}

// message is a push: mostly what comes next, at times late, early, repeated, of
// another past or under a name that is taken.
func (w *twins) message(k *sender) office.Push {
	for range w.rng.IntN(3) {
		k.made++
		_, r := SampleCase(k.made, 60)
		if w.rng.IntN(8) == 0 && k.made > 1 {
			r.ID = id(1 + w.rng.IntN(k.made-1))
		}
		if w.rng.IntN(3) == 0 {
			r.Parts = []village.Part{SamplePart(fmt.Sprint("photo", w.rng.IntN(4)), 50)}
			r.Parts[0].Size, r.Parts[0].Data = 50, nil
		}
		k.link(append(k.records, r))
	}
	first := 1 + w.rng.IntN(len(k.records)+2)
	p := office.Push{
		Kiosk: k.id, Epoch: k.epoch, FirstSeq: int64(first), Prev: k.base, Raw: w.rng.IntN(6) == 0, Lifetime: int64(k.made),
		Lost: w.lost(), Incarnation: [][]byte{nil, []byte("one life of many")}[w.rng.IntN(2)], RejectsSeen: w.rng.Int64N(3),
	}
	p.Audit = w.report(k)
	if first > 1 && first-1 <= len(k.records) {
		p.Prev = seal.Head(k.records[first-2].Hash)
	}
	if first <= len(k.records) {
		p.Records = slices.Clone(k.records[first-1:])
	}
	switch w.rng.IntN(8) {
	case 0:
		p.Epoch = max(1, p.Epoch-1)
		for i := range p.Records {
			p.Records[i].Epoch = p.Epoch
		}
	case 1:
		p.Prev[0] ^= 1
	case 2:
		if len(p.Records) > 0 {
			p.Records[0].Hash = slices.Repeat([]byte{9}, 32)
		}
	}
	return p
}

// lost are pieces that the kiosk says it does not have, true or not.
func (w *twins) lost() (sums [][32]byte) {
	if w.rng.IntN(4) == 0 {
		sums = append(sums, sha256.Sum256(SamplePart(fmt.Sprint("photo", w.rng.IntN(4)), 50).Data))
	}
	return sums
}

func (w *twins) push(k *sender, p office.Push) {
	w.t.Helper()
	mine := p
	mine.Records = slices.Clone(p.Records)
	left, err1 := w.left.TakePush(w.t.Context(), p)
	right, err2 := w.right.TakePush(w.t.Context(), mine)
	w.same(fmt.Sprintf("push of %s from %d of epoch %d", k.id, p.FirstSeq, p.Epoch), err1, err2)
	for _, ack := range []*office.Ack{&left, &right} {
		slices.SortFunc(ack.Missing, func(a, b [32]byte) int { return slices.Compare(a[:], b[:]) })
		ack.Missing, ack.Rejects = slices.Compact(slices.Clip(ack.Missing)), append([]village.Reject{}, ack.Rejects...)
		if len(ack.Missing) == 0 {
			ack.Missing = nil
		}
	}
	if !reflect.DeepEqual(left, right) {
		w.t.Fatalf("answers differ\n%+v\n%+v", left, right)
	}
}

func (w *twins) piece(k *sender) {
	w.t.Helper()
	data := SamplePart(fmt.Sprint("photo", w.rng.IntN(4)), 50).Data
	err1 := w.left.KeepPiece(w.t.Context(), k.id, sha256.Sum256(data), data)
	err2 := w.right.KeepPiece(w.t.Context(), k.id, sha256.Sum256(data), data)
	w.same("piece", err1, err2)
}

func (w *twins) same(what string, left, right error) {
	w.t.Helper()
	if (left == nil) != (right == nil) || village.KindOf(left) != village.KindOf(right) {
		w.t.Fatalf("%s: %v here, %v in memory", what, left, right)
	}
}

func (w *twins) compareRecords() {
	w.t.Helper()
	all := func(s CountyStore) (list []office.Summary) {
		must(w.t, s.EachRecord(w.t.Context(), func(r office.Summary) error { list = append(list, r); return nil }))
		slices.SortFunc(list, func(a, b office.Summary) int { return cmp.Or(cmp.Compare(a.Kiosk, b.Kiosk), cmp.Compare(a.Seq, b.Seq)) })
		return list
	}
	if left, right := all(w.real), all(w.fake); !reflect.DeepEqual(left, right) {
		w.t.Fatalf("records differ\n%+v\n%+v", left, right)
	}
}
