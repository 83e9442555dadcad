package main

import (
	"context"
	"log/slog"

	"bianmin/app/catalog"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/inbox"
	"bianmin/sync/wire"
)

// missed counts a search that found nothing, by day and words; who searched is not
// kept, and the words are sealed for the county: they may hold a name. A count that is lost
// keeps nobody from anything.
func (k *kiosk) missed(query string) {
	words := catalog.MissWords(query)
	county, err := k.county()
	if words == "" || err != nil { // nobody to tell
		return
	}
	m := village.Miss{Day: village.DayOf(k.clock.wall())}
	key, err := k.desk.TagKey(string(m.Day))
	if err == nil {
		m.Tag = seal.MissTag(key, words)
		m.Sealed, err = county.Key.SealMiss(k.identity.ID, m, words)
	}
	if err == nil {
		err = k.store.NoteMiss(k.life, m)
	}
	if err != nil {
		slog.Error("search without a result", "err", err)
	}
}

// tellMisses says to the county which searches found nothing, behind a pull. What it
// has is not said again; a county of an earlier release knows no such call.
func (k *kiosk) tellMisses(ctx context.Context, in *inbox.Inbox) {
	way, ok := in.County.(*countyWay)
	if !ok {
		return
	}
	list, err := k.store.Misses(ctx)
	if err == nil && len(list) > 0 {
		err = k.tellMissesOf(ctx, in, way, list)
	}
	if err != nil && ctx.Err() == nil && village.KindOf(err) != village.NotFound {
		slog.InfoContext(ctx, "searches without a result", "kind", village.KindOf(err), "err", err)
	}
}

func (k *kiosk) tellMissesOf(ctx context.Context, in *inbox.Inbox, way *countyWay, list []village.Miss) error {
	now := k.clock.wall()
	message := wire.Misses{V: wire.Version, Kiosk: k.identity.ID, SentMS: now.UnixMilli()}
	for _, m := range list {
		message.Misses = append(message.Misses, wire.Miss{Day: m.Day, Tag: m.Tag, Sealed: m.Sealed, Count: m.Count})
	}
	raw, _, err := in.Codec.Seal(k.identity, wire.MissContext, message)
	if err != nil {
		return err
	}
	if err := way.client.Misses(ctx, raw); err != nil {
		return err
	}
	return k.store.MissesTold(ctx, list, village.DayOf(now))
}

type itemsMisses struct{}

// missAnswer is a line of `items misses`.
type missAnswer struct {
	Day   village.Day `json:"day"`
	Count int         `json:"count"`
}

// Run counts searches without a result that the county does not have yet, one line for the
// same words of a day; the words are sealed.
func (itemsMisses) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	list, err := k.store.Misses(c)
	if err != nil {
		return err
	}
	if len(list) == 0 && !c.cli.JSON {
		return c.answer(nil, c.text.T("cli.miss.none"))
	}
	for _, m := range list {
		if err := c.answer(missAnswer{m.Day, m.Count}, c.text.T("cli.miss.line", "day", m.Day, "count", m.Count)); err != nil {
			return err
		}
	}
	return nil
}
