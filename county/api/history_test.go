package api_test

import (
	"context"
	"crypto/ed25519"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

var histories = flag.Int("histories", 300, "how many random histories of a kiosk and its county are tried")

// TestHistoriesLoseDoubleAndClaimNothing tries random histories with the code of
// both sides: a line that loses, doubles and delays, sticks that are carried late
// and twice, disks put back to an older image, two machines with one key, a county
// that comes back from its newest or an older backup, clocks that jump, records
// that nobody can use. rapid prints how to replay what fails.
func TestHistoriesLoseDoubleAndClaimNothing(t *testing.T) {
	seed := check(t, *histories, honestly(), 20*time.Second)
	t.Logf("trials: %d histories, -rapid.seed=%s", *histories, seed)
}

// TestHistoriesSeeWhatIsBroken is the negative control: each fault that somebody
// could build in is found.
func TestHistoriesSeeWhatIsBroken(t *testing.T) {
	for _, m := range mutants() {
		t.Run(m.name, func(t *testing.T) {
			seen := &witness{TB: t}
			seed := check(seen, 3000, m, time.Millisecond)
			if !seen.failed {
				t.Error("not found in 3,000 histories")
			}
			if !strings.Contains(seen.said, m.finds) {
				t.Errorf("found as %q, not as %q", seen.said, m.finds)
			}
			seen.tell(m.name, seed)
		})
	}
}

// check tries histories.
func check(t rapid.TB, n int, m mutant, shrink time.Duration) (seed string) {
	codec, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	return rapidly(t, n, shrink, func(rt *rapid.T) { history(rt, codec, m) })
}

// rapidly tries do n times; rapid takes the number from a flag only, and its seed.
func rapidly(t rapid.TB, n int, shrink time.Duration, do func(*rapid.T)) (seed string) {
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	if seed = flag.Lookup("rapid.seed").Value.String(); seed == "0" {
		seed = strconv.FormatUint(rand.Uint64(), 10)
		defer func() { _ = flag.Set("rapid.seed", "0") }()
	}
	for name, value := range map[string]string{"rapid.seed": seed, "rapid.checks": strconv.Itoa(n), "rapid.nofailfile": "true", "rapid.shrinktime": shrink.String()} {
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, do)
	return seed
}

// startAt begins with seed, unless somebody asked for one, until its answer is called.
func startAt(t *testing.T, seed string) (back func()) {
	if flag.Lookup("rapid.seed").Value.String() != "0" {
		return func() {}
	}
	if err := flag.Set("rapid.seed", seed); err != nil {
		t.Fatal(err)
	}
	return func() { _ = flag.Set("rapid.seed", "0") }
}

var oneAtATime sync.Mutex //nolint:gochecknoglobals // rapid's flags are

// witness is a test that remembers that it failed and goes on.
type witness struct {
	rapid.TB
	failed bool
	said   string
}

// tell is the line about a control that was found.
func (w *witness) tell(name, seed string) {
	w.Helper()
	w.Logf("trials: %s is found, -rapid.seed=%s: %s", name, seed, w.said)
}

func (w *witness) Errorf(format string, args ...any) {
	w.failed, w.said = true, first(w.said, fmt.Sprintf(format, args...))
}
func (w *witness) Fatalf(format string, args ...any) { w.Errorf(format, args...) }
func (w *witness) Error(args ...any)                 { w.Errorf("%s", fmt.Sprint(args...)) }
func (w *witness) Fatal(args ...any)                 { w.Errorf("%s", fmt.Sprint(args...)) }
func (w *witness) Fail()                             { w.failed = true }
func (w *witness) FailNow()                          { w.failed = true }
func (w *witness) Failed() bool                      { return w.failed }

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// history is one of them, to its end.
func history(t *rapid.T, codec *wire.Codec, broken mutant) {
	m := newModel(t, codec, broken)
	act := func(do func(*disk)) func(*rapid.T) {
		return func(t *rapid.T) {
			m.t, m.rng = t, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "chance"), 0))
			do(m.disks[m.rng.IntN(len(m.disks))])
		}
	}
	ctx := context.Background()
	drain := func(d *disk) { _ = d.queue.Drain(ctx) }
	t.Repeat(map[string]func(*rapid.T){
		"commit":        act(m.commit),
		"commit twice":  act(func(d *disk) { m.commit(d); m.commit(d) }),
		"drain":         act(drain),
		"drain again":   act(drain),
		"image":         act(func(d *disk) { m.image = d.store.Clone() }),
		"put back":      act(func(d *disk) { *d = *m.newDisk(m.image.Clone()) }),
		"clone":         act(m.clone),
		"one dies":      act(m.dies),
		"backup":        act(func(*disk) { m.backup() }),
		"restore":       act(func(*disk) { m.restoreFrom(1) }),
		"restore older": act(func(*disk) { m.restoreFrom(2) }),
		"purge":         act(m.purge),
		"look":          act(func(*disk) { m.look() }),
		"late push":     act(func(*disk) { m.deliverLate() }),
		"export":        act(m.export),
		"carry":         act(func(*disk) { m.carryOne() }),
		"answer":        act(m.takeAnswer),
		"rot":           act(func(*disk) { m.rot() }),
		"mind":          act(func(*disk) { m.mind() }),
		"pace":          act(func(*disk) { m.pace = m.rng.Int64() >> m.rng.IntN(64) * (m.rng.Int64N(3) - 1) }),
		"time":          act(func(*disk) { m.clock = m.clock.Add(time.Duration(m.rng.Int64N(int64(48 * time.Hour)))) }),
		"unlock":        act(func(*disk) { _ = m.county.UnlockKiosk(ctx, storetest.Identity().ID) }),
		"":              func(t *rapid.T) { m.t = t; m.honest() },
	})
	m.t = t
	m.end()
}

