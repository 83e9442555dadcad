package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type kiosksReplaceCmd struct {
	database
	secrets
	Kiosk string `arg:"" help:"Name of the machine whose disk is gone, as kiosks list shows it."`
	JSON  bool   `help:"Answer as JSON."`
}

// Run issues the code. The old machine is trusted until the new one has taken its
// place.
func (c *kiosksReplaceCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		gate, err := c.authority(w, db, c.Database)
		if err != nil {
			return err
		}
		kiosk, err := c.find(w, db)
		if err != nil {
			return err
		}
		o := office.Office{Store: db, Now: w.now, Rand: w.random}
		ticket, e, err := o.ReplaceTicket(w.ctx, kiosk)
		if err != nil {
			return err
		}
		code := seal.EnrolmentCode{Ticket: ticket, Authority: gate.Fingerprint()}.String()
		expires := e.ExpiresAt.In(village.Zone)
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(map[string]string{
				"code": code, "kiosk": c.Kiosk, "village": string(kiosk.Village), "expires": expires.Format(time.RFC3339),
			})
		}
		_, err = fmt.Fprintln(w.stdout, w.text.T("county.replace.code", "kiosk", c.Kiosk, "code", code,
			"place", places.Path(kiosk.Village), "time", expires.Format(w.text.T("county.time.day"))))
		return err
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
