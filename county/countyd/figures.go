package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/console"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

// demoCmd fills a database with the figures of the district's report of 2019.
type demoCmd struct{ database }

// Run needs no init: the figures are not about people and nothing of them is hidden.
func (c *demoCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		d := stats.Demo(func(kind string, n int) string { return w.text.T("demo."+kind, "n", n) })
		if err := db.KeepRegister(w.ctx, d); err != nil {
			return err
		}
		return w.say("demo.done", "units", len(d.Units), "items", len(d.Items), "cases", len(d.Cases), "tickets", len(d.Tickets))
	})
}

// figures are the rows that indicators of a period are made from, of the whole county: the
// registers, and the spot checks as their scores count now.
func (w *world) figures(db *county.DB, p stats.Period) (stats.Data, error) {
	places, err := loadPlaces(w.text)
	if err != nil {
		return stats.Data{}, err
	}
	d, err := db.Registers(w.ctx, p)
	if err != nil {
		return d, err
	}
	n, err := inspectorate(w, db)
	if err != nil {
		return d, err
	}
	checked, told, err := n.Checked(w.ctx)
	d.Visits, d.Told, d.Centres = append(d.Visits, checked...), told, len(places.divisions.Villages)
	return d.In(p), err
}

// slice are the rows of a period and of a part of the county, with the centres that lie there.
func (w *world) slice(db *county.DB, p stats.Period, s stats.Slice) (stats.Data, error) {
	d, err := w.figures(db, p)
	if err != nil {
		return d, err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return d, err
	}
	d.Centres = s.Among(places.all())
	return d.Of(s), nil
}

// span is a quarter, a year, a month, or all time.
type span struct {
	Quarter string `placeholder:"2026Q3" help:"Of a quarter; without it, --year or --month of all time."`
	Year    int    `placeholder:"2026" help:"Of a year."`
	Month   string `placeholder:"2026-11" help:"Of a month."`
}

// sides are a slice as flags.
type sides struct {
	Unit    string               `placeholder:"UNIT" help:"Of one unit, by code or name."`
	Item    string               `placeholder:"CODE" help:"Of one item."`
	Channel string               `placeholder:"CHANNEL" help:"Of one channel: window, gdzwfw, kiosk, assisted, home_visit, hotline, mobile."`
	Town    village.DivisionCode `placeholder:"CODE" help:"Of one town."`
	Village village.DivisionCode `placeholder:"CODE" help:"Of one village."`
}

type statsCmd struct {
	database
	span
	sides
	Rows string `placeholder:"DIR" type:"path" help:"Write the rows that the figures are made from, as CSV, so that somebody else can make them again."`
	JSON bool   `help:"Answer as JSON."`
}

// statsAnswer is the JSON answer of `stats`.
type statsAnswer struct {
	Period  string         `json:"period"` // 2026Q3, 2026, 2026-11, or all
	Slice   stats.Slice    `json:"slice"`
	Hash    string         `json:"hash"` // SHA-256 of the rows of the period and the slice
	Figures []stats.Figure `json:"figures"`
}

func (c *statsCmd) Run(w *world) error {
	period, name, err := c.period()
	if err != nil {
		return err
	}
	slice := stats.Slice(c.sides)
	if err := slice.Check(); err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		d, err := w.slice(db, period, slice)
		if err != nil {
			return err
		}
		if c.Rows != "" {
			if err := writeRows(c.Rows, d); err != nil {
				return err
			}
		}
		answer := statsAnswer{Period: name, Slice: slice, Hash: d.Hash(), Figures: d.Figures()}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(answer)
		}
		for _, f := range answer.Figures {
			if _, err := fmt.Fprintln(w.stdout, w.figureLine(f)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c span) period() (stats.Period, string, error) {
	said := 0
	for _, is := range []bool{c.Quarter != "", c.Year != 0, c.Month != ""} {
		if is {
			said++
		}
	}
	switch {
	case said > 1:
		return stats.Period{}, "", village.Refuse("year", "err.stats.both")
	case c.Quarter != "":
		quarter, _, err := stats.Quarter(c.Quarter)
		return quarter, c.Quarter, err
	case c.Year != 0:
		_, year, err := stats.Quarter(fmt.Sprintf("%dQ4", c.Year))
		return year, fmt.Sprint(c.Year), village.At("year", err)
	case c.Month != "":
		month, err := stats.Month(c.Month)
		return month, c.Month, err
	}
	return stats.Period{}, "all", nil
}

// figureLine is a figure for people.
func (w *world) figureLine(f stats.Figure) string {
	line := f.ID + "  " + w.text.T("stats."+f.ID) + "  " + f.Shown()
	if f.Denominator > 0 {
		line += fmt.Sprintf("  %d ÷ %d", f.Numerator, f.Denominator)
	}
	return line
}

// writeRows writes one CSV file for each table.
func writeRows(dir string, d stats.Data) error {
	if err := newFolder(dir, "rows"); err != nil {
		return err
	}
	for name, raw := range d.Tables() {
		if err := writeNew(filepath.Join(dir, name+".csv"), "rows", raw); err != nil {
			return err
		}
	}
	return nil
}

// newFolder makes the folder that a flag names, when it is not there.
func newFolder(path, field string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return &village.Error{Kind: village.Invalid, Field: field, Key: "err.stats.write", Err: err}
	}
	return nil
}

func writeNew(path, field string, raw []byte) error {
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		return &village.Error{Kind: village.Invalid, Field: field, Key: "err.stats.write", Err: err}
	}
	return nil
}

// day is a date as bulletins write it.
func (w *world) day(t time.Time) string {
	return t.In(village.Zone).Format(w.text.T("county.time.date"))
}

// asSheet is a table of the console as XLSX or CSV.
func asSheet(s console.Sheet, form string) ([]byte, error) {
	if form == console.FormCSV {
		return listfile.Table(s.Head, s.Rows)
	}
	return listfile.Document{Title: s.Title, Parts: []listfile.Part{{Title: "1", Head: s.Head, Rows: s.Rows}}}.XLSX()
}
