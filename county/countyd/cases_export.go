package main

import (
	"encoding/json"
	"strconv"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

type casesExportCmd struct {
	database
	CSV  string `name:"csv" placeholder:"FILE" type:"path" help:"Write a CSV file."`
	XLSX string `name:"xlsx" placeholder:"FILE" type:"path" help:"Write a sheet."`
}

// caseColumns are the header of the list. Programs read it: names stay, and new
// columns come last. Times are of UTC+8, as 2026-11-28T09:30:00.000+08:00; acts are
// a JSON array of [factAct], the first first.
func caseColumns() []string {
	return []string{
		"kiosk", "id", "short_code", "case_number", "printed_number", "item", "item_name", "department", "village", "state", "delivery", "answers",
		"handed_in_at", "received_at", "due_at", "limit_days", "limit_unit", "acts",
	}
}

// factAct is what an office did with a case; who did it is in no list.
type factAct struct {
	Verb   office.Verb        `json:"verb"`
	State  village.CaseState  `json:"state"` // in which the case stands from then on
	At     string             `json:"at"`
	Reason village.CaseReason `json:"reason,omitempty"`
	Kind   string             `json:"kind,omitempty"` // of a special procedure
	Days   int                `json:"days,omitempty"` // of an extension
}

// Run writes what is clear of every case, and nothing of a person: figures can be
// computed from it again by another program.
func (c *casesExportCmd) Run(w *world) error {
	if c.CSV == "" && c.XLSX == "" {
		return village.Refuse("csv", "err.county.export")
	}
	return c.with(w, func(db *county.DB) error {
		for _, to := range []struct {
			path string
			form listfile.Form
		}{{c.CSV, listfile.CSV}, {c.XLSX, listfile.XLSX}} {
			if to.path == "" {
				continue
			}
			count, err := exportCases(w, db, to.path, to.form)
			if err != nil {
				return err
			}
			if err := w.say("county.cases.exported", "n", count, "file", to.path); err != nil {
				return err
			}
		}
		return nil
	})
}

func exportCases(w *world, db *county.DB, path string, form listfile.Form) (count int, err error) {
	err = listfile.Save(path, form, func(row func(...string) error) error {
		if err := row(caseColumns()...); err != nil {
			return err
		}
		return db.EachCase(w.ctx, func(c office.CaseFacts) error {
			count++
			cells, err := caseCells(c)
			if err != nil {
				return err
			}
			return row(cells...)
		})
	})
	return count, err
}

func caseCells(c office.CaseFacts) ([]string, error) {
	acts := make([]factAct, len(c.Acts))
	for i, a := range c.Acts {
		acts[i] = factAct{a.Verb, a.State, exactTime(a.At), a.Reason, a.Kind, a.Days}
	}
	list, err := json.Marshal(acts)
	if err != nil {
		return nil, village.Failed("write the acts of a case", err)
	}
	return []string{
		string(c.Kiosk), string(c.ID), string(c.ShortCode), string(c.Number), string(c.Printed), string(c.Item), c.ItemName, c.Department,
		string(c.Village), string(c.State), c.Delivery, strconv.Itoa(c.Answers), exactTime(c.HandedInAt), exactTime(c.ReceivedAt),
		exactTime(c.Due), strconv.Itoa(c.Limit.Days), c.Limit.Unit, string(list),
	}, nil
}

// exactTime is a time with its milliseconds; "" = never.
func exactTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(village.Zone).Format("2006-01-02T15:04:05.000Z07:00")
}
