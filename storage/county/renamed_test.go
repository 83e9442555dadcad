package county

import (
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestARenamedPlaceIsMovedOnceAndItsOrdersGoOn: machine, cases, times and accounts stand
// under the code of today, who served there serves under both, and an order of before is
// told to the machine and answered by it under either code.
func TestARenamedPlaceIsMovedOnceAndItsOrdersGoOn(t *testing.T) {
	const today village.DivisionCode = "445203104299"
	before := countytest.InspectedCentre
	first := countytest.Inspection(1, nil, nil)
	db, k, n := inspected(t, first)
	db.hand(t, k, []village.Record{first}, countytest.Cases(2, 5)...)
	for _, statement := range []string{
		`INSERT INTO staff_service (badge, centre, first_day, last_day, noted_ms) VALUES ('B-1', '` + string(before) + `', '2026-01-01', '', 0)`,
		`UPDATE office_case SET village = '` + string(before) + `'`,
	} {
		if err := db.exec(t, statement); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second start finds nothing to move
		db.ReadBy(map[village.DivisionCode]village.DivisionCode{before: today})
		if err := db.MoveRenamed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for place, want := range map[village.DivisionCode]int{today: 3, before: 0} {
		page, err := db.Cases(t.Context(), office.CaseQuery{Village: place, PerPage: 10})
		if err != nil || page.Total != want {
			t.Errorf("%d cases of %s, %v", page.Total, place, err)
		}
	}
	if kiosks, err := db.Kiosks(t.Context()); err != nil || kiosks[0].Village != today {
		t.Errorf("machines: %+v, %v", kiosks, err)
	}
	if serving, err := db.Serving(t.Context()); err != nil || len(serving) != 2 {
		t.Errorf("who serves: %+v, %v", serving, err)
	}
	if err := n.Tell(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	news, _ := toldOf(t, db, k.ID)
	if len(news) != 2 {
		t.Fatalf("the machine is told of %d orders", len(news))
	}
	for i, place := range []village.DivisionCode{before, today} {
		sent := append([]village.Record{first}, countytest.Cases(2, 5)...)
		for j := range i {
			sent = append(sent, countytest.RectificationReply(int64(6+j), news[j].Number, before))
		}
		db.hand(t, k, sent, countytest.RectificationReply(int64(6+i), news[i].Number, place))
	}
	if err := n.Tell(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if news, _ = toldOf(t, db, k.ID); news[0].State != inspect.RectReplied || news[1].State != inspect.RectReplied {
		t.Errorf("answered as %s and %s", news[0].State, news[1].State)
	}
}
