package main

import (
	"encoding/json"

	"bianmin/app/seal"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type casesRecheckCmd struct {
	database
	secrets
	Code  string `arg:"" help:"Code on the receipt, or case number."`
	Kiosk string `placeholder:"ID" help:"Which machine, when several gave out the code."`
	JSON  bool   `help:"Answer as JSON, one decision a line."`
}

// Run makes the decisions again that the kiosk took about the papers, and says of each
// whether it comes out the same. It names papers by their code and nobody.
func (c *casesRecheckCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		v, err := c.vault(c.Database)
		if err != nil {
			return err
		}
		keys, err := unlock(w, db, v)
		if err != nil {
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
		r := &office.Rechecker{Book: db, Secrets: keys, Editions: &office.Validators{Store: db}}
		list, err := r.Recheck(w.ctx, found)
		if err != nil {
			return err
		}
		for _, one := range list {
			if err := w.recheckLine(one, c.JSON); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) recheckLine(one office.Rechecked, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w.stdout).Encode(one)
	}
	key := "county.recheck.same"
	if !one.Same {
		key = "county.recheck.other"
	}
	return w.say(key, "material", one.Made.Material, "verdict", w.text.T("precheck.verdict."+string(one.Made.Verdict)), "rule", one.Made.Name(),
		"inputs", one.Made.Inputs[:12], "said", one.Said.Name())
}
