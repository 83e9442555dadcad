package main

import (
	"context"
	"slices"

	"bianmin/app/village"
)

const (
	// frequentMost is how many items stand first where nothing is searched for, and
	// frequentLeast how many cases an item needs for it: of fewer the list would tell
	// about single people of the village.
	frequentMost  = 12
	frequentLeast = 5
	frequentDays  = 365
)

// readFrequent counts what is asked for most on this machine (高频事项): of the items in use
// that promise one trip or none, in the year before. It is counted anew when the program
// starts and when something is published.
func (k *kiosk) readFrequent(ctx context.Context, e *edition) error {
	codes, err := k.store.FrequentItems(ctx, k.clock.wall().AddDate(0, 0, -frequentDays), frequentLeast)
	if err != nil {
		return err
	}
	for _, code := range codes {
		it, ok := e.byCode[code]
		if ok && it.Visits != nil && *it.Visits <= 1 && code.Kind() == village.RecordCase && len(e.frequent) < frequentMost {
			e.frequent = append(e.frequent, it)
		}
	}
	return nil
}

// first are the items of an edition where nothing is searched for: those that are asked for
// most here, then the others in the order of the list.
func (e *edition) first(limit int) []village.ServiceItem {
	all := slices.Clone(e.frequent)
	for _, it := range e.catalogue.Items {
		if !slices.ContainsFunc(e.frequent, func(f village.ServiceItem) bool { return f.Code == it.Code }) {
			all = append(all, it)
		}
	}
	if limit <= 0 {
		limit = 20 // as a search
	}
	return all[:min(limit, len(all))]
}

// frequent is how many of them are asked for most here.
func (k *kiosk) frequent() int { return len(k.edition.Load().frequent) }
