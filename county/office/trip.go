package office

import (
	"context"

	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// TripCases is how many of the last cases of an item are asked whether somebody had to
// come. A default of ours.
const TripCases = 20

// ItemTrips is how often people had to come to a window in the last cases of an item.
type ItemTrips struct {
	Item  village.ItemCode
	Cases int // that were looked at, at most [TripCases]
	Came  int // of those, in which somebody came
	Trips int // in all of them
}

// TripBook knows the recorded trips.
type TripBook interface {
	RulingBook

	// ItemTrips are the items in whose last cases somebody came, by their codes.
	ItemTrips(ctx context.Context, last int) ([]ItemTrips, error)
}

// tripsEvery bounds how often all acts are looked through.
const tripsEvery = 60 // looks at the lists

// PublishTrips publishes for which items somebody had to come, at the start and then
// once in a while, if it is another list than the newest. A county where nobody ever
// came publishes nothing.
func (p *Publisher) PublishTrips(ctx context.Context) error {
	p.looked++
	if p.Trips == nil || p.looked%tripsEvery != 1 {
		return nil
	}
	found, err := p.Trips.ItemTrips(ctx, TripCases)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		if known, err := p.published(ctx, snapshot.TripItems); err != nil || !known {
			return err
		}
	}
	items, decided := make([]village.ItemCode, len(found)), make([]Ruling, len(found))
	for i, t := range found {
		items[i], decided[i] = t.Item, Ruling{Decided: t.decided(), Subject: string(t.Item), MadeAt: p.Now()}
	}
	if err := p.Trips.KeepRulings(ctx, decided); err != nil {
		return err
	}
	plain, err := snapshot.EncodeTrips(items)
	if err != nil {
		return err
	}
	return p.publishList(ctx, snapshot.TripItems, plain)
}
