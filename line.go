package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/sync/inbox"
	"bianmin/sync/mailbox"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
	"bianmin/ui/flow"
)

// glance is how often the window looks at the queue and at its enrolment, which
// a command may have changed.
const glance = 2 * time.Second

// queue is the kiosk's way to its county; the error is [village.Invalid],
// err.kiosk.not_enrolled, before enrolment.
func (k *kiosk) queue(ctx context.Context, wait time.Duration) (*outbox.Queue, func(), error) {
	if err := k.refresh(ctx); err != nil {
		return nil, nil, err
	}
	way := &countyWay{kiosk: k}
	if _, err := way.follow(); err != nil {
		return nil, nil, err
	}
	codec, err := wire.NewCodec()
	if err != nil {
		return nil, nil, village.Failed("open the line", err)
	}
	return &outbox.Queue{
		Store: k.store, County: way, Identity: k.identity, Trusted: k.countySigners, Codec: codec, Audit: k.store, Now: k.clock.wall, Rand: newRand(),
		Lock: outbox.FileLock{Path: filepath.Join(k.dir, outbox.LockName), Wait: wait},
	}, func() { way.client.Close() }, nil
}

// onceWait is how long `sync --once` waits for the window to finish a push.
const onceWait = 30 * time.Second

// syncOnce tries now, whatever the back-off says.
func (k *kiosk) syncOnce(ctx context.Context) error {
	q, done, err := k.queue(ctx, onceWait)
	if err != nil {
		return err
	}
	defer done()
	k.copies.start()
	if err := q.Drain(ctx); err != nil {
		return err
	}
	if err := k.fetchMail(ctx, q); err != nil {
		return err
	}
	if err := k.purge(ctx); err != nil {
		return err
	}
	return k.pullAll(ctx, q)
}

// fetchMail takes in what the county wrote to this kiosk. It comes after the queue:
// numbers are leased only to a kiosk that has handed everything over.
func (k *kiosk) fetchMail(ctx context.Context, q *outbox.Queue) error {
	way, ok := q.County.(mailbox.County)
	if !ok {
		return nil
	}
	return k.mailbox(q, way).Fetch(ctx)
}

// mailbox is this kiosk's mailbox under the lock of a queue; county is nil where
// letters come on a stick.
func (k *kiosk) mailbox(q *outbox.Queue, county mailbox.County) *mailbox.Box {
	return &mailbox.Box{
		Store: k.store, County: county, Identity: k.identity, Trusted: k.countySigners, Codec: q.Codec, Lock: q.Lock, Now: k.clock.wall,
	}
}

// purge deletes the papers that a backup of the county has held for long enough, by
// the county's time, counted on while this program runs. The machine's own clock
// takes no part: nobody knows how wrong it is.
func (k *kiosk) purge(ctx context.Context) error {
	past, _ := k.clock.least()
	erased, err := k.store.Purge(ctx, past)
	if erased > 0 {
		k.copies.purged()
	}
	return err
}

// watch sends until ctx ends, and looks for what other processes commit.
func (k *kiosk) watch(ctx context.Context) error {
	k.copies.keep()
	l := &line{kiosk: k, wake: make(chan struct{}, 1)}
	q, done, err := k.queue(ctx, glance)
	if err != nil {
		return err
	}
	defer done()
	l.start(ctx, q)
	l.wait()
	return nil
}

// line is the window's view of the queue, and what keeps it moving.
type line struct {
	kiosk *kiosk
	wake  chan struct{}
	group sync.WaitGroup
	last  atomic.Pointer[flow.LineState]

	devices devices     // told to the county with the rest of the machine
	up      atomic.Bool // the last attempt reached the county

	inbox    *inbox.Inbox // used by the goroutine of the queue, as is nextPull
	nextPull time.Time
}

// startLine moves the queue until ctx ends. Before enrolment it only looks.
func (k *kiosk) startLine(ctx context.Context, at devices) *line {
	l := &line{kiosk: k, wake: make(chan struct{}, 1), devices: at}
	l.last.Store(&flow.LineState{Full: !k.hasRoom(personBytes)})
	k.copies.keep()
	l.group.Go(func() {
		q, done, err := l.enrolled(ctx)
		if err != nil {
			return // ctx ended
		}
		defer done()
		l.start(ctx, q)
	})
	return l
}

