package desk

import (
	"context"

	"bianmin/app/village"
)

// Status is what this kiosk knows about a receipt. A code that is not one is
// [village.Invalid], one of another kiosk [village.NotFound]; both at "code".
func (d *Desk) Status(ctx context.Context, text string) (Status, error) {
	code, err := village.ParseShortCode(text)
	if err != nil {
		return Status{}, village.At("code", err)
	}
	c, err := d.Store.CaseByCode(ctx, code)
	if village.KindOf(err) == village.NotFound && err != nil {
		return Status{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.status.unknown", Err: err}
	}
	if err != nil {
		return Status{}, err
	}
	item, err := d.ItemOf(ctx, c.Catalogue, c.Item)
	if err != nil {
		return Status{}, err
	}
	at, err := d.Store.Standing(ctx, c.ID)
	if err != nil {
		return Status{}, err
	}
	if n := len(at.Steps); n > 0 {
		c.State = at.Steps[n-1].State
	}
	if at.Number != "" {
		c.Number = at.Number
	}
	return Status{Case: c, Item: item, Record: at.Record, Problem: at.Problem, Steps: at.Steps, Replies: at.Replies, Rated: at.Rated, FollowUps: at.FollowUps}, nil
}
