package main

import (
	"encoding/json"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// inspectCmd is about visits of spot checks and what follows them.
type inspectCmd struct {
	List      inspectListCmd      `cmd:"" help:"List visits with the scores that count; nothing personal."`
	Show      inspectShowCmd      `cmd:"" help:"One visit in full, with what was written."`
	League    inspectLeagueCmd    `cmd:"" help:"Centres ranked in a month, a quarter or a year: points, trend, colour, coverage."`
	Verify    inspectVerifyCmd    `cmd:"" help:"Make every visit again from its record and compare it, with its photographs."`
	Rows      inspectRowsCmd      `cmd:"" help:"Write the rows that scores and ranks are made from, so that somebody else can make them again."`
	Orders    inspectOrdersCmd    `cmd:"" help:"List orders to put something right, with their clocks."`
	Pack      inspectPackCmd      `cmd:"" help:"Evidence of a period as PDF or XLSX: ranks, what was found, what became of it."`
	Open      inspectOpenCmd      `cmd:"" help:"Give an order that comes from no visit."`
	Proposals inspectProposalsCmd `cmd:"" help:"List orders that a rule proposes after visits, with what was decided."`
	Confirm   inspectConfirmCmd   `cmd:"" help:"Give the order that a rule proposes about a visit."`
	Drop      inspectDropCmd      `cmd:"" help:"Decide against it."`
	Act       inspectActCmd       `cmd:"" help:"Take an order one step on: reply, accept, reject, strike."`
}

// inspectorate follows up what was found.
func inspectorate(w *world, db *county.DB) (*office.Inspectorate, error) {
	list, err := checklistsOf(db)
	if err != nil {
		return nil, err
	}
	days, err := workingDays(w, db)
	if err != nil {
		return nil, err
	}
	return &office.Inspectorate{Book: db, Templates: list, Days: days, Now: w.now, Rand: w.random}, nil
}

// inspecting is what every command about visits needs.
type inspecting struct{ database }

// work opens the database.
func (c inspecting) work(w *world, do func(*county.DB, *office.Inspectorate) error) error {
	return c.with(w, func(db *county.DB) error {
		n, err := inspectorate(w, db)
		if err != nil {
			return err
		}
		return do(db, n)
	})
}

type inspectListCmd struct {
	inspecting
	Centre string `placeholder:"CODE" help:"Of one centre."`
	JSON   bool   `name:"json" help:"One JSON object a line."`
}

// visitLine is a visit in the answer of `inspect list`.
type visitLine struct {
	Kiosk     seal.KioskID         `json:"kiosk"`
	ID        village.RecordID     `json:"id"`
	ShortCode village.ShortCode    `json:"short_code"`
	Centre    village.DivisionCode `json:"centre"`
	Template  string               `json:"template"`
	Version   string               `json:"version"`
	Source    inspect.Source       `json:"source"`
	Order     string               `json:"order"`
	Inspector string               `json:"inspector"`
	Witness   string               `json:"witness"`
	Answer    inspect.DutyAnswer   `json:"answer"`
	Presence  inspect.PresenceKind `json:"presence"`
	VisitedAt string               `json:"visited_at"`
	TimeTrust village.TimeTrust    `json:"time_trust"`
	Score     inspect.Score        `json:"score"`
	Repeats   []inspect.RuleID     `json:"repeats"`
	Findings  int                  `json:"findings"`
	OwnWork   bool                 `json:"own_work"` // an inspector serves there, or was on duty there within a year
	Alone     bool                 `json:"alone"`    // by one where the checklist wants two
	Facts     *inspect.Facts       `json:"facts"`
}

func lineOfVisit(i office.Inspection, v inspect.Visit) visitLine {
	b := i.Record
	line := visitLine{
		i.Kiosk, b.ID, b.ShortCode, b.Centre, b.Template, b.Version, b.Source, i.Shown.Order.Number, i.Shown.Inspector, i.Shown.Witness, b.Duty.Answer,
		b.Presence.Kind, b.VisitedAt.In(village.Zone).Format(time.RFC3339), b.TimeTrust, v.Score, v.Repeats, len(b.Findings), v.OwnWork, v.Alone, b.Facts,
	}
	if line.Repeats == nil {
		line.Repeats = []inspect.RuleID{}
	}
	return line
}

func (c *inspectListCmd) Run(w *world) error {
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		list, scored, err := n.Visits(w.ctx)
		if err != nil {
			return err
		}
		found := map[string]inspect.Visit{}
		for _, v := range scored {
			found[v.Kiosk+string(v.ID)] = v
		}
		for _, i := range list {
			if c.Centre != "" && i.Record.Centre != db.Today(village.DivisionCode(c.Centre)) {
				continue
			}
			if err := w.visitLine(lineOfVisit(i, found[string(i.Kiosk)+string(i.Record.ID)]), c.JSON); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) visitLine(v visitLine, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w.stdout).Encode(v)
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	flags := ""
	if v.OwnWork {
		flags += w.text.T("county.visit.own_work")
	}
	if v.Alone {
		flags += w.text.T("county.visit.alone")
	}
	return w.say("county.visit.line", "flags", flags, "time", v.VisitedAt, "place", places.Path(v.Centre), "points", v.Score.Points, "full", v.Score.Full,
		"band", w.text.T("check.band."+string(v.Score.Band)), "n", v.Findings, "code", v.ShortCode.Spaced())
}

type inspectShowCmd struct {
	inspecting
	secrets
	Code string `arg:"" help:"Code on the receipt of the visit."`
}

// visitFull is the answer of `inspect show`.
type visitFull struct {
	visitLine
	Duty     inspect.Duty      `json:"duty"`
	Found    []inspect.Finding `json:"found"`
	Said     inspect.Score     `json:"said"` // the score of the machine
	Files    []inspect.File    `json:"files"`
	Proof    string            `json:"proof"`
	Trusted  bool              `json:"presence_trusted"` // every clock of the proof was believed
	Machine  string            `json:"machine"`
	Received string            `json:"received_at"`
}

func (c *inspectShowCmd) Run(w *world) error {
	code, err := village.ParseShortCode(c.Code)
	if err != nil {
		return village.At("code", err)
	}
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		i, err := db.Inspection(w.ctx, code)
		if err != nil {
			return &village.Error{Kind: village.KindOf(err), Field: "code", Key: "err.check.unknown", Err: err}
		}
		_, scored, err := n.Visits(w.ctx)
		if err != nil {
			return err
		}
		full := visitFull{Duty: i.Record.Duty, Found: i.Record.Findings, Said: i.Record.Score, Files: i.Record.Files, Proof: i.Record.Presence.Proof, Trusted: i.Record.Presence.Trusted,
			Machine: i.Record.Machine, Received: i.ReceivedAt.In(village.Zone).Format(time.RFC3339)}
		for _, v := range scored {
			if v.Kiosk == string(i.Kiosk) && v.ID == i.Record.ID {
				full.visitLine = lineOfVisit(i, v)
			}
		}
		out := json.NewEncoder(w.stdout)
		out.SetEscapeHTML(false)
		return out.Encode(full)
	})
}

