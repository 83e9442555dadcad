package main

import (
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type casesDeliverCmd struct {
	database
	secrets
	Code    string `arg:"" help:"Code on the receipt, or case number."`
	How     string `required:"" enum:"sent,at_village,at_window,handed_over,returned" help:"sent, at_village, at_window, handed_over or returned."`
	Carrier string `help:"With sent: who carries it, as ems or sf."`
	Waybill string `help:"With sent: the carrier's number; it is kept sealed, and the machine is told its end."`
	Kiosk   string `placeholder:"ID" help:"Which machine, when several gave out the code."`
	JSON    bool   `help:"Answer as JSON."`
}

// Run notes it in the county's name.
func (c *casesDeliverCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		desk, err := work(w, db)
		if err != nil {
			return err
		}
		found, err := desk.FindCase(w.ctx, c.Code, seal.KioskID(c.Kiosk))
		if err != nil {
			return err
		}
		deed := office.Deed{Verb: office.Verb(c.How), Carrier: village.Carrier(c.Carrier), Waybill: c.Waybill}
		done, err := desk.Do(w.ctx, found.Kiosk, found.ID, deed, byCommand())
		if err != nil {
			return err
		}
		return w.caseLine(done, c.JSON)
	})
}
