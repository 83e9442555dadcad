package inspect

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bianmin/app/village"
)

// district is a plan for towns with so many centres each, none visited yet.
func district(count int, towns ...int) Plan {
	p := Plan{Month: "2026-12", Made: "2026-11-28", Count: count, Patience: 12, Source: "lottery 26320", Day: "2026-12-01", Digits: 5}
	for town, centres := range towns {
		for i := range centres {
			p.Centres = append(p.Centres, Centre{Code: village.DivisionCode(fmt.Sprintf("445203%03d%03d", 100+town, 201+i))})
		}
	}
	return p
}

func made(t interface {
	Helper()
	Fatal(...any)
}, p Plan, seed []byte, value string) Draw {
	t.Helper()
	c, err := Commit(p, seed)
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.Make(seed, value)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func seeded(n int) []byte { return bytes.Repeat([]byte{byte(n), byte(n >> 8)}, SeedBytes/2) }

// anyDraw is a draw of any small district.
func anyDraw(t *rapid.T) Draw {
	towns := rapid.SliceOfN(rapid.IntRange(1, 12), 1, 8).Draw(t, "towns")
	p := district(1, towns...)
	p.Count = rapid.IntRange(1, len(p.Centres)).Draw(t, "count")
	for i := range p.Centres {
		p.Centres[i].Last = rapid.SampledFrom([]string{"", "2024-05", "2025-12", "2026-01", "2026-11"}).Draw(t, "last")
	}
	seed := rapid.SliceOfN(rapid.Byte(), SeedBytes, SeedBytes).Draw(t, "seed")
	return made(t, p, seed, rapid.StringMatching(`[0-9]{5}`).Draw(t, "value"))
}

func TestDrawGivesEachTownItsShareAndTakesTheLongUnvisitedFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDraw(t)
		p := d.Committed.Plan
		if len(d.Chosen) != p.Count {
			t.Fatalf("%d chosen of %d", len(d.Chosen), p.Count)
		}
		for _, town := range p.towns() {
			var seats, passed, recent int
			for _, c := range town {
				in := slices.Contains(d.Chosen, c.Code)
				switch {
				case in && !p.first(c):
					recent++
				case !in && p.first(c):
					passed++
				}
				if in {
					seats++
				}
			}
			if low := p.Count * len(town) / len(p.Centres); seats < low || seats > low+1 {
				t.Fatalf("a town of %d got %d of %d seats", len(town), seats, p.Count)
			}
			if passed > 0 && recent > 0 {
				t.Fatalf("%d visited lately were drawn, %d who wait were not", recent, passed)
			}
		}
	})
}

// TestDrawIsFairToEachCentre: in 6,000 draws of 10 of 40 each centre comes 1,500
// times, give or take five deviations of 34, whatever the size of its town.
func TestDrawIsFairToEachCentre(t *testing.T) {
	p := district(10, 1, 2, 3, 5, 7, 9, 13)
	times := map[village.DivisionCode]int{}
	for n := range 6000 {
		for _, c := range made(t, p, seeded(n), "01234").Chosen {
			times[c]++
		}
	}
	for _, c := range p.Centres {
		if n := times[c.Code]; n < 1330 || n > 1670 {
			t.Errorf("%s came %d times", c.Code, n)
		}
	}
}

// TestSeedAloneDoesNotDecide: who made the seed cannot know the outcome, because
// each public value leads to another.
func TestSeedAloneDoesNotDecide(t *testing.T) {
	p := district(10, 10, 20, 10)
	spared := 0
	for n := range 2000 {
		if !slices.Contains(made(t, p, seeded(7), fmt.Sprintf("%05d", n)).Chosen, p.Centres[3].Code) {
			spared++
		}
	}
	if spared < 1400 || spared > 1600 { // 1500, five deviations of 19
		t.Errorf("spared by %d of 2000 public values", spared)
	}
}