func (m *model) clone(d *disk) {
	if len(m.disks) < 2 {
		m.disks = append(m.disks, m.newDisk(d.store.Clone()))
	}
}

func (m *model) dies(d *disk) {
	if len(m.disks) > 1 {
		m.disks = slices.DeleteFunc(m.disks, func(x *disk) bool { return x == d })
	}
}

func (m *model) restoreFrom(age int) {
	if n := len(m.backups); n >= age {
		m.restore(m.backups[n-age])
	}
}

func (m *model) deliverLate() {
	if n := len(m.late); n > 0 {
		if answer, err := m.ask("POST", wire.PushPath, m.late[m.rng.IntN(n)], nil); err == nil {
			m.replies = append(m.replies, answer)
		}
	}
}

func (m *model) carryOne() {
	if n := len(m.sticks); n > 0 {
		stick := m.sticks[m.rng.IntN(n)]
		if m.rng.IntN(4) == 0 {
			stick = stick[:m.rng.IntN(len(stick))]
		}
		m.carry(stick)
	}
}

func (m *model) takeAnswer(d *disk) {
	if n := len(m.answers); n > 0 {
		_ = d.queue.TakeAnswer(context.Background(), m.mutant.answer(m, d, m.answers[m.rng.IntN(n)]), m.bundles) // an old one may be refused
	}
}

// purge deletes what may go: only what the newest backup holds.
func (m *model) purge(d *disk) {
	before := m.states(d)
	if _, err := d.store.Purge(context.Background(), m.clock); err != nil {
		m.t.Fatal(err)
	}
	for id := range before {
		if before[id].gone || !m.states(d)[id].gone {
			continue
		}
		if m.purged[id] = true; !m.backed[id] && !m.lost[id] {
			m.t.Fatalf("%s is deleted and in no backup", id)
		}
	}
}

type standing struct {
	state village.RecordState
	gone  bool
}

func (m *model) states(d *disk) map[village.RecordID]standing {
	all := map[village.RecordID]standing{}
	_ = d.store.Records(context.Background(), func(r village.Record) error {
		all[r.ID] = standing{r.State, d.store.Gone(r.ID)}
		return nil
	})
	return all
}

// honest: a kiosk claims only what the county once committed, and the county has no
// number of a chain without the one before it.
func (m *model) honest() {
	m.gapless()
	for _, d := range m.disks {
		for id, s := range m.states(d) {
			switch s.state {
			case village.RecordStored, village.RecordPartial, village.RecordDurable, village.RecordPruned, village.RecordNeedsAttention:
				if !m.ever[id] {
					m.t.Fatalf("%s is %s at the kiosk and never was at the county", id, s.state)
				}
			}
		}
	}
}

// end: the line is back and somebody looks after the alarms. Then everything that
// is on a living disk is at the county, and what was there stays.
func (m *model) end() {
	m.healed = true
	m.mind()
	for range 3 {
		for _, d := range m.disks {
			m.clock = m.clock.Add(48 * time.Hour)
			_ = m.county.UnlockKiosk(context.Background(), storetest.Identity().ID)
			m.look()
			err := d.queue.Drain(context.Background())
			if m.gapless(); err != nil {
				m.t.Fatalf("the line is back: %v", err)
			}
		}
	}
	held := m.held()
	digests := map[string]int{}
	_ = m.county.EachRecord(context.Background(), func(r office.Summary) error { digests[string(r.Digest)]++; return nil })
	for id, digest := range m.committed {
		switch n := digests[string(digest)]; {
		case n > 1:
			m.t.Fatalf("%s is at the county %d times", id, n)
		case n == 0 && m.ever[id] && !m.lost[id]:
			m.t.Fatalf("%s was at the county and is gone", id)
		}
	}
	last := m.disks[len(m.disks)-1] // the county agrees with who came last
	for id, s := range m.states(last) {
		if held[id] == 0 && !(s.gone && m.lost[id]) {
			m.t.Fatalf("%s is %s at the kiosk and not at the county", id, s.state)
		}
		if want := poisonous(id); !s.gone && !m.givenUp(id) && want != (s.state == village.RecordNeedsAttention) || s.state == village.RecordLocal || s.state == village.RecordPartial {
			m.t.Fatalf("%s ends as %s", id, s.state)
		}
	}
	for _, d := range m.disks {
		for id, s := range m.states(d) {
			if held[id] == 0 && !(s.gone && m.lost[id]) {
				m.t.Fatalf("%s is %s on a disk and not at the county", id, s.state)
			}
		}
	}
	m.whole()
}

// givenUp: a disk that the county asked for a piece had deleted it after a backup, and
// the county no longer asks its copy.
func (m *model) givenUp(id village.RecordID) bool { return m.rotten && m.purged[id] }

// whole: every piece of a photograph that a living disk still has is at the county,
// as it was handed in.
func (m *model) whole() {
	for _, d := range m.disks {
		for id, s := range m.states(d) {
			if n, err := strconv.ParseInt(string(id[len(id)-12:]), 10, 64); err == nil && n%3 == 0 && !s.gone && !m.givenUp(id) {
				sum := [32]byte(storetest.SamplePart(fmt.Sprint("photo", n), 50).SHA256)
				if there, _ := m.county.Has(context.Background(), sum); !there {
					m.t.Fatalf("the photograph of %s is missing", id)
				}
			}
		}
	}
}

func trusted(signer seal.Identity) func() []ed25519.PublicKey {
	return func() []ed25519.PublicKey { return []ed25519.PublicKey{signer.Public()} }
}
