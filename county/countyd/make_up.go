package main

import (
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type casesMakeUpsCmd struct {
	listing
	Over bool `help:"Only those whose last day is over: their end is proposed."`
}

// makeUpLine is a line of `cases make-ups`.
type makeUpLine struct {
	Kiosk    seal.KioskID         `json:"kiosk"`
	ID       village.RecordID     `json:"id"`
	Code     village.ShortCode    `json:"short_code"`
	Item     village.ItemCode     `json:"item"`
	Part     int                  `json:"part,omitempty"` // of a package, from 1
	Village  village.DivisionCode `json:"village"`
	State    village.CaseState    `json:"state"`
	Last     village.Day          `json:"last"`     // for the papers
	Proposal string               `json:"proposal"` // end; "" = the last day is not over
	Rule     string               `json:"rule"`     // that proposes it; ""
	Inputs   string               `json:"inputs"`   // SHA-256 of what the rule looked at; ""
}

func (c *casesMakeUpsCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Followed) error) error {
		desk, err := work(w, db)
		if err != nil {
			return err
		}
		list, err := desk.MakeUps(w.ctx, db, office.Scope{})
		if err == nil {
			err = db.KeepRulings(w.ctx, office.MakeUpRulings(list, w.now()))
		}
		return inTurn(list, err, func(f office.Followed) error {
			if c.Over && !f.Over {
				return nil
			}
			return do(f)
		})
	}, func(f office.Followed) any {
		line := makeUpLine{Kiosk: f.Kiosk, ID: f.ID, Code: f.ShortCode, Item: f.Item, Part: f.Sub, Village: f.Village, State: f.State, Last: f.Last}
		if f.Over {
			line.Proposal, line.Rule, line.Inputs = "end", f.Decided.Name(), f.Decided.Inputs
		}
		return line
	}, func(f office.Followed) error {
		said := w.text.T("county.make_ups.waits")
		if f.Over {
			said = w.text.T("county.make_ups.end.rule", "rule", f.Decided.Name())
		}
		return w.say("county.make_ups.line", "code", f.ShortCode.Spaced(), "item", f.ItemName, "day", f.Last, "said", said)
	})
}
