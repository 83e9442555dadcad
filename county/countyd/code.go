package main

import (
	"encoding/json"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// issuing is what every command needs that gives out a one-time code.
type issuing struct {
	database
	secrets
	Sheet string `placeholder:"FILE" help:"PDF to write with the code, for whoever sets the machine up."`
	JSON  bool   `help:"Answer as JSON."`
}

// codeAnswer is the JSON answer of a command that gave out a code.
type codeAnswer struct {
	Code    string               `json:"code"`
	Kiosk   seal.KioskID         `json:"kiosk,omitempty"` // whose place the holder takes
	Village village.DivisionCode `json:"village"`
	Expires string               `json:"expires"`
}

// issue makes a ticket, which the county's authority belongs to, and says the code
// in the words of key.
func (c *issuing) issue(w *world, key string, ticket func(places, *office.Office, *county.DB) (seal.Ticket, office.Enrolment, error)) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		gate, err := c.authority(w, db, c.Database)
		if err != nil {
			return err
		}
		shown, e, err := ticket(places, &office.Office{Store: db, Now: w.now, Rand: w.random}, db)
		if err != nil {
			return err
		}
		code, expires := seal.EnrolmentCode{Ticket: shown, Authority: gate.Fingerprint()}.String(), e.ExpiresAt.In(village.Zone)
		if c.Sheet != "" {
			if err := c.sheet(w, code, places.Path(e.Village), expires); err != nil {
				return err
			}
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(codeAnswer{code, e.Replaces, e.Village, expires.Format(time.RFC3339)})
		}
		return w.say(key, "kiosk", e.Replaces, "code", code, "place", places.Path(e.Village), "time", expires.Format(w.text.T("county.time.day")))
	})
}
