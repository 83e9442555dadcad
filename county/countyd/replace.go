package main

import (
	"errors"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type kiosksReplaceCmd struct {
	issuing
	Kiosk string `arg:"" help:"Name of the machine whose disk is gone, as kiosks list shows it."`
}

// Run issues the code. The old machine is trusted until the new one has taken its
// place.
func (c *kiosksReplaceCmd) Run(w *world) error {
	return c.issue(w, "county.replace.code", func(_ places, o *office.Office, db *county.DB) (seal.Ticket, office.Enrolment, error) {
		kiosk, err := c.find(w, db)
		if err != nil {
			return "", office.Enrolment{}, err
		}
		return o.ReplaceTicket(w.ctx, kiosk)
	})
}

// find is the kiosk to be replaced; one that is revoked may be a thief's.
func (c *kiosksReplaceCmd) find(w *world, db *county.DB) (office.Kiosk, error) {
	all, err := db.Kiosks(w.ctx)
	if err != nil {
		return office.Kiosk{}, err
	}
	i := slices.IndexFunc(all, func(k office.Kiosk) bool { return string(k.ID) == c.Kiosk && !k.Revoked() })
	if i < 0 {
		return office.Kiosk{}, &village.Error{Kind: village.NotFound, Field: "kiosk", Key: "err.county.no_kiosk", Err: errors.New("unknown or revoked")}
	}
	return all[i], nil
}
