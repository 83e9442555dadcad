package outbox_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/storage/kiosk"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

var seed = flag.Uint64("seed", 0, "replay one simulation; 0 runs 200 of them")

// onDisk is how many of the seeds run on the real database too.
const onDisk = 12

// TestDrainSim lets people file cases while the line drops requests and
// replies, doubles and delays them, the program dies, and the county comes back
// from a backup. Whatever happens, the county ends with each record once, in
// order and byte for byte, and the kiosk never claims what is not so.
//
// Checked by mutation: it fails when Acknowledge takes the whole batch as
// stored, when an answer may not go backwards, when the county stops ignoring
// repeats, and when a gap is sent.
func TestDrainSim(t *testing.T) {
	first, last := uint64(1), uint64(200)
	if *seed != 0 {
		first, last = *seed, *seed
	}
	for s := first; s <= last; s++ {
		t.Run(fmt.Sprintf("seed=%d/memory", s), func(t *testing.T) {
			m := storetest.NewMemory(moment)
			simulate(t, s, func() storetest.KioskStore { return m })
		})
		if s > onDisk && *seed == 0 {
			continue
		}
		t.Run(fmt.Sprintf("seed=%d/sqlite", s), func(t *testing.T) {
			dir := t.TempDir()
			var db *kiosk.DB
			t.Cleanup(func() { _ = db.Close() })
			simulate(t, s, func() storetest.KioskStore {
				if db != nil {
					_ = db.Close()
				}
				var err error
				if db, err = kiosk.Open(t.Context(), dir, moment); err != nil {
					t.Fatal(err)
				}
				return db
			})
		})
	}
}

func moment() time.Time { return storetest.Moment }

// simulate runs one history; start opens the store, again after each death.
func simulate(t *testing.T, s uint64, start func() storetest.KioskStore) {
	rng := rand.New(rand.NewPCG(s, 0))
	c := newCounty(t)
	w := &line{rng: rng, county: c, loss: 0.4}
	store := start()
	q := &outbox.Queue{Store: store, County: w, Kiosk: "KTEST", Lock: noLock{}, Now: moment}
	const people = 30
	for n := 1; n <= people; n++ {
		file(t, store, rng, n)
		switch rng.IntN(10) {
		case 0:
			store = start()
			q.Store = store
		case 1:
			c.backup()
		case 2:
			c.restore()
		}
		_ = q.Drain(t.Context()) // a lost line is not a failure
		honest(t, store, c)
	}
	w.loss = 0
	for range 2 {
		if err := q.Drain(t.Context()); err != nil {
			t.Fatalf("the line is back: %v", err)
		}
	}
	c.wantEach(people)
	finished(t, store, people)
}

// file hands in case n; some are poison, which the county cannot use.
func file(t *testing.T, store storetest.KioskStore, rng *rand.Rand, n int) {
	t.Helper()
	cs, r := storetest.SampleCase(n, 60)
	if rng.IntN(8) == 0 {
		r.Parts = []village.Part{storetest.SamplePart("photo", 50)}
	}
	if _, err := store.SaveCase(t.Context(), cs, r); err != nil {
		t.Fatal(err)
	}
}

// poison marks the records that this county cannot use.
func poison(seq int64) bool { return seq%7 == 3 }

// honest checks that the kiosk claims only what the county once committed.
func honest(t *testing.T, store storetest.KioskStore, c *county) {
	t.Helper()
	err := store.Records(t.Context(), func(r village.Record) error {
		if (r.State == village.RecordStored || r.State == village.RecordNeedsAttention) && !c.ever[r.ID] {
			return fmt.Errorf("record %d is %s here and was never at the county", r.Seq, r.State)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func finished(t *testing.T, store storetest.KioskStore, people int) {
	t.Helper()
	seen := 0
	err := store.Records(t.Context(), func(r village.Record) error {
		seen++
		want := village.RecordStored
		if poison(r.Seq) {
			want = village.RecordNeedsAttention
		}
		if r.State != want {
			return fmt.Errorf("record %d ends as %s, want %s", r.Seq, r.State, want)
		}
		return nil
	})
	if err != nil || seen != people {
		t.Errorf("%d records, %v; want %d", seen, err, people)
	}
}

type noLock struct{}

func (noLock) Acquire(context.Context) (func(), error) { return func() {}, nil }

// line carries pushes, badly.
type line struct {
	rng    *rand.Rand
	county *county
	loss   float64 // chance that a request, or its reply, is lost
	late   []wire.Push
}

var errLine = &village.Error{Kind: village.Offline, Err: errors.New("line down")}

func (l *line) happens() bool { return l.rng.Float64() < l.loss }

func (l *line) Push(_ context.Context, p wire.Push) (wire.Ack, error) {
	if len(l.late) > 0 && l.happens() { // one that was believed lost arrives after all
		i := l.rng.IntN(len(l.late))
		l.county.take(l.late[i])
	}
	if l.happens() { // request lost, or only late
		if l.rng.IntN(2) == 0 {
			l.late = append(l.late, p)
		}
		return wire.Ack{}, errLine
	}
	ack := l.county.take(p)
	if l.happens() { // doubled on the way
		ack = l.county.take(p)
	}
	if l.happens() {
		return wire.Ack{}, errLine // stored, but the reply is lost
	}
	return ack, nil
}
