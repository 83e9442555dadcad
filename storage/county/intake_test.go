package county

import (
	"fmt"
	"sync"
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

// outsideCase is a county with case 1 of a machine, accepted, and a number of another system that
// was noted for it some days after it was handed in.
func outsideCase(t *testing.T, number string, daysAfter int) *DB {
	t.Helper()
	db, o := sourced(t)
	kiosk, id := countytest.Identity(1).ID, countytest.ID(1)
	if _, err := o.Do(t.Context(), kiosk, id, office.Deed{Verb: office.VerbAccept}, office.Account{Name: "x", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	if err := db.NoteOutside(t.Context(), kiosk, id, office.OutsideNote{Number: number, Account: "x", At: countytest.At.AddDate(0, 0, daysAfter)}); err != nil {
		t.Fatal(err)
	}
	return db
}

// TestP4ANumberOnAnOldCaseMakesNoClosureGood: it counts from the day on which it was noted, and
// for the unit of the case alone.
func TestP4ANumberOnAnOldCaseMakesNoClosureGood(t *testing.T) {
	db := outsideCase(t, "Z1", 5) // the case is of 11-23
	for _, tt := range []struct {
		unit string
		day  village.Day
		want office.ClosureTally
	}{
		{"区民政局", "2026-11-27", office.ClosureTally{All: 1, Late: 1}},
		{"区水利局", "2026-11-30", office.ClosureTally{All: 1, None: 1}},
	} {
		got, err := db.KeepClosures(t.Context(), "sum", []office.Closure{{Unit: tt.unit, Number: "Z1", Day: tt.day}}, countytest.At)
		if err != nil || got != tt.want {
			t.Errorf("%s, closed on %s: %+v, %v", tt.unit, tt.day, got, err)
		}
	}
	list, err := db.Bypasses(t.Context(), office.Scope{Unit: "区民政局"}, 10)
	if err != nil || len(list) != 1 || list[0].Since != "2026-11-28" {
		t.Errorf("on record since %+v, %v", list, err)
	}
	other := outsideCase(t, "Z2", 0)
	if got, err := other.KeepClosures(t.Context(), "sum", []office.Closure{{Unit: "区民政局", Number: "Z2", Day: "2026-11-23"}}, countytest.At); err != nil || got.Late+got.None != 0 {
		t.Errorf("noted in time: %+v, %v", got, err)
	}
}

// TestP4ANumberOfAPartIsThatOfItsUnit: a unit that decides a part of a case closes it in its own
// system.
func TestP4ANumberOfAPartIsThatOfItsUnit(t *testing.T) {
	db := outsideCase(t, "Z1", 0)
	if err := db.exec(t, `INSERT INTO sub_case (kiosk, id, n, item, name, unit, days, limit_days, limit_unit, waits, materials, later, state, due_ms)
		VALUES ('`+string(countytest.Identity(1).ID)+`', '`+string(countytest.ID(1))+`', 1, 'i', 'n', '区税务局', 1, 1, '', '[]', '[]', 0, 'received', -1)`); err != nil {
		t.Fatal(err)
	}
	got, err := db.KeepClosures(t.Context(), "sum", []office.Closure{{Unit: "区税务局", Number: "Z1", Day: "2026-11-24"}}, countytest.At)
	if err != nil || got.None+got.Late != 0 {
		t.Errorf("found %+v, %v", got, err)
	}
}

// TestP2ACaseOfAMachineThatAnotherSystemListsIsCountedOnce, whichever came first, the list or the
// note of the number.
func TestP2ACaseOfAMachineThatAnotherSystemListsIsCountedOnce(t *testing.T) {
	db := outsideCase(t, "M1", 0)
	if kept, known, err := db.KeepIntakes(t.Context(), []office.Intake{intakeOf("M1", "2026-11-23")}); err != nil || kept != 0 || known != 1 {
		t.Errorf("kept %d, known %d, %v", kept, known, err)
	}
	elsewhere := intakeOf("M1", "2026-11-23")
	elsewhere.Unit = "区水利局"
	if kept, known, err := db.KeepIntakes(t.Context(), []office.Intake{intakeOf("M2", "2026-11-23"), elsewhere}); err != nil || kept != 2 || known != 0 {
		t.Errorf("kept %d, known %d, %v", kept, known, err)
	}
	counted := func() int {
		t.Helper()
		d, err := db.Registers(t.Context(), stats.Period{})
		if err != nil {
			t.Fatal(err)
		}
		return len(d.Cases)
	}
	if n := counted(); n != 3 {
		t.Errorf("before the note %d cases", n)
	}
	if err := db.NoteOutside(t.Context(), countytest.Identity(1).ID, countytest.ID(1), office.OutsideNote{Number: "M2", Account: "x", At: countytest.At}); err != nil {
		t.Fatal(err)
	}
	if n := counted(); n != 2 {
		t.Errorf("behind the note %d cases: the machine's and that of the other unit are meant", n)
	}
}

func TestP2ManyOfficersWhoNoteAtOnceGetANumberEach(t *testing.T) {
	db := openNew(t)
	if _, err := db.KeepIntake(t.Context(), intakeOf("first", "2026-11-20")); err != nil {
		t.Fatal(err)
	}
	const officers, each = 6, 5
	numbers := make(chan int64, officers*each)
	var all sync.WaitGroup
	for o := range officers {
		all.Go(func() {
			for n := range each {
				kept, err := db.KeepIntake(t.Context(), intakeOf(fmt.Sprintf("o%d-%d", o, n), "2026-11-20"))
				if err != nil {
					t.Errorf("officer %d, intake %d: %v", o, n, err)
				}
				numbers <- kept.Number
			}
		})
	}
	all.Wait()
	close(numbers)
	seen := map[int64]bool{}
	for n := range numbers {
		seen[n] = true
	}
	if len(seen) != officers*each {
		t.Errorf("%d numbers for %d intakes", len(seen), officers*each)
	}
}
