package stats_test

import (
	"testing"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
)

// TestH6AMeasureIsFollowedByWhatItsUnitDidBeforeAndAfter: by the same table as the bulletin's,
// and only those of the quarter before.
func TestH6AMeasureIsFollowedByWhatItsUnitDidBeforeAndAfter(t *testing.T) {
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 9, 0, 0, 0, village.Zone) }
	ticket := func(month time.Month, closed bool) stats.Ticket {
		one := stats.Ticket{ID: "t", Unit: "u1", DispatchedAt: day(month, 3)}
		if closed {
			one.ClosedAt = day(month, 5)
		}
		return one
	}
	d := stats.Data{
		Units:   []stats.Unit{{Code: "u1", Name: "民政局"}, {Code: "u2", Name: "社保局"}},
		Tickets: []stats.Ticket{ticket(5, true), ticket(5, false), ticket(8, true), ticket(8, true), ticket(9, false)},
	}
	taken := []stats.Taken{
		{Number: 1, Title: "加一个人", Unit: "民政局", At: day(6, 30)}, {Number: 2, Title: "别的", Unit: "u2", At: day(4, 1)},
		{Number: 3, Title: "这季度的", Unit: "民政局", At: day(7, 1)}, {Number: 4, Title: "更早的", Unit: "民政局", At: day(3, 31)},
	}
	got, err := d.Effects("2026Q3", taken)
	if err != nil || len(got) != 2 || got[0].Number != 1 || got[1].Number != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if b, a := got[0].Before, got[0].After; b.Dispatched != 2 || b.Closed != 1 || a.Dispatched != 3 || a.Closed != 2 || a.Name != "民政局" {
		t.Errorf("before %+v, after %+v", b, a)
	}
	if b, a := got[1].Before, got[1].After; b.Dispatched != 0 || a.Dispatched != 0 || a.Name != "社保局" {
		t.Errorf("a unit without tickets: %+v, %+v", b, a)
	}
	if _, err := d.Effects("2026Q5", nil); err == nil {
		t.Error("a fifth quarter")
	}
}