type inspectLeagueCmd struct {
	inspecting
	Period string `required:"" placeholder:"2026-12" help:"A month, a quarter (2026Q4) or a year (2026)."`
	JSON   bool   `name:"json" help:"Answer as JSON."`
}

func (c *inspectLeagueCmd) Run(w *world) error {
	period, err := inspect.ParsePeriod(c.Period)
	if err != nil {
		return err
	}
	return c.work(w, func(_ *county.DB, n *office.Inspectorate) error {
		places, err := loadPlaces(w.text)
		if err != nil {
			return err
		}
		l, err := league(w, n, places, period)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(l)
		}
		if err := w.say("county.league.head", "period", l.Period, "visited", l.Visited, "centres", l.Centres, "coverage", l.Coverage,
			"green", l.Green, "yellow", l.Yellow, "red", l.Red); err != nil {
			return err
		}
		for _, p := range l.Places {
			if p.Visits == 0 {
				continue
			}
			delta := "–"
			if p.Delta != nil {
				delta = p.Delta.String()
			}
			if err := w.say("county.league.line", "rank", p.Rank, "place", places.Path(p.Centre), "points", p.Points, "delta", delta,
				"band", w.text.T("check.band."+string(p.Band)), "visits", p.Visits); err != nil {
				return err
			}
		}
		return nil
	})
}

// league ranks all centres of the district.
func league(w *world, n *office.Inspectorate, places places, period inspect.Period) (inspect.League, error) {
	_, scored, err := n.Visits(w.ctx)
	if err != nil {
		return inspect.League{}, err
	}
	list, err := n.Templates.All(w.ctx)
	return inspect.MakeLeague(period, list, scored, places.centres()), err
}

// centres are the villages of the district, as the draw knows them.
func (p places) centres() (list []village.DivisionCode) {
	for _, v := range p.divisions.Villages {
		list = append(list, v.Code)
	}
	return list
}
