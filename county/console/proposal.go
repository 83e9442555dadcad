package console

import (
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// proposalRow is an order that a rule proposes.
type proposalRow struct {
	Place, Day, Why, Rule, Version string
	Severity                       string
	Text                           string // that the order would say, to be changed
	Inputs                         string // that were shown: what is decided is what was seen
	Action                         string // "" = the account decides nothing
	Open                           bool   // the last try was refused
}

// proposalsShown is how many proposals the page has at most. A default of ours.
const proposalsShown = 50

// proposals are those that wait at the centres that the account sees, and whether there are
// more of them.
func (c *Console) proposals(v *visit) (rows []proposalRow, more bool, err error) {
	list, err := c.Inspectorate.Book.Proposals(v.Context(), office.ProposalQuery{Scope: v.account.Scope, State: office.Proposed, Limit: proposalsShown + 1})
	if more = len(list) > proposalsShown; more {
		list = list[:proposalsShown]
	}
	for _, p := range list {
		rows = append(rows, c.proposalRow(v, p))
	}
	return rows, more, err
}

// proposalRow has what was typed when the last try was refused.
func (c *Console) proposalRow(v *visit, p office.Proposal) proposalRow {
	day := v.view.day(village.DayOf(p.Visit.At))
	why := v.view.text.T("proposal.why."+string(p.Rule), "points", p.Points, "line", p.Line)
	row := proposalRow{
		Place: c.place(p.Visit.Centre), Day: day, Why: why, Rule: string(p.Rule), Version: p.Version, Severity: string(p.Severity), Inputs: p.Inputs,
		Text: v.view.text.T("proposal.text", "day", day, "why", why),
	}
	if v.account.Role == office.RoleCounty {
		row.Action = v.view.link("/proposals/" + string(p.Kiosk) + "/" + string(p.Record) + "/" + string(p.Rule))
	}
	if asked := askedProposal(v); asked.Same(p) && v.PostFormValue("do") != "drop" {
		row.Text, row.Severity, row.Open = v.PostFormValue("text"), v.PostFormValue("severity"), true
	}
	return row
}

// askedProposal is the one that a path names, with the inputs that a form had.
func askedProposal(v *visit) office.Proposal {
	return office.Proposal{
		Kiosk: seal.KioskID(v.PathValue("kiosk")), Record: village.RecordID(v.PathValue("id")), Rule: inspect.RuleID(v.PathValue("rule")),
		Inputs: v.PostFormValue("inputs"),
	}
}

// decideProposal serves POST /proposals/{kiosk}/{id}/{rule}: confirm or drop.
func (c *Console) decideProposal(v *visit) error {
	asked := askedProposal(v)
	p, err := c.Inspectorate.Book.Proposal(v.Context(), asked)
	switch {
	case err != nil:
		return err
	case !v.account.Scope.Holds(p.Visit.Centre, ""):
		return &village.Error{Kind: village.NotFound}
	case v.account.Role != office.RoleCounty:
		err = &village.Error{Kind: village.Conflict, Field: "proposal", Key: "err.case.role"}
	case v.PostFormValue("do") == "drop":
		err = c.Inspectorate.Drop(v.Context(), asked, v.account.Person)
	default:
		_, err = c.Inspectorate.Confirm(v.Context(), asked, inspect.Severity(v.PostFormValue("severity")), strings.TrimSpace(v.PostFormValue("text")), v.account.Person)
	}
	return v.acted(err, "/inspections", func(key string) error { return c.showInspections(v, key) })
}

// proposedBy says by which rule an order was proposed; "" = by none.
func (c *Console) proposedBy(v *visit, number string) (string, error) {
	list, err := c.Inspectorate.Book.Proposals(v.Context(), office.ProposalQuery{Number: number})
	if err != nil || len(list) == 0 {
		return "", err
	}
	p := list[0]
	return v.view.text.T("proposal.made", "rule", p.Rule, "version", p.Version, "by", p.By, "sum", p.Sum()), nil
}
