package office

import (
	"context"
	"slices"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// Told reports whether r is a finding that no visit made: it names a rule of a checklist and
// counts as one that a visit found.
func (r Rectification) Told() bool { return r.Record == "" && r.Rule != "" }

// told are those about centres that count: an order that was struck does not.
func told(orders []Rectification) (list []inspect.Told) {
	for _, r := range orders {
		if r.Told() && r.Centre != "" && r.State() != inspect.RectStruck {
			list = append(list, inspect.Told{Number: r.Number, Centre: r.Centre, Template: r.Template, Version: r.Version, Rule: r.Rule, Source: r.Source, At: r.OpenedAt})
		}
	}
	return list
}

// byRule takes what an order does not say from its rule: the checklist, and how grave it is;
// without a rule it is minor.
// The errors are [village.Invalid] at "rule" and "severity": an order is not milder than its rule.
func (r Rectification) byRule(t inspect.Template) (Rectification, error) {
	if r.Rule == "" && r.Severity == "" {
		r.Severity = inspect.Minor
	}
	if !r.Told() {
		return r, nil
	}
	r.Template, r.Version = t.ID, t.Version
	section, rule, ok := t.Rule(r.Rule)
	if !ok || section.Kind == inspect.Bonus {
		return r, village.Refuse("rule", "err.check.rule")
	}
	all := inspect.Severities()
	if r.Severity == "" {
		r.Severity = rule.Severity
	} else if slices.Index(all, r.Severity) < slices.Index(all, rule.Severity) {
		return r, village.Refuse("severity", "err.check.severity")
	}
	return r, nil
}

// where is what an order is about: a centre, or a site or an account.
func (r Rectification) where() string {
	if r.Centre != "" {
		return string(r.Centre)
	}
	return "ref " + r.Ref
}

// RepeatOf is the order that r repeats: of the same rule at the same centre, site or account, the
// last one of an earlier day within the months of a repeat that was not struck; "" = of none.
func RepeatOf(orders []Rectification, r Rectification) (number string) {
	var last Rectification
	for _, o := range orders {
		same := r.Rule != "" && o.Rule == r.Rule && o.Template == r.Template && o.where() == r.where() && o.State() != inspect.RectStruck
		if same && inspect.Repeats(village.DayOf(o.OpenedAt), village.DayOf(r.OpenedAt)) && !o.OpenedAt.Before(last.OpenedAt) {
			last = o
		}
	}
	return last.Number
}

// Again marks what was found at a site or an account within the months of a repeat before, by
// the orders that were given then.
func (n *Inspectorate) Again(ctx context.Context, ref string, t inspect.Template, found []inspect.Found) ([]inspect.Found, error) {
	orders, err := n.Book.Rectifications(ctx)
	found = slices.Clone(found)
	for i, f := range found {
		found[i].Repeat = RepeatOf(orders, Rectification{Ref: ref, Template: t.ID, Rule: f.Rule, OpenedAt: n.Now()}) != ""
	}
	return found, err
}
