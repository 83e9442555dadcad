// Package decisiontest holds what rules decide by themselves against docs/decisions.md: each
// line of the table has a witness in a test, and each witness names rule, version and the
// digest of its inputs.
package decisiontest

import (
	"os"
	"regexp"
	"testing"

	"bianmin/app/village"
	"bianmin/assets/lang"
)

// Witnesses make the decisions of a side as the program does, by the rule that the table
// names. Each answers with what was stored.
type Witnesses map[string]func(t *testing.T) []village.Decided

// Check goes over the lines of the table, a file at path, that are of a side, machine or
// county.
func Check(t *testing.T, path, side string, witnesses Witnesses) {
	t.Helper()
	rows := rows(t, path)[side]
	if len(rows) < 3 {
		t.Fatalf("only %d lines of %s in %s", len(rows), side, path)
	}
	texts, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	for rule, version := range rows {
		witness := witnesses[rule]
		if witness == nil {
			t.Errorf("%s stands in %s and no test sees it", rule, path)
			continue
		}
		t.Run(rule, func(t *testing.T) {
			list := witness(t)
			if len(list) == 0 {
				t.Error("nothing was stored")
			}
			for _, d := range list {
				if !d.Whole() {
					t.Errorf("rule, version or inputs are missing: %+v", d)
				}
				if single := version != "its own"; single && (d.Rule != rule || d.Version != version) {
					t.Errorf("stored is %s, the table says %s/%s", d.Name(), rule, version)
				} else if single && !texts.Has(d.Key()) {
					t.Errorf("%s has no sentence", d.Key())
				}
			}
		})
	}
	for rule := range witnesses {
		if rows[rule] == "" {
			t.Errorf("%s decides and does not stand in %s", rule, path)
		}
	}
}

// rows are the versions of the rules by side and rule.
func rows(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sides := map[string]map[string]string{"machine": {}, "county": {}}
	for _, m := range regexp.MustCompile("(?m)^\\| (machine|county) \\|[^|]+\\| `([^`]+)` \\| ([^|]+) \\|").FindAllStringSubmatch(string(text), -1) {
		sides[m[1]][m[2]] = m[3]
	}
	return sides
}