func TestVerifyNoticesEveryChange(t *testing.T) {
	whole := made(t, district(10, 10, 20, 10), seeded(1), "13579")
	if err := whole.Verify(); err != nil {
		t.Fatal(err)
	}
	changes := map[string]struct {
		key    string
		change func(d *Draw)
	}{
		"seed":            {"err.draw.seed", func(d *Draw) { d.Seed = hex.EncodeToString(seeded(2)) }},
		"seed in capital": {"err.draw.seed", func(d *Draw) { d.Seed = "AB" + d.Seed[2:] }},
		"seed and hash":   {"err.draw.changed", func(d *Draw) { d.Seed = hex.EncodeToString(seeded(2)); d.Committed.SeedHash = hash(seeded(2)) }},
		"value":           {"err.draw.chosen", func(d *Draw) { d.Value = "13570" }},
		"value written":   {"err.draw.value", func(d *Draw) { d.Value = "1 3 5 7 9" }},
		"value shorter":   {"err.draw.value", func(d *Draw) { d.Value = "1357" }},
		"one chosen":      {"err.draw.chosen", func(d *Draw) { d.Chosen = append(d.Chosen[1:], "445203999201") }},
		"order of chosen": {"err.draw.chosen", func(d *Draw) { slices.Reverse(d.Chosen) }},
		"none chosen":     {"err.draw.chosen", func(d *Draw) { d.Chosen = nil }},
		"count":           {"err.draw.changed", func(d *Draw) { d.Committed.Plan.Count++ }},
		"patience":        {"err.draw.changed", func(d *Draw) { d.Committed.Plan.Patience++ }},
		"month":           {"err.draw.changed", func(d *Draw) { d.Committed.Plan.Month = "2027-01" }},
		"made":            {"err.draw.changed", func(d *Draw) { d.Committed.Plan.Made = "2026-11-27" }},
		"day":             {"err.draw.changed", func(d *Draw) { d.Committed.Plan.Day = "2026-12-02" }},
		"source":          {"err.draw.changed", func(d *Draw) { d.Committed.Plan.Source = "lottery 26321" }},
		"a centre less":   {"err.draw.changed", func(d *Draw) { d.Committed.Plan.Centres = d.Committed.Plan.Centres[1:] }},
		"a last visit":    {"err.draw.changed", func(d *Draw) { d.Committed.Plan.Centres[0].Last = "2026-11" }},
		"commitment":      {"err.draw.changed", func(d *Draw) { d.Committed.Commitment = hash(nil) }},
	}
	for name, c := range changes {
		d := whole
		d.Chosen, d.Committed.Plan.Centres = slices.Clone(whole.Chosen), slices.Clone(whole.Committed.Plan.Centres)
		c.change(&d)
		if err := d.Verify(); err == nil || village.Keyed(err).Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

func TestPlanThatLeavesRoomForChoiceIsRefused(t *testing.T) {
	faults := map[string]func(p *Plan){
		"plan.month":            func(p *Plan) { p.Month = "2026-13" },
		"plan.made":             func(p *Plan) { p.Made = "yesterday" },
		"plan.day":              func(p *Plan) { p.Day = p.Made },
		"plan.count":            func(p *Plan) { p.Count = len(p.Centres) + 1 },
		"plan.patience":         func(p *Plan) { p.Patience = 0 },
		"plan.digits":           func(p *Plan) { p.Digits = MinDigits - 1 },
		"plan.source":           func(p *Plan) { p.Source = "a\nday 2026-12-01" },
		"plan.centres":          func(p *Plan) { p.Centres = nil },
		"plan.centres[0].code":  func(p *Plan) { p.Centres[0].Code = "445203000000" },
		"plan.centres[1].code":  func(p *Plan) { p.Centres[1] = p.Centres[0] },
		"plan.centres[2].last":  func(p *Plan) { p.Centres[2].Last = "2027-01" },
		"plan.centres[3].last":  func(p *Plan) { p.Centres[3].Last = "2026-1" },
		"plan.centres[39].code": func(p *Plan) { p.Centres[39].Code = "44520310221x" },
	}
	for field, spoil := range faults {
		p := district(10, 10, 20, 10)
		spoil(&p)
		_, err := Commit(p, seeded(1))
		if err == nil || village.Keyed(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	p := district(10, 10, 20, 10)
	if p.Day = "2027-01-01"; village.KindOf(p.check()) != village.Invalid {
		t.Error("the value may be known after the month")
	}
}

func TestDrawIsTheSameAfterItsFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw, err := json.Marshal(anyDraw(t))
		if err != nil {
			t.Fatal(err)
		}
		d, err := ParseDraw(raw)
		if err == nil {
			err = d.Verify()
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzDraw(f *testing.F) {
	raw, err := json.Marshal(made(f, district(3, 2, 5), seeded(1), "13579"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"committed":{"plan":{"count":-1}},"seed":"00"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := ParseDraw(raw)
		if err != nil {
			return
		}
		if err := d.Verify(); err == nil && len(d.Chosen) != d.Committed.Plan.Count {
			t.Error("a draw of another number was believed")
		}
	})
}

func FuzzCommitment(f *testing.F) {
	c, err := Commit(district(3, 2, 5), seeded(1))
	if err != nil {
		f.Fatal(err)
	}
	raw, err := json.Marshal(c)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := ParseCommitment(raw)
		if err != nil {
			return
		}
		if d, err := got.Make(seeded(1), "13579"); err == nil && d.Verify() != nil {
			t.Error("a draw that was made is not believed")
		}
	})
}
