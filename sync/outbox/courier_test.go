package outbox_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"testing"

	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

// sticks are bundles and answers under way, in nobody's order.
type sticks struct {
	t       *testing.T
	rng     *rand.Rand
	queue   *outbox.Queue
	county  *county
	bundles [][]byte
	answers [][]byte
	known   []wire.Sum
}

func (s *sticks) export() outbox.Exported {
	s.t.Helper()
	var stick bytes.Buffer
	out, err := s.queue.Export(s.t.Context(), &stick, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.bundles, s.known = append(s.bundles, stick.Bytes()), append(s.known, out.Last)
	return out
}

// carry brings one of the sticks to the county, perhaps not for the first time,
// perhaps cut off.
func (s *sticks) carry(bundle []byte) {
	s.t.Helper()
	var last []byte
	_ = wire.ReadBundle(bytes.NewReader(bundle), func(f wire.Frame) error {
		if f.Kind == wire.FramePiece {
			return s.county.PutPiece(s.t.Context(), sha256.Sum256(f.Bytes), f.Bytes)
		}
		last = f.Bytes
		_, err := s.county.Push(s.t.Context(), last)
		return err
	})
	if last == nil {
		return
	}
	answer, err := s.county.Push(s.t.Context(), last) // once more, behind the pieces
	if err != nil {
		s.t.Fatal(err)
	}
	s.answers = append(s.answers, answer)
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// step is something that people with sticks do.
func (s *sticks) step() {
	switch n := s.rng.IntN(6); {
	case n == 0:
		s.export()
	case n == 1 && len(s.bundles) > 0:
		b := pick(s.rng, s.bundles)
		if s.rng.IntN(3) == 0 {
			b = b[:s.rng.IntN(len(b))]
		}
		s.carry(b)
	case n == 2 && len(s.answers) > 0:
		_ = s.queue.TakeAnswer(s.t.Context(), pick(s.rng, s.answers), s.known) // an old one may be refused
	}
}

// TestSticksAndLineLoseAndDoubleNothing mixes a bad line with sticks that are
// carried late, twice, cut off or never, while the county comes back from its
// backups and the kiosk deletes what is in one.
func TestSticksAndLineLoseAndDoubleNothing(t *testing.T) {
	const histories = 200
	for s := range uint64(histories) {
		t.Run(fmt.Sprintf("seed=%d", s), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(s, 2))
			c := newCounty(t)
			w := &line{rng: rng, county: c, loss: 0.6}
			store := storetest.NewMemory(moment)
			q := newQueue(store, w, c)
			by := &sticks{t: t, rng: rng, queue: q, county: c}
			const people = 25
			for n := 1; n <= people; n++ {
				file(t, store, rng, n)
				by.step()
				switch rng.IntN(10) {
				case 0:
					c.backup()
				case 1:
					c.restore()
				case 2:
					purge(t, store)
				case 3, 4, 5:
					_ = q.Drain(t.Context())
				}
				by.step()
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
		})
	}
	played(t, "sticks beside a bad line", 0, histories-1)
}

func TestSticksAloneAreEnough(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	c := newCounty(t)
	store := storetest.NewMemory(moment)
	q := newQueue(store, &line{rng: rng, county: c, loss: 1}, c)
	by := &sticks{t: t, rng: rng, queue: q, county: c}
	const people = 230 // three messages
	for n := 1; n <= people; n++ {
		file(t, store, rng, n)
	}
	if out := by.export(); out.Records != people || out.Absent != 0 || out.Pieces == 0 {
		t.Errorf("exported %+v", out)
	}
	n, err := store.Count(t.Context())
	if err != nil || n.Waiting != people || n.Sent != 0 {
		t.Errorf("on the stick alone: %+v, %v", n, err)
	}
	by.carry(by.bundles[0])
	if err := q.TakeAnswer(t.Context(), by.answers[0], by.known); err != nil {
		t.Fatal(err)
	}
	c.wantEach(people)
	finished(t, store, people)
	if out := by.export(); out.Records != 0 {
		t.Errorf("after the answer there is still %+v", out)
	}
}

func TestAnAnswerThatNobodyAskedForChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	c := newCounty(t)
	store := storetest.NewMemory(moment)
	by := &sticks{t: t, rng: rng, queue: newQueue(store, c, c), county: c}
	file(t, store, rng, 1)
	by.export()
	by.carry(by.bundles[0])
	damaged := bytes.Clone(by.answers[0])
	damaged[len(damaged)-5] ^= 1
	for name, try := range map[string]func() error{
		"no bundle was made":  func() error { return by.queue.TakeAnswer(t.Context(), by.answers[0], nil) },
		"of another bundle":   func() error { return by.queue.TakeAnswer(t.Context(), by.answers[0], []wire.Sum{{1}}) },
		"damaged":             func() error { return by.queue.TakeAnswer(t.Context(), damaged, by.known) },
		"a push is no answer": func() error { return by.queue.TakeAnswer(t.Context(), by.bundles[0][23:], by.known) },
	} {
		err := try()
		if e := village.Keyed(err); e == nil || e.Key != "err.courier.answer" {
			t.Errorf("%s: %v", name, err)
		}
	}
	n, err := store.Count(t.Context())
	if err != nil || n.Waiting != 1 {
		t.Errorf("count %+v, %v", n, err)
	}
}

