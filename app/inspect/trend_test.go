package inspect_test

import (
	"fmt"
	"slices"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// TestATrendIsTheRankedPointsOfEachMonth: what the league of that month has, and nothing for
// a month without a visit, over the turn of a year.
func TestATrendIsTheRankedPointsOfEachMonth(t *testing.T) {
	const a, b = village.DivisionCode("445203104202"), village.DivisionCode("445203104203")
	list := shipped(t)
	visits := folded(t, list,
		visit(1, a, on("2025-11-20"), "veto.fake"), visit(2, a, on("2025-12-03")), visit(3, a, on("2025-12-30"), "duty.absent"),
		visit(4, a, on("2026-02-01"), "run.hygiene"), visit(5, b, on("2026-02-28")), visit(6, a, on("2026-03-01")))
	trends := inspect.Trends(list, visits, on("2026-02-10"), 4)
	var got []string
	for _, m := range trends[a] {
		got = append(got, fmt.Sprint(m.Text, " ", m.Points, " of ", m.Full, " ", m.Visits, " ", m.Band))
	}
	want := []string{"2025-11 0 of 100 1 red", "2025-12 95 of 100 2 green", "2026-01 0 of 0 0 ", "2026-02 98 of 100 1 green"}
	if !slices.Equal(got, want) || len(trends) != 2 || trends[b][0].Visits != 0 || trends[b][3].Points != 1000 {
		t.Errorf("trend %q, want %q; %v", got, want, trends[b])
	}
	for _, m := range trends[a] {
		p, err := inspect.ParsePeriod(m.Text)
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range inspect.MakeLeague(p, list, visits, []village.DivisionCode{a}).Places {
			if place.Points != m.Points || place.Visits != m.Visits {
				t.Errorf("%s: the league has %+v, the trend %+v", m.Text, place, m)
			}
		}
	}
}

func TestAPeriodIsNamedByAMomentInIt(t *testing.T) {
	for day, want := range map[string][3]string{"2026-01-01": {"2026-01", "2026Q1", "2026"}, "2026-12-31": {"2026-12", "2026Q4", "2026"}, "2026-04-01": {"2026-04", "2026Q2", "2026"}} {
		for n, months := range inspect.Spans() {
			text := inspect.PeriodText(on(day), months)
			p, err := inspect.ParsePeriod(text)
			if text != want[n] || err != nil || p.Span() != months || on(day).Before(p.From) || !on(day).Before(p.To) {
				t.Errorf("%s, %d months: %q, %+v, %v", day, months, text, p, err)
			}
		}
	}
}
