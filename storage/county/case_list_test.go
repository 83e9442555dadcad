package county

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestWhateverLeadsASearchTheSameCasesAreFound: each way of choosing, against a plain look
// at every case.
func TestWhateverLeadsASearchTheSameCasesAreFound(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	db.hand(t, k, nil, countytest.Cases(1, 60)...)
	for i, column := range []string{"village", "department", "state", "item_name"} {
		values := [][]string{{"445203104201", "445203104202", "445203105201"}, {"甲局", "乙局"}, {"received", "completed", "accepted"}, {"生育登记", "社保卡", "证明 100%"}}[i]
		for n, v := range values {
			if err := db.exec(t, fmt.Sprintf(`UPDATE office_case SET %s = '%s' WHERE (seq / %d) %% %d = %d`, column, v, i+1, len(values), n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, statement := range []string{
		`UPDATE office_case SET due_ms = CASE WHEN seq % 3 = 0 THEN received_ms + seq * 86400000 ELSE -1 END`,
		`INSERT INTO case_item (item, item_name) SELECT DISTINCT item, item_name FROM office_case WHERE 1 = 1 ON CONFLICT DO NOTHING`,
	} {
		if err := db.exec(t, statement); err != nil {
			t.Fatal(err)
		}
	}
	all, err := db.Cases(t.Context(), office.CaseQuery{PerPage: 100})
	if err != nil || len(all.Cases) != 45 {
		t.Fatalf("%d cases, %v", len(all.Cases), err)
	}
	for _, q := range searches() {
		var want []string
		for _, c := range all.Cases {
			if matches(c, q) {
				want = append(want, string(c.ID))
			}
		}
		q.PerPage = 100
		page, err := db.Cases(t.Context(), q)
		var got []string
		for _, c := range page.Cases {
			got = append(got, string(c.ID))
		}
		slices.Sort(want)
		if many := db.walked(t, q); q.Sort == "" && !slices.Equal(many, got) {
			t.Errorf("%+v: %d in the order of the list, %d", q, len(many), len(got))
		}
		if slices.Sort(got); err != nil || page.Total != len(want) || !slices.Equal(got, want) {
			t.Errorf("%+v: found %d of %d, total %d, %v", q, len(got), len(want), page.Total, err)
		}
	}
}

// walked are the cases that are found when many are chosen.
func (db *DB) walked(t *testing.T, q office.CaseQuery) (ids []string) {
	t.Helper()
	err := db.read(t.Context(), "walk", func(tx *sql.Tx) error {
		l := listing{choice: chosenCases(q, leadOf(q, false, true)), n: 100}
		rows, err := l.list(t.Context(), tx, q.Sort)
		for _, r := range rows {
			ids = append(ids, string(r.ID))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// searches are all pairs of ways to choose.
func searches() (list []office.CaseQuery) {
	for _, scope := range []office.Scope{{}, {Unit: "甲局"}, {Division: "445203104000"}, {Division: "445203104202"}} {
		for _, state := range []village.CaseState{"", "received", "completed"} {
			for _, place := range []village.DivisionCode{"", "445203104201"} {
				for _, text := range []string{"", "社保", "100%"} {
					for _, sort := range []office.CaseSort{"", office.SortOldest, office.SortDue} {
						list = append(list, office.CaseQuery{Scope: scope, State: state, Village: place, Text: text, Sort: sort})
					}
					list = append(list, office.CaseQuery{Scope: scope, State: state, Village: place, Text: text, DueFrom: countytest.At, DueTo: countytest.At.AddDate(0, 0, 30)})
				}
			}
		}
	}
	return list
}

func matches(c office.Case, q office.CaseQuery) bool {
	place := q.Scope.Division
	return (q.State == "" || c.State == q.State) && (q.Village == "" || c.Village == q.Village) && (q.Scope.Unit == "" || c.Department == q.Scope.Unit) &&
		(place == "" || c.Village == place || c.Village.Town() == place) && strings.Contains(c.ItemName, q.Text) &&
		(q.DueTo.IsZero() || !c.Due.IsZero() && !c.Due.Before(q.DueFrom) && !c.Due.After(q.DueTo))
}

func TestAListIsTheSamePageByPage(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	db.hand(t, k, nil, countytest.Cases(1, 40)...)
	if err := db.exec(t, `UPDATE office_case SET due_ms = CASE WHEN seq % 3 = 0 THEN received_ms + (seq % 7) * 86400000 ELSE -1 END`); err != nil {
		t.Fatal(err)
	}
	for _, sort := range office.CaseSorts() {
		whole, err := db.Cases(t.Context(), office.CaseQuery{Sort: sort, PerPage: 100})
		if err != nil || len(whole.Cases) != 30 {
			t.Fatalf("%s: %d, %v", sort, len(whole.Cases), err)
		}
		var paged []office.Case
		for n := range 5 {
			page, err := db.Cases(t.Context(), office.CaseQuery{Sort: sort, PerPage: 7, Page: n + 1})
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, page.Cases...)
		}
		if !slices.EqualFunc(whole.Cases, paged, func(a, b office.Case) bool { return a.ID == b.ID }) {
			t.Errorf("%s: pages give %d cases in another order", sort, len(paged))
		}
	}
}
