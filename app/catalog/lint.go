package catalog

import (
	"fmt"
	"slices"
	"strings"

	"bianmin/app/village"
)

// Severity says whether a problem blocks the use of a catalogue.
type Severity string

const (
	Error   Severity = "error"   // the catalogue must not be used
	Warning Severity = "warning" // it works, but a person will miss something
)

// Problem is one rule that one item breaks. The sentence for a person is the
// text of Key with Args in its slots.
type Problem struct {
	Severity Severity         `json:"severity"`
	Item     village.ItemCode `json:"item"`
	Row      int              `json:"row,omitempty"`    // of the list, when it came from one
	Column   string           `json:"column,omitempty"` // as that list calls it; "" = it has none for the field
	Field    string           `json:"field"`            // as in "materials[hkb].source"
	Rule     string           `json:"rule"`
	Key      string           `json:"key"` // message key, "catalog.lint." + Rule
	Args     map[string]any   `json:"args,omitempty"`
}

// String is the problem in one line for a log; people read the text of Key.
func (p Problem) String() string {
	return fmt.Sprintf("%s %s %s: %s", p.Severity, p.Item, p.Field, p.Rule)
}

// Blocks reports whether one of the problems is an error.
func Blocks(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == Error })
}

// problem names the item and its field; pairs are further slots of the text.
func problem(s Severity, it village.ServiceItem, field, rule string, pairs ...any) Problem {
	args := map[string]any{"item": it.Name, "code": string(it.Code), "field": field}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return Problem{Severity: s, Item: it.Code, Field: field, Rule: rule, Key: "catalog.lint." + rule, Args: args}
}

// Lint holds every item against the rules for codes, limits, materials and what
// may be asked of a person. What makes an
// item wrong is an error; what is only not known is a warning, so that a bare
// list of names and codes still comes in.
func Lint(c Catalogue) []Problem { return lint(c, func(int, *Problem) {}) }

// lint is [Lint]; place says of each problem where its item, by its index, stands.
func lint(c Catalogue, place func(item int, p *Problem)) []Problem {
	l := &linter{words: vocabulary(), parts: map[village.ItemCode]bool{}}
	seen := map[village.ItemCode]bool{}
	for _, it := range c.Items {
		l.parts[it.Code] = len(it.Parts) > 0
	}
	for i, it := range c.Items {
		found := len(l.found)
		l.it = it
		if it.Code != "" && seen[it.Code] {
			l.fail("code", "code_duplicate")
		}
		seen[it.Code] = true
		l.identity()
		l.limits()
		l.outcome()
		l.materials()
		l.fields()
		l.pack()
		for n := found; n < len(l.found); n++ {
			place(i, &l.found[n])
		}
	}
	return l.found
}

type linter struct {
	words words
	it    village.ServiceItem
	parts map[village.ItemCode]bool // of all items: whether it has parts
	found []Problem
}

func (l *linter) fail(field, rule string, pairs ...any) {
	l.found = append(l.found, problem(Error, l.it, field, rule, pairs...))
}

func (l *linter) warn(field, rule string, pairs ...any) {
	l.found = append(l.found, problem(Warning, l.it, field, rule, pairs...))
}

func (l *linter) identity() {
	it := l.it
	if it.Code == "" {
		l.fail("code", "code_missing")
	}
	if strings.TrimSpace(it.Name) == "" {
		l.fail("name", "name_missing")
	}
	if it.Department == "" {
		l.warn("department", "department_missing")
	}
	if it.Type == "" {
		l.warn("item_type", "type_missing")
	} else if _, known := l.words.ItemTypes[it.Type]; !known {
		l.fail("item_type", "type_unknown", "value", it.Type)
	}
	// 实施编码 = credit code of the unit (18) + level (1) + 基本编码 (12); a
	// town without a credit code has TE and its own number instead.
	if n := len(it.Code); n >= 31 && n <= 34 && isCode(string(it.Code)) && it.Code[:2] != "TE" {
		if _, err := village.ParseCreditCode(string(it.Code[:18])); err != nil {
			l.warn("code", "code_checksum", "value", string(it.Code[:18]))
		}
	}
}

// isCode reports whether s looks like an 实施编码 and not like another
// province's code, which has hyphens.
func isCode(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') })
}

func (l *linter) limits() {
	it := l.it
	for _, limit := range []struct {
		field string
		days  int
	}{{"legal_days", it.LegalDays}, {"promised_days", it.PromisedDays}} {
		if limit.days < 0 || limit.days > 365 {
			l.fail(limit.field, "days_range", "value", limit.days)
		}
	}
	if it.LegalDays > 0 && it.PromisedDays > it.LegalDays {
		l.fail("promised_days", "promised_above_legal", "promised", it.PromisedDays, "legal", it.LegalDays)
	}
	if it.PromisedDays == 0 && !it.Instant {
		l.warn("promised_days", "days_unknown")
	}
	if it.DaysUnit != "" && it.DaysUnit != village.WorkingDays && it.DaysUnit != village.CalendarDays {
		l.fail("days_unit", "unit_unknown", "value", it.DaysUnit)
	}
	if it.Visits != nil && (*it.Visits < 0 || *it.Visits > 20) {
		l.fail("visits", "visits_range", "value", *it.Visits)
	}
}

func (l *linter) outcome() {
	if l.it.Fee == "" {
		l.warn("fee", "fee_missing")
	}
	if len(l.it.Delivery) == 0 {
		l.warn("delivery", "delivery_missing")
	}
	for _, mode := range l.it.Delivery {
		if _, known := l.words.Delivery[mode]; !known {
			l.fail("delivery", "delivery_unknown", "value", mode)
		}
	}
	if _, ok := l.it.OnlineHost(); l.it.OnlineURL != "" && !ok {
		l.warn("online_url", "online_url", "value", l.it.OnlineURL)
	}
}
