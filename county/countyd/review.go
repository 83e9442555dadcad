package main

import (
	"encoding/json"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type reviewCmd struct {
	List    reviewListCmd    `cmd:"" help:"List what came from machines after they were revoked."`
	Release reviewReleaseCmd `cmd:"" help:"Let records count that you have checked with the people concerned."`
	Reject  reviewRejectCmd  `cmd:"" help:"Note that records do not count; they stay, and may be released later."`
}

type reviewListCmd struct {
	database
	JSON bool `help:"Answer as JSON, one record a line."`
}

// reviewLine is one record in the answer of `review list --json`. Item, code and
// time are the word of a machine that is not trusted.
type reviewLine struct {
	Kiosk      seal.KioskID         `json:"kiosk"`
	Village    village.DivisionCode `json:"village"`
	ID         village.RecordID     `json:"id"`
	Kind       village.RecordKind   `json:"kind"`
	ShortCode  village.ShortCode    `json:"short_code,omitempty"`
	Item       village.ItemCode     `json:"item,omitempty"`
	AcceptedAt time.Time            `json:"accepted_at"`
	ReceivedAt time.Time            `json:"received_at"`
	Missing    int                  `json:"missing"` // pieces of files that are not here
	Rejected   bool                 `json:"rejected"`
}

func (c *reviewListCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		list, err := db.UnderReview(w.ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 && !c.JSON {
			return w.say("county.review.none")
		}
		for _, u := range list {
			if err := w.reviewed(u, places, c.JSON); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) reviewed(u office.UnderReview, places places, asJSON bool) error {
	clear := u.Clear()
	line := reviewLine{
		Kiosk: u.Kiosk, Village: u.Village, ID: u.Record.ID, Kind: u.Record.Kind, ShortCode: clear.ShortCode, Item: clear.Item,
		AcceptedAt: u.Record.CreatedAt.In(village.Zone), ReceivedAt: u.ReceivedAt.In(village.Zone), Missing: u.Missing, Rejected: u.Rejected(),
	}
	if asJSON {
		return json.NewEncoder(w.stdout).Encode(line)
	}
	code, state := string(line.ID), "county.review.waits"
	if clear.ShortCode != "" {
		code = clear.ShortCode.Spaced()
	}
	if line.Rejected {
		state = "county.review.rejected"
	}
	day, kind := w.text.T("county.time.day"), "county.record."+string(line.Kind)
	if !w.text.Has(kind) {
		kind = "county.record.unknown"
	}
	return w.say("county.review.line", "code", code, "kind", w.text.T(kind), "item", line.Item,
		"place", places.Path(u.Village), "kiosk", u.Kiosk, "accepted", line.AcceptedAt.Format(day), "received", line.ReceivedAt.Format(day),
		"missing", u.Missing, "state", w.text.T(state), "id", line.ID)
}

// reviewing is what both verdicts need.
type reviewing struct {
	database
	Record []string `arg:"" help:"Codes on the receipts, or ids of records, as review list shows them."`
	Kiosk  string   `placeholder:"ID" help:"Which machine, when several gave out the code."`
}

type reviewReleaseCmd struct{ reviewing }

func (c *reviewReleaseCmd) Run(w *world) error { return c.decide(w, office.Released) }

type reviewRejectCmd struct{ reviewing }

func (c *reviewRejectCmd) Run(w *world) error { return c.decide(w, office.Rejected) }

// decide finds all that was named before it changes anything.
func (c *reviewing) decide(w *world, v office.ReviewVerdict) error {
	return c.with(w, func(db *county.DB) error {
		list, err := db.UnderReview(w.ctx)
		if err != nil {
			return err
		}
		var found []office.UnderReview
		for _, name := range c.Record {
			one, err := c.find(list, name)
			if err != nil {
				return err
			}
			found = append(found, one)
		}
		for _, u := range found {
			if err := db.Review(w.ctx, u.Kiosk, u.Record.ID, v); err != nil {
				return err
			}
		}
		return w.say("county.review."+string(v)+".done", "n", len(found))
	})
}

// find is the one record that a code or an id names.
func (c *reviewing) find(list []office.UnderReview, name string) (office.UnderReview, error) {
	code, err := village.ParseShortCode(name)
	if err != nil {
		code = ""
	}
	found := slices.DeleteFunc(slices.Clone(list), func(u office.UnderReview) bool {
		named := string(u.Record.ID) == name || code != "" && u.Clear().ShortCode == code
		return !named || c.Kiosk != "" && string(u.Kiosk) != c.Kiosk
	})
	switch len(found) {
	case 0:
		return office.UnderReview{}, &village.Error{Kind: village.NotFound, Field: "record", Key: "err.review.none", Args: map[string]any{"name": name}}
	case 1:
		return found[0], nil
	}
	return office.UnderReview{}, &village.Error{Kind: village.Conflict, Field: "record", Key: "err.review.several", Args: map[string]any{"name": name}}
}
