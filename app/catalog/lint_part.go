package catalog

import (
	"fmt"
	"slices"

	"bianmin/app/village"
)

// mostParts is how many units one form may go to: more than any package that was published
// has, and few enough for a page.
const mostParts = 20

// pack: a package is one form and one set of papers for items that are in the list, each
// with a unit and a limit; what is promised is the longest way through them. A list of
// rows has no forms: that the package has none but the applicant's is only not known.
func (l *linter) pack() {
	it := l.it
	if len(it.Parts) == 0 {
		return
	}
	if len(it.Parts) == 1 {
		l.fail("parts", "package_alone")
	}
	if n := len(it.Parts); n > mostParts {
		l.fail("parts", "package_many", "n", n, "most", mostParts)
	}
	if len(it.Form()) == 0 {
		l.warn("form_fields", "package_form")
	}
	if it.DaysUnit == village.CalendarDays {
		l.fail("days_unit", "package_unit")
	}
	for n := range it.Parts {
		l.part(n)
	}
	if days := it.PartsDays(); days != it.PromisedDays && !l.unlimited() {
		l.fail("promised_days", "package_days", "promised", it.PromisedDays, "longest", days)
	}
	for _, m := range it.Materials {
		if len(it.PartsNeeding(m.Code)) == 0 {
			l.fail(fmt.Sprintf("materials[%s]", m.Code), "package_material", "material", m.Name)
		}
	}
}

// unlimited reports whether a part says no limit that can be: no sum of it means anything.
func (l *linter) unlimited() bool {
	return slices.ContainsFunc(l.it.Parts, func(p village.ItemPart) bool { return p.Days < 1 || p.Days > 365 })
}

func (l *linter) part(n int) {
	p := l.it.Parts[n]
	at := func(part string) string { return fmt.Sprintf("parts[%s].%s", p.Item, part) }
	before := func(code village.ItemCode) bool {
		return slices.ContainsFunc(l.it.Parts[:n], func(b village.ItemPart) bool { return b.Item == code })
	}
	name := p.Name
	if name == "" {
		name = string(p.Item)
	}
	hasParts, known := l.parts[p.Item]
	switch {
	case !known:
		l.fail(at("item"), "part_unknown", "part", name)
	case before(p.Item):
		l.fail(at("item"), "part_twice", "part", name)
	case hasParts:
		l.fail(at("item"), "part_nested", "part", name)
	}
	if p.Name == "" {
		l.fail(at("name"), "part_name", "part", name)
	}
	if p.Department == "" {
		l.fail(at("department"), "part_department", "part", name)
	}
	if p.Days < 1 || p.Days > 365 {
		l.fail(at("promised_days"), "part_days", "part", name, "value", p.Days)
	}
	l.partNeeds(p, name, before, at)
}

// partNeeds: what a part waits for, takes and depends on is there.
func (l *linter) partNeeds(p village.ItemPart, name string, before func(village.ItemCode) bool, at func(string) string) {
	if slices.ContainsFunc(p.After, func(code village.ItemCode) bool { return !before(code) }) {
		l.fail(at("after"), "part_after", "part", name)
	}
	if len(p.After) > 0 && p.AfterBasis == "" {
		l.fail(at("after_basis"), "part_after_basis", "part", name)
	}
	for _, code := range p.Materials {
		if _, ok := l.it.Material(code); !ok {
			l.fail(at("materials"), "part_material", "part", name, "value", code)
		}
	}
	if p.When != nil && !dependable(*p.When, l.it.Fields) {
		l.fail(at("when"), "part_when", "part", name)
	}
}
