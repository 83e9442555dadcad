package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/stats"
	"bianmin/app/village"
)

// TestK15TheMonthsOfACountyAreInItsFiguresAndItsBulletin as the league counts them: visits of
// machines, those of their own period alone.
func TestK15TheMonthsOfACountyAreInItsFiguresAndItsBulletin(t *testing.T) {
	m := lived(t)
	for _, name := range []string{"2026Q1", "2026Q3", "2026Q4"} {
		period, _, err := stats.Quarter(name)
		if err != nil {
			t.Fatal(err)
		}
		d := must(m.w.figures(m.db, period))(t)
		league := m.figures(name)
		score, coverage := stats.K15(d)[0], stats.K15(d)[1]
		if len(d.Visits) == 0 || coverage.Numerator != int64(league.Visited) || score.Denominator != int64(1000*len(d.Visits)) {
			t.Errorf("%s: %+v, %+v of %d visits; the league has %v centres", name, score, coverage, len(d.Visits), league.Visited)
		}
		whole := must(m.w.figures(m.db, stats.Period{}))(t)
		b := must(stats.NewBulletin(whole, name, m.w.now()))(t)
		for i, f := range d.Figures() {
			if b.Quarter[i] != f {
				t.Errorf("%s: the bulletin says %+v, the figures %+v", name, b.Quarter[i], f)
			}
		}
	}
}

// TestK15HasThePointsOfTheLeague: one meaning of the score that counts, what was told of a
// centre included, for each centre and period, and for another program that has the rows alone.
func TestK15HasThePointsOfTheLeague(t *testing.T) {
	m := lived(t)
	less, limited := 0, 0
	for _, name := range []string{"2026-08", "2026-10", "2026-11", "2026Q1", "2026Q3", "2026Q4", "2026"} {
		of := must(inspect.ParsePeriod(name))(t)
		d := must(m.w.figures(m.db, stats.Period{From: of.From, To: of.To}))(t)
		sum, visits := 0, 0
		for _, p := range m.figures(name).League {
			here := d.Of(stats.Slice{Village: village.DivisionCode(p[0].(string))})
			counts, n := int(stats.K15(here)[0].Numerator), len(here.Visits)
			if n != int(p[5].(float64)) || counts/n != int(p[1].(float64)) {
				t.Errorf("%s: %v has %d ÷ %d in K15, %v in the league", name, p[0], counts, n, p[1])
			}
			plain, told := 0, 0
			for _, v := range here.Visits {
				plain += v.Points
			}
			for _, t := range here.Told {
				told += t.Points
			}
			if counts < plain {
				less++
			}
			if counts > plain-told {
				limited++
			}
			sum, visits = sum+counts, visits+n
		}
		if f := stats.K15(d)[0]; f.Numerator != int64(sum) || f.Denominator != int64(1000*visits) {
			t.Errorf("%s: %+v, the centres have %d of %d", name, f, sum, visits)
		}
		dir := filepath.Join(t.TempDir(), "rows")
		if err := writeRows(dir, d); err != nil {
			t.Fatal(err)
		}
		var theirs struct {
			Hash    string
			Figures map[string][]any
		}
		raw, err := exec.CommandContext(t.Context(), "python3", "../../tests/recompute.py", dir).Output()
		if err := errors.Join(err, json.Unmarshal(raw, &theirs)); err != nil {
			t.Fatal(err)
		}
		if f := theirs.Figures["K15.score"]; theirs.Hash != d.Hash() || fmt.Sprint(f) != fmt.Sprint([]any{stats.K15(d)[0].Displayed, sum, 1000 * visits}) {
			t.Errorf("%s: another program has %v and %s, want %d of %d and %s", name, f, theirs.Hash, sum, visits, d.Hash())
		}
	}
	if less < 6 || limited < 2 {
		t.Errorf("something was told in %d of all, and more than can be lost in %d: the comparison sees too little", less, limited)
	}
}
