package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type inspectRowsCmd struct {
	inspecting
	Out string `required:"" placeholder:"DIR" type:"path" help:"Folder for visits.csv, findings.csv, acts.csv, services.csv, centres.csv and templates.json."`
}

// Run writes rows without words and names.
func (c *inspectRowsCmd) Run(w *world) error {
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		tables, err := inspectTables(w.ctx, db)
		if err != nil {
			return err
		}
		places, err := loadPlaces(w.text)
		if err != nil {
			return err
		}
		if err := newFolder(c.Out, "out"); err != nil {
			return err
		}
		for _, code := range places.centres() {
			tables["centres"] = append(tables["centres"], []string{string(code)})
		}
		for name, rows := range tables {
			var b bytes.Buffer
			_ = csv.NewWriter(&b).WriteAll(rows) // a buffer takes everything
			if err := writeNew(filepath.Join(c.Out, name+".csv"), "out", b.Bytes()); err != nil {
				return err
			}
		}
		list, err := n.Templates.All(w.ctx)
		if err != nil {
			return err
		}
		templates, err := inspect.EncodeTemplates(list)
		if err != nil {
			return err
		}
		return writeNew(filepath.Join(c.Out, "templates.json"), "out", templates)
	})
}

// inspectTables are the rows as tables, each with its head.
func inspectTables(ctx context.Context, db *county.DB) (map[string][][]string, error) {
	visits, err := db.Inspections(ctx)
	if err != nil {
		return nil, err
	}
	orders, err := db.Rectifications(ctx)
	if err != nil {
		return nil, err
	}
	serving, err := db.Serving(ctx)
	tables := tablesOf(office.Rows(visits, orders, nil), orders)
	tables["services"] = [][]string{{"badge", "centre", "first", "last"}}
	for _, s := range serving {
		tables["services"] = append(tables["services"], []string{s.Badge, string(s.Centre), string(s.First), string(s.Last)})
	}
	return tables, err
}

func tablesOf(rows []inspect.Row, orders []office.Rectification) map[string][][]string {
	tables := map[string][][]string{
		"visits":   {{"kiosk", "id", "centre", "template", "version", "subject", "source", "day", "at_ms", "inspectors", "duty"}},
		"findings": {{"kiosk", "id", "rule", "times", "struck"}},
		"acts":     {{"number", "centre", "source", "due", "verb", "at_ms"}},
		"centres":  {{"code"}},
	}
	add := func(name string, values ...string) { tables[name] = append(tables[name], values) }
	for _, r := range rows {
		id := string(r.ID)
		add("visits", r.Kiosk, id, string(r.Centre), r.Template, r.Version, string(r.Subject), string(r.Source), string(village.DayOf(r.At)), strconv.FormatInt(r.At.UnixMilli(), 10),
			strings.Join(r.Inspectors, " "), r.Duty)
		for _, f := range r.Found {
			struck := "0"
			if f.Struck {
				struck = "1"
			}
			add("findings", r.Kiosk, id, string(f.Rule), strconv.Itoa(f.Times), struck)
		}
	}
	for _, r := range orders {
		for _, a := range r.Acts {
			add("acts", r.Number, string(r.Centre), string(r.Source), string(r.Due), string(a.Verb), strconv.FormatInt(a.At.UnixMilli(), 10))
		}
	}
	return tables
}

type inspectVerifyCmd struct {
	inspecting
	secrets
	Blobs string `placeholder:"DIR" type:"path" help:"Folder for photographs; without it they are not read."`
	JSON  bool   `name:"json" help:"One JSON object for each visit that is not as it came, and one for all."`
}

// verifiedLine is what is wrong with one visit.
type verifiedLine struct {
	Kiosk  seal.KioskID      `json:"kiosk"`
	ID     village.RecordID  `json:"id"`
	Code   village.ShortCode `json:"short_code"`
	Key    string            `json:"key"`
	Reason string            `json:"reason"`
}

// Run ends with 1 when something was changed.
func (c *inspectVerifyCmd) Run(w *world) error {
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		v, err := c.verifier(w, db, n)
		if err != nil {
			return err
		}
		visits, err := db.Inspections(w.ctx)
		if err != nil {
			return err
		}
		bad := 0
		for _, i := range visits {
			key, err := v.Verify(w.ctx, i)
			if err != nil {
				return err
			}
			if key == "" {
				continue
			}
			bad++
			line := verifiedLine{i.Kiosk, i.Record.ID, i.Record.ShortCode, key, w.text.T(key)}
			if c.JSON {
				err = json.NewEncoder(w.stdout).Encode(line)
			} else {
				err = w.say("county.visit.changed", "code", line.Code.Spaced(), "reason", line.Reason)
			}
			if err != nil {
				return err
			}
		}
		if c.JSON {
			err = json.NewEncoder(w.stdout).Encode(map[string]any{"visits": len(visits), "changed": bad, "photos": c.Blobs != ""})
		} else {
			err = w.say("county.visit.verified", "n", len(visits), "bad", bad)
		}
		if err == nil && bad > 0 {
			err = &village.Error{Kind: village.Invalid, Key: "err.check.changed", Err: errors.New("visits are not as they came")}
		}
		return err
	})
}

func (c *inspectVerifyCmd) verifier(w *world, db *county.DB, n *office.Inspectorate) (office.InspectionVerifier, error) {
	v := office.InspectionVerifier{Book: db, Full: db, Checks: office.Checks{Templates: n.Templates, Signers: db.Signers, Kiosks: db.Kiosks}}
	var err error
	if v.Secrets, err = c.open(w, db, c.Database); err != nil || c.Blobs == "" {
		return v, err
	}
	blobs, err := county.OpenBlobs(c.Blobs, w.now())
	if err != nil {
		return v, err
	}
	v.Files = &office.Files{Book: db, Pieces: &office.Minder{Book: db, Shop: blobs, Log: w.log()}, Secrets: v.Secrets}
	return v, nil
}
