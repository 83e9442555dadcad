package county

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// Endings implements office.WarningBook.
func (db *DB) Endings(ctx context.Context, s office.Scope, before village.Day, limit int) (all []office.Ending, err error) {
	err = db.read(ctx, "find limits that end", func(tx *sql.Tx) error {
		for _, find := range []func(context.Context, *sql.Tx, office.Scope, village.Day, int) ([]office.Ending, error){endingCases, endingRequests, unsigned} {
			list, err := find(ctx, tx, s, before, limit)
			if err != nil {
				return err
			}
			all = append(all, list...)
		}
		return nil
	})
	return all, err
}

// endingRow is what both have in common, with a time that each reads in its own way.
type endingRow struct {
	office.Ending
	ms int64
}

func (r *endingRow) columns() []any {
	return []any{&r.Kiosk, &r.ID, &r.ShortCode, &r.Item, &r.Name, &r.Place, &r.Unit, &r.Last, &r.ms}
}

// endings are the rows of a query as what, of a kind.
func endings(ctx context.Context, tx *sql.Tx, kind village.RecordKind, what, query string, args ...any) (all []office.Ending, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	list, err := collect(rows, err, (*endingRow).columns)
	for _, r := range list {
		e := r.Ending
		e.Kind, e.What = kind, what
		switch {
		case what == office.EndsSign:
			e.Given = time.UnixMilli(r.ms)
		case r.ms > 0: // 24:00 of the last day
			e.Last = village.DayOf(time.UnixMilli(r.ms - 1))
		}
		all = append(all, e)
	}
	return all, err
}

func endingCases(ctx context.Context, tx *sql.Tx, s office.Scope, before village.Day, limit int) ([]office.Ending, error) {
	end, err := time.ParseInLocation(time.DateOnly, string(before), village.Zone)
	if err != nil {
		return nil, err
	}
	c := casesIn(s, leadDue).and("due_ms > 0 AND due_ms <= ?", end.UnixMilli())
	return endings(ctx, tx, village.RecordCase, office.EndsLimit, `SELECT kiosk, id, short_code, item, item_name, village, department, '' AS last_day, due_ms FROM office_case`+
		c.where()+fmt.Sprintf(` ORDER BY due_ms LIMIT $%d`, len(c.args)+1), append(c.args, limit)...)
}

// requestsOf are the open requests to 12345 of a scope that nobody has answered; the parameters
// are the first three.
const requestsOf = ` FROM office_request r WHERE ($1 = '' OR place LIKE $1) AND ($2 = '' OR unit = $2) AND item LIKE '12345-%' AND state IN ('received', 'registered', 'dispatched') `

func endingRequests(ctx context.Context, tx *sql.Tx, s office.Scope, before village.Day, limit int) ([]office.Ending, error) {
	return endings(ctx, tx, village.RecordTicket, office.EndsLimit, `SELECT kiosk, id, short_code, item, '' AS name, place, unit, due, 0 AS ms`+
		requestsOf+`AND due <> '' AND due <= $3 ORDER BY due, kiosk, seq LIMIT $4`, within(s), s.Unit, before, limit)
}

// unsigned are requests that a unit has and neither signed for nor gave back, the oldest first.
func unsigned(ctx context.Context, tx *sql.Tx, s office.Scope, _ village.Day, limit int) ([]office.Ending, error) {
	const last = `(SELECT MAX(s.step) FROM request_step s WHERE s.kiosk = r.kiosk AND s.id = r.id AND s.verb IN `
	return endings(ctx, tx, village.RecordTicket, office.EndsSign, `SELECT r.kiosk, r.id, short_code, item, '' AS name, place, unit, '' AS last_day, g.at_ms
		FROM office_request r JOIN request_step g ON g.kiosk = r.kiosk AND g.id = r.id
		WHERE ($1 = '' OR place LIKE $1) AND ($2 = '' OR unit = $2) AND item LIKE '12345-%' AND r.state = 'dispatched'
		AND g.verb IN ('dispatch', 'rework') AND g.step = `+last+`('dispatch', 'rework', 'sign', 'return', 'reply')) ORDER BY g.at_ms, r.kiosk, r.id LIMIT $3`,
		within(s), s.Unit, limit)
}

// WarningActs implements office.WarningBook.
func (db *DB) WarningActs(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (acts []office.WarningAct, err error) {
	type row struct {
		office.WarningAct
		atMS int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `SELECT kiosk, id, what, last, level, verb, account, role, at_ms, rules FROM warning_act WHERE kiosk = $1 AND id = $2 ORDER BY at_ms`, kiosk, id)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Kiosk, &r.ID, &r.What, &r.Last, &r.Level, &r.Verb, &r.Account, &r.Role, &r.atMS, &r.Rules}
	})
	for _, r := range list {
		r.At = time.UnixMilli(r.atMS)
		acts = append(acts, r.WarningAct)
	}
	return acts, failed("find what was done with a task", err)
}

// KeepWarningAct implements office.WarningBook.
func (db *DB) KeepWarningAct(ctx context.Context, a office.WarningAct) error {
	return db.db.Write(ctx, "keep what was done with a task", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO warning_act (kiosk, id, what, last, level, verb, account, role, at_ms, rules) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			a.Kiosk, a.ID, a.What, a.Last, a.Level, a.Verb, a.Account, a.Role, a.At.UnixMilli(), a.Rules)
		return err
	})
}
