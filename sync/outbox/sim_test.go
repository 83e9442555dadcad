package outbox_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/storage/kiosk"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
)

var seed = flag.Uint64("seed", 0, "replay one simulation; 0 runs 200 of them")

// onDisk is how many of the seeds run on the real database too.
const onDisk = 12

// TestDrainSim lets people file cases while the line drops requests and
// replies, doubles and delays them, the program dies, and the county comes back
// from a backup. Whatever happens, the county ends with each record once and byte
// for byte, with its files, and the kiosk never claims what is not so.
//
// Checked by mutation: it fails when an answer may not go backwards, when a piece
// that got no answer is taken as handed over, and when repeats are not ignored.
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
				if db, err = kiosk.Open(t.Context(), dir, moment); err == nil {
					_, err = db.Identity(t.Context(), storetest.Seed)
				}
				if err != nil {
					t.Fatal(err)
				}
				return db
			})
		})
	}
	played(t, "a queue on a bad line", first, last)
}

// played tells which histories ran, for a log that shows only that.
func played(t *testing.T, what string, first, last uint64) {
	t.Helper()
	t.Logf("trials: %d histories of %s, seeds %d to %d", last-first+1, what, first, last)
}

func moment() time.Time { return storetest.Moment }

// simulate runs one history; start opens the store, again after each death.
func simulate(t *testing.T, s uint64, start func() storetest.KioskStore) {
	rng := rand.New(rand.NewPCG(s, 0))
	c := newCounty(t)
	w := &line{rng: rng, county: c, loss: 0.3}
	store := start()
	q := newQueue(store, w, c)
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
		if rng.IntN(4) == 0 {
			purge(t, store)
		}
		honest(t, store, c)
	}
	w.loss = 0
	for range 3 {
		if err := q.Drain(t.Context()); err != nil {
			t.Fatalf("the line is back: %v", err)
		}
	}
	c.wantEach(people)
	finished(t, store, people)
}

func newQueue(store outbox.Store, way outbox.County, c *county) *outbox.Queue {
	return &outbox.Queue{
		Store: store, County: way, Identity: storetest.Identity(), Trusted: c.trusted, Codec: c.codec, Lock: noLock{}, Now: moment,
		Rand: rand.New(rand.NewPCG(1, 2)),
	}
}

// TestImageOfADiskIsPutBack lets a kiosk's disk be replaced by an older image of
// itself, again and again. What is on the last disk is at the county once, and
// so is everything that the county ever took and did not lose in a restore.
func TestImageOfADiskIsPutBack(t *testing.T) {
	first, last := uint64(1), uint64(300)
	if *seed != 0 {
		first, last = *seed, *seed
	}
	for s := first; s <= last; s++ {
		t.Run(fmt.Sprintf("seed=%d", s), func(t *testing.T) { putBack(t, s, newCounty(t)) })
	}
	played(t, "a disk that is put back", first, last)
}

func putBack(t *testing.T, s uint64, c *county) {
	rng := rand.New(rand.NewPCG(s, 1))
	w := &line{rng: rng, county: c, loss: 0.2}
	store := storetest.NewMemory(moment)
	image := store.Clone()
	q := newQueue(store, w, c)
	const people = 25
	for n := 1; n <= people; n++ {
		file(t, store, rng, n)
		switch rng.IntN(8) {
		case 0:
			image = store.Clone()
		case 1:
			store = image.Clone()
			q.Store = store
		case 2:
			c.backup()
		}
		_ = q.Drain(t.Context())
		if rng.IntN(4) == 0 {
			purge(t, store)
		}
		honest(t, store, c)
	}
	w.loss = 0
	for range 3 {
		if err := q.Drain(t.Context()); err != nil {
			t.Fatalf("the line is back: %v", err)
		}
	}
	held := 0
	err := store.Records(t.Context(), func(r village.Record) error {
		held++
		if _, ok := c.now.records[r.ID]; !ok {
			return fmt.Errorf("record %s is %s here and not at the county", r.ID, r.State)
		}
		if poison(r.ID) != (r.State == village.RecordNeedsAttention) {
			return fmt.Errorf("record %d ends as %s", r.Seq, r.State)
		}
		return nil
	})
	if err != nil || held > len(c.now.records) || len(c.now.order) != len(c.now.records) {
		t.Errorf("%d held, %d at the county, %v", held, len(c.now.records), err)
	}
	for id := range c.ever {
		if _, ok := c.now.records[id]; !ok {
			t.Errorf("record %s was at the county and is gone", id)
		}
	}
}

// purge deletes what may go; the samples may go as soon as a backup has them.
func purge(t *testing.T, store storetest.KioskStore) {
	t.Helper()
	if _, err := store.Purge(t.Context(), moment()); err != nil {
		t.Fatal(err)
	}
}

// file hands in case n; some have a photograph.
func file(t *testing.T, store storetest.KioskStore, rng *rand.Rand, n int) {
	t.Helper()
	cs, r := storetest.SampleCase(n, 60)
	if rng.IntN(3) == 0 {
		r.Parts = []village.Part{storetest.SamplePart(fmt.Sprint("photo", n), 50)}
	}
	if _, err := store.SaveCase(t.Context(), cs, r, storetest.PlainQR); err != nil {
		t.Fatal(err)
	}
}

// honest checks that the kiosk claims only what the county once committed.
func honest(t *testing.T, store storetest.KioskStore, c *county) {
	t.Helper()
	err := store.Records(t.Context(), func(r village.Record) error {
		switch r.State {
		case village.RecordStored, village.RecordPartial, village.RecordDurable, village.RecordNeedsAttention:
			if !c.ever[r.ID] {
				return fmt.Errorf("record %d is %s here and was never at the county", r.Seq, r.State)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// settled tells that the county has it.
func settled(s village.RecordState) bool {
	return s == village.RecordStored || s == village.RecordDurable || s == village.RecordPruned
}

func finished(t *testing.T, store storetest.KioskStore, people int) {
	t.Helper()
	seen := 0
	err := store.Records(t.Context(), func(r village.Record) error {
		seen++
		if poison(r.ID) != (r.State == village.RecordNeedsAttention) || r.State != village.RecordNeedsAttention && !settled(r.State) {
			return fmt.Errorf("record %d ends as %s", r.Seq, r.State)
		}
		return nil
	})
	if err != nil || seen != people {
		t.Errorf("%d records, %v; want %d", seen, err, people)
	}
}

type noLock struct{}

func (noLock) Acquire(context.Context) (func(), error) { return func() {}, nil }
