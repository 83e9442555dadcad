package tests

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// TestDrawIsVerifiedOnAnyMachine: the program of a kiosk that no county knows says
// whether a published draw was changed, and whether it is the one that was committed.
func TestDrawIsVerifiedOnAnyMachine(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	plan := inspect.Plan{Month: "2026-12", Made: "2026-11-28", Count: 3, Patience: 12, Source: "排列5 第26320期", Day: "2026-12-01", Digits: 5}
	for i := range 12 {
		plan.Centres = append(plan.Centres, inspect.Centre{Code: village.DivisionCode(fmt.Sprintf("445203%03d201", 101+i))})
	}
	seed := make([]byte, inspect.SeedBytes)
	fixed, err := inspect.Commit(plan, seed)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := fixed.Make(seed, "01234")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(drawn)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name, content string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole := file("draw.json", string(raw))

	var got struct {
		OK, Published bool
		Commitment    string
		Chosen        []village.DivisionCode
	}
	k.json("", &got, "check", "verify-draw", whole, "--published", fixed.Commitment)
	if !got.OK || !got.Published || got.Commitment != fixed.Commitment || len(got.Chosen) != 3 {
		t.Errorf("a whole draw: %+v", got)
	}
	_, out, _ := k.run("", "check", "verify-draw", whole)
	if !strings.Contains(out, fixed.Commitment) || !strings.Contains(out, "01234") {
		t.Errorf("what has to be looked up is not said: %s", out)
	}
	refused := map[string][]string{
		"err.draw.published": {whole, "--published", strings.Repeat("0", 64)},
		"err.draw.chosen":    {file("value.json", strings.Replace(string(raw), `"01234"`, `"01235"`, 1))},
		"err.draw.changed":   {file("plan.json", strings.Replace(string(raw), `"count":3`, `"count":4`, 1))},
		"err.json.twice":     {file("twice.json", strings.Replace(string(raw), `"count":3`, `"count":3,"count":3`, 1))},
		"err.list.open":      {filepath.Join(t.TempDir(), "none.json")},
	}
	for key, args := range refused {
		if exit, out, _ := k.run("", append([]string{"check", "verify-draw", "--json"}, args...)...); exit != 1 || !strings.Contains(out, key) {
			t.Errorf("%s: exit %d %s", key, exit, out)
		}
	}
}
