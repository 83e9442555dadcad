package main

import (
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type inspectProposalsCmd struct{ listing }

// proposalLine is a line of `inspect proposals`.
type proposalLine struct {
	Kiosk    seal.KioskID         `json:"kiosk"`
	Record   village.RecordID     `json:"record"`
	Code     village.ShortCode    `json:"short_code"` // of the visit
	Centre   village.DivisionCode `json:"centre"`
	Rule     inspect.RuleID       `json:"rule"`
	Version  string               `json:"version"` // of the rules
	Inputs   string               `json:"inputs"`  // SHA-256 of all that the rule saw, hex
	Sum      string               `json:"sum"`     // the begin of it, that confirm and drop ask for
	Severity inspect.Severity     `json:"severity"`
	Points   inspect.Points       `json:"points"`
	Line     inspect.Points       `json:"line"` // of the visit's checklist
	State    office.ProposalState `json:"state"`
	By       string               `json:"by"`
	Number   string               `json:"number"` // of the order
}

// Run proposes first what a rule proposes now.
func (c *inspectProposalsCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(proposalLine) error) error {
		n, err := inspectorate(w, db)
		if err == nil {
			err = n.Propose(w.ctx)
		}
		if err != nil {
			return err
		}
		list, err := db.Proposals(w.ctx, office.ProposalQuery{})
		var lines []proposalLine
		for _, p := range list {
			lines = append(lines, proposalLine{Kiosk: p.Kiosk, Record: p.Record, Code: p.Visit.Code, Centre: p.Visit.Centre, Rule: p.Rule, Version: p.Version,
				Inputs: p.Inputs, Sum: p.Sum(), Severity: p.Severity, Points: p.Points, Line: p.Line, State: p.State, By: p.By, Number: p.Number})
		}
		return inTurn(lines, err, do)
	}, func(l proposalLine) any { return l }, func(l proposalLine) error {
		return w.say("proposal.line", "code", l.Code.Spaced(), "place", places.Path(l.Centre), "why", w.text.T("proposal.why."+string(l.Rule), "points", l.Points, "line", l.Line),
			"version", l.Version, "sum", l.Sum, "state", w.text.T("proposal.state."+string(l.State)), "number", l.Number)
	})
}

type inspectConfirmCmd struct {
	inspecting
	secrets
	Code     string `arg:"" help:"Code on the receipt of the visit."`
	Sum      string `required:"" help:"Sum that inspect proposals prints: what changed since is not confirmed."`
	Severity string `enum:"minor,serious,urgent," default:"" help:"minor, serious or urgent (default: as proposed)."`
	Text     string `required:"" help:"What has to be put right; nothing personal."`
	By       string `required:"" help:"Who confirms it."`
	JSON     bool   `name:"json" help:"Answer as JSON."`
}

func (c *inspectConfirmCmd) Run(w *world) error {
	return c.opened(w, c.secrets, func(n *office.Inspectorate) error {
		p, err := n.FindProposal(w.ctx, c.Code, c.Sum)
		if err != nil {
			return err
		}
		if c.Severity != "" {
			p.Severity = inspect.Severity(c.Severity)
		}
		r, err := n.Confirm(w.ctx, p, p.Severity, c.Text, c.By)
		if err != nil {
			return err
		}
		return w.orderLine(w.lineOfOrder(r, n), c.JSON)
	})
}

type inspectDropCmd struct {
	inspecting
	Code string `arg:"" help:"Code on the receipt of the visit."`
	Sum  string `required:"" help:"Sum that inspect proposals prints: what changed since is not decided."`
	By   string `required:"" help:"Who decides."`
}

func (c *inspectDropCmd) Run(w *world) error {
	return c.work(w, func(_ *county.DB, n *office.Inspectorate) error {
		p, err := n.FindProposal(w.ctx, c.Code, c.Sum)
		if err != nil {
			return err
		}
		if err := n.Drop(w.ctx, p, c.By); err != nil {
			return err
		}
		return w.say("proposal.dropped", "code", c.Code)
	})
}
