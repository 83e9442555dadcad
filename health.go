package main

import (
	"context"
	"log/slog"

	"bianmin/app/village"
	"bianmin/sync/inbox"
	"bianmin/sync/wire"
)

// devices says how what is plugged into the machine is; nil where nobody looks.
type devices func(ctx context.Context) []village.Finding

// tell says to the county how the machine is, behind a pull. What is lost is said
// again with the next; a county of an earlier release knows no such call.
func (k *kiosk) tell(ctx context.Context, in *inbox.Inbox, at devices) {
	way, ok := in.County.(*countyWay)
	if !ok {
		return
	}
	h := village.Health{SentAt: k.clock.wall(), Version: version, Findings: k.vitals(ctx)}
	if at != nil {
		h.Findings = append(h.Findings, at(ctx)...)
	}
	raw, _, err := in.Codec.Seal(k.identity, wire.HealthContext, wire.NewHealth(k.identity.ID, h))
	if err == nil {
		err = way.client.Health(ctx, raw)
	}
	if err != nil && ctx.Err() == nil && village.KindOf(err) != village.NotFound {
		slog.InfoContext(ctx, "health", "kind", village.KindOf(err), "err", err)
	}
}

// vitals is how the machine itself is.
func (k *kiosk) vitals(ctx context.Context) []village.Finding {
	list := []village.Finding{diskOf(k.dir), {Check: "clock", State: clockHealth()[k.trust()]}}
	n, err := k.store.Count(ctx)
	if err != nil {
		return append(list, village.Finding{Check: "outbox", State: village.FindingBad})
	}
	queue := village.Finding{Check: "outbox", State: village.FindingFine, Figure: int64(n.Waiting)}
	if n.NeedsAttention > 0 {
		queue.State = village.FindingUneasy
	}
	return append(list, queue)
}

func (k *kiosk) trust() village.TimeTrust {
	_, trust := k.clock.now()
	return trust
}

// clockHealth is what a machine's trust in its time means for people.
func clockHealth() map[village.TimeTrust]health {
	return map[village.TimeTrust]health{village.TimeSynced: fine, village.TimeUnknown: uneasy, village.TimeFloor: broken}
}

// diskOf is how much room the folder dir has.
func diskOf(dir string) village.Finding {
	free, err := freeBytes(dir)
	f := village.Finding{Check: "disk", State: fine, Figure: int64(free >> 20)} //nolint:gosec // MB
	switch {
	case err != nil:
		f.State, f.Figure = uneasy, 0
	case free < emptyDisk:
		f.State = broken
	case free < lowDisk:
		f.State = uneasy
	}
	return f
}
