package stats

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/village"
)

// TestK14AUnitStandsWithWhatItReturnedReopenedSignedForAndLeftOpen at a moment.
func TestK14AUnitStandsWithWhatItReturnedReopenedSignedForAndLeftOpen(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 9, day, 9, 0, 0, 0, village.Zone) }
	d := Data{Units: []Unit{{"u1", "民政局"}}, Tickets: []Ticket{
		{ID: "1", Unit: "u1", DispatchedAt: at(1), SignedAt: at(1).Add(3 * time.Hour), DueAt: at(10)},                                            // open, late
		{ID: "2", Unit: "u1", DispatchedAt: at(1), SignedAt: at(1).Add(6 * time.Hour), DueAt: at(10), ClosedAt: at(12), Returns: 2},              // closed late
		{ID: "3", Unit: "u1", DispatchedAt: at(2), DueAt: at(30), Returns: 1},                                                                    // not due
		{ID: "4", Unit: "u1", DispatchedAt: at(2), SignedAt: at(4), DueAt: at(10), ClosedAt: at(9), Reopens: 1, Satisfied: true, Surveyed: true}, // in time
		{ID: "5", Unit: "u9", DispatchedAt: at(2), SignedAt: at(2), ClosedAt: at(3)},                                                             // of no unit of the register, due never
	}}
	want := UnitRow{Unit: Unit{"u1", "民政局"}, Rank: 2, Dispatched: 4, Closed: 2, Satisfied: 1, Overdue: 1, Asked: 1, Open: 1, Returned: 2, Reopened: 1, Sign: "6.00"}
	got := d.UnitTable(at(20))
	if len(got) != 2 || got[0].Name != "u9" || got[0].Sign != "0.00" || got[1] != want {
		t.Errorf("%+v", got)
	}
	for day, open := range map[int]int{9: 0, 10: 0, 11: 2, 12: 2, 13: 1} { // what was closed after that moment was open
		if got := d.UnitTable(at(day))[1].Open; got != open {
			t.Errorf("on the %d: %d open", day, got)
		}
	}
}

// TestTheUnitsOfABulletinHaveAsManyOpenTicketsAsItsList and never one that was not due.
func TestTheUnitsOfABulletinHaveAsManyOpenTicketsAsItsList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := time.Date(2026, 6, 1, 9, 0, 0, 0, village.Zone)
		day := func(name string) time.Time { return first.AddDate(0, 0, rapid.IntRange(0, 200).Draw(t, name)) }
		var d Data
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			ticket := Ticket{ID: rapid.StringN(1, 4, 8).Draw(t, "id"), Unit: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "unit"), DispatchedAt: day("sent"), DueAt: day("due")}
			if rapid.Bool().Draw(t, "closed") {
				ticket.ClosedAt = day("closed")
			}
			d.Tickets = append(d.Tickets, ticket)
		}
		now := day("now")
		b, err := NewBulletin(d, "2026Q3", now)
		if err != nil {
			t.Fatal(err)
		}
		open := 0
		for _, r := range b.Units {
			open += r.Open
		}
		if open != b.Late || len(b.Latest) != min(b.Late, maxLate) || b.AsOf.After(now) && !b.AsOf.Equal(time.Date(2026, 10, 1, 0, 0, 0, 0, village.Zone)) {
			t.Fatalf("%d open in units, %d in the list, as of %v on %v", open, b.Late, b.AsOf, now)
		}
		for _, l := range b.Latest {
			if !l.Due.Before(now) {
				t.Fatalf("%+v is overdue on %v", l, now)
			}
		}
	})
}
