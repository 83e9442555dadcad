package tests

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestTheCountySeesHowAMachineIs: as it says itself, at the first sync.
func TestTheCountySeesHowAMachineIs(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	type health struct {
		Version, State string
		Findings       []struct {
			Check, State string
			Figure       int64
		}
	}
	list := func() *health {
		t.Helper()
		code, out, errs := command(t, "", "countyd", "kiosks", "list", "--database", c.database, "--json")
		var line struct{ Health *health }
		if err := json.Unmarshal([]byte(out), &line); code != 0 || err != nil {
			t.Fatalf("exit %d, %v: %s%s", code, err, out, errs)
		}
		return line.Health
	}
	if h := list(); h != nil {
		t.Errorf("before it said anything: %+v", h)
	}
	k.json("", &struct{}{}, "sync", "--once")
	h := list()
	if h == nil || h.Version == "" {
		t.Fatalf("after a sync: %+v", h)
	}
	said := map[string]bool{}
	for _, f := range h.Findings {
		said[f.Check] = true
		if f.Check == "disk" && f.Figure == 0 {
			t.Error("a disk without room runs this test")
		}
	}
	for _, check := range []string{"disk", "clock", "outbox"} {
		if !said[check] {
			t.Errorf("nothing is said of the %s: %+v", check, h.Findings)
		}
	}
	_, words, _ := command(t, "", "countyd", "kiosks", "list", "--database", c.database)
	if !strings.Contains(words, h.Version) {
		t.Errorf("in words: %s", words)
	}
}
