package main

import (
	"strconv"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

type registerRenameCmd struct {
	database
	Old   string `arg:"" help:"Name that the unit had."`
	New   string `arg:"" help:"Its name of today, or that of the unit that it went into."`
	Day   string `help:"From which it is used, as 2026-11-30; today unless given."`
	Basis string `required:"" help:"Document with its number."`
}

func (c *registerRenameCmd) Run(w *world) error {
	u := office.UnitName{Old: c.Old, New: c.New, Day: village.Day(c.Day), Basis: c.Basis, At: w.now()}
	if u.Day == "" {
		u.Day = village.DayOf(u.At)
	}
	if err := u.Check(); err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.RenameUnit(w.ctx, u); err != nil {
			return err
		}
		return w.say("county.unit.kept", "old", u.Old, "new", u.New, "day", u.Day)
	})
}

type registerNamesCmd struct{ listing }

// unitNameLine is a line of `register names`.
type unitNameLine struct {
	Old     string      `json:"old"`
	New     string      `json:"new"`
	Day     village.Day `json:"day"`
	Basis   string      `json:"basis"`
	Account string      `json:"account"` // who noted it; "" = by command
}

func (c *registerNamesCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.UnitName) error) error {
		list, err := db.UnitNames(w.ctx)
		return inTurn(list, err, do)
	}, func(u office.UnitName) any { return unitNameLine{u.Old, u.New, u.Day, u.Basis, u.Account} }, func(u office.UnitName) error {
		return w.say("county.unit.line", "day", u.Day, "old", u.Old, "new", u.New, "basis", u.Basis)
	})
}

type registerFrequentCmd struct {
	listing
	span
	XLSX string `name:"xlsx" placeholder:"FILE" type:"path" help:"Write a sheet."`
	CSV  string `name:"csv" placeholder:"FILE" type:"path" help:"Write a CSV file."`
}

// frequentLine is a line of `register frequent`.
type frequentLine struct {
	Rank   int    `json:"rank"`
	Item   string `json:"item"`
	Unit   string `json:"unit"` // "" = the item is not in the register
	Cases  int    `json:"cases"`
	Visits int    `json:"visits"` // -1 = not known
	Once   bool   `json:"once"`   // one visit at most
	Rule   string `json:"rule"`
}

func (c *registerFrequentCmd) Run(w *world) error {
	period, _, err := c.period()
	if err != nil {
		return err
	}
	var list []stats.Frequent
	err = eachLine(w, c.listing, func(db *county.DB, do func(stats.Frequent) error) error {
		data, err := w.figures(db, period)
		list = data.Frequents()
		return inTurn(list, err, do)
	}, func(f stats.Frequent) any {
		return frequentLine{f.Rank, f.Item, f.Unit, f.Cases, f.Visits, f.Once(), stats.FrequentRule}
	}, func(f stats.Frequent) error {
		return w.say("county.frequent.line", "rank", f.Rank, "item", f.Item, "unit", f.Unit, "cases", f.Cases, "visits", f.Visits)
	})
	for path, form := range map[string]listfile.Form{c.XLSX: listfile.XLSX, c.CSV: listfile.CSV} {
		if err != nil || path == "" {
			continue
		}
		err = listfile.Save(path, form, func(row func(...string) error) error { return frequentRows(list, row) })
		if err == nil && !c.JSON {
			err = w.say("county.frequent.written", "n", len(list), "file", path)
		}
	}
	return err
}

func frequentRows(list []stats.Frequent, row func(...string) error) error {
	if err := row("rank", "item", "unit", "cases", "visits", "once", "rule"); err != nil {
		return err
	}
	for _, f := range list {
		if err := row(strconv.Itoa(f.Rank), f.Item, f.Unit, strconv.Itoa(f.Cases), strconv.Itoa(f.Visits), strconv.FormatBool(f.Once()), stats.FrequentRule); err != nil {
			return err
		}
	}
	return nil
}
