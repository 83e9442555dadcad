package inspect_test

import (
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

const toldCentre village.DivisionCode = "445203104201"

func told(rule string, at time.Time) inspect.Told {
	return inspect.Told{Number: rule, Centre: toldCentre, Template: "village-centre", Version: visit(1, toldCentre, at).Version, Rule: inspect.RuleID(rule), Source: inspect.District, At: at}
}

// toldIn is how the centre stands in a period.
func toldIn(t *testing.T, period string, rows []inspect.Row, list ...inspect.Told) inspect.Place {
	t.Helper()
	p, err := inspect.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	visits, err := inspect.FoldTold(shipped(t), rows, list)
	if err != nil {
		t.Fatal(err)
	}
	return inspect.MakeLeague(p, shipped(t), visits, []village.DivisionCode{toldCentre}).Places[0]
}

// TestWhatWasToldOfACentreTakesFromItsMonth as much as a visit would have, and from the mean of
// a longer period its share; from a month without a visit nothing.
func TestWhatWasToldOfACentreTakesFromItsMonth(t *testing.T) {
	rows := []inspect.Row{visit(1, toldCentre, on("2026-11-20")), visit(2, toldCentre, on("2026-12-03"))}
	if p := toldIn(t, "2026-11", rows, told("duty.absent", on("2026-11-25"))); p.Points != 900 || p.Told != 1 || p.Visits != 1 {
		t.Errorf("its month: %+v", p)
	}
	if p := toldIn(t, "2026-12", rows, told("duty.absent", on("2026-11-25"))); p.Points != 1000 || p.Told != 0 || *p.Delta != 100 {
		t.Errorf("the month behind it: %+v", p)
	}
	if p := toldIn(t, "2026", rows, told("duty.absent", on("2026-11-25"))); p.Points != 950 {
		t.Errorf("the year: %+v", p)
	}
	if p := toldIn(t, "2026", rows, told("duty.absent", on("2026-10-25"))); p.Points != 1000 || p.Told != 0 {
		t.Errorf("a month without a visit: %+v", p)
	}
	if p := toldIn(t, "2026-10", rows, told("duty.absent", on("2026-10-25"))); p.Visits != 0 || p.Rank != 0 {
		t.Errorf("it counts as a visit: %+v", p)
	}
	if p := toldIn(t, "2026-11", rows, told("veto.fake", on("2026-11-25"))); p.Points != 0 || !p.Vetoed || p.Band != inspect.Red {
		t.Errorf("a veto: %+v", p)
	}
}

// TestASectionLosesNoMoreByWhatIsToldThanByVisits.
func TestASectionLosesNoMoreByWhatIsToldThanByVisits(t *testing.T) {
	var list []inspect.Told
	for range 30 {
		list = append(list, told("duty.absent", on("2026-11-25")))
	}
	most := inspect.Points(0)
	centre, _ := inspect.Find(shipped(t), "village-centre", "")
	for _, s := range centre.Sections {
		if s.Code == "duty" {
			most = s.Max
		}
	}
	if p := toldIn(t, "2026-11", []inspect.Row{visit(1, toldCentre, on("2026-11-20"))}, list...); p.Points != 1000-most || most == 0 {
		t.Errorf("30 of one section: %+v, its maximum %s", p, most)
	}
}

// TestWhatWasToldAndWhatWasFoundRepeatEachOther within a year, and not on one day.
func TestWhatWasToldAndWhatWasFoundRepeatEachOther(t *testing.T) {
	for name, tt := range map[string]struct {
		found, told string
		points      inspect.Points // of the month of November
	}{
		"found after it was told": {"2026-11-20", "2026-03-01", 1000 - 200},
		"told after it was found": {"2026-11-20", "2026-11-25", 1000 - 100 - 200},
		"on one day":              {"2026-11-20", "2026-11-20", 1000 - 100 - 100},
		"told two years before":   {"2026-11-20", "2024-11-01", 1000 - 100},
	} {
		p := toldIn(t, "2026-11", []inspect.Row{visit(1, toldCentre, on(tt.found), "duty.absent")}, told("duty.absent", on(tt.told)))
		if p.Points != tt.points {
			t.Errorf("%s: %s, want %s", name, p.Points, tt.points)
		}
	}
}
