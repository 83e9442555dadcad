package api_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/snapshot"
	"bianmin/storage/storetest"
	"bianmin/sync/inbox"
	"bianmin/sync/wire"
)

var pulls = flag.Int("pulls", 400, "how many random histories of publishing and pulling are tried")

// TestPullsEndWithWhatTheCountyPublished tries random histories with the code of
// both sides: answers that are lost, doubled, late, cut off and tampered with,
// contents in pieces of any size from anybody, a county that publishes meanwhile
// and comes back from an older backup, a power cut after any write, disks put back
// to an image, contents that this release cannot use.
func TestPullsEndWithWhatTheCountyPublished(t *testing.T) {
	seed := checkPulls(t, *pulls, pullMutant{}, 20*time.Second)
	t.Logf("trials: %d histories of publishing and pulling, -rapid.seed=%s", *pulls, seed)
}

// TestPullsSeeWhatIsBroken is the negative control.
func TestPullsSeeWhatIsBroken(t *testing.T) {
	for _, m := range []pullMutant{
		{name: "reads no content to its end", check: func(snapshot.Stream, []byte) error { return nil }},
		{name: "believes whoever signs", trustAll: true},
		{name: "forgets in which life of the county it pulled", store: func(s *storetest.Shelf) inbox.Store { return oneLife{s} }},
		{name: "activates number and content one after the other", store: func(s *storetest.Shelf) inbox.Store { return twoSteps{s} }},
		{name: "takes any number", store: func(s *storetest.Shelf) inbox.Store { return forgetful{s} }, replays: true},
	} {
		t.Run(m.name, func(t *testing.T) {
			seen := &witness{TB: t}
			seed := checkPulls(seen, 3000, m, time.Millisecond)
			if !seen.failed {
				t.Error("not found in 3,000 histories")
			}
			seen.tell(m.name, seed)
		})
	}
}

// pullMutant is a fault that somebody could build in.
type pullMutant struct {
	name     string
	check    func(snapshot.Stream, []byte) error
	trustAll bool
	replays  bool // the county answers as it did before
	store    func(*storetest.Shelf) inbox.Store
}

// oneLife says that everything was pulled in the same life.
type oneLife struct{ *storetest.Shelf }

func (s oneLife) Activate(ctx context.Context, h snapshot.Held, plain []byte) error {
	h.Incarnation = life(0)
	return s.Shelf.Activate(ctx, h, plain)
}

// twoSteps notes the number first; the power goes before the content.
type twoSteps struct{ *storetest.Shelf }

func (s twoSteps) Activate(ctx context.Context, h snapshot.Held, plain []byte) error {
	if old, err := s.Snapshot(ctx, h.Stream); err == nil && plain != nil {
		return errors.Join(s.Shelf.Activate(ctx, h, old), errLine)
	}
	return s.Shelf.Activate(ctx, h, plain)
}

// forgetful does not know what it holds.
type forgetful struct{ *storetest.Shelf }

func (s forgetful) Held(context.Context) ([]snapshot.Held, error) { return nil, nil }

func (s forgetful) Activate(ctx context.Context, h snapshot.Held, plain []byte) error {
	another := h
	another.Incarnation = []byte("no life")
	if err := s.Shelf.Activate(ctx, another, plain); err != nil {
		return err
	}
	return s.Shelf.Activate(ctx, h, plain)
}

func checkPulls(t rapid.TB, n int, m pullMutant, shrink time.Duration) (seed string) {
	codec, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	return rapidly(t, n, shrink, func(t *rapid.T) { newPuller(t, codec, m).run() })
}

func (p *puller) take() {
	p.cut = p.rng.IntN(4) == 0
	if _, err := p.inbox.Take(context.Background()); errors.Is(err, errPower) {
		p.restart()
	}
	p.cut = false
}

func (p *puller) restore() {
	if n := len(p.backups); n > 0 {
		p.lives++
		p.county = p.backups[p.rng.IntN(n)].Reborn(life(p.lives))
	}
}

func (p *puller) run() {
	p.t.Repeat(map[string]func(*rapid.T){
		"publish": p.act(p.publish),
		"pull":    p.act(p.take),
		"twice":   p.act(func() { p.take(); p.take() }),
		"restart": p.act(p.restart),
		"backup":  p.act(func() { p.backups = append(p.backups, p.county.Clone()) }),
		"restore": p.act(p.restore),
		"image":   p.act(func() { p.image = p.shelf.Clone() }),
		"put back": p.act(func() {
			p.shelf = p.image.Clone()
			p.seen = map[snapshot.Stream]snapshot.Held{} // another past
			p.restart()
		}),
		"": func(t *rapid.T) { p.t = t; p.honest() },
	})
	p.end()
}

func (p *puller) act(do func()) func(*rapid.T) {
	return func(t *rapid.T) {
		p.t = t
		p.rng = rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "chance"), 3))
		do()
	}
}

// honest: what is in use is what the county signed under that number, whole, and
// this release can use it; in one life of the county numbers only grow.
func (p *puller) honest() {
	held, err := p.shelf.Held(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	for _, h := range held {
		plain, err := p.shelf.Snapshot(context.Background(), h.Stream)
		if err != nil || h.Verify([]ed25519.PublicKey{p.keeper.Signer.Public()}) != nil || !p.number[name(h.Manifest)] || p.signed[h.SHA256] != string(plain) {
			p.t.Fatalf("%s %d %q is in use, the county signed %q, %v", h.Stream, h.Version, plain, p.signed[h.SHA256], err)
		}
		if usable(h.Stream, plain) != nil {
			p.t.Fatalf("%q is in use", plain)
		}
		before := p.seen[h.Stream]
		if slices.Equal(before.Incarnation, h.Incarnation) && h.Version < before.Version {
			p.t.Fatalf("%s goes back from %d to %d in one life", h.Stream, before.Version, h.Version)
		}
		if len(before.Incarnation) > 0 && h.Incarnation[0] < before.Incarnation[0] { // see life
			p.t.Fatalf("%s goes back from life %d to %d", h.Stream, before.Incarnation[0], h.Incarnation[0])
		}
		p.seen[h.Stream] = h
	}
}

// end: the line is good. Then the newest of every stream is in use, or why it is
// not is noted, once and for all.
func (p *puller) end() {
	p.healed, p.cut = true, false
	p.restart()
	for rounds := 0; ; rounds++ {
		taken, err := p.inbox.Take(context.Background())
		if err != nil || rounds > 20 {
			p.t.Fatalf("the line is good: %v after %d rounds", err, rounds)
		}
		if !taken.More && rounds > 1 {
			break
		}
	}
	p.honest()
	incarnation, newest, _ := p.county.Newest(context.Background())
	held, _ := p.shelf.Held(context.Background())
	refused, _ := p.shelf.Refused(context.Background())
	for _, m := range newest {
		has := slices.ContainsFunc(held, func(h snapshot.Held) bool { return h.Same(m) && slices.Equal(h.Incarnation, incarnation) })
		noted := slices.ContainsFunc(refused, func(r snapshot.Refused) bool { return r.Stream == m.Stream && r.Version == m.Version })
		if bad := usable(m.Stream, []byte(p.signed[m.SHA256])) != nil; has == bad || noted != bad {
			p.t.Fatalf("%s %d %q: in use %v, refused %v", m.Stream, m.Version, p.signed[m.SHA256], has, noted)
		}
	}
}
