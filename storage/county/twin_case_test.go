package county

import (
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestCasesOfOneDocumentAndItemAreFlaggedOnBothSides, from machines that do not know each
// other, within 30 days, and never merged. What they are compared by names nobody.
func TestCasesOfOneDocumentAndItemAreFlaggedOnBothSides(t *testing.T) {
	person := func(name, id string, days int) func(map[string]any) {
		return func(b map[string]any) {
			b["applicant"] = map[string]any{"kind": "person", "name": name, "id_type": "resident_id", "id": id, "phone": "13800000000"}
			b["accepted_at"] = countytest.At.AddDate(0, 0, days).Format(time.RFC3339)
		}
	}
	const id = "44522119440315002X"
	for name, tt := range map[string]struct {
		other func(map[string]any)
		want  bool
	}{
		"the same document": {person("陈阿婆", id, 0), true},
		"30 days later":     {person("陈惜娟", id, 30), true},
		"30 days earlier":   {person("陈惜娟", id, -30), true},
		"31 days later":     {person("陈惜娟", id, 31), false},
		"the same name":     {person("陈惜娟", "11010519491231002X", 0), false},
		"no document":       {person("陈惜娟", "", 0), false},
		"the same for other item": {func(b map[string]any) {
			b["item"] = map[string]any{"code": "other", "name": "别的", "department": "区民政局"}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			db := openNew(t)
			countytest.Unlock(t, db)
			one, two := db.know(t, 1), db.know(t, 2)
			db.hand(t, one, nil, countytest.Case(1, nil))
			db.hand(t, two, nil, countytest.Case(1, tt.other))
			page, err := db.Cases(t.Context(), office.CaseQuery{Page: 1, PerPage: 9})
			if err != nil || len(page.Cases) != 2 {
				t.Fatalf("%d cases, %v", len(page.Cases), err)
			}
			for _, c := range page.Cases {
				full, err := db.Case(t.Context(), c.Kiosk, c.ID)
				if err != nil || c.Twin != tt.want || (len(full.Twins) == 1) != tt.want || full.State != village.Received {
					t.Errorf("flagged %v, %+v, %v", c.Twin, full.Twins, err)
				}
				for _, twin := range full.Twins {
					if twin.Kiosk == c.Kiosk || twin.Rule != office.TwinRule || twin.Version != office.TwinVersion || len(twin.Inputs) != 64 {
						t.Errorf("flagged is %+v", twin)
					}
				}
			}
		})
	}
}
