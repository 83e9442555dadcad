package main

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/receipt"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/sync/inbox"
	"bianmin/sync/outbox"
	"bianmin/ui/flow"
)

// pullEvery is how often the window asks what the county has published.
const pullEvery = time.Minute

// inbox takes what the county publishes, over the way of a queue and under its
// lock.
func (k *kiosk) inbox(q *outbox.Queue) *inbox.Inbox {
	way, _ := q.County.(inbox.County) // every way of [kiosk.queue] is one
	return &inbox.Inbox{
		Store: k.store, County: way, Lock: q.Lock, Identity: k.identity, Trusted: k.countySigners, Codec: q.Codec,
		Check: snapshot.Check, Now: k.clock.wall, Log: slog.Default(),
		Keys: k.takeCountyKeys,
	}
}

// Pull implements [inbox.County].
func (w *countyWay) Pull(ctx context.Context, envelope []byte) ([]byte, error) {
	return w.client.Pull(ctx, envelope)
}

// Content implements [inbox.County].
func (w *countyWay) Content(ctx context.Context, sum [32]byte, from int64) ([]byte, error) {
	return w.client.Content(ctx, sum, from)
}

// pullAll takes everything that the county has published.
func (k *kiosk) pullAll(ctx context.Context, q *outbox.Queue) error {
	in := k.inbox(q)
	for {
		taken, err := in.Take(ctx)
		if err != nil {
			return err
		}
		if !taken.More {
			k.tell(ctx, in, nil)
			k.tellMisses(ctx, in)
			return nil
		}
	}
}

// pull asks behind the queue: once a minute, and again as soon as the queue is
// empty while a content is on its way.
func (l *line) pull(ctx context.Context) {
	if time.Now().Before(l.nextPull) {
		return
	}
	l.nextPull = time.Now().Add(pullEvery)
	taken, err := l.inbox.Take(ctx)
	if err != nil && ctx.Err() == nil {
		slog.InfoContext(ctx, "pull", "kind", village.KindOf(err), "err", err)
	}
	if taken.More {
		l.nextPull = time.Time{}
		l.poke()
		return
	}
	l.kiosk.tell(ctx, l.inbox, l.devices)
	l.kiosk.tellMisses(ctx, l.inbox)
}

// machine is what the county's list says of the machine of a receipt. Without a
// list, and for this machine before it is on it, nothing is said.
func (k *kiosk) machine(p receipt.Payload) snapshot.Machine {
	return k.edition.Load().roster[p.Kiosk]
}

// checkPublished names what is in use of the county's publications, and what is
// not and why.
func (k *kiosk) checkPublished(ctx context.Context) finding {
	held, err := k.store.Held(ctx)
	if err != nil {
		return finding{"published", broken, k.text.T("doctor.database.damaged")}
	}
	refused, err := k.store.Refused(ctx)
	if err != nil {
		return finding{"published", broken, k.text.T("doctor.database.damaged")}
	}
	var parts []string
	for _, h := range held {
		parts = append(parts, k.text.T("doctor.published.one", "stream", k.text.T("stream."+string(h.Stream)), "version", h.Version))
	}
	if len(parts) == 0 {
		parts = []string{k.text.T("doctor.published.none")}
	}
	state := fine
	for _, r := range refused {
		state = uneasy
		parts = append(parts, k.text.T("doctor.published.refused", "stream", k.streamName(r.Stream), "version", r.Version, "reason", k.text.T(r.Problem)))
	}
	return finding{"published", state, strings.Join(parts, k.text.T("doctor.published.and"))}
}

// streamName is a stream in the words of people; one of a later release has none.
func (k *kiosk) streamName(s snapshot.Stream) string {
	if !s.Known() {
		return string(s)
	}
	return k.text.T("stream." + string(s))
}

// opening is whether the window is open now, and its hours of today.
// serves reports whether the window of a slot is for an item, as its centre published it.
func (k *kiosk) serves(id village.SlotID, it village.ServiceItem) bool {
	return k.edition.Load().hours.Serves(id, it)
}

func (k *kiosk) opening() calendar.Opening { return k.posted().Opening }

// posted is what hangs on the board today: by the time of the machine, which is
// never before what it has once known for certain.
func (k *kiosk) posted() flow.Posted {
	e, place := k.edition.Load(), k.enrolment.Load().Village
	now, trust := k.clock.now()
	hours, published := e.hours.Of(place)
	if !published {
		hours = e.usual
	}
	return flow.Posted{
		Notices: snapshot.Current(e.notices, place, now), Hours: hours, Usual: !published,
		Opening: e.calendar.Opening(hours, now), Timeless: trust == village.TimeFloor,
	}
}
