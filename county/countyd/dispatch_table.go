package main

import (
	"encoding/json"
	"os"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type ticketsTableCmd struct {
	database
	File string `arg:"" optional:"" type:"path" help:"Rows as JSON, to be used from now on; without it the table in use is printed."`
}

// Run prints the table of units in use, or makes another one that.
func (c *ticketsTableCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if c.File == "" {
			table, err := db.DispatchTable(w.ctx)
			if err != nil {
				return err
			}
			out := json.NewEncoder(w.stdout)
			out.SetIndent("", "  ")
			return out.Encode(table)
		}
		raw, err := os.ReadFile(c.File)
		if err != nil {
			return &village.Error{Kind: village.NotFound, Field: "file", Key: "err.dispatch.file", Err: err}
		}
		table, err := c.read(w, db, raw)
		if err == nil {
			err = db.KeepDispatchTable(w.ctx, table)
		}
		if err != nil {
			return err
		}
		return w.say("county.dispatch.kept", "version", table.Version, "rows", len(table.Rows))
	})
}

func (c *ticketsTableCmd) read(w *world, db *county.DB, raw []byte) (office.DispatchTable, error) {
	units, err := db.Units(w.ctx)
	if err != nil {
		return office.DispatchTable{}, err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return office.DispatchTable{}, err
	}
	table, err := office.ParseDispatchTable(raw, units, func(code village.DivisionCode) bool {
		_, ok := places.divisions.Find(code)
		return ok
	})
	table.At = w.now()
	return table, err
}
