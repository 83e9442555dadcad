package mirror

import (
	"flag"
	"math/rand/v2"
	"testing"

	"bianmin/app/seal"
)

var (
	seed = flag.Uint64("seed", 0, "seed of the power cuts; 0 draws one")
	cuts = flag.Int("cuts", 100, "how often the power-cut test cuts")
)

// readMemory is what is on a medium in memory.
func readMemory(m *memory, owner seal.Identity) (list []Entry, err error) {
	segs, err := segments(m)
	if err != nil {
		return nil, err
	}
	r := reader{public: owner.Public(), take: func(e Entry) error { list = append(list, e); return nil }}
	for _, s := range segs {
		if _, err := r.segment(m, s); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// upToTheCut catches up until it is done or the power goes.
func upToTheCut(t *testing.T, w *Writer, from *database) (through int64, cut bool) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(powerCut); !ok {
				panic(r)
			}
			cut = true
		}
	}()
	through, err := w.CatchUp(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Drop(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	return through, false
}

// cutPower takes records in and cuts the medium's power in the middle, twice. It
// returns how many records that were said to be there are not.
func cutPower(t *testing.T, rng *rand.Rand, lies bool) (lost int) {
	t.Helper()
	owner, from, m := identity(t, 1), &database{}, newMemory(rng)
	m.lies = lies
	var said int64
	for range 2 {
		w := stick(t, t.TempDir(), owner)
		w.open = func(string, bool) (disk, error) { return m, nil }
		m.left = rng.IntN(40)
		for cut := false; !cut; {
			from.take(1+rng.IntN(3), rng.IntN(2000))
			if rng.IntN(8) == 0 {
				from.take(3, testSegment)
			}
			var through int64
			if through, cut = upToTheCut(t, w, from); !cut {
				said, from.erased = through, through/2
			}
		}
		m.restart()
		got, err := readMemory(m, owner)
		if err != nil {
			t.Fatal(err)
		}
		lost += max(0, int(said)-len(got))
	}
	if !lies {
		w := stick(t, t.TempDir(), owner)
		w.open = func(string, bool) (disk, error) { return m, nil }
		catchUp(t, w, from)
		got, err := readMemory(m, owner)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if got[i].Erased && got[i].Place <= from.erased {
				got[i] = from.entries[i]
			}
		}
		wantEntries(t, got, from)
	}
	return lost
}

func start(t *testing.T) uint64 {
	t.Helper()
	s := *seed
	if s == 0 {
		s = rand.Uint64()
	}
	t.Logf("trials: %d power cuts at the second medium, seed %d", *cuts, s)
	return s
}

// TestPapersTornByAPowerCutStayUntilTheyAreErased repeats histories in which the
// clear part of a record survived and its papers did not: the record comes again in
// the next segment, and a segment without papers must not stand for it.
func TestPapersTornByAPowerCutStayUntilTheyAreErased(t *testing.T) {
	for _, known := range [][2]uint64{{1, 353}, {2, 300}} {
		cutPower(t, rand.New(rand.NewPCG(known[0], known[1])), false)
	}
}

func TestAPowerCutWhileAppendingLosesNothingThatWasSaidToBeThere(t *testing.T) {
	s := start(t)
	n := uint64(0)
	defer func() {
		if t.Failed() {
			t.Logf("in trial %d of -seed=%d", n, s)
		}
	}()
	for ; n < uint64(*cuts/2); n++ {
		if lost := cutPower(t, rand.New(rand.NewPCG(s, n)), false); lost > 0 {
			t.Fatalf("%d lost", lost)
		}
	}
}

// TestThePowerCutSeesAMediumThatDoesNotSync is the control.
func TestThePowerCutSeesAMediumThatDoesNotSync(t *testing.T) {
	s := start(t)
	for n := range uint64(50) {
		if cutPower(t, rand.New(rand.NewPCG(s, n)), true) > 0 {
			t.Logf("trials: a medium that does not sync is found in trial %d, seed %d", n, s)
			return
		}
	}
	t.Error("a medium that never syncs lost nothing")
}
