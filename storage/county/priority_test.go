package county

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

var _ office.PriorityBook = (*DB)(nil)

// TestWithinADueDayTheGreenChannelGoesFirst: who helped agreed, or the number bears it out;
// what nobody looked at waits its turn, and no day passes another.
func TestWithinADueDayTheGreenChannelGoesFirst(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	k := db.know(t, 1)
	chosen := func(seq int64, priority map[string]any, change func(map[string]any)) village.Record {
		return countytest.Case(seq, func(b map[string]any) {
			if priority != nil {
				b["priority"] = priority
			}
			if change != nil {
				change(b)
			}
		})
	}
	passport := func(b map[string]any) {
		b["applicant"] = map[string]any{"kind": "person", "name": "JOHN", "id_type": "passport", "id": "E12345678", "phone": "13800000000"}
	}
	db.hand(t, k, nil,
		chosen(1, nil, nil),
		chosen(2, map[string]any{"class": "pregnant", "version": 1}, nil), // nobody agreed
		chosen(3, map[string]any{"class": "urgent", "version": 1, "approved_by": "B-1"}, nil),
		chosen(4, map[string]any{"class": "elder", "version": 1}, nil),      // the number says so
		chosen(5, map[string]any{"class": "elder", "version": 1}, passport), // no number says so
		chosen(6, map[string]any{"class": "veteran", "version": 1, "approved_by": "B-2"}, nil),
	)
	if err := office.Derive(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	day := countytest.At.AddDate(0, 0, 5)
	for seq := int64(1); seq <= 6; seq++ {
		due := day
		if seq == 6 { // a day later: it passes nobody
			due = day.AddDate(0, 0, 1)
		}
		if kept, err := db.Wind(t.Context(), office.Wound{Kiosk: k.ID, ID: countytest.ID(seq), Due: due}); err != nil || !kept {
			t.Fatal(kept, err)
		}
	}
	list := func(sort office.CaseSort) (order []village.RecordID) {
		t.Helper()
		page, err := db.Cases(t.Context(), office.CaseQuery{Sort: sort, Page: 1, PerPage: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Cases {
			order = append(order, c.ID)
		}
		return order
	}
	ids := func(seqs ...int64) (all []village.RecordID) {
		for _, n := range seqs {
			all = append(all, countytest.ID(n))
		}
		return all
	}
	if got := list(office.SortDue); !slices.Equal(got, ids(3, 4, 1, 2, 5, 6)) {
		t.Errorf("by what is due %v", got)
	}
	if got := list(office.SortOldest); !slices.Equal(got, ids(1, 2, 3, 4, 5, 6)) {
		t.Errorf("the oldest first %v", got)
	}
	uses, err := db.PriorityUses(t.Context(), office.Scope{}, stats.Period{})
	centres, helpers := stats.Priorities(uses)
	if want := (stats.PriorityCount{Centre: "445203104202", Cases: 6, Chosen: 5, First: 3, Displayed: "83.33"}); err != nil || len(centres) != 1 || centres[0] != want {
		t.Errorf("counted %+v, %v", centres, err)
	}
	if want := []stats.PriorityCount{{Helper: "B-1", Chosen: 1, First: 1}, {Helper: "B-2", Chosen: 1, First: 1}}; !slices.Equal(helpers, want) {
		t.Errorf("of helpers %+v", helpers)
	}
	for name, none := range map[string]struct {
		s office.Scope
		p stats.Period
	}{
		"another place": {office.Scope{Division: "445203104201"}, stats.Period{}},
		"another time":  {office.Scope{}, stats.Period{From: time.Now().AddDate(50, 0, 0), To: time.Now().AddDate(51, 0, 0)}},
	} {
		if uses, err := db.PriorityUses(t.Context(), none.s, none.p); err != nil || len(uses) != 0 {
			t.Errorf("%s: %+v, %v", name, uses, err)
		}
	}
}
