package county

import (
	"context"
	"database/sql"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

// PriorityUses implements office.PriorityBook. Of cases in which nobody chose the channel only
// the place is read.
func (db *DB) PriorityUses(ctx context.Context, s office.Scope, p stats.Period) (uses []stats.PriorityUse, err error) {
	c := casesIn(s, leadIn(s))
	c.add("received_ms >= ?", orZero(p.From))
	if !p.To.IsZero() {
		c.add("received_ms < ?", orZero(p.To))
	}
	err = db.read(ctx, "count the green channel", func(tx *sql.Tx) error {
		type row struct {
			place village.DivisionCode
			n     int
		}
		usual := c.and("channel = 0")
		rows, err := tx.QueryContext(ctx, `SELECT village, COUNT(*) FROM office_case`+usual.where()+` GROUP BY village ORDER BY village`, usual.args...)
		counts, err := collect(rows, err, func(r *row) []any { return []any{&r.place, &r.n} })
		if err != nil {
			return err
		}
		for _, r := range counts {
			for range r.n {
				uses = append(uses, stats.PriorityUse{Centre: r.place})
			}
		}
		chosen := c.and("channel = 1")
		rows, err = tx.QueryContext(ctx, `SELECT `+caseColumns+` FROM office_case`+chosen.where()+` ORDER BY received_ms, kiosk, id`, chosen.args...)
		list, err := collect(rows, err, (*caseRow).columns)
		if err != nil {
			return err
		}
		cases, err := db.readCases(list)
		for _, one := range cases {
			uses = append(uses, stats.PriorityUse{Centre: one.Village, Chosen: true, First: one.GoesFirst(), Helper: one.Priority.Approved})
		}
		return err
	})
	return uses, err
}
