package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type inspectRowsCmd struct {
	inspecting
	secrets
	Out string `required:"" placeholder:"DIR" type:"path" help:"Folder for visits.csv, findings.csv, photos.csv, orders.csv, acts.csv, sites.csv, looks.csv, services.csv, centres.csv, templates.json and calendar.json."`
}

// Run writes rows without words and names.
func (c *inspectRowsCmd) Run(w *world) error {
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		places, err := loadPlaces(w.text)
		if err != nil {
			return err
		}
		s, err := readSources(w, db, n)
		if err != nil {
			return err
		}
		files, err := s.files(places)
		if err != nil {
			return err
		}
		if err := newFolder(c.Out, "out"); err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if err := writeNew(filepath.Join(c.Out, name), "out", files[name]); err != nil {
				return err
			}
		}
		return w.say("county.rows.hash", "hash", hashFiles(files))
	})
}

// sources are what every score, rank, colour and order's clock is made from.
type sources struct {
	visits    []office.Inspection // in full
	orders    []office.Rectification
	serving   []inspect.Service
	templates []inspect.Template
	sites     []office.SiteStanding
	looks     []office.SiteLook
}

// readSources reads them out of a database that has its key.
func readSources(w *world, db *county.DB, n *office.Inspectorate) (s sources, err error) {
	if s.visits, err = db.FullInspections(w.ctx); err != nil {
		return s, err
	}
	if s.orders, err = db.Rectifications(w.ctx); err != nil {
		return s, err
	}
	if s.serving, err = db.Serving(w.ctx); err != nil {
		return s, err
	}
	if s.sites, err = db.Sites(w.ctx); err != nil {
		return s, err
	}
	if s.looks, err = db.SiteLooks(w.ctx); err != nil {
		return s, err
	}
	s.templates, err = n.Templates.All(w.ctx)
	return s, err
}

// files are those of `inspect rows`, by name.
func (s sources) files(places places) (map[string][]byte, error) {
	templates, err := inspect.EncodeTemplates(s.templates)
	files := map[string][]byte{"calendar.json": calendardata.WorkingDays(), "templates.json": templates}
	for name, rows := range s.tables(places) {
		var b bytes.Buffer
		_ = csv.NewWriter(&b).WriteAll(rows) // a buffer takes everything
		files[name+".csv"] = b.Bytes()
	}
	return files, err
}

// hashFiles names files: SHA-256, in hex, of what `sha256sum *` prints of them, which is a
// line for each by name.
func hashFiles(files map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%x  %s\n", sha256.Sum256(files[name]), name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// tables are the rows, each table with its head.
func (s sources) tables(places places) map[string][][]string {
	tables := map[string][][]string{
		"photos":  photoRows(s.visits, s.orders),
		"centres": {{"code"}}, "services": {{"badge", "centre", "first", "last"}},
	}
	tables["visits"], tables["findings"] = visitRows(s.visits, s.orders)
	tables["orders"], tables["acts"] = orderRows(s.orders)
	tables["sites"], tables["looks"] = siteRows(s.sites, s.looks)
	for _, code := range places.centres() {
		tables["centres"] = append(tables["centres"], []string{string(code)})
	}
	for _, s := range s.serving {
		tables["services"] = append(tables["services"], []string{s.Badge, string(s.Centre), string(s.First), string(s.Last)})
	}
	return tables
}

// visitRows are visits with what shows that somebody was there, and what was found.
func visitRows(list []office.Inspection, orders []office.Rectification) (visits, findings [][]string) {
	visits = [][]string{{
		"kiosk", "id", "centre", "template", "version", "subject", "source", "day", "at_ms", "inspectors", "duty",
		"answer", "presence", "trusted", "proof", "time_trust", "facts",
	}}
	findings = [][]string{{"kiosk", "id", "rule", "times", "struck"}}
	for i, r := range office.Rows(list, orders, nil) {
		b := list[i].Record
		facts, _ := json.Marshal(b.Facts) // numbers, days and names of machines
		visits = append(visits, []string{
			r.Kiosk, string(r.ID), string(r.Centre), r.Template, r.Version, string(r.Subject), string(r.Source), string(village.DayOf(r.At)), strconv.FormatInt(r.At.UnixMilli(), 10),
			strings.Join(r.Inspectors, " "), r.Duty, string(b.Duty.Answer), string(b.Presence.Kind), bit(b.Presence.Trusted), b.Presence.Proof, string(b.TimeTrust), string(facts),
		})
		for _, f := range r.Found {
			findings = append(findings, []string{r.Kiosk, string(r.ID), string(f.Rule), strconv.Itoa(f.Times), bit(f.Struck)})
		}
	}
	return visits, findings
}

// photoRows are the sums of photographs and signatures, as they are sealed: of visits, by their
// record, and of acts on orders, by number and step.
func photoRows(list []office.Inspection, orders []office.Rectification) [][]string {
	rows := [][]string{{"kiosk", "id", "number", "step", "of", "type", "bytes", "sha256"}}
	for _, i := range list {
		for _, f := range i.Record.Files {
			rows = append(rows, []string{string(i.Kiosk), string(i.Record.ID), "", "", f.Of, f.Type, strconv.Itoa(f.Bytes), hex.EncodeToString(f.SHA256)})
		}
	}
	for _, r := range orders {
		for step, a := range r.Acts {
			for _, p := range a.Parts {
				rows = append(rows, []string{
					string(a.Kiosk), string(a.Record), r.Number, strconv.Itoa(step + 1), p.Material, p.Type, strconv.FormatInt(p.Bytes, 10), hex.EncodeToString(p.SHA256[:]),
				})
			}
		}
	}
	return rows
}

// orderRows are orders and what was done about them.
func orderRows(list []office.Rectification) (orders, acts [][]string) {
	orders = [][]string{{"number", "centre", "ref", "source", "template", "version", "rule", "kiosk", "record", "severity", "due", "opened_ms"}}
	acts = [][]string{{"number", "verb", "at_ms"}}
	for _, r := range list {
		ref := "" // of a centre's order somebody may have typed it
		if r.Centre == "" {
			ref = r.Ref
		}
		orders = append(orders, []string{
			r.Number, string(r.Centre), ref, string(r.Source), r.Template, r.Version, string(r.Rule), string(r.Kiosk), string(r.Record), string(r.Severity), string(r.Due),
			strconv.FormatInt(r.OpenedAt.UnixMilli(), 10),
		})
		for _, a := range r.Acts {
			acts = append(acts, []string{r.Number, string(a.Verb), strconv.FormatInt(a.At.UnixMilli(), 10)})
		}
	}
	return orders, acts
}

// siteRows are the register of sites and accounts, and what was found at each look.
func siteRows(list []office.SiteStanding, seen []office.SiteLook) (sites, looks [][]string) {
	sites = [][]string{{"id", "kind", "left_ms"}}
	for _, s := range list {
		left := int64(0)
		if !s.Left.IsZero() {
			left = s.Left.UnixMilli()
		}
		sites = append(sites, []string{s.ID, string(s.Kind), strconv.FormatInt(left, 10)})
	}
	looks = [][]string{{"site", "at_ms", "template", "version", "answered", "found", "updated", "report"}}
	for _, l := range seen {
		var found []string
		for _, f := range l.Found {
			found = append(found, string(f.Rule)+":"+strconv.Itoa(f.Times))
		}
		looks = append(looks, []string{
			l.Site, strconv.FormatInt(l.At.UnixMilli(), 10), l.Template, l.Version, bit(!l.Silent), strings.Join(found, " "), string(l.Updated), l.Report,
		})
	}
	return sites, looks
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
