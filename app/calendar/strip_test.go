package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/village"
)

// The days of visual/10-progress: accepted on 24 September 2026, ten working days.
func TestTheStripOfTheNationalDayCountsAsTheNoticeSays(t *testing.T) {
	c := official(t)
	e, err := c.Explain(day("2026-09-24"), Limit{Days: 10})
	if err != nil {
		t.Fatal(err)
	}
	strip := c.Strip(e)
	if len(strip) != 28 || !strip[0].Date.Equal(day("2026-09-21")) {
		t.Fatalf("%d days from %s", len(strip), strip[0].Date)
	}
	counted := map[string]int{}
	for _, d := range strip {
		if d.Count > 0 {
			counted[d.Date.Format(time.DateOnly)] = d.Count
		}
		if d.Start != d.Date.Equal(e.Start) || d.Due != d.Date.Equal(e.Due) {
			t.Errorf("%s: start %v, due %v", d.Date, d.Start, d.Due)
		}
	}
	for day, want := range map[string]int{"2026-09-28": 1, "2026-10-08": 4, "2026-10-10": 6, "2026-10-15": 10} {
		if counted[day] != want {
			t.Errorf("%s is day %d, want %d", day, counted[day], want)
		}
	}
}

// Whatever is counted, the strip is whole weeks and its last day has the limit.
func TestTheStripEndsWithTheLimit(t *testing.T) {
	c := official(t)
	rapid.Check(t, func(t *rapid.T) {
		start := day("2025-06-01").AddDate(0, 0, rapid.IntRange(0, 900).Draw(t, "day"))
		limit := Limit{Days: rapid.IntRange(1, 90).Draw(t, "days"), Unit: rapid.SampledFrom([]string{village.WorkingDays, village.CalendarDays}).Draw(t, "unit")}
		e, err := c.Explain(start, limit)
		if err != nil {
			t.Fatal(err)
		}
		strip, last := c.Strip(e), 0
		if len(strip)%7 != 0 || strip[0].Date.Weekday() != time.Monday {
			t.Fatalf("%d days from a %s", len(strip), strip[0].Date.Weekday())
		}
		for _, d := range strip {
			switch {
			case d.Due && d.Count != limit.Days:
				t.Fatalf("the last day %s is day %d of %d", d.Date, d.Count, limit.Days)
			case d.Count > 0 && !d.Due && d.Count != last+1:
				t.Fatalf("%s is day %d after day %d", d.Date, d.Count, last)
			case d.Count > 0 && d.Date.After(e.Due):
				t.Fatalf("%s is counted after the last day", d.Date)
			}
			last = max(last, d.Count)
		}
	})
}
