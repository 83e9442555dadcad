package flowtest

import (
	"context"
	"math/rand/v2"
	"time"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/ui/flow"
)

// orderDesk is the real counter for replies, over orders that the county told of.
func (m *Machine) orderDesk(d *desk.Desk) *flow.OrderDesk {
	return &flow.OrderDesk{
		List: func(ctx context.Context) ([]desk.CentreOrder, error) { return desk.Orders(ctx, m, d.Village(), m.At) },
		Reply: func(ctx context.Context, in desk.RectifyInput) (desk.Accepted, error) {
			out, err := d.Rectify(ctx, in, "整改回复")
			for i, o := range m.Told {
				if err == nil && o.Number == in.Order {
					m.Told[i].Sent = append(o.Sent, desk.SentReply{ID: out.ID, Code: out.ShortCode, At: m.At, Record: village.RecordLocal})
				}
			}
			out.Copy = m.Copy
			return out, err
		},
	}
}

// CentreOrders implements [desk.OrderBook].
func (m *Machine) CentreOrders(context.Context) ([]desk.CentreOrder, error) {
	return m.Told, m.Store.Err
}

// OrderNumber is that of the order about finding n of one visit.
func OrderNumber(n int) string {
	return inspect.OrderNumber(village.NewShortCode(rand.New(rand.NewPCG(7, 7))), n)
}

// Told is an order about a rule in some state, due some days after Monday.
func Told(n int, what string, state inspect.RectState, due int) desk.CentreOrder {
	return desk.CentreOrder{News: inspect.News{
		Number: OrderNumber(n), Source: inspect.District, What: what, Severity: inspect.Serious, OpenedMS: Monday().UnixMilli(),
		Due: village.DayOf(Monday().AddDate(0, 0, due)), State: state, AtMS: Monday().Add(time.Hour).UnixMilli(),
	}}
}
