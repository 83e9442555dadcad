package tests

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// Test310PapersOfARevokedMachineComeInByStickAndCountWhenAPersonSaysSo: its line is
// shut at once, and nobody who handed something in before loses it.
func Test310PapersOfARevokedMachineComeInByStickAndCountWhenAPersonSaysSo(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	var first, second accepted
	k.json(marked(t), &first, "accept", "--input", "-")
	k.json(marked(t), &second, "accept", "--input", "-")
	var line struct{ Kiosk string }
	if err := json.Unmarshal([]byte(c.admin("kiosks", "list", "--json")), &line); err != nil {
		t.Fatal(err)
	}
	c.admin("kiosks", "revoke", line.Kiosk)
	k.mustFail(1, "", "err.county.kiosk", "sync", "--once")
	stick := t.TempDir()
	file, answer := filepath.Join(stick, "village.bmc"), filepath.Join(stick, "answer.bmc")
	k.json("", &struct{}{}, "courier", "export", file)
	if code, out, errs := c.carried(file, answer); code != 0 || !strings.Contains(out, "需人工核对") {
		t.Fatalf("import: %d %s%s", code, out, errs)
	}
	k.json("", &struct{}{}, "courier", "import", answer)
	list := c.admin("review", "list", "--json")
	var one struct {
		ID       string
		Missing  int
		Rejected bool
	}
	if err := json.NewDecoder(strings.NewReader(list)).Decode(&one); err != nil || strings.Count(list, "\n") != 2 || one.Missing != 0 {
		t.Fatalf("%s: %+v, %v", list, one, err)
	}
	if strings.Contains(c.page("/cases"), spaced(first.Code)) {
		t.Error("it counts before a person has looked")
	}
	c.shows("/kiosks", "撤销后送来，需人工核对")
	c.admin("review", "release", first.Code)
	c.shows("/cases", spaced(first.Code))
	c.admin("review", "reject", second.Code)
	if list := c.admin("review", "list"); !strings.Contains(list, spaced(second.Code)) || !strings.Contains(list, "已定为不算数") {
		t.Errorf("after a verdict: %s", list)
	}
	if code, _, errs := command(t, "", "countyd", "review", "release", first.Code, "--database", c.database); code != 1 || !strings.Contains(errs, "record: ") {
		t.Errorf("released twice: %d %s", code, errs)
	}
}
