package main

import (
	"bianmin/app/stats"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type casesPrioritiesCmd struct {
	database
	secrets
	span
	JSON bool `name:"json" help:"Answer as JSON, one object a line."`
}

// Run counts centres, then helpers. As who somebody chose it is in no count.
func (c *casesPrioritiesCmd) Run(w *world) error {
	period, _, err := c.period()
	if err != nil {
		return err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, listing{c.database, c.JSON}, func(db *county.DB, do func(stats.PriorityCount) error) error {
		if err := c.derived(w, db, c.Database); err != nil {
			return err
		}
		uses, err := db.PriorityUses(w.ctx, office.Scope{}, period)
		centres, helpers := stats.Priorities(uses)
		return inTurn(append(centres, helpers...), err, do)
	}, func(p stats.PriorityCount) any { return p }, func(p stats.PriorityCount) error {
		if p.Helper != "" {
			return w.say("county.priority.helper", "badge", p.Helper, "chosen", p.Chosen, "first", p.First)
		}
		return w.say("county.priority.centre", "place", places.Path(p.Centre), "cases", p.Cases, "chosen", p.Chosen, "first", p.First, "share", p.Displayed)
	})
}
