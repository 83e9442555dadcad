package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"bianmin/app/village"
	store "bianmin/storage/kiosk"
	"bianmin/storage/mirror"
)

// mirrorFlag is how a command is told where the second medium is.
type mirrorFlag struct {
	Mirror         string `help:"Folder on a stick or card that gets a sealed copy of everything; off: none. Kept for all commands." placeholder:"DIR"`
	MirrorSameDisk bool   `help:"Let it be on the disk of the data, for trying out." hidden:""`
}

// mirrorOff ends the copy.
const mirrorOff = "off"

// apply keeps the flag for this and all later commands.
func (f mirrorFlag) apply(ctx context.Context, k *kiosk) error {
	if f.Mirror == "" {
		return nil
	}
	m := store.Mirror{Dir: filepath.Clean(f.Mirror), SameDisk: f.MirrorSameDisk}
	switch {
	case f.Mirror == mirrorOff:
		m = store.Mirror{}
	case !filepath.IsAbs(m.Dir):
		return village.Refuse("mirror", "err.mirror.flag")
	}
	if old, err := k.store.Mirror(ctx); err != nil || old == m {
		return err
	}
	return k.store.SaveMirror(ctx, m)
}

const (
	copyWait  = 2 * time.Second  // how long a receipt waits for the second medium
	copyEvery = 10 * time.Second // how often the window looks for what a medium lacks
)

// copies keeps the second medium up to date. One goroutine touches the medium: a
// stick that hangs keeps it, and nobody else. It is never waited for longer than
// a receipt waits.
type copies struct {
	kiosk *kiosk
	once  sync.Once
	wake  chan struct{}
	stays atomic.Bool   // the process lives on and logs; a command says it in its answer
	drop  atomic.Bool   // papers may have to leave the medium: it is looked through
	done  chan struct{} // closed when the goroutine has ended; nil: none was begun

	mu      sync.Mutex
	round   chan struct{} // closed when the round under way ends
	since   time.Time     // when it began; zero when none is
	through int64
	err     error
	looked  bool
}

// copyState is what is known of the second medium.
type copyState struct {
	through int64
	err     error // nil: the last round ended well
	busy    bool  // a round is under way
	looked  bool  // a round has ended
}

func newCopies(k *kiosk) *copies {
	return &copies{kiosk: k, wake: make(chan struct{}, 1), round: make(chan struct{})}
}

// start begins the goroutine that copies, once; it ends with the kiosk.
func (c *copies) start() {
	c.once.Do(func() {
		done := make(chan struct{})
		c.done = done
		go func() {
			defer close(done)
			c.run(c.kiosk.life)
		}()
	})
}

// wait returns when nothing touches the medium any more, or when the medium
// hangs: then the process ends without it.
func (c *copies) wait() {
	c.once.Do(func() {}) // from now on nothing begins
	if c.done == nil {
		return
	}
	select {
	case <-c.done:
	case <-time.After(copyWait):
	}
}

func (c *copies) run(ctx context.Context) {
	w := &mirror.Writer{
		Owner: c.kiosk.identity, Self: c.kiosk.owner,
		Place: mirror.Place{Data: c.kiosk.dir, Lock: filepath.Join(c.kiosk.dir, "mirror.lock")},
	}
	for ctx.Err() == nil {
		c.copy(ctx, w)
		if w.Place.Dir != "" && c.drop.Swap(false) {
			if _, err := w.Drop(ctx, c.kiosk.store); err != nil {
				c.drop.Store(true)
			}
		}
		select {
		case <-ctx.Done():
		case <-c.wake:
		case <-time.After(copyEvery):
		}
	}
}

// copy is one round.
func (c *copies) copy(ctx context.Context, w *mirror.Writer) {
	set, err := c.kiosk.store.Mirror(ctx)
	if err == nil && set.Dir == "" {
		c.end(0, nil)
		return
	}
	c.mu.Lock()
	c.since = time.Now()
	c.mu.Unlock()
	var through int64
	if err == nil {
		w.Place.Dir, w.Place.SameDisk = set.Dir, set.SameDisk
		through, err = w.CatchUp(ctx, c.kiosk.store)
	}
	c.end(through, err)
}

// end notes how a round ended; what is new about it is logged once.
func (c *copies) end(through int64, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stays.Load() && err != nil && !errors.Is(err, context.Canceled) && (c.err == nil || village.Keyed(c.err).Key != village.Keyed(err).Key) {
		slog.Info("copy to the second medium", "err", err)
	}
	c.through, c.err, c.since, c.looked = through, err, time.Time{}, true
	close(c.round)
	c.round = make(chan struct{})
}

