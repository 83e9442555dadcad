package main

import (
	"cmp"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// servingAt is a person, by every badge, at a centre.
type servingAt struct {
	database
	Badges []string `arg:"" name:"badge" help:"Numbers of all badges of one person."`
	Centre string   `required:"" placeholder:"CODE" help:"Division code of the centre."`
}

// register opens the register of who serves where at the centre.
func (c servingAt) register(w *world, do func(office.Register, village.DivisionCode, string) error) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	centre, err := places.Village(c.Centre)
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: "centre", Key: "err.county.village", Err: err}
	}
	return c.with(w, func(db *county.DB) error {
		return do(office.Register{Book: db, Now: w.now}, centre, places.Path(centre))
	})
}

type staffServeCmd struct {
	servingAt
	From string `placeholder:"2026-12-01" help:"First day (default: today)."`
}

func (c *staffServeCmd) Run(w *world) error {
	return c.register(w, func(r office.Register, centre village.DivisionCode, place string) error {
		from := village.Day(cmp.Or(c.From, string(village.DayOf(w.now()))))
		if err := r.Serve(w.ctx, c.Badges, centre, from); err != nil {
			return err
		}
		return w.say("serving.noted", "badges", strings.Join(c.Badges, " "), "place", place, "day", from)
	})
}

type staffLeaveCmd struct {
	servingAt
	Last string `placeholder:"2026-12-31" help:"Last day there (default: today)."`
}

func (c *staffLeaveCmd) Run(w *world) error {
	return c.register(w, func(r office.Register, centre village.DivisionCode, place string) error {
		last := village.Day(cmp.Or(c.Last, string(village.DayOf(w.now()))))
		if err := r.Leave(w.ctx, c.Badges, centre, last); err != nil {
			return err
		}
		return w.say("serving.left", "badges", strings.Join(c.Badges, " "), "place", place, "day", last)
	})
}

type staffPlacesCmd struct{ listing }

func (c *staffPlacesCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(inspect.Service) error) error {
		list, err := db.Serving(w.ctx)
		return inTurn(list, err, do)
	}, func(s inspect.Service) any { return s }, func(s inspect.Service) error {
		last := cmp.Or(string(s.Last), w.text.T("serving.still"))
		return w.say("serving.line", "badge", s.Badge, "place", places.Path(s.Centre), "first", s.First, "last", last)
	})
}
