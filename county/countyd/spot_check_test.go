package main

import (
	"testing"

	"bianmin/app/stats"
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
		points, league := 0, m.figures(name)
		for _, v := range d.Visits {
			points += v.Points
		}
		score, coverage := stats.K15(d)[0], stats.K15(d)[1]
		if len(d.Visits) == 0 || coverage.Numerator != int64(league.Visited) || score.Numerator != int64(points) || score.Denominator != int64(1000*len(d.Visits)) {
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
