package office

import (
	"context"
	"slices"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/snapshot"
	"bianmin/app/token"
	"bianmin/app/village"
)

// ServiceList is the county's register of who serves where (人员在岗登记).
type ServiceList interface {
	// Serving is all of it, also what is over, by badge and centre, the earliest first.
	Serving(ctx context.Context) ([]inspect.Service, error)
}

// ServiceBook keeps it.
type ServiceBook interface {
	ServiceList

	// Serve notes who serves where, all of it or nothing; noted again from the same first
	// day, the later last day stays.
	Serve(ctx context.Context, list []inspect.Service, at time.Time) error

	// Leave ends all that runs behind last for badges at a centre, all of it or nothing.
	// What ends on that day already is done; a badge with neither is [village.NotFound] at
	// "badge", err.serving.unknown.
	Leave(ctx context.Context, badges []string, centre village.DivisionCode, last village.Day) error
}

// Register is the desk of who serves where: nobody inspects the own work.
type Register struct {
	Book ServiceBook
	Now  func() time.Time
}

// Serve notes that the holder of badges, one person's, serves at a centre from a day on.
// The errors are [village.Invalid] at "badge" or "from".
func (r Register) Serve(ctx context.Context, badges []string, centre village.DivisionCode, from village.Day) error {
	if !from.Real() {
		return village.Refuse("from", "err.serving.day")
	}
	var list []inspect.Service
	for _, badge := range badges {
		if !token.NumberFits(badge) {
			return village.Refuse("badge", "err.token.number")
		}
		list = append(list, inspect.Service{Badge: badge, Centre: centre, First: from})
	}
	return r.Book.Serve(ctx, list, r.Now())
}

// Leave notes the last day of a person, by all badges, at a centre. The errors are [village.Invalid] at
// "last", [village.NotFound] at "badge".
func (r Register) Leave(ctx context.Context, badges []string, centre village.DivisionCode, last village.Day) error {
	if !last.Real() {
		return village.Refuse("last", "err.serving.day")
	}
	return r.Book.Leave(ctx, badges, centre, last)
}

// MayInspect refuses who serves at a centre on one of the days from first to last:
// [village.Denied] at "badge", err.serving.own. Place is the centre in words.
func (r Register) MayInspect(ctx context.Context, badge string, centre village.DivisionCode, place string, first, last village.Day) error {
	list, err := r.Book.Serving(ctx)
	if err == nil && inspect.ServesThere(list, centre, first, last, badge) {
		err = &village.Error{Kind: village.Denied, Field: "badge", Key: "err.serving.own", Args: map[string]any{"badge": badge, "place": place}}
	}
	return err
}

// PublishServing publishes who serves where from today on, if it is another list than the
// newest. A county that noted nobody publishes nothing.
func (p *Publisher) PublishServing(ctx context.Context) error {
	if p.Serving == nil {
		return nil
	}
	list, err := p.Serving.Serving(ctx)
	if err != nil {
		return err
	}
	today := village.DayOf(p.Now())
	list = slices.DeleteFunc(list, func(s inspect.Service) bool { return s.Last != "" && s.Last < today })
	if len(list) == 0 {
		if known, err := p.published(ctx, snapshot.Serving); err != nil || !known {
			return err
		}
	}
	plain, err := snapshot.EncodeServing(list)
	if err != nil {
		return err
	}
	return p.publishList(ctx, snapshot.Serving, plain)
}
