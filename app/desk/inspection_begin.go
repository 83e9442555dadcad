package desk

import (
	"context"
	"slices"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/token"
	"bianmin/app/village"
)

// Begun is what the pages of a visit show before anything is handed in.
type Begun struct {
	Centre     village.DivisionCode             // that is inspected
	Away       bool                             // it is not the centre of this machine: the inspector's own one
	Order      string                           // its number
	Inspectors []string                         // numbers of the badges, the first one's first
	Template   inspect.Template                 // the checklist
	Repeats    []inspect.RuleID                 // found at this centre within a year: again, they take double
	Due        map[inspect.Severity]village.Day // last day for putting right what is found now
	Facts      *inspect.Facts                   // nil when the machine is not the centre's
}

// Begin believes the papers of a visit by the rules of [Inspections.File] and gathers
// what its pages show; nothing is stored. Of in it reads the papers, the centre and the
// template, "" for the newest one for centres; without a centre the order says which. What
// shows the presence is judged when it is there. Who serves at the centre does not begin,
// [village.Denied]; what was begun before that was heard of is taken in, and the county
// flags it.
func (n *Inspections) Begin(ctx context.Context, in InspectionInput) (Begun, error) {
	now, trust := n.Desk.Now()
	if in.Centre == "" {
		in.Centre = n.sentTo(in.Order)
	}
	in.Centre = n.Today.Of(in.Centre)
	papers, err := n.papers(in, now)
	if err != nil {
		return Begun{}, err
	}
	if _, err := n.met(in, papers.Order.Number, now); err != nil {
		return Begun{}, err
	}
	if err := n.strangers(ctx, in.Centre, papers.Inspectors(), now); err != nil {
		return Begun{}, err
	}
	b := Begun{Centre: in.Centre, Away: in.Centre != n.Desk.Village(), Order: papers.Order.Number, Inspectors: papers.Inspectors()}
	var ok bool
	if b.Template, ok = n.template(in.Template, in.Version); !ok {
		return Begun{}, village.Refuse("template", "err.check.template")
	}
	if err := enough(b.Template, papers); err != nil {
		return Begun{}, err
	}
	if b.Due, err = n.due(b.Template, now); err != nil {
		return Begun{}, err
	}
	if b.Repeats, err = n.repeats(ctx, in.Centre, now); err != nil {
		return Begun{}, err
	}
	if !b.Away {
		facts, err := n.facts(ctx, now, trust)
		if err != nil {
			return Begun{}, err
		}
		b.Facts = &facts
	}
	return b, nil
}

// sentTo is the centre that an order sends to: the only one that it names, else this machine's.
// Whether the order is the county's nobody has asked yet.
func (n *Inspections) sentTo(order string) village.DivisionCode {
	if t, ok := token.Read(order); ok && len(t.Places) == 1 {
		return t.Places[0]
	}
	return n.Desk.Village()
}

// template is the checklist of an id and a version, "" for the one in use, or the newest
// one for centres.
func (n *Inspections) template(id, version string) (inspect.Template, bool) {
	list := n.Templates()
	if id != "" {
		return inspect.Find(list, id, version)
	}
	return inspect.ForCentres(list)
}

// due are the last days for putting right what is found at a moment.
func (n *Inspections) due(t inspect.Template, at time.Time) (map[inspect.Severity]village.Day, error) {
	days := map[inspect.Severity]village.Day{}
	for severity, count := range t.Days {
		if count <= 0 {
			continue
		}
		due, err := n.Calendar().AddWorkdays(at.In(village.Zone), count)
		if err != nil {
			return nil, err
		}
		days[severity] = village.DayOf(due)
	}
	return days, nil
}

// inspectionsOf are the inspections of a centre since a day, under any code that it had.
func (n *Inspections) inspectionsOf(ctx context.Context, centre village.DivisionCode, since village.Day) ([]Inspected, error) {
	list, err := n.Store.Inspections(ctx, since)
	return slices.DeleteFunc(list, func(i Inspected) bool { return n.Today.Of(i.Centre) != centre }), err
}

// repeats are the rules that were found at a centre on an earlier day within a year.
func (n *Inspections) repeats(ctx context.Context, centre village.DivisionCode, at time.Time) ([]inspect.RuleID, error) {
	earlier, err := n.inspectionsOf(ctx, centre, village.DayOf(at.AddDate(0, -inspect.RepeatMonths, -1)))
	if err != nil {
		return nil, err
	}
	day := village.DayOf(at)
	var rules []inspect.RuleID
	for _, i := range earlier {
		for _, rule := range i.Rules {
			if inspect.Repeats(i.Day, day) && !slices.Contains(rules, rule) {
				rules = append(rules, rule)
			}
		}
	}
	return rules, nil
}

// facts are what the machine read out of its own log.
func (n *Inspections) facts(ctx context.Context, at time.Time, trust village.TimeTrust) (inspect.Facts, error) {
	from := at.AddDate(0, 0, -inspect.FactDays)
	f, err := n.Store.Facts(ctx, from)
	f.Machine, f.From, f.To, f.Trust = n.Desk.Machine, village.DayOf(from), village.DayOf(at), trust
	return f, err
}
