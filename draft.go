package main

import (
	"context"
	"log/slog"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/storage/draft"
)

// sweepEvery is how late a draft may be destroyed.
const sweepEvery = 10 * time.Second

// startWork begins what goes on beside the pages, until ctx ends.
func (k *kiosk) startWork(ctx context.Context, at devices) *line {
	l := k.startLine(ctx, at)
	l.group.Go(func() { k.changeDayKey(ctx) })
	k.startDrafts(ctx, l)
	return l
}

// startDrafts takes up what an earlier window left unfinished, and destroys until
// ctx ends what nobody comes back for. Where there is no memory that is gone with
// the power, or somebody else has a hand in it, nothing is kept.
func (k *kiosk) startDrafts(ctx context.Context, l *line) {
	dir := memoryFor(k.dir, "draft-")
	if dir == "" {
		slog.InfoContext(ctx, "no memory for drafts on this machine")
		return
	}
	if err := k.openDrafts(ctx, dir); err != nil {
		slog.ErrorContext(ctx, "open the drafts", "err", err)
		return
	}
	l.group.Go(func() { k.sweepDrafts(ctx) })
}

func (k *kiosk) openDrafts(ctx context.Context, dir string) error {
	if err := oursAlone(dir); err != nil {
		return err
	}
	shelf, err := draft.Open(dir, newSeed)
	if err != nil {
		return err
	}
	k.shelf = shelf
	drafts := &desk.Drafts{
		Shelf: shelf, Now: k.clock.wall, Uptime: uptime, NewID: newID, Rand: newRand(),
		Handed: func(id village.RecordID) (bool, error) {
			_, err := k.store.Standing(ctx, id)
			if village.KindOf(err) == village.NotFound {
				return false, nil
			}
			return err == nil, err
		},
	}
	if err := drafts.Open(); err != nil {
		return err
	}
	k.drafts = drafts
	return nil
}

func (k *kiosk) sweepDrafts(ctx context.Context) {
	for pause(ctx, sweepEvery) == nil {
		if err := k.drafts.Sweep(); err != nil {
			slog.ErrorContext(ctx, "destroy old drafts", "err", err)
		}
	}
}

// changeDayKey forgets the key of yesterday's duplicate hints soon after midnight,
// although nobody hands anything in until morning.
func (k *kiosk) changeDayKey(ctx context.Context) {
	for pause(ctx, sweepEvery) == nil {
		if _, err := k.desk.TagKey(k.clock.wall().In(village.Zone).Format(time.DateOnly)); err != nil {
			slog.ErrorContext(ctx, "change the key of the day", "err", err)
		}
	}
}
