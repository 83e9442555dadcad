package main

import (
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// askedHours is a request for longer hours that a command answers.
type askedHours struct {
	publishing
	Code  string `arg:"" help:"Code on the receipt."`
	Kiosk string `placeholder:"ID" help:"Which machine, when several gave out the code."`
}

// find finds the request and opens what it asks for.
func (c askedHours) find(w *world, db *county.DB) (office.Request, *office.Hotline, error) {
	h, err := c.unlocked(w, db, c.Database)
	if err != nil {
		return office.Request{}, nil, err
	}
	found, err := h.Find(w.ctx, c.Code, seal.KioskID(c.Kiosk))
	if err != nil {
		return office.Request{}, nil, err
	}
	r, err := db.Request(w.ctx, found.Kiosk, found.ID)
	return r, h, err
}

type hoursGrantCmd struct {
	askedHours
	Hours  string `help:"As 17:30-18:00 (default: what was asked for)."`
	Basis  string `required:"" help:"Rule or order."`
	Reason string `help:"Why it is open longer (default: that somebody asked at the machine)."`
	Badge  string `required:"" help:"Badge of who will be there."`
}

// Run answers, notes the extension and, where hours are published, puts it up.
func (c *hoursGrantCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		r, _, err := c.find(w, db)
		if err != nil {
			return err
		}
		_, asked, _ := r.Until() // refused below when it asks nothing
		e := office.Extension{Span: asked, Basis: c.Basis, Reason: c.Reason, Badge: c.Badge}
		if e.Reason == "" {
			e.Reason = w.text.T("county.extension.asked")
		}
		if c.Hours != "" {
			if err := e.Span.UnmarshalText([]byte(c.Hours)); err != nil {
				return &village.Error{Kind: village.Invalid, Field: "hours", Key: "err.extension.hours", Err: err}
			}
		}
		signer, err := c.signer(w, c.Database)
		if err != nil {
			return err
		}
		desk, err := hoursDesk(w, db, publishHours(publisher(w, db, signer)))
		if err != nil {
			return err
		}
		kept, shown, err := desk.Grant(w.ctx, r, e, byCommand())
		if err != nil {
			return err
		}
		return w.extended(kept, shown, c.JSON)
	})
}

// byCommand is who acts on the county's own machine.
func byCommand() office.Account { return office.Account{Name: "countyd", Role: office.RoleCounty} }

type hoursDeclineCmd struct{ askedHours }

func (c *hoursDeclineCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		r, h, err := c.find(w, db)
		if err != nil {
			return err
		}
		done, err := h.Do(w.ctx, r.Kiosk, r.ID, office.TicketDeed{Verb: office.VerbDecline}, byCommand())
		if err != nil {
			return err
		}
		return w.ticketLine(done, c.JSON)
	})
}

type hoursCountsCmd struct {
	listing
	From string `required:"" help:"First day, as 2026-11-01."`
	To   string `required:"" help:"Last day."`
}

// hoursCountLine is a centre in the answer of `hours counts`.
type hoursCountLine struct {
	Centre   village.DivisionCode `json:"centre"`
	Asked    int                  `json:"asked"`
	Granted  int                  `json:"granted"`  // of asked
	Declined int                  `json:"declined"` // of asked
	Noted    int                  `json:"noted"`    // extensions, asked for or not
	Minutes  int                  `json:"minutes"`  // of noted
}

// firstAndLast reads the first and the last day of what is counted.
func firstAndLast(first, last string) (from, to village.Day, err error) {
	from, to = village.Day(first), village.Day(last)
	switch {
	case !from.Real():
		return "", "", village.Refuse("from", "err.extension.span")
	case !to.Real() || to < from:
		return "", "", village.Refuse("to", "err.extension.span")
	}
	return from, to, nil
}

func (c *hoursCountsCmd) Run(w *world) error {
	from, to, err := firstAndLast(c.From, c.To)
	if err != nil {
		return err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(office.HoursCount) error) error {
		list, err := db.CountHours(w.ctx, office.Scope{}, from, to)
		return inTurn(list, err, do)
	}, func(n office.HoursCount) any { return hoursCountLine(n) }, func(n office.HoursCount) error {
		return w.say("county.extension.count", "place", places.Path(n.Centre), "asked", n.Asked, "granted", n.Granted, "declined", n.Declined,
			"noted", n.Noted, "minutes", n.Minutes)
	})
}
