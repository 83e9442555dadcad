// Package precheck says of every paper of an application how it stands before
// anything is handed in (预审): there, missing, expired, may follow, need not come. It
// refuses nothing. Each decision names its rule, the rule's version and the digest of
// what it looked at, so that anybody who has the application can make it again.
package precheck

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"bianmin/app/village"
)

// Input is what a check looks at.
type Input struct {
	Item   village.ServiceItem
	Form   map[string]any // checked answers by field key
	Papers []Paper        // as declared; one that nobody spoke of is left out
	Day    village.Day    // of the check
}

// Paper is what was said of one material.
type Paper struct {
	Code  string
	How   village.MaterialState
	Until village.Day // its last day; "" = not known, or for good
}

// Decision is what one rule decided about one paper. It is sealed with the case.
type Decision struct {
	Material string          `json:"material"`
	Verdict  village.Verdict `json:"verdict"`
	Rule     string          `json:"rule"`
	Version  int             `json:"version"`
	Inputs   string          `json:"inputs"` // SHA-256 of [Facts] as JSON, hex
}

// Row is a paper with its decision and the rule behind it.
type Row struct {
	Material village.Material
	How      village.MaterialState // [village.NotSaid] when nobody spoke of it
	Until    village.Day
	Rule     village.CheckRule
	Decision Decision
}

// Undecided reports whether an electronic licence would do and nobody has chosen it.
func (r Row) Undecided() bool {
	return r.Decision.Verdict == village.PaperByLicence && r.How != village.ByLicence
}

// Result is a check of all papers of an item, in its order.
type Result struct {
	Table int // of the rules, see rules.json
	Item  village.ServiceItem
	Rows  []Row
}

// Facts is what rules look at, of one paper. Its JSON is what Inputs is the digest of.
type Facts struct {
	Item      village.ItemCode      `json:"item"`
	Material  string                `json:"material"`
	Necessity village.Necessity     `json:"necessity"`
	How       village.MaterialState `json:"how"`
	Until     village.Day           `json:"until"`
	Day       village.Day           `json:"day"`
	Licence   string                `json:"licence"`
	Tolerance bool                  `json:"tolerance"`
	Promise   bool                  `json:"promise"`
	Answers   map[string]any        `json:"answers"` // to the questions that rules of the paper ask
}

// Check decides about every paper by the table in use.
func Check(in Input) Result {
	all := tables()
	return all[len(all)-1].check(in)
}

// Again decides by an earlier table; ok is false when this release has no such table.
func Again(table int, in Input) (r Result, ok bool) {
	for _, t := range tables() {
		if t.Table == table {
			return t.check(in), true
		}
	}
	return Result{}, false
}

func (t table) check(in Input) Result {
	r := Result{Table: t.Table, Item: in.Item}
	rules := append(slices.Clone(in.Item.CheckRules), t.Rules...)
	for _, m := range in.Item.Materials {
		row := Row{Material: m, How: village.NotSaid}
		for _, p := range in.Papers {
			if p.Code == m.Code {
				row.How, row.Until = p.How, p.Until
			}
		}
		facts := in.facts(row, rules)
		for _, rule := range rules {
			if fits(rule, facts, m) {
				row.Rule = rule
				break
			}
		}
		row.Decision = Decision{
			Material: m.Code, Verdict: row.Rule.Says, Rule: row.Rule.ID, Version: row.Rule.Version, Inputs: facts.digest(),
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

func (in Input) facts(row Row, rules []village.CheckRule) Facts {
	m := row.Material
	f := Facts{
		Item: in.Item.Code, Material: m.Code, Necessity: m.Necessity, How: row.How, Until: row.Until, Day: in.Day,
		Licence: m.ReplacedBy, Tolerance: in.Item.ToleranceAllowed, Promise: m.Promise != nil, Answers: map[string]any{},
	}
	if m.When != nil {
		f.Answers[m.When.Field] = in.Form[m.When.Field]
	}
	for _, rule := range rules {
		if rule.If.Answer != nil && (rule.Material == "" || rule.Material == m.Code) {
			f.Answers[rule.If.Answer.Field] = in.Form[rule.If.Answer.Field]
		}
	}
	return f
}

func (f Facts) expired() bool {
	return f.How == village.Expired || f.Until != "" && f.Until < f.Day
}

func (f Facts) digest() string {
	raw, err := json.Marshal(f)
	if err != nil { // answers of a form are texts, numbers and lists of texts
		panic("precheck: " + err.Error())
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// fits reports whether everything that rule asks for holds.
func fits(rule village.CheckRule, f Facts, m village.Material) bool {
	c := rule.If
	is := func(want *bool, got bool) bool { return want == nil || *want == got }
	return (rule.Material == "" || rule.Material == f.Material) &&
		(len(c.Necessity) == 0 || slices.Contains(c.Necessity, f.Necessity)) &&
		(len(c.How) == 0 || slices.Contains(c.How, f.How)) &&
		is(c.Expired, f.expired()) && is(c.Licence, f.Licence != "") && is(c.Tolerance, f.Tolerance) && is(c.Promise, f.Promise) &&
		is(c.Called, m.When != nil && m.When.Holds(f.Answers)) &&
		(c.Answer == nil || c.Answer.Holds(f.Answers))
}

// Complete reports whether nothing is open.
func (r Result) Complete() bool {
	return !slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Decision.Verdict.Open() || row.Undecided() })
}

// MayDefer reports whether the application can be taken with papers to follow (容缺):
// the item allows it, every main paper is there, and what is open are the papers that
// the item names.
func (r Result) MayDefer() bool {
	return r.Item.ToleranceAllowed && len(r.Deferred()) > 0 && len(r.Hindering()) == 0
}

// Deferred are the open papers that may follow.
func (r Result) Deferred() []Row {
	return r.pick(func(row Row) bool { return row.Decision.Verdict.Open() && r.mayFollow(row) })
}

// Hindering are the papers without which nothing may follow: main papers that are open,
// or of which nobody has said yet that a licence stands for them.
func (r Result) Hindering() []Row {
	return r.pick(func(row Row) bool { return row.Undecided() || row.Decision.Verdict.Open() && !r.mayFollow(row) })
}

func (r Result) mayFollow(row Row) bool {
	return row.Material.Necessity == village.MayFollow && r.Item.ToleranceAllowed
}

func (r Result) pick(want func(Row) bool) (rows []Row) {
	for _, row := range r.Rows {
		if want(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// Decisions are those about all papers.
func (r Result) Decisions() []Decision {
	list := make([]Decision, len(r.Rows))
	for i, row := range r.Rows {
		list[i] = row.Decision
	}
	return list
}
