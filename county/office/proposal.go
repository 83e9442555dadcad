package office

import (
	"context"
	_ "embed"
	"strings"
	"sync"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

//go:embed proposal.json
var proposalFile []byte

// OrderDefaults are the rules of proposed orders that come with the program.
//
//nolint:gochecknoglobals // the embedded definition, parsed once
var OrderDefaults = sync.OnceValue(func() inspect.OrderRules {
	r, err := inspect.ParseOrderRules(proposalFile)
	if err != nil {
		panic(err) // a test reads it
	}
	return r
})

// ProposalState is where a proposed order stands.
type ProposalState string

const (
	Proposed  ProposalState = "proposed"  // 建议, nobody has decided
	Confirmed ProposalState = "confirmed" // 已开整改单
	Dropped   ProposalState = "dropped"   // 不开
	Lapsed    ProposalState = "lapsed"    // the rule holds no longer: an objection was right
)

// Proposal is an order about a whole visit that a rule proposes (建议整改单). It orders
// nothing until an officer confirms it.
type Proposal struct {
	Kiosk     seal.KioskID // of the visit's record
	Record    village.RecordID
	Rule      inspect.RuleID
	Version   string // of the rules
	Inputs    string // SHA-256 of all that the rule saw, hex, see [inspect.OrderRules.Inputs]
	Severity  inspect.Severity
	Points    inspect.Points // of the visit
	Line      inspect.Points // of its checklist
	MadeAt    time.Time
	State     ProposalState
	DecidedAt time.Time // the zero time while it is proposed
	By        string    // who decided; "" = nobody, or a rule that holds no longer
	Number    string    // of the order; "" = none
	Visit     ProposalVisit
}

// ProposalVisit is what the book says of a proposal's visit.
type ProposalVisit struct {
	Centre    village.DivisionCode
	Code      village.ShortCode
	At        time.Time
	Source    inspect.Source
	Checklist string
	Version   string // of the checklist
}

// sumShown is how much of the sum of what a rule saw is shown to people, in characters.
const sumShown = 12

// Sum is the begin of p's sum, as people see and write it.
func (p Proposal) Sum() string { return p.Inputs[:min(sumShown, len(p.Inputs))] }

// Same reports whether p and o are about the same visit by the same rule.
func (p Proposal) Same(o Proposal) bool { return p.name() == o.name() }

// proposalName tells one proposal from the others.
type proposalName struct {
	kiosk  seal.KioskID
	record village.RecordID
	rule   inspect.RuleID
}

func (p Proposal) name() proposalName { return proposalName{p.Kiosk, p.Record, p.Rule} }

// ProposalQuery chooses proposals; what is empty chooses all.
type ProposalQuery struct {
	Scope  Scope // by the centre of the visit
	State  ProposalState
	Code   village.ShortCode // of the visit
	Number string            // of the order
	Limit  int               // at most; 0 = all
}

// ProposalBook keeps proposed orders. Every method is one transaction.
type ProposalBook interface {
	// Proposals are those that a query chooses, the latest first.
	Proposals(ctx context.Context, q ProposalQuery) ([]Proposal, error)

	// Proposal is that about the visit of p by the rule of p, as it stands now; see
	// [village.NotFound].
	Proposal(ctx context.Context, p Proposal) (Proposal, error)

	// VisitMark changes whenever there is another visit, or another finding was struck.
	VisitMark(ctx context.Context) (string, error)

	// Propose keeps proposals that are new or whose inputs changed, and lets those lapse
	// that hold no longer. Of what was decided nothing changes.
	Propose(ctx context.Context, list, over []Proposal) error

	// Decide keeps what was decided about a proposal, with the order r unless that is nil.
	// One that is not proposed with these inputs any more is a [village.Conflict] at
	// "proposal", err.proposal.over.
	Decide(ctx context.Context, p Proposal, r *Rectification) error
}

// Propose proposes orders after visits, by rules with a version. It looks only when a visit
// came or a finding was struck since the last time.
func (n *Inspectorate) Propose(ctx context.Context) error {
	n.looking.Lock()
	defer n.looking.Unlock()
	mark, err := n.Book.VisitMark(ctx)
	if err != nil || mark == n.proposed {
		return err
	}
	list, err := n.Book.Proposals(ctx, ProposalQuery{})
	if err != nil {
		return err
	}
	known := map[proposalName]Proposal{}
	for _, k := range list {
		known[k.name()] = k
	}
	due, err := n.due(ctx, known)
	if err != nil {
		return err
	}
	fresh, over := weighed(known, due, n.Now())
	if len(fresh)+len(over) > 0 {
		err = n.Book.Propose(ctx, fresh, over)
	}
	if err == nil {
		n.proposed = mark
	}
	return err
}

// weighed are the proposals of due that are to be kept, and those of known that hold no
// longer. What a person decided stays.
func weighed(known, due map[proposalName]Proposal, now time.Time) (fresh, over []Proposal) {
	for name, p := range due {
		k, old := known[name]
		if !old || k.State == Lapsed || k.State == Proposed && k.Inputs != p.Inputs {
			fresh = append(fresh, p)
		}
	}
	for name, k := range known {
		if _, holds := due[name]; k.State == Proposed && !holds {
			k.State, k.DecidedAt = Lapsed, now
			over = append(over, k)
		}
	}
	return fresh, over
}

// due are the proposals that the rules make of visits of centres that came lately, and of
// those about which one waits: that is followed until somebody decides.
func (n *Inspectorate) due(ctx context.Context, known map[proposalName]Proposal) (map[proposalName]Proposal, error) {
	templates, err := n.Templates.All(ctx)
	if err != nil {
		return nil, err
	}
	visits, scored, err := n.Visits(ctx)
	if err != nil {
		return nil, err
	}
	rules, due := OrderDefaults(), map[proposalName]Proposal{}
	follow, since := map[proposalName]bool{}, n.Now().AddDate(0, 0, -rules.Days)
	for _, v := range visits {
		follow[proposalName{kiosk: v.Kiosk, record: v.Record.ID}] = !v.ReceivedAt.Before(since)
	}
	for name, k := range known {
		if k.State == Proposed {
			follow[proposalName{kiosk: name.kiosk, record: name.record}] = true
		}
	}
	for _, v := range scored {
		t, _ := inspect.Find(templates, v.Template, v.Version)
		rule, ok := rules.Of(t, v)
		if !ok || v.Subject != inspect.OfCentre || !follow[proposalName{kiosk: seal.KioskID(v.Kiosk), record: v.ID}] {
			continue
		}
		p := Proposal{
			Kiosk: seal.KioskID(v.Kiosk), Record: v.ID, Rule: rule.ID, Version: rules.Version, Severity: rule.Severity, Points: v.Score.Points, Line: t.Pass,
			MadeAt: n.Now(), State: Proposed,
		}
		if p.Inputs, err = rules.Inputs(rule, t, v); err != nil {
			return nil, err
		}
		due[p.name()] = p
	}
	return due, nil
}

// seen is a proposal that still stands as an officer saw it, by its inputs. The errors are
// those of [Inspectorate.Confirm].
func (n *Inspectorate) seen(ctx context.Context, p Proposal) (Proposal, error) {
	if err := n.Propose(ctx); err != nil { // an objection since counts before anybody looked again
		return p, err
	}
	now, err := n.Book.Proposal(ctx, p)
	if err == nil && (now.State != Proposed || now.Inputs != p.Inputs) {
		err = &village.Error{Kind: village.Conflict, Field: "proposal", Key: "err.proposal.over"}
	}
	return now, err
}

// Confirm makes the order of a proposal as an officer saw it: p names it and has the inputs
// that were shown. The errors are those of [Inspectorate.Open], [village.NotFound], and
// [village.Conflict] at "proposal", err.proposal.over, when it is not proposed any more or
// something changed since.
func (n *Inspectorate) Confirm(ctx context.Context, p Proposal, s inspect.Severity, text, by string) (Rectification, error) {
	p, err := n.seen(ctx, p)
	if err != nil {
		return Rectification{}, err
	}
	v := p.Visit
	r, err := n.prepare(ctx, Rectification{
		Centre: v.Centre, Source: v.Source, Template: v.Checklist, Version: v.Version, Rule: p.Rule, Kiosk: p.Kiosk, Record: p.Record,
		Ref: v.Code.Spaced(), About: "visit " + string(p.Kiosk) + " " + string(p.Record) + " " + string(p.Rule), Severity: s, Text: text,
	}, by)
	if err != nil {
		return r, err
	}
	p.State, p.DecidedAt, p.By, p.Number = Confirmed, n.Now(), by, r.Number
	return r, n.Book.Decide(ctx, p, &r)
}

// Drop decides against a proposal, in somebody's name. The errors are those of
// [Inspectorate.Confirm].
func (n *Inspectorate) Drop(ctx context.Context, p Proposal, by string) error {
	if !short(by, 1, maxRectBy) {
		return village.Refuse("by", "err.rectify.by")
	}
	p, err := n.seen(ctx, p)
	if err != nil {
		return err
	}
	p.State, p.DecidedAt, p.By = Dropped, n.Now(), by
	return n.Book.Decide(ctx, p, nil)
}

// FindProposal is the proposal about the visit with a code that waits to be decided, whose sum
// begins as somebody saw it, see [Proposal.Sum]. The errors are [village.Invalid] at "sum",
// [village.NotFound] at "code", err.proposal.unknown, and [village.Conflict] at "sum",
// err.proposal.over, when something changed since.
func (n *Inspectorate) FindProposal(ctx context.Context, code, sum string) (Proposal, error) {
	short, err := village.ParseShortCode(code)
	switch {
	case err != nil:
		return Proposal{}, village.At("code", err)
	case len(sum) < sumShown:
		return Proposal{}, village.Refuse("sum", "err.proposal.sum")
	}
	list, err := n.Book.Proposals(ctx, ProposalQuery{Code: short, State: Proposed})
	if err != nil {
		return Proposal{}, err
	}
	for _, p := range list {
		if strings.HasPrefix(p.Inputs, strings.ToLower(sum)) {
			return p, nil
		}
	}
	if len(list) > 0 {
		return Proposal{}, &village.Error{Kind: village.Conflict, Field: "sum", Key: "err.proposal.over"}
	}
	return Proposal{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.proposal.unknown"}
}
