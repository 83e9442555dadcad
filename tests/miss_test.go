package tests

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestM12ASearchWithoutAResultReachesTheOfficeThatKeepsTheItems, without who searched,
// and a number that was typed along stays on no disk.
func TestM12ASearchWithoutAResultReachesTheOfficeThatKeepsTheItems(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	type line struct {
		Words, Outcome, Note string
		Count, New           int
	}
	list := func(more ...string) (lines []line) {
		t.Helper()
		code, out, errs := command(t, "", "countyd", append([]string{"misses", "list", "--json", "--database", c.database}, more...)...)
		for text := range strings.Lines(out) {
			var l line
			if err := json.Unmarshal([]byte(text), &l); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, l)
		}
		if code != 0 {
			t.Fatalf("exit %d: %s", code, errs)
		}
		return lines
	}
	for _, q := range []string{"飞机票 13800138000", "飞机票", "44522119440312002X", "老人优待证"} {
		k.json("", &struct{}{}, "items", "search", q)
	}
	var waiting line
	k.json("", &waiting, "items", "misses")
	if waiting.Count != 2 || len(holding(t, []string{"飞机票"}, k.data)) > 0 {
		t.Fatalf("the machine counted %+v; in the clear: %v", waiting, holding(t, []string{"飞机票"}, k.data))
	}
	for range 2 { // the second has nothing new to say
		k.json("", &struct{}{}, "sync", "--once")
	}
	k.until(func() bool { return len(list()) == 1 }) // the office opens what came a moment later
	if got := list(); len(got) != 1 || got[0].Words != "飞机票" || got[0].Count != 2 {
		t.Fatalf("the county has %+v", got)
	}
	if code, _, errs := command(t, "", "countyd", "misses", "review", "飞机票", "--as", "passed_on", "--database", c.database); code != 1 || !strings.Contains(errs, "note") {
		t.Errorf("without whom: exit %d, %s", code, errs)
	}
	if code, _, errs := command(t, "", "countyd", "misses", "review", "飞机票", "--as", "not_here", "--database", c.database); code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if open, done := list(), list("--done"); len(open) != 0 || len(done) != 1 || done[0].Outcome != "not_here" {
		t.Errorf("open %+v, done %+v", open, done)
	}
}
