package main

import (
	"context"
	"fmt"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/village"
)

type checkFile struct{ handInFlags }

// Run takes an inspection in and answers with its receipt and its score.
func (f checkFile) Run(c *call) error {
	var in desk.InspectionInput
	return f.open(c, &in, func() error { return loadEvidence(&in) }, func(k *kiosk) error {
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

// loadEvidence reads the pictures that the input names.
func loadEvidence(in *desk.InspectionInput) (err error) {
	for i := range in.Findings {
		if err := loadPhotos(in.Findings[i].Photos); err != nil {
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

type checkReply struct{ handInFlags }

// Run takes a centre's reply to an order in.
func (r checkReply) Run(c *call) error {
	var in desk.RectifyInput
	return r.open(c, &in, func() error { return loadPhotos(in.Photos) }, func(k *kiosk) error {
		bytes := 0
		for _, p := range in.Photos {
			bytes += len(p.Data)
		}
		out, err := k.copied(c, bytes, func() (desk.Accepted, error) { return k.desk.Rectify(c, in, c.text.T("rectify.item")) })
		if err != nil {
			return err
		}
		return c.taken(out, "err.cli.accepted_unsaid")
	})
}

// inspections is the counter for inspections.
func (k *kiosk) inspections() *desk.Inspections {
	return &desk.Inspections{
		Desk: k.desk, Store: k.store, Signers: k.countySigners, KeyOf: k.keyOf,
		Templates: func() []inspect.Template { return k.edition.Load().checklists },
		Calendar:  func() *calendar.Calendar { return k.edition.Load().calendar },
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