// look is the state now, and a channel that is closed when it may be another one.
// A round that does not end is slow.
func (c *copies) look() (copyState, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := copyState{c.through, c.err, !c.since.IsZero(), c.looked}
	if s.busy && time.Since(c.since) > copyWait {
		s.err = errSlow
	}
	return s, c.round
}

// errSlow is a medium that does not answer.
var errSlow = &village.Error{Kind: village.Internal, Key: mirror.KeySlow}

// reached waits until the second medium holds the record at place, and for as long
// as a receipt waits. A medium that already hangs is not waited for again.
func (k *kiosk) reached(ctx context.Context, place int64) village.Copy {
	if set, err := k.store.Mirror(ctx); err != nil || set.Dir == "" {
		return village.CopyNone
	}
	k.copies.start()
	enough := time.NewTimer(copyWait)
	defer enough.Stop()
	for tries := 0; ; tries++ {
		state, round := k.copies.look()
		if state.through >= place {
			return village.CopyMirrored
		}
		if e := village.Keyed(state.err); state.err != nil && (e.Key == mirror.KeySlow || tries > 1) {
			return village.CopyLocalOnly
		}
		k.copies.poke()
		select {
		case <-round:
		case <-enough.C:
			return village.CopyLocalOnly
		case <-ctx.Done():
			return village.CopyLocalOnly
		}
	}
}

// keep copies for as long as the process lives, and looks for what an earlier one
// left to do.
func (c *copies) keep() {
	c.stays.Store(true)
	c.purged()
}

// renew lets the copy say at once what the machine's key is sealed for by now. It
// waits no longer than a receipt does: a medium that hangs or is out gets it later.
func (c *copies) renew(ctx context.Context) {
	if set, err := c.kiosk.store.Mirror(ctx); err != nil || set.Dir == "" {
		return
	}
	c.start()
	enough := time.NewTimer(copyWait)
	defer enough.Stop()
	for range 2 { // the round under way may have begun before
		_, round := c.look()
		c.poke()
		select {
		case <-round:
		case <-enough.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// purged lets what left the machine leave its copy too.
func (c *copies) purged() {
	c.drop.Store(true)
	c.start()
	c.poke()
}

func (c *copies) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// owner is whose copy it is: the machine, with its key sealed for its county.
func (k *kiosk) owner(ctx context.Context) (mirror.Owner, error) {
	if err := k.refresh(ctx); err != nil {
		return mirror.Owner{}, err
	}
	county, err := k.county()
	if err != nil {
		return mirror.Owner{}, err
	}
	escrow, err := k.identity.Escrow(county.Code, county.Key)
	if err != nil {
		return mirror.Owner{}, village.Failed("seal the machine's key", err)
	}
	return mirror.Owner{
		Kiosk: k.identity.ID, Public: k.identity.Public(), URL: k.enrolment.Load().URL, County: county.Code, Escrow: escrow,
	}, nil
}

// checkMirror says what the second medium holds. It waits for a medium that hangs
// no longer than a receipt does.
func (k *kiosk) checkMirror(ctx context.Context) finding {
	set, err := k.store.Mirror(ctx)
	if err != nil {
		return finding{"mirror", broken, k.text.T("doctor.database.damaged")}
	}
	if set.Dir == "" {
		return finding{"mirror", uneasy, k.text.T("doctor.mirror.none")}
	}
	n, err := k.store.LastPlace(ctx)
	if err != nil {
		return finding{"mirror", broken, k.text.T("doctor.database.damaged")}
	}
	at := k.reached(ctx, n)
	state, _ := k.copies.look()
	if at == village.CopyLocalOnly && state.busy && state.err == nil {
		state.err = errSlow // it had as long as a receipt waits, whenever its round began
	}
	return k.mirrorFinding(set, state, n)
}

func (k *kiosk) mirrorFinding(set store.Mirror, state copyState, last int64) finding {
	if state.err != nil {
		return finding{"mirror", uneasy, k.text.T(village.Keyed(state.err).Key)}
	}
	key, how := "doctor.mirror.whole", fine
	switch {
	case state.through < last:
		key, how = "doctor.mirror.behind", uneasy
	case set.SameDisk:
		key, how = "doctor.mirror.same_disk", uneasy
	}
	return finding{"mirror", how, k.text.T(key, "dir", set.Dir, "through", state.through, "all", last)}
}