// enrolled waits until the kiosk is enrolled.
func (l *line) enrolled(ctx context.Context) (*outbox.Queue, func(), error) {
	for {
		q, done, err := l.kiosk.queue(ctx, glance)
		if err == nil {
			return q, done, nil
		}
		l.observe(ctx)
		if err := pause(ctx, glance); err != nil {
			return nil, nil, err
		}
	}
}

func (l *line) start(ctx context.Context, q *outbox.Queue) {
	l.inbox = l.kiosk.inbox(q)
	q.Wake = l.wake
	q.Tried = func(err error) {
		l.up.Store(err == nil)
		if err == nil {
			err = errors.Join(l.kiosk.fetchMail(ctx, q), l.kiosk.purge(ctx))
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			slog.InfoContext(ctx, "push", "kind", village.KindOf(err), "err", err)
		}
		l.observe(ctx)
		if l.up.Load() {
			l.pull(ctx)
		}
	}
	l.group.Go(func() { _ = q.Run(ctx) })
	l.group.Go(func() {
		for ctx.Err() == nil {
			l.observe(ctx)
			_ = l.kiosk.refresh(ctx)
			l.kiosk.prepare(ctx)
			_ = pause(ctx, glance)
		}
	})
}

// wait returns when nothing uses the database any more.
func (l *line) wait() { l.group.Wait() }

// poke says that something was committed.
func (l *line) poke() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// observe counts the queue for the pages.
func (l *line) observe(ctx context.Context) {
	n, err := l.kiosk.store.Count(ctx)
	if err != nil {
		return // the pages keep what they knew; a broken store refuses the next act
	}
	mindDisk(l.kiosk.dir)
	state := flow.LineState{Online: l.up.Load(), Waiting: n.Waiting, Lifetime: n.Lifetime, Full: !l.kiosk.hasRoom(personBytes)}
	if n.LastContact != nil {
		state.LastContact = *n.LastContact
	}
	l.last.Store(&state)
}

// state is the line in the words of a page.
func (l *line) state() flow.LineState { return *l.last.Load() }

func (l *line) accept(ctx context.Context, in desk.Application) (desk.Accepted, error) {
	out, err := l.kiosk.accept(ctx, in)
	if err == nil {
		l.observe(ctx)
		l.poke()
	}
	return out, err
}

func (l *line) rate(ctx context.Context, in desk.RatingInput) (desk.Rated, error) {
	out, err := l.kiosk.rate(ctx, in)
	if err == nil {
		l.observe(ctx)
		l.poke()
	}
	return out, err
}

func (l *line) supplement(ctx context.Context, in desk.SupplementInput) (desk.FollowedUp, error) {
	return l.followed(ctx, func() (desk.FollowedUp, error) { return l.kiosk.supplement(ctx, in) })
}

func (l *line) makeUp(ctx context.Context, in desk.SupplementInput) (desk.FollowedUp, error) {
	return l.followed(ctx, func() (desk.FollowedUp, error) { return l.kiosk.makeUp(ctx, in) })
}

func (l *line) survey(ctx context.Context, in desk.SurveyInput) (desk.FollowedUp, error) {
	return l.followed(ctx, func() (desk.FollowedUp, error) { return l.kiosk.survey(ctx, in) })
}

func (l *line) withdraw(ctx context.Context, in desk.WithdrawInput) (desk.FollowedUp, error) {
	return l.followed(ctx, func() (desk.FollowedUp, error) { return l.kiosk.withdraw(ctx, in) })
}

func (l *line) move(ctx context.Context, in desk.MoveInput) (desk.FollowedUp, error) {
	return l.followed(ctx, func() (desk.FollowedUp, error) { return l.kiosk.move(ctx, in) })
}

func (l *line) collect(ctx context.Context, in desk.CollectInput) (desk.FollowedUp, error) {
	return l.followed(ctx, func() (desk.FollowedUp, error) { return l.kiosk.collect(ctx, in) })
}

func (l *line) followed(ctx context.Context, act func() (desk.FollowedUp, error)) (desk.FollowedUp, error) {
	out, err := act()
	if err == nil {
		l.observe(ctx)
		l.poke()
	}
	return out, err
}

// pause waits for d, or for the end of ctx, whose error it returns.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
