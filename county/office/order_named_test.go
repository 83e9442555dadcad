package office

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/stats"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
)

// TestABulletinNamesWhatIsElevenWorkingDaysLate: what is open, or was put right in its quarter;
// what was done after its end is not known to it, what was struck or named before is not in it.
func TestABulletinNamesWhatIsElevenWorkingDaysLate(t *testing.T) {
	days, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	on := func(day village.Day) time.Time {
		at, err := time.ParseInLocation(time.DateOnly, string(day), village.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return at.Add(10 * time.Hour)
	}
	order := func(number string, due village.Day, acts ...RectAct) Rectification {
		return Rectification{Number: number, Centre: "445203104202", Source: inspect.City, Due: due, Acts: append([]RectAct{{Verb: inspect.Opened, At: on("2026-01-05")}}, acts...)}
	}
	act := func(verb inspect.Verb, day village.Day) RectAct { return RectAct{Verb: verb, At: on(day)} }
	list := []Rectification{
		order("open", "2026-06-01"),
		order("ten", "2026-06-15"),    // ten working days, one of them a holiday less
		order("eleven", "2026-06-12"), // eleven of them
		order("closed", "2026-03-02", act(inspect.Accepted, "2026-04-01")),
		order("before", "2026-03-02", act(inspect.Accepted, "2026-03-31")),
		order("after", "2026-06-01", act(inspect.Accepted, "2026-07-01")),
		order("struck", "2026-03-02", act(inspect.Struck, "2026-04-01")),
		order("in time", "2026-03-02", act(inspect.Accepted, "2026-03-02")),
		order("replied", "2026-05-20", act(inspect.Replied, "2026-05-21")),
	}
	list = append(list, Rectification{Number: "later", Due: "2026-07-10", Acts: []RectAct{act(inspect.Opened, "2026-07-02")}})
	from, end := on("2026-04-01").Add(-10*time.Hour), on("2026-07-01").Add(-10*time.Hour)
	var got []string
	for _, n := range Named(list, stats.Period{From: from, To: end}, days, func(r Rectification) string { return string(r.Centre) }) {
		got = append(got, fmt.Sprint(n.Number, " ", n.Late, " ", n.Over))
	}
	want := []string{"replied 28 false", "closed 22 true", "after 20 false", "open 20 false", "eleven 11 false"}
	if !slices.Equal(got, want) {
		t.Errorf("named %q, want %q", got, want)
	}
}
