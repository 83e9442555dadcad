package main

import (
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type measuresCmd struct {
	Add  measuresAddCmd  `cmd:"" help:"Put a measure down."`
	Note measuresNoteCmd `cmd:"" help:"Note evidence of a measure, or that it is over."`
	List measuresListCmd `cmd:"" help:"List measures, the newest first."`
}

// measuresShown is how many measures are looked at where all are meant.
const measuresShown = 10_000

type measuresAddCmd struct {
	database
	Title string `arg:"" help:"What is done."`
	Basis string `required:"" help:"Document with its number, or rule."`
	Unit  string `required:"" help:"Who does it, as the register of units writes it."`
	Due   string `required:"" help:"Its last day, as 2026-12-31."`
}

func (c *measuresAddCmd) Run(w *world) error {
	m := office.Measure{Title: c.Title, Basis: c.Basis, Unit: c.Unit, Due: village.Day(c.Due), At: w.now()}
	if err := m.Check(); err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		number, err := db.KeepMeasure(w.ctx, m)
		if err != nil {
			return err
		}
		return w.say("county.measure.kept", "number", number)
	})
}

type measuresNoteCmd struct {
	database
	Number int64  `arg:"" help:"Of the measure."`
	Text   string `required:"" help:"What shows it: document, place, figure."`
	State  string `default:"open" enum:"open,done,dropped" help:"open (evidence alone), done or dropped."`
}

func (c *measuresNoteCmd) Run(w *world) error {
	n := office.MeasureNote{State: office.MeasureState(c.State), Text: c.Text, At: w.now()}
	if err := n.Check(); err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.NoteMeasure(w.ctx, c.Number, office.Scope{}, n); err != nil {
			return err
		}
		return w.say("county.measure.noted", "number", c.Number, "state", w.text.T("county.measure.state."+c.State))
	})
}

type measuresListCmd struct {
	listing
	Limit int `default:"200" help:"How many at most."`
}

// measureLine is a line of `measures list`.
type measureLine struct {
	Number  int64               `json:"number"`
	Title   string              `json:"title"`
	Basis   string              `json:"basis"`
	Unit    string              `json:"unit"`
	Due     village.Day         `json:"due"`
	State   office.MeasureState `json:"state"`
	Late    bool                `json:"late"`
	Account string              `json:"account"` // who put it down; "" = by command
	At      string              `json:"at"`
	Notes   []measureNoteLine   `json:"notes"`
}

type measureNoteLine struct {
	State   office.MeasureState `json:"state"`
	Text    string              `json:"text"`
	Account string              `json:"account"`
	At      string              `json:"at"`
}

func (c *measuresListCmd) Run(w *world) error {
	today := village.DayOf(w.now())
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Measure) error) error {
		list, err := db.Measures(w.ctx, office.Scope{}, c.Limit)
		return inTurn(list, err, do)
	}, func(m office.Measure) any {
		line := measureLine{m.Number, m.Title, m.Basis, m.Unit, m.Due, m.State(), m.Late(today), m.Account, m.At.In(village.Zone).Format(time.RFC3339), []measureNoteLine{}}
		for _, n := range m.Notes {
			line.Notes = append(line.Notes, measureNoteLine{n.State, n.Text, n.Account, n.At.In(village.Zone).Format(time.RFC3339)})
		}
		return line
	}, func(m office.Measure) error {
		return w.say("county.measure.line", "number", m.Number, "title", m.Title, "unit", m.Unit, "due", m.Due,
			"state", w.text.T("county.measure.state."+string(m.State())), "basis", m.Basis)
	})
}
