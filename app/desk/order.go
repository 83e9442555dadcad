package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// CentreOrder is an order to put something right (整改单) at this centre, as its machine
// knows it: what the county told last, and what was handed in here.
type CentreOrder struct {
	inspect.News
	Sent []SentReply // from this machine, the first first
}

// SentReply is a reply that was handed in here.
type SentReply struct {
	ID      village.RecordID
	Code    village.ShortCode
	At      time.Time
	Record  village.RecordState
	Problem string // why the county set it aside, as a message key; or ""
}

// OrderStep is what there is to do about an order here.
type OrderStep string

const (
	OrderToDo    OrderStep = "todo"    // to be put right
	OrderAgain   OrderStep = "again"   // a reply was rejected: to be put right still
	OrderAside   OrderStep = "aside"   // the last reply was set aside by the county
	OrderSent    OrderStep = "sent"    // the last reply is on its way
	OrderReplied OrderStep = "replied" // the county has it: somebody looks again
	OrderClosed  OrderStep = "closed"  // 已销号
	OrderStruck  OrderStep = "struck"  // 已撤销
)

// Replies reports whether a reply can be handed in now.
func (s OrderStep) Replies() bool { return s == OrderToDo || s == OrderAgain || s == OrderAside }

// Over reports whether nothing more is to be done.
func (s OrderStep) Over() bool { return s == OrderClosed || s == OrderStruck }

// Late reports whether o was to be put right before day and is not.
func (o CentreOrder) Late(day village.Day) bool {
	return !o.Step().Over() && o.Due != "" && o.Due < day
}

// Step is what there is to do about o.
func (o CentreOrder) Step() OrderStep {
	switch o.State {
	case inspect.RectClosed:
		return OrderClosed
	case inspect.RectStruck:
		return OrderStruck
	case inspect.RectReplied:
		return OrderReplied
	}
	if n := len(o.Sent); n > 0 {
		last := o.Sent[n-1]
		switch {
		case last.Problem != "":
			return OrderAside
		case !slices.Contains(o.News.Replies, last.ID):
			return OrderSent
		}
	}
	if o.Rounds > 0 {
		return OrderAgain
	}
	return OrderToDo
}

// OrderBook is where the machine keeps what it was told of orders.
type OrderBook interface {
	// CentreOrders are all orders that the machine was told of, in the order in which it
	// was.
	CentreOrders(ctx context.Context) ([]CentreOrder, error)
}

// overFor is how long an order that is over stays in the list: a default of ours.
const overFor = 30 * 24 * time.Hour

// Orders are those of a centre: what is to be done first, by its last day, then what
// waits, then what was over in the last thirty days.
func Orders(ctx context.Context, book OrderBook, centre village.DivisionCode, now time.Time) ([]CentreOrder, error) {
	list, err := book.CentreOrders(ctx)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(o CentreOrder) bool {
		return o.Centre != "" && o.Centre != centre || o.Step().Over() && now.Sub(time.UnixMilli(o.AtMS)) > overFor
	})
	rank := func(o CentreOrder) int {
		switch s := o.Step(); {
		case s.Replies():
			return 0
		case s.Over():
			return 2
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b CentreOrder) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Due, b.Due))
	})
	return list, nil
}
