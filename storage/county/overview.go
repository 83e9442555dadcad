package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// Overview is what waits in a scope at now, and how many cases came on each of the
// last days, today included.
func (db *DB) Overview(ctx context.Context, s office.Scope, now time.Time, days int) (o office.Overview, err error) {
	now = now.In(village.Zone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, village.Zone)
	first := today.AddDate(0, 0, 1-days)
	err = db.read(ctx, "look over the county", func(tx *sql.Tx) error {
		if err := due(ctx, tx, s, &o, now, today.AddDate(0, 0, 1)); err != nil {
			return err
		}
		err := tx.QueryRowContext(ctx, `SELECT COUNT(*)`+ratingsIn+`AND r.grade <= 2 AND r.received_ms >= $3`,
			within(s), s.Unit, today.AddDate(0, 0, -30).UnixMilli()).Scan(&o.Poor)
		if err != nil {
			return err
		}
		// Days of China's clock since 1970: it is 8 hours ahead, without a summer time.
		c := casesIn(s, leadOrder).and("received_ms >= ?", first.UnixMilli())
		rows, err := tx.QueryContext(ctx, `SELECT (received_ms + 28800000) / 86400000 AS day, COUNT(*) FROM office_case`+c.where()+`
			GROUP BY (received_ms + 28800000) / 86400000`, c.args...)
		counts, err := collect(rows, err, func(c *dayCount) []any { return []any{&c.day, &c.cases} })
		byDay := map[int]int{}
		for _, c := range counts {
			byDay[c.day] = c.cases
		}
		start := (first.UnixMilli() + 28800000) / 86400000
		for n := range days {
			o.Received = append(o.Received, office.DayCount{Day: village.DayOf(first.AddDate(0, 0, n)), Cases: byDay[int(start)+n]})
		}
		return err
	})
	return o, err
}

// due counts what is due before two moments, and what nobody has answered of it.
func due(ctx context.Context, tx *sql.Tx, s office.Scope, o *office.Overview, now, tomorrow time.Time) (err error) {
	over := casesIn(s, leadDue).and("due_ms > 0 AND due_ms <= ?", now.UnixMilli())
	if o.Overdue, err = counted(ctx, tx, over, 0); err != nil {
		return err
	}
	if o.Today, err = counted(ctx, tx, casesIn(s, leadDue).and("due_ms > 0 AND due_ms > ? AND due_ms <= ?", now.UnixMilli(), tomorrow.UnixMilli()), 0); err != nil {
		return err
	}
	// Of what is overdue, not of all that was received: there are fewer of them.
	o.Deemed, err = counted(ctx, tx, over.and(unanswered), 0)
	return err
}

// unanswered is a case that nobody accepted, refused or asked for more papers about.
var unanswered = leadDue.of(leadState) + ` IN ('received', 'precheck')
	AND NOT EXISTS (SELECT 1 FROM case_step s WHERE s.kiosk = office_case.kiosk AND s.id = office_case.id AND s.verb = 'ask')` //nolint:gochecknoglobals // a constant that Go cannot express as such

type dayCount struct{ day, cases int }
