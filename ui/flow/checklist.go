package flow

import (
	"slices"

	"bianmin/app/inspect"
)

// Checklist is one section of a visit's checklist: each rule is 符合 or 不符合.
type Checklist struct {
	page
	At    int // of the sections
	Pages Pages

	Find  func(inspect.RuleID) // opens what was found at a rule
	Leave func()               // to the page of the visit

	visit *Visit
}

// Row is a rule with what was seen at it.
type Row struct {
	ID    inspect.RuleID
	Rule  inspect.Rule
	Basis string
	Seen  bool // somebody has looked
	Observation
}

// Lacks reports whether the rule wants a photograph that is not there yet.
func (r Row) Lacks() bool { return !r.complete(r.Rule) }

// Part is the section shown.
func (c *Checklist) Part() Part {
	parts := c.visit.Parts()
	if c.At >= len(parts) {
		return Part{}
	}
	return parts[c.At]
}

// Rows are its rules.
func (c *Checklist) Rows() []Row {
	var list []Row
	s := c.Part().Section
	for _, r := range s.Rules {
		list = append(list, c.visit.row(s, r))
	}
	return list
}

// Takes is what a rule takes (or gives) when it is found so often, a repeat twice as much.
func (c *Checklist) Takes(row Row, times int) inspect.Points {
	return row.Rule.Takes(c.visit.Source, times, c.Part().Section.Kind == inspect.Deduct && c.visit.Repeats(row.ID))
}

// Fact is what the machine knows about a rule.
func (c *Checklist) Fact(row Row) string { return c.visit.Fact(row.Rule.Fact) }

// Last reports whether nothing else is to be looked at.
func (c *Checklist) Last() bool { return c.visit.Next(c.At+1) < 0 }

// row is one rule with what was seen.
func (v *Visit) row(s inspect.Section, r inspect.Rule) Row {
	o, seen := v.found[s.ID(r)]
	row := Row{ID: s.ID(r), Rule: r, Basis: r.Basis, Seen: seen, Observation: o}
	if row.Basis == "" {
		row.Basis = s.Basis
	}
	return row
}

// Comply says that a rule is kept; what was found at it is gone.
func (c *Checklist) Comply(id inspect.RuleID) {
	c.visit.found[id] = Observation{}
	c.Changed()
}

// Break opens what was found at a rule.
func (c *Checklist) Break(id inspect.RuleID) {
	c.visit.breakRule(id)
	c.Find(id)
}

// breakRule notes that a rule is broken, once and as grave as the rule says.
func (v *Visit) breakRule(id inspect.RuleID) {
	if v.found[id].Broken {
		return
	}
	_, rule, ok := v.Begun.Template.Rule(id)
	if ok {
		v.found[id] = Observation{Broken: true, Times: 1, Severity: rule.Severity}
	}
}

// Open is how many rules of the section nobody has looked at.
func (c *Checklist) Open() int {
	n := 0
	for _, row := range c.Rows() {
		if !row.Seen {
			n++
		}
	}
	return n
}

// RestComplies says of all rules that nobody has looked at that they are kept.
func (c *Checklist) RestComplies() {
	for _, row := range c.Rows() {
		if !row.Seen {
			c.visit.found[row.ID] = Observation{}
		}
	}
	c.Changed()
}

// Next goes on to the next section with something to look at, or to the result when there
// is none.
func (c *Checklist) Next() {
	if at := c.visit.Next(c.At + 1); at >= 0 {
		c.open(at)
		c.hush()
		c.Changed()
		return
	}
	c.Leave()
	c.visit.End()
}

// Lacks is the key of what keeps the section from being done, or "".
func (c *Checklist) Lacks() string {
	switch {
	case c.Open() > 0:
		return "checklist.lacks"
	case slices.ContainsFunc(c.Rows(), Row.Lacks):
		return "checklist.lacks.photo"
	}
	return ""
}

// Down goes on to the page that starts at next.
func (c *Checklist) Down(next int) { c.Pages.Down(next); c.Changed() }

// Up goes back one page.
func (c *Checklist) Up() { c.Pages.Up(); c.Changed() }

func (c *Checklist) open(at int) { c.At, c.Pages = at, Pages{} }

func (c *Checklist) wipe() {
	*c = Checklist{page: c.page, Find: c.Find, Leave: c.Leave, visit: c.visit}
}

func (c *Checklist) aloud() []Phrase {
	s := c.script("visit.title")
	s.speak(c.Part().Section.Name)
	for _, row := range first(c.Rows()) {
		s.speak(row.Rule.Text)
	}
	s.say("voice.next.checklist")
	return s.phrases
}
