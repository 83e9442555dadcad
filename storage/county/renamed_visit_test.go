package county

import (
	"slices"
	"testing"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// Codes of a village whose town got another code too.
const (
	beforeCode                      = countytest.InspectedCentre
	todayCode  village.DivisionCode = "445203199299"
	todayTown  village.DivisionCode = "445203199000"
)

// rename gives the inspected village and its town other codes.
func (db *DB) rename(t *testing.T) {
	t.Helper()
	db.ReadBy(map[village.DivisionCode]village.DivisionCode{beforeCode: todayCode, beforeCode.Town(): todayTown})
	if err := db.MoveRenamed(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// under is a visit of a later moment that was filed under a code of the place, whose papers
// name the old one.
func under(seq int64, place village.DivisionCode, months int) village.Record {
	return countytest.Inspection(seq, func(r *inspect.Record) {
		r.VisitedAt = r.VisitedAt.AddDate(0, months, 0)
		r.Centre, r.Village = place, place
	}, nil)
}

// TestVisitsOfBeforeARenamingAreVerifiedAsBefore, as are those that were made before it and came
// after it, and those whose papers name the old code. Nothing of them is stored otherwise.
func TestVisitsOfBeforeARenamingAreVerifiedAsBefore(t *testing.T) {
	first := countytest.Inspection(1, nil, nil)
	db, k, n := inspected(t, first)
	replied := countytest.RectificationReply(2, orderNumbers(t, db, countytest.ID(1))[0], beforeCode)
	db.hand(t, k, []village.Record{first}, replied)
	if _, err := n.Act(t.Context(), orderNumbers(t, db, countytest.ID(1))[0], office.RectAct{Verb: inspect.Accepted, By: "郑检查"}); err != nil {
		t.Fatal(err)
	}
	db.rename(t)
	if v, faults := db.verified(t, ""); len(faults) != 0 || v.Visits != 1 || len(v.Aside) != 0 {
		t.Fatalf("%+v, faults %v", v, faults)
	}
	db.hand(t, k, []village.Record{first, replied}, under(3, beforeCode, 0), under(4, todayCode, 0))
	v, faults := db.verified(t, "")
	if list, err := db.Quarantine(t.Context(), office.Scope{}, 20); err != nil || len(list) != 0 {
		t.Errorf("set aside %+v, %v", list, err)
	}
	if len(faults) != 0 || v.Visits != 3 || v.Orders != 6 || len(v.Aside) != 0 {
		t.Errorf("%+v, faults %v", v, faults)
	}
	db.change(t, `UPDATE office_inspection SET centre = '445203104203' WHERE id = '`+string(countytest.ID(3))+`'`)
	if _, faults := db.verified(t, ""); !slices.Contains(faults, "err.check.row "+string(countytest.ID(3))) {
		t.Errorf("another centre is not seen: %v", faults)
	}
	db.ReadBy(nil)
	if list, err := db.Inspections(t.Context()); err != nil || list[0].Record.Centre != beforeCode {
		t.Errorf("stored as %+v, %v", list, err)
	}
}

// TestAMachineThatKnowsTheNewCodeFirstWaitsForTheCounty: its visit, by papers that name the old
// code, and its reply to an order are taken when the county knows the code too; a visit without
// its papers stays set aside.
func TestAMachineThatKnowsTheNewCodeFirstWaitsForTheCounty(t *testing.T) {
	first := countytest.Inspection(1, nil, nil)
	db, k, _ := inspected(t, first)
	reply := countytest.RectificationReply(3, orderNumbers(t, db, countytest.ID(1))[0], todayCode)
	db.hand(t, k, []village.Record{first}, under(2, todayCode, 0), reply, under(4, "445203104203", 0))
	if list, err := db.Quarantine(t.Context(), office.Scope{}, 20); err != nil || len(list) != 3 {
		t.Fatalf("set aside %+v, %v", list, err)
	}
	db.rename(t)
	if n, err := db.Reopen(t.Context()); err != nil || n != 3 {
		t.Fatalf("%d looked at again, %v", n, err)
	}
	if err := (&office.Opener{Log: db, Checks: checks(db)}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list, err := db.Quarantine(t.Context(), office.Scope{}, 20); err != nil || len(list) != 1 || list[0].Problem != "err.check.order_place" {
		t.Errorf("set aside %+v, %v", list, err)
	}
	if v, faults := db.verified(t, ""); len(faults) != 0 || v.Visits != 2 || len(v.Aside) != 1 {
		t.Errorf("%+v, faults %v", v, faults)
	}
}

// TestARenamedCentreKeepsItsRankRepeatsAndOrders: one centre in the table and in the coverage,
// what was found before is found again, and its town goes on seeing its orders.
func TestARenamedCentreKeepsItsRankRepeatsAndOrders(t *testing.T) {
	first := countytest.Inspection(1, nil, nil)
	db, k, n := inspected(t, first)
	told, err := n.Open(t.Context(), office.Rectification{Centre: beforeCode, Source: inspect.City, Rule: "run.hygiene", Text: "x"}, "市里")
	if err != nil {
		t.Fatal(err)
	}
	before := leagueOf(t, n)
	db.rename(t)
	_, scored, err := n.Visits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	period, err := inspect.ParsePeriod("2026-11")
	if err != nil {
		t.Fatal(err)
	}
	l := inspect.MakeLeague(period, countytest.Checklists(), scored, []village.DivisionCode{todayCode})
	if p := l.Places[0]; p.Visits != 1 || p.Points != before.Points || p.Told != 1 || p.Rank != 1 || l.Coverage != "100.00" {
		t.Errorf("ranked %+v, before %+v, coverage %s", p, before, l.Coverage)
	}
	db.hand(t, k, []village.Record{first}, under(2, todayCode, 0))
	checked, _, err := n.Checked(t.Context())
	if err != nil || len(checked) != 2 || checked[0].Centre != string(todayCode) || checked[1].Centre != string(todayCode) {
		t.Errorf("counted %+v, %v", checked, err)
	}
	town := office.Scope{Division: todayTown}
	orders, err := n.Orders(t.Context())
	if err != nil || len(orders) != 5 || slices.ContainsFunc(orders, func(r office.Rectification) bool { return !r.In(town) }) {
		t.Errorf("the town sees %+v, %v", orders, err)
	}
	later := office.Rectification{Centre: todayCode, Template: told.Template, Rule: told.Rule, OpenedAt: told.OpenedAt.AddDate(0, 3, 0)}
	if of := office.RepeatOf(orders, later); of == "" {
		t.Error("what was told of before is no repeat")
	}
}

// TestARepeatIsKnownOverARenaming: a finding under the new code repeats one under the old code.
func TestARepeatIsKnownOverARenaming(t *testing.T) {
	db, _, n := inspected(t, countytest.Inspection(1, nil, nil))
	db.rename(t)
	visits, err := db.Inspections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again := visits[0]
	again.Record.ID, again.Record.VisitedAt = countytest.ID(2), again.Record.VisitedAt.AddDate(0, 3, 0)
	again.Record.Centre = todayCode
	list, err := n.Templates.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	scored, err := office.Scored(list, append(visits, again), nil, nil)
	if err != nil || len(scored[1].Repeats) != 2 {
		t.Errorf("repeats %+v, %v", scored, err)
	}
}

// TestExtensionsOfARenamedCentreAreItsTowns, are counted once and are not noted twice.
func TestExtensionsOfARenamedCentreAreItsTowns(t *testing.T) {
	db := openNew(t)
	if err := db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: countytest.At, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	e := office.Extension{Centre: beforeCode, Day: "2026-11-23", Span: calendar.Span{From: 18 * 60, To: 20 * 60}, Basis: "b", Reason: "r", Badge: "B-1", Account: "li", At: countytest.At}
	if _, err := db.KeepExtension(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	db.rename(t)
	e.Centre = todayCode
	if _, err := db.KeepExtension(t.Context(), e); village.Keyed(err).Key != "err.extension.twice" {
		t.Errorf("noted again under the new code: %v", err)
	}
	e.Span = calendar.Span{From: 20 * 60, To: 21 * 60}
	if _, err := db.KeepExtension(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	for scope, want := range map[village.DivisionCode]int{todayTown: 2, todayCode: 2, beforeCode: 0} {
		list, err := db.Extensions(t.Context(), office.Scope{Division: scope}, 10)
		if err != nil || len(list) != want || want > 0 && list[1].Centre != todayCode {
			t.Errorf("of %s: %+v, %v", scope, list, err)
		}
	}
	counts, err := db.CountHours(t.Context(), office.Scope{Division: todayTown}, "2026-11-01", "2026-11-30")
	if err != nil || len(counts) != 1 || counts[0].Centre != todayCode || counts[0].Noted != 2 || counts[0].Minutes != 180 {
		t.Errorf("counted %+v, %v", counts, err)
	}
}

// TestWhoLeavesARenamedCentreHasLeftUnderBothCodes: machines are told of both.
func TestWhoLeavesARenamedCentreHasLeftUnderBothCodes(t *testing.T) {
	db := openNew(t)
	r, day := office.Register{Book: db, Now: db.now}, village.DayOf(countytest.At)
	if err := r.Serve(t.Context(), []string{"A-7"}, beforeCode, day.Add(-9)); err != nil {
		t.Fatal(err)
	}
	db.rename(t)
	if err := r.Leave(t.Context(), []string{"A-7"}, todayCode, day); err != nil {
		t.Fatal(err)
	}
	db.rename(t) // the next start
	list, err := db.Serving(t.Context())
	if err != nil || len(list) != 2 || list[0].Last != day || list[1].Last != day {
		t.Errorf("who serves: %+v, %v", list, err)
	}
}

// TestATimeOfARenamedAreaIsNotOpenedTwice: its name keeps the old code, the new one is the same.
func TestATimeOfARenamedAreaIsNotOpenedTwice(t *testing.T) {
	db, _, open := slotRig(t)
	open(beforeCode, "0900")
	db.rename(t)
	for from, want := range map[string]string{"0900": "err.slot.there", "1000": ""} {
		for _, area := range []village.DivisionCode{todayCode, beforeCode} {
			id, err := village.Slot{Area: area, Window: 1, Day: "2026-12-01", From: from, To: "1800"}.ID()
			if err != nil {
				t.Fatal(err)
			}
			err = db.OpenSlot(t.Context(), office.SlotOffer{Slot: id, Seats: 5, Share: 2})
			if got := keyOf(err); got != want {
				t.Errorf("%s at %s: %q, want %q", area, from, got, want)
			}
			want = "err.slot.there" // it is open now
		}
	}
}

// keyOf is the key of an error; "" = there is none.
func keyOf(err error) string {
	if err == nil {
		return ""
	}
	return village.Keyed(err).Key
}
