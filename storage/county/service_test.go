package county

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestAVisitOfWhoServesThereIsFlaggedByItsOwnDay, whoever leaves later.
func TestAVisitOfWhoServesThereIsFlaggedByItsOwnDay(t *testing.T) {
	db, _, n := inspected(t, countytest.Inspection(1, nil, nil))
	r := office.Register{Book: db, Now: db.now}
	day := village.DayOf(countytest.At)
	own := func() bool {
		t.Helper()
		_, scored, err := n.Visits(t.Context())
		if err != nil || len(scored) != 1 {
			t.Fatal(scored, err)
		}
		return scored[0].OwnWork
	}
	if own() {
		t.Error("flagged before anybody serves")
	}
	if err := r.Serve(t.Context(), []string{"A-7", "I-3"}, countytest.InspectedCentre, day.Add(-9)); err != nil {
		t.Fatal(err)
	}
	if !own() {
		t.Error("who serves there is not flagged")
	}
	if err := r.MayInspect(t.Context(), "I-3", countytest.InspectedCentre, "江滨村", day, day.Add(3)); village.KindOf(err) != village.Denied {
		t.Errorf("an order for who serves there: %v", err)
	}
	if err := r.Leave(t.Context(), []string{"I-3"}, countytest.InspectedCentre, day); err != nil || !own() {
		t.Errorf("gone after the visit: flagged %v, %v", own(), err)
	}
	if err := r.Leave(t.Context(), []string{"I-3"}, countytest.InspectedCentre, day.Add(-1)); err != nil || own() {
		t.Errorf("gone before the visit: flagged %v, %v", own(), err)
	}
	if err := r.Leave(t.Context(), []string{"I-9"}, countytest.InspectedCentre, day); village.KindOf(err) != village.NotFound {
		t.Errorf("who never served has left: %v", err)
	}
}

// TestWhoHasTwoBadgesLeavesWithBothOrNotAtAll, and may say so twice.
func TestWhoHasTwoBadgesLeavesWithBothOrNotAtAll(t *testing.T) {
	db := openNew(t)
	r, day := office.Register{Book: db, Now: db.now}, village.DayOf(countytest.At)
	last := func() (days []village.Day) {
		t.Helper()
		list, err := db.Serving(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			days = append(days, s.Last)
		}
		return days
	}
	if err := r.Serve(t.Context(), []string{"A-7", "I-3"}, countytest.InspectedCentre, day); err != nil {
		t.Fatal(err)
	}
	err := r.Leave(t.Context(), []string{"A-7", "I-9"}, countytest.InspectedCentre, day.Add(3))
	if e := village.Keyed(err); e.Kind != village.NotFound || e.Field != "badge" || e.Args["badge"] != "I-9" || !slices.Equal(last(), []village.Day{"", ""}) {
		t.Errorf("with a badge that nobody knows: %v, %q", err, last())
	}
	for range 2 {
		if err := r.Leave(t.Context(), []string{"A-7", "I-3"}, countytest.InspectedCentre, day.Add(3)); err != nil || !slices.Equal(last(), []village.Day{day.Add(3), day.Add(3)}) {
			t.Errorf("%v, %q", err, last())
		}
	}
}

// TestABadgeThatIsPrintedShortensNothing: of two last days from one first day the later stays.
func TestABadgeThatIsPrintedShortensNothing(t *testing.T) {
	db := openNew(t)
	day := village.DayOf(countytest.At)
	for _, tt := range []struct{ last, want village.Day }{
		{day.Add(3), day.Add(3)}, {day.Add(1), day.Add(3)}, {day.Add(5), day.Add(5)}, {"", ""}, {day.Add(9), ""},
	} {
		s := inspect.Service{Badge: "A-7", Centre: countytest.InspectedCentre, First: day, Last: tt.last}
		if err := db.Serve(t.Context(), []inspect.Service{s}, countytest.At); err != nil {
			t.Fatal(err)
		}
		if list, err := db.Serving(t.Context()); err != nil || len(list) != 1 || list[0].Last != tt.want {
			t.Errorf("to %q: %+v, want %q, %v", tt.last, list, tt.want, err)
		}
	}
}

// TestAVisitByOneIsFlaggedWhereItsChecklistWantsTwo: it counts all the same.
func TestAVisitByOneIsFlaggedWhereItsChecklistWantsTwo(t *testing.T) {
	_, _, n := inspected(t, countytest.Inspection(1, nil, nil))
	list := slices.Clone(countytest.Checklists())
	for i := range list {
		list[i].Inspectors = 2
	}
	n.Templates = &office.Checklists{Shipped: list}
	if _, scored, err := n.Visits(t.Context()); err != nil || !scored[0].Alone || scored[0].Score.Points != 880 {
		t.Errorf("%+v, %v", scored, err)
	}
}

// TestWhoServesWhereIsPublishedWhenItChanges, without what is over; where nobody was ever
// noted nothing is.
func TestWhoServesWhereIsPublishedWhenItChanges(t *testing.T) {
	db, now := openNew(t), countytest.At
	if _, err := db.Incarnation(t.Context(), []byte("0123456789abcdef")); err != nil {
		t.Fatal(err)
	}
	signer, err := seal.NewIdentity(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	p := &office.Publisher{Store: db, Serving: db, Signer: signer, Pack: func(plain []byte) ([]byte, error) { return plain, nil }, Now: func() time.Time { return now }}
	newest := func() (int64, []inspect.Service) {
		t.Helper()
		if err := p.PublishServing(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, list, err := db.Newest(t.Context())
		if err != nil || len(list) == 0 {
			return 0, nil
		}
		plain, err := db.Content(t.Context(), list[0].SHA256)
		if err != nil || list[0].Stream != snapshot.Serving {
			t.Fatal(list[0].Stream, err)
		}
		rows, err := snapshot.ParseServing(plain)
		if err != nil {
			t.Fatal(err)
		}
		return list[0].Version, rows
	}
	if version, _ := newest(); version != 0 {
		t.Errorf("a county that noted nobody published list %d", version)
	}
	r, day := office.Register{Book: db, Now: p.Now}, village.DayOf(now)
	if err := r.Serve(t.Context(), []string{"I-3"}, countytest.InspectedCentre, day); err != nil {
		t.Fatal(err)
	}
	if version, rows := newest(); version != 1 || len(rows) != 1 || rows[0].Badge != "I-3" {
		t.Errorf("list %d is %+v", version, rows)
	}
	if err := r.Leave(t.Context(), []string{"I-3"}, countytest.InspectedCentre, day); err != nil {
		t.Fatal(err)
	}
	now = now.AddDate(0, 0, 1)
	if version, rows := newest(); version != 2 || len(rows) != 0 {
		t.Errorf("when it is over list %d is %+v", version, rows)
	}
}
