package main

import (
	"context"
	"fmt"
	"slices"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/ui/flow"
)

type checkFile struct {
	handInFlags
	pictureFlag
}

// Run begins a visit and takes it in at once; it answers with its receipt and its score.
func (f checkFile) Run(c *call) error {
	var in desk.InspectionInput
	return f.open(c, &in, func(*kiosk) error { return f.evidence(&in) }, func(k *kiosk) error {
		if _, err := k.inspections().Begin(c, in); err != nil {
			return err
		}
		out, err := k.inspect(c, in)
		if err != nil {
			return err
		}
		text := c.text.T("check.filed", "code", out.ShortCode.Spaced(), "points", out.Score.Points, "full", out.Score.Full,
			"band", c.text.T("check.band."+string(out.Score.Band)), "n", len(out.Findings))
		if err := c.answer(out, text+c.copied(out.Copy)); err != nil {
			return unsaid("err.cli.accepted_unsaid", "code", out.ShortCode.Spaced(), err)
		}
		return nil
	})
}

// evidence reads the pictures that the input names.
func (f pictureFlag) evidence(in *desk.InspectionInput) (err error) {
	for i := range in.Findings {
		if err := f.scenes(in.Findings[i].Photos); err != nil {
			return village.At(fmt.Sprintf("findings[%d]", i), err)
		}
	}
	if s := in.Duty.Signature; s != nil {
		if s.Data, err = loadFile(s.File); err != nil {
			return village.At("duty.signature", err)
		}
	}
	return nil
}

type checkReply struct {
	handInFlags
	helperFlag
	pictureFlag
}

// Run takes a centre's reply to an order in.
func (r checkReply) Run(c *call) error {
	var in desk.RectifyInput
	load := func(*kiosk) error {
		if err := r.scenes(in.Photos); err != nil {
			return err
		}
		return r.scenes(in.Before)
	}
	return r.open(c, &in, load, func(k *kiosk) error {
		out, err := helped(c, k, r.helperFlag, func(badge string) (desk.Accepted, error) {
			in.Helper = badge
			return k.rectify(c, in)
		})
		if err != nil {
			return err
		}
		return c.taken(out, "err.cli.accepted_unsaid")
	})
}

// rectify takes a reply in and waits for the second medium, not for long.
func (k *kiosk) rectify(ctx context.Context, in desk.RectifyInput) (desk.Accepted, error) {
	if err := k.mayHelp(in.Helper); err != nil {
		return desk.Accepted{}, err
	}
	bytes := 0
	for _, p := range append(slices.Clone(in.Before), in.Photos...) {
		bytes += len(p.Data)
	}
	return k.copied(ctx, bytes, func() (desk.Accepted, error) { return k.desk.Rectify(ctx, in, k.text.T("rectify.item")) })
}

// orders are those of this centre.
func (k *kiosk) orders(ctx context.Context) ([]desk.CentreOrder, error) {
	return desk.Orders(ctx, todaysOrders{k.store, k.divisions}, k.desk.Village(), k.clock.wall())
}

// todaysOrders are the orders that a machine was told of, by the codes that places have now.
type todaysOrders struct {
	desk.OrderBook
	divisions village.Divisions
}

// CentreOrders implements desk.OrderBook.
func (o todaysOrders) CentreOrders(ctx context.Context) ([]desk.CentreOrder, error) {
	list, err := o.OrderBook.CentreOrders(ctx)
	for i, order := range list {
		if order.Centre != "" {
			list[i].Centre = o.divisions.Today(order.Centre)
		}
	}
	return list, err
}

type checkOrders struct{}

// orderAnswer is an order in the JSON answer of `check orders`.
type orderAnswer struct {
	Number  string              `json:"number"`
	Source  inspect.Source      `json:"source"`
	What    string              `json:"what"` // "" = of no checklist
	Due     village.Day         `json:"due"`
	Rounds  int                 `json:"rounds"`
	Reason  inspect.Reason      `json:"reason,omitempty"` // why the last reply was rejected
	Step    desk.OrderStep      `json:"step"`
	Replies []village.ShortCode `json:"replies"` // codes of those that were handed in here
	Problem string              `json:"problem,omitempty"`
}

// Run lists what is to be done first.
func (o checkOrders) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	list, err := k.orders(c)
	for _, o := range list {
		a := orderAnswer{o.Number, o.Source, o.What, o.Due, o.Rounds, o.Reason, o.Step(), []village.ShortCode{}, ""}
		for _, r := range o.Sent {
			a.Replies, a.Problem = append(a.Replies, r.Code), r.Problem
		}
		step := c.text.T("orders.step." + string(a.Step))
		if a.Step == desk.OrderAgain && a.Reason != "" {
			step += "  " + c.text.T("orders.rejected", "why", c.text.T("rectify.reason."+string(a.Reason)))
		}
		text := c.text.T("check.order", "number", a.Number, "what", a.What, "due", a.Due, "step", step)
		if err := c.answer(a, text); err != nil {
			return err
		}
	}
	return err
}

// inspections is the counter for inspections.
func (k *kiosk) inspections() *desk.Inspections {
	return &desk.Inspections{
		Desk: k.desk, Store: k.store, Signers: k.countySigners, KeyOf: k.keyOf,
		Templates: func() []inspect.Template { return k.edition.Load().checklists },
		Calendar:  func() *calendar.Calendar { return k.edition.Load().calendar },
		Serving:   func() []inspect.Service { return k.edition.Load().serving },
		Today:     k.divisions.Today,
	}
}

// inspect takes an inspection in and waits for the second medium, not for long.
func (k *kiosk) inspect(ctx context.Context, in desk.InspectionInput) (out desk.InspectionDone, err error) {
	bytes := 0
	for _, f := range in.Findings {
		for _, p := range f.Photos {
			bytes += len(p.Data)
		}
	}
	out.Accepted, err = k.copied(ctx, bytes, func() (desk.Accepted, error) {
		var failed error
		out, failed = k.inspections().File(ctx, in)
		return out.Accepted, failed
	})
	return out, err
}

// visits is the counter for inspections as the pages see it.
func (l *line) visits() *flow.Visits {
	return &flow.Visits{
		Begin: func(ctx context.Context, in desk.InspectionInput) (desk.Begun, error) {
			return l.kiosk.inspections().Begin(ctx, in)
		},
		File: func(ctx context.Context, in desk.InspectionInput) (desk.InspectionDone, error) {
			out, err := l.kiosk.inspect(ctx, in)
			if err == nil {
				l.observe(ctx)
				l.poke()
			}
			return out, err
		},
		Challenge: func(_ context.Context, order string) (string, error) {
			a, err := l.kiosk.challenge(order)
			return a.Code, err
		},
		Answer: func(ctx context.Context, challenge string) (string, error) {
			a, err := l.kiosk.answerChallenge(ctx, challenge)
			return a.Code, err
		},
	}
}

// orders is the counter for orders of the centre as the pages see it.
func (l *line) orders() *flow.OrderDesk {
	return &flow.OrderDesk{
		List: l.kiosk.orders,
		Reply: func(ctx context.Context, in desk.RectifyInput) (desk.Accepted, error) {
			out, err := l.kiosk.rectify(ctx, in)
			if err == nil {
				l.observe(ctx)
				l.poke()
			}
			return out, err
		},
	}
}
