package county

import (
	"testing"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// intakeOf is one of the province's website that came with a list.
func intakeOf(outside string, day village.Day) office.Intake {
	return office.Intake{Channel: "gdzwfw", Outside: outside, Unit: "区民政局", Item: "gaoling", Day: day, Listed: true, At: countytest.At}
}

func TestP4WhatWasClosedWithoutAnIntakeIsFoundOnceByItsRule(t *testing.T) {
	db := openNew(t)
	kept, known, err := db.KeepIntakes(t.Context(), []office.Intake{intakeOf("A1", "2026-11-02"), intakeOf("A2", "2026-11-20"), intakeOf("A1", "2026-11-02")})
	if err != nil || kept != 2 || known != 1 {
		t.Fatalf("kept %d, known %d, %v", kept, known, err)
	}
	if _, err := db.KeepIntake(t.Context(), intakeOf("A2", "2026-11-20")); village.Keyed(err).Key != "err.intake.twice" {
		t.Errorf("noted twice: %v", err)
	}
	closures := []office.Closure{
		{Unit: "区民政局", Number: "A1", Day: "2026-11-03"}, {Unit: "区民政局", Number: "A2", Day: "2026-11-10"},
		{Unit: "区民政局", Number: "A3", Day: "2026-11-10"}, {Unit: "区水利局", Number: "A1", Day: "2026-11-10"},
	}
	want := office.ClosureTally{All: 4, None: 2, Late: 1}
	for _, at := range []time.Time{countytest.At, countytest.At.AddDate(0, 0, 5)} {
		if got, err := db.KeepClosures(t.Context(), "sum", closures, at); err != nil || got != want {
			t.Errorf("counted %+v, %v", got, err)
		}
		want = office.ClosureTally{All: 4, Known: 4} // the same list on a later day
	}
	list, err := db.Bypasses(t.Context(), office.Scope{}, 10)
	if err != nil || len(list) != 3 {
		t.Fatalf("found %+v, %v", list, err)
	}
	for _, b := range list {
		again, found := b.Judge(map[string]village.Day{"A2": "2026-11-20"}[b.Number])
		if !found || again != b.Decided || b.Name() != "bypass/1" || !b.FoundAt.Equal(countytest.At) {
			t.Errorf("%+v is not decided again as it was: %+v", b, again)
		}
	}
	if mine, err := db.Bypasses(t.Context(), office.Scope{Unit: "区水利局"}, 10); err != nil || len(mine) != 1 {
		t.Errorf("a unit sees %+v, %v", mine, err)
	}
}

// TestP4AnIntakeThatIsNotedAfterwardsLeavesTheFinding: what an officer notes counts from the
// day of noting, whatever day it names.
func TestP4AnIntakeThatIsNotedAfterwardsLeavesTheFinding(t *testing.T) {
	db := openNew(t)
	closed := office.Closure{Unit: "区民政局", Number: "B1", Day: "2026-11-10"}
	typed := intakeOf("B1", "2026-11-01")
	typed.Listed = false
	if _, err := db.KeepClosures(t.Context(), "sum", []office.Closure{closed}, countytest.At); err != nil {
		t.Fatal(err)
	}
	if _, err := db.KeepIntake(t.Context(), typed); err != nil {
		t.Fatal(err)
	}
	for _, c := range []office.Closure{closed, {Unit: "区民政局", Number: "B1", Day: "2026-11-10"}} {
		if got, err := db.KeepClosures(t.Context(), "sum2", []office.Closure{c}, countytest.At); err != nil || got.Known != 1 {
			t.Errorf("counted %+v, %v", got, err)
		}
	}
	list, err := db.Bypasses(t.Context(), office.Scope{}, 10)
	if err != nil || len(list) != 1 || list[0].Says != office.BypassNone || list[0].Since != village.DayOf(countytest.At) {
		t.Fatalf("found %+v, %v", list, err)
	}
	settled := office.Settled{Words: "停电，手工办的", Account: "li", At: countytest.At}
	for scope, key := range map[office.Scope]string{{Unit: "区水利局"}: "err.bypass.unknown", {Division: "445203104000"}: "err.bypass.unknown"} {
		if err := db.SettleBypass(t.Context(), scope, closed, settled); village.Keyed(err).Key != key {
			t.Errorf("%+v settles it: %v", scope, err)
		}
	}
	if err := db.SettleBypass(t.Context(), office.Scope{Unit: "区民政局"}, closed, settled); err != nil {
		t.Fatal(err)
	}
	if err := db.SettleBypass(t.Context(), office.Scope{}, closed, settled); village.Keyed(err).Key != "err.bypass.over" {
		t.Errorf("settled twice: %v", err)
	}
	tally, err := db.Closures(t.Context(), office.Scope{}, "2026-11-01", "2026-11-30")
	if err != nil || tally.All != 1 || tally.None != 1 {
		t.Errorf("what is explained is no longer counted: %+v, %v", tally, err)
	}
}

func TestP2WhatOfficersNoteIsAmongTheCasesOfTheFigures(t *testing.T) {
	db := openNew(t)
	window := intakeOf("", "2026-11-20")
	window.Channel, window.Listed, window.OneWindow = "window", false, true
	window.Item = "12441500196720244T3442199806003"
	first, err := db.KeepIntake(t.Context(), window)
	if err != nil || first.CaseNo == "" {
		t.Fatalf("a window's case has no number: %+v, %v", first, err)
	}
	second, err := db.KeepIntake(t.Context(), window)
	if err != nil || second.CaseNo == first.CaseNo || second.Number != 2 {
		t.Errorf("the second is %+v, %v", second, err)
	}
	if got, err := db.KeepClosures(t.Context(), "sum", []office.Closure{{Unit: "别的写法", Number: string(first.CaseNo), Day: village.DayOf(countytest.At)}}, countytest.At); err != nil || got.None+got.Late != 0 {
		t.Errorf("an official number is not known: %+v, %v", got, err)
	}
	quarter, _, _ := stats.Quarter("2026Q4")
	data, err := db.Registers(t.Context(), quarter)
	if err != nil || len(data.Cases) != 2 || data.Cases[0].Channel != "window" || !data.Cases[0].OneWindow || data.Cases[0].Came != -1 {
		t.Errorf("figures are made from %+v, %v", data.Cases, err)
	}
	before, _, _ := stats.Quarter("2026Q3")
	if data, err = db.Registers(t.Context(), before); err != nil || len(data.Cases) != 0 {
		t.Errorf("another quarter has %+v, %v", data.Cases, err)
	}
}
