package catalog

import (
	"fmt"
	"slices"

	"bianmin/app/precheck"
	"bianmin/app/village"
)

// explained: a paper that is asked for must say where it is to be had, and why.
func (l *linter) explained(m village.Material, at func(string) string) {
	if m.Source == "" && m.Where == "" {
		l.fail(at("source"), "source_missing", "material", m.Name)
	}
	if m.Basis == "" && len(l.it.LegalBasis) == 0 {
		l.fail(at("basis"), "material_basis", "material", m.Name)
	}
	if m.Picture == "" && l.words.card(m.Name) {
		l.warn(at("picture"), "picture_unsaid", "material", m.Name)
	}
	if m.Picture != "" && !slices.Contains(village.PictureKinds(), m.Picture) {
		l.fail(at("picture"), "material_picture", "material", m.Name, "value", string(m.Picture))
	}
	if m.Promise != nil && (m.Promise.Text == "" || m.Promise.Basis == "") {
		l.fail(at("promise"), "promise_unexplained", "material", m.Name)
	}
	if m.When == nil {
		return
	}
	asked := slices.ContainsFunc(l.it.Fields, func(f village.FormField) bool { return f.Key == m.When.Field })
	if m.Necessity != village.Conditional || !asked || len(m.When.Is) > 0 && !dependable(*m.When, l.it.Fields) {
		l.fail(at("when"), "material_when", "material", m.Name)
	}
}

// checks: what decides about papers by itself has a name, a version and a basis, and
// papers that follow have a published list and come within the promised limit.
func (l *linter) checks() {
	it := l.it
	if it.ToleranceAllowed && it.ToleranceBasis == "" {
		l.fail("tolerance_basis", "tolerance_basis")
	}
	limit := it.PromisedDays
	if limit == 0 {
		limit = it.LegalDays
	}
	if it.ToleranceDays < 0 || it.ToleranceDays > limit && limit > 0 {
		l.fail("tolerance_days", "tolerance_days", "value", it.ToleranceDays, "limit", limit)
	}
	seen := map[string]bool{}
	for _, rule := range it.CheckRules {
		at := fmt.Sprintf("check_rules[%s]", rule.ID)
		if part := precheck.LintRule(rule, it); part != "" {
			l.fail(at+"."+part, "rule_unexplained", "rule", rule.ID, "part", part)
		}
		if seen[rule.ID] || precheck.Standard(rule.ID) {
			l.fail(at+".id", "rule_twice", "rule", rule.ID)
		}
		seen[rule.ID] = true
	}
}
