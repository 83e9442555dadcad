package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/assets/lang"
)

// drawing is a folder in which a draw is committed and made.
type drawing struct {
	t   *testing.T
	w   *world
	out bytes.Buffer
	dir string
	day string // today
}

func newDrawing(t *testing.T) *drawing {
	t.Helper()
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	d := &drawing{t: t, dir: t.TempDir(), day: "2026-11-28"}
	d.w = &world{ctx: t.Context(), stdout: &d.out, random: rand.Reader, text: text, now: func() time.Time {
		now, err := time.ParseInLocation(time.DateOnly, d.day, village.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return now.Add(9 * time.Hour)
	}}
	return d
}

func (d *drawing) at(name string) string { return filepath.Join(d.dir, name) }

func (d *drawing) commit() error {
	return (&drawCommitCmd{Month: "2026-12", Count: 30, Visits: d.at("visits.csv"), Patience: 12, Source: "排列5 第26320期",
		Day: "2026-12-01", Digits: 5, Out: d.at("commitment.json"), Seed: d.at("seed")}).Run(d.w)
}

func (d *drawing) make(value string) error {
	return (&drawMakeCmd{Commitment: d.at("commitment.json"), Seed: d.at("seed"), Value: value, Out: d.at("draw.json")}).Run(d.w)
}

func (d *drawing) write(name, content string) {
	d.t.Helper()
	if err := os.WriteFile(d.at(name), []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d *drawing) read(name string) []byte {
	d.t.Helper()
	raw, err := os.ReadFile(d.at(name))
	if err != nil {
		d.t.Fatal(err)
	}
	return raw
}

// redraw is what another program makes of a draw, and whether it agrees.
func (d *drawing) redraw(name string) (chosen []village.DivisionCode, same bool) {
	d.t.Helper()
	raw, _ := exec.CommandContext(d.t.Context(), "python3", "../../tests/redraw.py", d.at(name)).Output() // 1 is an answer
	var theirs struct {
		Chosen []village.DivisionCode
		Same   bool
	}
	if err := json.Unmarshal(raw, &theirs); err != nil {
		d.t.Fatal(err)
	}
	return theirs.Chosen, theirs.Same
}

// TestAnotherProgramMakesTheSameDraw: of the 217 centres of the district 30 are
// drawn, and tests/redraw.py, which shares no code with this program, draws the
// same and notices a change.
func TestAnotherProgramMakesTheSameDraw(t *testing.T) {
	d := newDrawing(t)
	d.write("visits.csv", "code,month\n445203104202,2026-11\n445203104202,2025-01\n")
	if err := d.commit(); err != nil {
		t.Fatal(err)
	}
	if seed := strings.TrimSpace(string(d.read("seed"))); strings.Contains(string(d.read("commitment.json"))+d.out.String(), seed) {
		t.Fatal("the seed is published")
	}
	if err := d.make("40771"); village.Keyed(err).Key != "err.draw.early" {
		t.Fatalf("before the day of the value: %v", err)
	}
	d.day = "2026-12-01"
	if err := d.make("40771"); err != nil {
		t.Fatal(err)
	}
	ours, err := inspect.ParseDraw(d.read("draw.json"))
	if err != nil || ours.Verify() != nil || len(ours.Chosen) != 30 || len(ours.Committed.Plan.Centres) != 217 {
		t.Fatalf("%d of %d: %v", len(ours.Chosen), len(ours.Committed.Plan.Centres), err)
	}
	for _, c := range ours.Committed.Plan.Centres {
		if (c.Last == "2026-11") != (c.Code == "445203104202") {
			t.Errorf("last visit of %s: %q", c.Code, c.Last)
		}
	}
	theirs, same := d.redraw("draw.json")
	if !same || len(theirs) != 30 {
		t.Errorf("another program draws %v, we %v", theirs, ours.Chosen)
	}
	d.write("changed.json", strings.Replace(string(d.read("draw.json")), `"40771"`, `"40772"`, 1))
	if _, same := d.redraw("changed.json"); same {
		t.Error("another program does not see another public value")
	}
}

func TestDrawIsNeverWrittenOverAnother(t *testing.T) {
	d := newDrawing(t)
	d.write("visits.csv", "code,month\n445203104202,2026-11\n")
	if err := d.commit(); err != nil {
		t.Fatal(err)
	}
	before := string(d.read("seed")) + string(d.read("commitment.json"))
	if err := d.commit(); village.Keyed(err).Key != "err.draw.exists" {
		t.Errorf("a second commitment: %v", err)
	}
	if string(d.read("seed"))+string(d.read("commitment.json")) != before {
		t.Error("the first one is gone")
	}
}

func TestVisitThatCannotBeReadIsNamed(t *testing.T) {
	for _, row := range []string{"445203104999,2026-11", "445203104202,November", "445203,2026-11"} {
		d := newDrawing(t)
		d.write("visits.csv", "code,month\n"+row+"\n")
		err := d.commit()
		if e := village.Keyed(err); e.Key != "err.draw.visit" || e.Args["row"] != 2 {
			t.Errorf("%s: %v", row, err)
		}
		if _, err := os.Stat(d.at("seed")); err == nil {
			t.Errorf("%s: a seed was written", row)
		}
	}
}
