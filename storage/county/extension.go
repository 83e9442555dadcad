package county

import (
	"context"
	"database/sql"

	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepExtension implements office.ExtensionBook. The row of who was there is written
// first: two at the same time come one after the other.
func (db *DB) KeepExtension(ctx context.Context, e office.Extension) (number int64, err error) {
	err = db.db.Write(ctx, "keep an extension of hours", func(tx *sql.Tx) (err error) {
		number, err = db.keepExtension(ctx, tx, e)
		return err
	})
	return number, err
}

func (db *DB) keepExtension(ctx context.Context, tx *sql.Tx, e office.Extension) (number int64, err error) {
	if _, err := tx.ExecContext(ctx, `UPDATE staff SET name = name WHERE badge = $1`, e.Badge); err != nil {
		return 0, err
	}
	var twice int
	if err := tx.QueryRowContext(ctx, `
			SELECT COUNT(*) FROM extension WHERE `+db.todays("centre")+` = $1 AND day = $2 AND to_min > $3 AND from_min < $4`,
		db.Today(e.Centre), e.Day, e.Span.From, e.Span.To).Scan(&twice); err != nil {
		return 0, err
	}
	if twice > 0 {
		return 0, &village.Error{Kind: village.Conflict, Field: "hours", Key: "err.extension.twice"}
	}
	err = tx.QueryRowContext(ctx, `
			INSERT INTO extension (number, centre, day, from_min, to_min, basis, reason, badge, short_code, account, at_ms)
			VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM extension), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING number`,
		e.Centre, e.Day, e.Span.From, e.Span.To, e.Basis, e.Reason, e.Badge, e.Case, e.Account, e.At.UnixMilli()).Scan(&number)
	return number, err
}

// Extensions implements office.ExtensionBook.
func (db *DB) Extensions(ctx context.Context, s office.Scope, limit int) ([]office.Extension, error) {
	type row struct {
		office.Extension
		ms int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT number, centre, day, from_min, to_min, basis, reason, badge, short_code, account, at_ms FROM extension
		WHERE $1 = '' OR `+db.todays("centre")+` LIKE $1 ORDER BY day DESC, from_min DESC, number DESC LIMIT $2`, within(s), limit)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Number, &r.Centre, &r.Day, &r.Span.From, &r.Span.To, &r.Basis, &r.Reason, &r.Badge, &r.Case, &r.Account, &r.ms}
	})
	all := make([]office.Extension, len(list))
	for i, r := range list {
		all[i] = r.Extension
		all[i].At, all[i].Centre = at(r.ms), db.Today(r.Centre)
	}
	return all, failed("list extensions of hours", err)
}

// CountHours implements office.ExtensionBook.
func (db *DB) CountHours(ctx context.Context, s office.Scope, from, to village.Day) ([]office.HoursCount, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT centre, SUM(asked), SUM(granted), SUM(declined), SUM(noted), SUM(minutes) FROM (
			SELECT `+db.todays("place")+` AS centre, 1 AS asked,
				CASE WHEN EXISTS (SELECT 1 FROM request_step s WHERE s.kiosk = r.kiosk AND s.id = r.id AND s.verb = 'stay') THEN 1 ELSE 0 END AS granted,
				CASE WHEN EXISTS (SELECT 1 FROM request_step s WHERE s.kiosk = r.kiosk AND s.id = r.id AND s.verb = 'decline') THEN 1 ELSE 0 END AS declined,
				0 AS noted, 0 AS minutes
			FROM office_request r WHERE item = 'book-longer' AND filed_ms >= $1 AND filed_ms < $2
			UNION ALL SELECT `+db.todays("centre")+`, 0, 0, 0, 1, to_min - from_min FROM extension WHERE day >= $3 AND day <= $4
		) AS both_kinds WHERE $5 = '' OR centre LIKE $5 GROUP BY centre ORDER BY centre`, from.Begins().UnixMilli(), to.Add(1).Begins().UnixMilli(), from, to, within(s))
	list, err := collect(rows, err, func(c *office.HoursCount) []any {
		return []any{&c.Centre, &c.Asked, &c.Granted, &c.Declined, &c.Noted, &c.Minutes}
	})
	return list, failed("count longer hours", err)
}
