package main

import (
	"encoding/json"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type casesRulingsCmd struct {
	database
	Code  string `arg:"" help:"Code on the receipt, or case number."`
	Kiosk string `placeholder:"ID" help:"Which machine, when several gave out the code."`
	Part  int    `help:"Part of a package, from 1."`
	JSON  bool   `help:"Answer as JSON, one decision a line."`
}

// rulingLine is a line of `cases rulings`.
type rulingLine struct {
	village.Decided
	Why    string `json:"why"` // one sentence
	MadeAt string `json:"made_at"`
}

// Run lists what the county's rules decided by themselves about a case. What its machine
// decided is sealed: see `cases recheck` and the page of the case.
func (c *casesRulingsCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		desk, err := work(w, db)
		if err != nil {
			return err
		}
		found, err := desk.FindCase(w.ctx, c.Code, seal.KioskID(c.Kiosk))
		if err != nil {
			return err
		}
		list, err := db.Rulings(w.ctx, found.Kiosk, office.SubjectOf(found.ID, c.Part))
		if err == nil && len(list) == 0 && !c.JSON {
			return w.say("county.decided.none")
		}
		return inTurn(list, err, func(r office.Ruling) error {
			line := rulingLine{r.Decided, w.text.T(r.Key()), r.MadeAt.In(village.Zone).Format(time.RFC3339)}
			if c.JSON {
				return json.NewEncoder(w.stdout).Encode(line)
			}
			return w.say("county.decided.line", "why", line.Why, "rule", r.Name(), "sum", r.Sum(), "at", line.MadeAt)
		})
	})
}
