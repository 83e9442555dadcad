package tests

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	catalog "bianmin/assets/catalog"
)

// drawn are the centres of a draw, which another program makes again, and its file.
func (c *county) drawn(t *testing.T, count int) (chosen []string, file string) {
	t.Helper()
	dir, now := t.TempDir(), time.Now().In(village.Zone)
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name string, content []byte) {
		if err := os.WriteFile(at(name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	divisions, err := catalog.Divisions()
	if err != nil {
		t.Fatal(err)
	}
	// The commitment is of yesterday: the public value is known a day later.
	plan := inspect.Plan{
		Month: now.Format("2006-01"), Made: now.AddDate(0, 0, -1).Format(time.DateOnly), Count: count, Patience: 12, Source: "排列5", Day: now.Format(time.DateOnly), Digits: 5,
	}
	for _, v := range divisions.Villages {
		plan.Centres = append(plan.Centres, inspect.Centre{Code: v.Code})
	}
	plan.Centres = inspect.Sorted(plan.Centres)
	seed := bytes.Repeat([]byte{42}, inspect.SeedBytes)
	fixed, err := inspect.Commit(plan, seed)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(fixed)
	if err != nil {
		t.Fatal(err)
	}
	write("commitment.json", raw)
	write("seed", []byte(hex.EncodeToString(seed)+"\n"))
	if exit, _, errs := command(t, "", "countyd", "draw", "make", "--commitment", at("commitment.json"), "--seed", at("seed"), "--value", "31415", "--out", at("draw.json")); exit != 0 {
		t.Fatalf("draw make: %s", errs)
	}
	out, err := exec.Command("python3", "redraw.py", at("draw.json")).Output()
	if err != nil {
		t.Fatalf("redraw.py: %v", err)
	}
	var again struct {
		Chosen []string
		Same   bool
	}
	if err := json.Unmarshal(out, &again); err != nil || !again.Same || len(again.Chosen) != count || len(plan.Centres) != 217 {
		t.Fatalf("another program draws %d of %d: %v", len(again.Chosen), len(plan.Centres), err)
	}
	return again.Chosen, at("draw.json")
}

// undrawn is a centre that was not drawn.
func undrawn(t *testing.T, chosen []string) string {
	t.Helper()
	divisions, err := catalog.Divisions()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(divisions.Villages, func(v village.Division) bool { return !slices.Contains(chosen, string(v.Code)) })
	return string(divisions.Villages[i].Code)
}

// awayFromMidnight lets the day of the centres begin first when it would end within a test
// that takes it several times.
func awayFromMidnight(t *testing.T) {
	t.Helper()
	now := time.Now().In(village.Zone)
	y, m, d := now.Date()
	left := time.Date(y, m, d+1, 0, 0, 1, 0, village.Zone).Sub(now)
	if left > 2*time.Minute {
		return
	}
	select {
	case <-time.After(left):
	case <-t.Context().Done():
	}
}

// nextDraw wants the visits of this month in the plan of the next one.
func (c *county) nextDraw(t *testing.T, chosen []string) {
	t.Helper()
	dir, now := t.TempDir(), time.Now().In(village.Zone)
	next := time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, village.Zone)
	c.admin("draw", "commit", "--month", next.Format("2006-01"), "--count", "30", "--source", "排列5", "--day", next.Format(time.DateOnly),
		"--out", filepath.Join(dir, "commitment.json"), "--seed", filepath.Join(dir, "seed"))
	raw, err := os.ReadFile(filepath.Join(dir, "commitment.json"))
	if err != nil {
		t.Fatal(err)
	}
	fixed, err := inspect.ParseCommitment(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, centre := range fixed.Plan.Centres {
		if visited := centre.Last == now.Format("2006-01"); visited != slices.Contains(chosen, string(centre.Code)) {
			t.Errorf("%s was visited last in %q", centre.Code, centre.Last)
		}
	}
}
