package main

import (
	"encoding/json"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type ratingsAnomaliesCmd struct {
	database
	secrets
	JSON bool `help:"Answer as lines of JSON."`
}

// anomalyLine is a line of `ratings anomalies`; no words of a person.
type anomalyLine struct {
	Rule    string               `json:"rule"`
	Version string               `json:"version"` // of the rules
	Kiosk   seal.KioskID         `json:"kiosk"`
	Village village.DivisionCode `json:"village"`
	From    string               `json:"from"` // of the ratings, by the machine's clock
	To      string               `json:"to"`
	Ratings int                  `json:"ratings"`
	Best    int                  `json:"best"`   // of them, of grade 4 and 5
	Inputs  string               `json:"inputs"` // SHA-256 of what the rule looked at
}

// Run lists what looks made. Words lie hidden, so that the keys are needed to compare
// them.
func (c *ratingsAnomaliesCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		rules := office.RatingDefaults()
		found, err := db.RatingAnomalies(w.ctx, office.Scope{}, rules, w.now().AddDate(0, 0, -rules.Days))
		if err == nil {
			err = db.KeepRulings(w.ctx, office.AnomalyRulings(found, w.now()))
		}
		if err != nil {
			return err
		}
		if len(found) == 0 && !c.JSON {
			return w.say("county.ratings.anomaly.none")
		}
		return w.anomalies(found, c.JSON)
	})
}

func (w *world) anomalies(found []office.RatingAnomaly, asJSON bool) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	out := json.NewEncoder(w.stdout)
	moment := func(at time.Time) string { return at.In(village.Zone).Format(time.RFC3339) }
	for _, a := range found {
		if asJSON {
			err = out.Encode(anomalyLine{a.Rule, a.Version, a.Kiosk, a.Village, moment(a.From), moment(a.To), a.Ratings, a.Best, a.Inputs})
		} else {
			err = w.say("county.ratings.anomaly.line", "rule", a.Rule, "version", a.Version, "place", places.Path(a.Village), "kiosk", a.Kiosk,
				"from", moment(a.From), "to", moment(a.To), "n", a.Ratings)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
