package county

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
)

// TestTheFirstPageReadsWhatWaitsAndNotEveryCase: each of its questions is answered out of an
// index of few cases, however many there are.
func TestTheFirstPageReadsWhatWaitsAndNotEveryCase(t *testing.T) {
	if postgrestest.OnPostgres() {
		t.Skip("PostgreSQL chooses by what is in the tables")
	}
	db := openNew(t)
	over := casesIn(office.Scope{}, leadDue).and("due_ms > 0 AND due_ms <= ?", 1).and(unanswered)
	for _, tt := range []struct {
		query string
		args  []any
		by    []string
	}{
		{`SELECT COUNT(*) FROM office_case` + over.where(), over.args, []string{"office_case_due", "case_step_ask"}},
		{papersFollow, []any{"", ""}, []string{"office_case_follows"}},
	} {
		rows, err := db.db.Read().QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+tt.query, tt.args...)
		plan, err := collect(rows, err, func(p *planStep) []any { return []any{&p.id, &p.parent, &p.unused, &p.detail} })
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range tt.by {
			if !slices.ContainsFunc(plan, func(p planStep) bool { return strings.Contains(p.detail, index) }) {
				t.Errorf("%s\nis answered without %s: %v", tt.query, index, plan)
			}
		}
	}
}

type planStep struct {
	id, parent, unused int
	detail             string
}

func TestOverviewCountsTheDaysOfTheCounty(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	k := db.know(t, 1)
	if _, err := db.take(t, handed(k.ID, nil, countytest.Cases(1, 2)...)); err != nil {
		t.Fatal(err)
	}
	opener := office.Opener{Log: db}
	if err := opener.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	work := &office.Office{Mailboxes: db, Now: db.now}
	if err := work.Wind(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		after                  time.Duration
		today, overdue, deemed int
		day                    int // on which the cases were received
	}{
		{0, 0, 0, 0, 6}, {24 * time.Hour, 0, 0, 0, 5}, {7 * 24 * time.Hour, 2, 0, 0, -1}, {8 * 24 * time.Hour, 0, 2, 2, -1},
	} {
		o, err := db.Overview(t.Context(), office.Scope{}, countytest.At.Add(tt.after), 7)
		if err != nil || o.Today != tt.today || o.Overdue != tt.overdue || o.Deemed != tt.deemed || len(o.Received) != 7 {
			t.Errorf("after %s: %+v, %v", tt.after, o, err)
			continue
		}
		for n, d := range o.Received {
			if want := map[bool]int{true: 2, false: 0}[n == tt.day]; d.Cases != want {
				t.Errorf("after %s: %d cases on %s", tt.after, d.Cases, d.Day)
			}
		}
	}
	if o, err := db.Overview(t.Context(), office.Scope{Division: "445203105000"}, countytest.At.Add(8*24*time.Hour), 7); err != nil || o.Overdue != 0 {
		t.Errorf("another town: %+v, %v", o, err)
	}
}
