package main

import (
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type casesCameCmd struct {
	database
	secrets
	Code  string `arg:"" help:"Code on the receipt, or case number."`
	Kiosk string `placeholder:"ID" help:"Which machine, when several gave out the code."`
	JSON  bool   `help:"Answer as JSON."`
}

// Run notes one trip in the county's name.
func (c *casesCameCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if _, err := c.open(w, db, c.Database); err != nil { // reasons of earlier acts are sealed
			return err
		}
		o, err := work(w, db)
		if err != nil {
			return err
		}
		found, err := o.FindCase(w.ctx, c.Code, seal.KioskID(c.Kiosk))
		if err != nil {
			return err
		}
		found, err = o.Do(w.ctx, found.Kiosk, found.ID, office.Deed{Verb: office.VerbCame}, office.Account{Name: "countyd", Role: office.RoleCounty})
		if err != nil {
			return err
		}
		return w.caseLine(found, c.JSON)
	})
}

type itemsTripsCmd struct {
	listing
}

// tripLine is a line of `items trips`.
type tripLine struct {
	Item  village.ItemCode `json:"item"`
	Cases int              `json:"cases"` // the last ones that were looked at
	Came  int              `json:"came"`  // of them, in which somebody came
	Trips int              `json:"trips"`
}

func (c *itemsTripsCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.ItemTrips) error) error {
		list, err := db.ItemTrips(w.ctx, office.TripCases)
		return inTurn(list, err, do)
	}, func(t office.ItemTrips) any { return tripLine(t) }, func(t office.ItemTrips) error {
		return w.say("county.trip.line", "item", t.Item, "cases", t.Cases, "came", t.Came, "trips", t.Trips)
	})
}
