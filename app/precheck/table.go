package precheck

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"bianmin/app/village"
)

//go:embed rules.json
var rulesJSON []byte

// table is the rules that every item is checked by.
type table struct {
	Table int                 `json:"table"`
	Rules []village.CheckRule `json:"rules"`
}

// tables are those of rules.json, the newest last.
//
//nolint:gochecknoglobals // a constant that Go cannot express as one
var tables = sync.OnceValue(func() []table {
	var file struct {
		Note   string  `json:"note"`
		Tables []table `json:"tables"`
	}
	if err := (village.JSONRules{Depth: 8}).Decode(rulesJSON, &file); err != nil {
		panic("rules.json: " + err.Error())
	}
	return file.Tables
})

// LintRule is what keeps a rule from being explained or made again: the part of it that
// is wrong, or "".
func LintRule(rule village.CheckRule, it village.ServiceItem) string {
	switch {
	case rule.ID == "":
		return "id"
	case rule.Version < 1:
		return "version"
	case !slices.Contains(village.Verdicts(), rule.Says):
		return "says"
	case rule.Basis == "":
		return "basis"
	case rule.Why == "":
		return "why"
	}
	if _, known := it.Material(rule.Material); rule.Material != "" && !known {
		return "material"
	}
	if a := rule.If.Answer; a != nil && !slices.ContainsFunc(it.Fields, func(f village.FormField) bool { return f.Key == a.Field }) {
		return "if.answer"
	}
	return ""
}

// Standard reports whether id is a rule of the program: an item cannot take its name.
func Standard(id string) bool {
	return slices.ContainsFunc(tables(), func(t table) bool {
		return slices.ContainsFunc(t.Rules, func(r village.CheckRule) bool { return r.ID == id })
	})
}

// Name is how a rule is cited: id and version, as may_follow/1.
func (d Decision) Name() string { return fmt.Sprintf("%s/%d", d.Rule, d.Version) }
