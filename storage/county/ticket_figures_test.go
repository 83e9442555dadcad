package county

import (
	"testing"
	"time"

	"bianmin/app/stats"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestK5K6K7K14TicketsOfKiosksAreAmongThoseOfTheFigures: K5 to K7 and K14 are made from them.
func TestK5K6K7K14TicketsOfKiosksAreAmongThoseOfTheFigures(t *testing.T) {
	db, k, hotline := requestRig(t)
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	db.units(t, "甲局", "乙局")
	now := countytest.At
	hotline.Now = func() time.Time { now = now.Add(time.Hour); return now }
	chen := office.Account{Name: "chen", Role: office.RoleCounty}
	first, second := office.Account{Name: "u0", Role: office.RoleUnit, Scope: office.Scope{Unit: "甲局"}}, office.Account{Name: "u1", Role: office.RoleUnit, Scope: office.Scope{Unit: "乙局"}}
	for i, step := range []struct {
		by   office.Account
		deed office.TicketDeed
	}{
		{chen, office.TicketDeed{Verb: office.VerbDispatch, Unit: "甲局"}},
		{first, office.TicketDeed{Verb: office.VerbReturn, Reason: "not_duty", Words: "x", Unit: "乙局"}},
		{chen, office.TicketDeed{Verb: office.VerbDispatch, Unit: "乙局"}},
		{second, office.TicketDeed{Verb: office.VerbSign}},
		{chen, office.TicketDeed{Verb: office.VerbAnswer, Words: "好了"}},
		{chen, office.TicketDeed{Verb: office.VerbFollow, Reached: office.SaidYes, Solved: office.SaidNo, Pleased: office.SaidNo}},
		{chen, office.TicketDeed{Verb: office.VerbRework, Unit: "乙局"}},
		{chen, office.TicketDeed{Verb: office.VerbAnswer, Words: "这回好了"}},
		{chen, office.TicketDeed{Verb: office.VerbFollow, Reached: office.SaidYes, Solved: office.SaidYes, Pleased: office.SaidYes}},
		{chen, office.TicketDeed{Verb: office.VerbComplete}},
	} {
		if _, err := hotline.Do(t.Context(), k.ID, countytest.ID(1), step.deed, step.by); err != nil {
			t.Fatal(i, err)
		}
	}
	if _, err := hotline.Do(t.Context(), k.ID, countytest.ID(2), office.TicketDeed{Verb: office.VerbDispatch, Unit: "甲局"}, chen); err != nil {
		t.Fatal(err)
	}
	d, err := db.Registers(t.Context(), stats.Period{})
	if err != nil || len(d.Tickets) != 2 {
		t.Fatalf("%d tickets, %v", len(d.Tickets), err)
	}
	for _, got := range d.Tickets {
		due := time.Date(2026, 12, 8, 0, 0, 0, 0, got.DueAt.Location())
		if got.Unit == "甲局" {
			if got.Surveyed || got.Satisfied || !got.ClosedAt.IsZero() || !got.SignedAt.IsZero() {
				t.Errorf("one that was only given out: %+v", got)
			}
			continue
		}
		if got.Category != "help" || !got.DispatchedAt.Equal(countytest.At.Add(time.Hour)) || got.SignedAt.Sub(got.DispatchedAt) != 3*time.Hour ||
			!got.DueAt.Equal(due) || got.ClosedAt.IsZero() || !got.Surveyed || !got.Satisfied || got.Returns != 1 || got.Reopens != 1 {
			t.Errorf("one that was closed: %+v", got)
		}
	}
}