// TestAnAnswerFromBeforeTheCountyWasRestoredIsNoLongerBelieved lets a stick lie in
// a drawer while the county comes back from a backup that is older than what the
// answer on the stick promises, and while the line says so.
func TestAnAnswerFromBeforeTheCountyWasRestoredIsNoLongerBelieved(t *testing.T) {
	c := newCounty(t)
	store := storetest.NewMemory(moment)
	q := newQueue(store, c, c)
	by := &sticks{t: t, rng: rand.New(rand.NewPCG(1, 5)), queue: q, county: c}
	c.backup()
	older := c.saved
	file(t, store, by.rng, 1)
	by.export()
	by.carry(by.bundles[0])
	c.backup()
	by.carry(by.bundles[0])
	c.saved = older
	c.restore()
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := q.TakeAnswer(t.Context(), by.answers[1], by.known); err != nil {
		t.Fatal(err)
	}
	n, err := store.Count(t.Context())
	if err != nil || n.Stored != 1 || n.Durable != 0 {
		t.Errorf("this county has no backup with the record: %+v, %v", n, err)
	}
	purge(t, store)
	c.restore()
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.wantEach(1)
}

// TestAStickBringsTheFirstWordOfARestoredCounty holds against believing too little:
// where there is no line, only sticks say that the county was restored.
func TestAStickBringsTheFirstWordOfARestoredCounty(t *testing.T) {
	c := newCounty(t)
	store := storetest.NewMemory(moment)
	q := newQueue(store, &line{rng: rand.New(rand.NewPCG(1, 6)), county: c, loss: 1}, c)
	by := &sticks{t: t, rng: rand.New(rand.NewPCG(1, 6)), queue: q, county: c}
	c.backup()
	file(t, store, by.rng, 1)
	by.export()
	by.carry(by.bundles[0])
	if err := q.TakeAnswer(t.Context(), by.answers[0], by.known); err != nil {
		t.Fatal(err)
	}
	if out := by.export(); out.Records != 0 {
		t.Fatalf("after the answer there is still %+v", out)
	}
	c.restore()
	by.carry(by.bundles[1]) // a gap: the county says that it wants the first
	if err := q.TakeAnswer(t.Context(), by.answers[1], by.known); err != nil {
		t.Fatal(err)
	}
	if out := by.export(); out.Records != 1 {
		t.Errorf("the county wants the record again; exported %+v", out)
	}
}
