package main

import (
	"encoding/json"

	"bianmin/app/stats"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

type registerCmd struct {
	Rename   registerRenameCmd   `cmd:"" help:"Note that a unit got another name: its figures of before and after stand together."`
	Names    registerNamesCmd    `cmd:"" help:"List the names that units had."`
	Frequent registerFrequentCmd `cmd:"" help:"List the 100 items with most cases, with the visits that they need."`
	Import   registerImportCmd   `cmd:"" help:"Put a list of items, with the units that have them, in place of the register that figures are made from."`
}

type registerImportCmd struct {
	database
	File  string `arg:"" type:"path" help:"The list: CSV, XLSX. Columns: code, unit, type, visits, online, one_window, must_enter, exempt, entered, or their Chinese names."`
	Check bool   `help:"Read it and keep nothing."`
	JSON  bool   `help:"Answer as JSON."`
}

// Run keeps the whole list or nothing of it.
func (c *registerImportCmd) Run(w *world) error {
	rows, err := listfile.Rows(c.File)
	if err != nil {
		return err
	}
	units, items, err := stats.FromRows(rows)
	if err != nil {
		return err
	}
	if !c.Check {
		if err := c.with(w, func(db *county.DB) error { return db.ReplaceRegister(w.ctx, units, items) }); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(w.stdout).Encode(map[string]any{"units": len(units), "items": len(items), "kept": !c.Check})
	}
	key := "county.register.kept"
	if c.Check {
		key = "county.register.checked"
	}
	return w.say(key, "units", len(units), "items", len(items))
}
