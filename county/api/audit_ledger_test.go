package api_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

// ledger is a county that takes pushes of one machine, over a line that may lose
// and delay.
type ledger struct {
	t      *testing.T
	clock  time.Time
	county *storetest.County
	keeper *api.Server
	made   int
	held   village.AuditMark // the last receipt that the first machine gave out
	audit  func(outbox.AuditLog) outbox.AuditLog

	rng  *rand.Rand // nil: a good line
	late [][]byte
}

func newLedger(t *testing.T) *ledger {
	l := &ledger{t: t, clock: storetest.Moment, audit: func(a outbox.AuditLog) outbox.AuditLog { return a }}
	now := func() time.Time { return l.clock }
	l.county = storetest.NewCounty(now)
	l.county.Know(storetest.Identity().Public())
	present := ledgerStore{l: l}
	l.keeper = benchServer(&office.Office{Store: present, Blobs: l.county, Now: now}, present)
	l.keeper.Now = now
	return l
}

// ledgerStore is the county as it stands: a restore replaces it.
type ledgerStore struct {
	l *ledger
	office.Store
	api.Keys
}

// Chain implements office.Store.
func (s ledgerStore) Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	return s.l.county.Chain(ctx, kiosk, lifetime, do)
}

// CarriedKey implements api.Keys.
func (s ledgerStore) CarriedKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	return s.KioskKey(ctx, id)
}

// KioskKey implements api.Keys.
func (s ledgerStore) KioskKey(context.Context, seal.KioskID) (ed25519.PublicKey, error) {
	return storetest.Identity().Public(), nil
}

func (ledgerStore) CountyKeys(context.Context) ([][]byte, error) { return nil, nil }

func (l *ledger) machine(store *storetest.Memory) *outbox.Queue {
	return &outbox.Queue{
		Store: store, County: l, Identity: storetest.Identity(), Trusted: trusted(l.keeper.Signer), Codec: l.keeper.Codec,
		Lock: free{}, Audit: l.audit(store), Now: func() time.Time { l.clock = l.clock.Add(time.Second); return l.clock },
	}
}

// Push implements outbox.County, as a bundle of one message would be taken.
func (l *ledger) Push(ctx context.Context, raw []byte) ([]byte, error) {
	way := 9
	if l.rng != nil {
		way = l.rng.IntN(10)
	}
	switch way {
	case 0:
		return nil, errLine
	case 1:
		l.late = append(l.late, raw)
		return nil, errLine
	case 2:
		_, _ = l.take(ctx, raw)
		return nil, errLine
	}
	return l.take(ctx, raw)
}

func (l *ledger) take(ctx context.Context, raw []byte) (answer []byte, err error) {
	var bundle, answers bytes.Buffer
	w, err := wire.NewBundle(&bundle)
	if err = errors.Join(err, w.Add(wire.Frame{Kind: wire.FramePush, Bytes: raw}), w.Close()); err != nil {
		return nil, err
	}
	if _, err := l.keeper.Import(ctx, &bundle, &answers); err != nil {
		return nil, err
	}
	return answerIn(&answers)
}

// answerIn is the answer to a push in the bundle that goes back.
func answerIn(bundle io.Reader) (answer []byte, err error) {
	err = wire.ReadBundle(bundle, func(f wire.Frame) error {
		if f.Kind == wire.FrameAnswer {
			answer = f.Bytes
		}
		return nil
	})
	return answer, err
}

// PutPiece implements outbox.County.
func (l *ledger) PutPiece(context.Context, [32]byte, []byte) error { return nil }

// work takes n cases in and returns their receipts' marks.
func (l *ledger) work(store *storetest.Memory, n int) (marks []village.AuditMark) {
	l.t.Helper()
	for range n {
		l.made++
		c, r := storetest.SampleCase(l.made, 60)
		saved, err := store.SaveCase(l.t.Context(), c, r, storetest.PlainQR)
		if err != nil {
			l.t.Fatal(err)
		}
		marks = append(marks, village.AuditMark{Seq: saved.Audit.Seq, Head: saved.Audit.Head[:8]})
	}
	return marks
}

func (l *ledger) send(store *storetest.Memory) {
	l.t.Helper()
	if err := l.machine(store).Drain(l.t.Context()); err != nil && village.KindOf(err) != village.Conflict {
		l.t.Fatal(err)
	}
}

func (l *ledger) log() office.AuditLog {
	l.t.Helper()
	log, err := l.county.AuditOf(l.t.Context(), storetest.Identity().ID)
	if err != nil {
		l.t.Fatal(err)
	}
	return log
}

// kinds are the alarms without doubles.
func (l *ledger) kinds() (kinds []office.AuditAlarmKind) {
	for _, a := range l.log().Alarms {
		kinds = append(kinds, a.Kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
