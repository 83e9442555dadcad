package main

import (
	"encoding/json"
	"slices"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type drawAssignCmd struct {
	inspecting
	Draw  string   `required:"" placeholder:"FILE" type:"path" help:"The draw."`
	Badge []string `required:"" help:"Number of an inspector's badge; may be given several times."`
	First string   `required:"" placeholder:"2026-12-01" help:"First day of the visits."`
	Last  string   `required:"" placeholder:"2026-12-31" help:"Last day of the visits."`
	JSON  bool     `name:"json" help:"Answer as JSON, one centre a line."`
}

// assignLine is who may go to a centre of a draw.
type assignLine struct {
	Centre village.DivisionCode `json:"centre"`
	May    []string             `json:"may"`
	Serve  []string             `json:"serve"` // there, so that they may not
	Needed int                  `json:"needed"`
}

// Run says for each centre that was drawn who of the inspectors may go there, and ends
// with 1 when too few may go to one.
func (c *drawAssignCmd) Run(w *world) error {
	raw, err := readDrawFile("draw", c.Draw)
	if err != nil {
		return err
	}
	drawn, err := inspect.ParseDraw(raw)
	if err != nil {
		return village.At("draw", err)
	}
	if err := drawn.Verify(); err != nil {
		return village.At("draw", err)
	}
	if c.First > c.Last || !village.Day(c.First).Real() || !village.Day(c.Last).Real() {
		return village.Refuse("first", "err.serving.day")
	}
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		places, err := loadPlaces(w.text)
		if err != nil {
			return err
		}
		list, err := c.lines(w, n, drawn.Chosen)
		if err != nil {
			return err
		}
		few := 0
		for _, l := range list {
			if len(l.May) < l.Needed {
				few++
			}
			if err := w.assignLine(l, places.Path(l.Centre), c.JSON); err != nil {
				return err
			}
		}
		if few > 0 {
			return &village.Error{Kind: village.Invalid, Field: "badge", Key: "err.draw.assign", Args: map[string]any{"n": few}}
		}
		return nil
	})
}

func (c *drawAssignCmd) lines(w *world, n *office.Inspectorate, chosen []village.DivisionCode) (list []assignLine, err error) {
	serving, err := n.Book.Serving(w.ctx)
	if err != nil {
		return nil, err
	}
	templates, err := n.Templates.All(w.ctx)
	t, _ := inspect.ForCentres(templates)
	for _, centre := range chosen {
		l := assignLine{Centre: centre, May: []string{}, Serve: []string{}, Needed: t.People()}
		for _, badge := range slices.Compact(slices.Sorted(slices.Values(c.Badge))) {
			if inspect.ServesThere(serving, centre, village.Day(c.First), village.Day(c.Last), badge) {
				l.Serve = append(l.Serve, badge)
				continue
			}
			l.May = append(l.May, badge)
		}
		list = append(list, l)
	}
	return list, err
}

func (w *world) assignLine(l assignLine, place string, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w.stdout).Encode(l)
	}
	key := "draw.assign"
	if len(l.May) < l.Needed {
		key = "draw.assign.few"
	}
	return w.say(key, "place", place, "may", strings.Join(l.May, " "), "serve", strings.Join(l.Serve, " "), "n", l.Needed)
}
