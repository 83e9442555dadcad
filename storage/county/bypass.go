package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepClosures implements office.IntakeBook, as do all that follow.
func (db *DB) KeepClosures(ctx context.Context, list string, closures []office.Closure, at time.Time) (tally office.ClosureTally, err error) {
	err = db.db.Write(ctx, "keep closures", func(tx *sql.Tx) error {
		tally = office.ClosureTally{All: len(closures)}
		for _, c := range closures {
			since, err := intakeSince(ctx, tx, c.Unit, c.Number)
			if err != nil {
				return err
			}
			d, found := c.Judge(since)
			done, err := tx.ExecContext(ctx, `
				INSERT INTO closure (unit, number, item, day, list, found_ms, rule, version, says, inputs, words, account, settled_ms)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', 0) ON CONFLICT (unit, number) DO NOTHING`,
				c.Unit, c.Number, c.Item, c.Day, list, at.UnixMilli(), d.Rule, d.Version, d.Says, d.Inputs)
			if err != nil {
				return err
			}
			switch n, err := done.RowsAffected(); {
			case err != nil:
				return err
			case n == 0:
				tally.Known++
			case found && d.Says == office.BypassNone:
				tally.None++
			case found:
				tally.Late++
			}
		}
		return nil
	})
	return tally, err
}

// intakeSince is the first day from which the intake of a unit's case is on record; "" = none
// is. A case of a machine is from the day on which it was handed in, under a number of another
// system from the day on which that was noted: nobody makes a closure good by an old case.
func intakeSince(ctx context.Context, tx *sql.Tx, unit, number string) (village.Day, error) {
	var first village.Day
	earlier := func(d village.Day) {
		if first == "" || d < first {
			first = d
		}
	}
	type noted struct {
		day    village.Day
		listed bool
		ms     int64
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT day, listed = 1, at_ms FROM intake WHERE unit = $1 AND outside = $2 AND outside <> ''
		UNION ALL SELECT day, listed = 1, at_ms FROM intake WHERE case_no = $2 AND case_no <> ''`, unit, number)
	list, err := collect(rows, err, func(n *noted) []any { return []any{&n.day, &n.listed, &n.ms} })
	if err != nil {
		return "", err
	}
	for _, n := range list {
		if !n.listed {
			n.day = village.DayOf(at(n.ms))
		}
		earlier(n.day)
	}
	rows, err = tx.QueryContext(ctx, `
		SELECT c.accepted_ms FROM case_number n JOIN office_case c ON c.kiosk = n.kiosk AND c.id = n.id WHERE n.number = $1
		UNION ALL SELECT CASE WHEN o.at_ms > c.accepted_ms THEN o.at_ms ELSE c.accepted_ms END`+outsideOf("$1", "$2"), number, unit)
	taken, err := collect(rows, err, func(ms *int64) []any { return []any{ms} })
	for _, ms := range taken {
		earlier(village.DayOf(at(ms)))
	}
	return first, err
}

func (db *DB) Closures(ctx context.Context, s office.Scope, from, to village.Day) (t office.ClosureTally, err error) {
	if s.Division != "" { // a closure has a unit and no place
		return t, nil
	}
	err = db.db.Read().QueryRowContext(ctx, `
		SELECT COUNT(*), COALESCE(SUM(CASE WHEN says = $1 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN says = $2 THEN 1 ELSE 0 END), 0)
		FROM closure WHERE ($3 = '' OR unit = $3) AND day >= $4 AND day <= $5`, office.BypassNone, office.BypassLate, s.Unit, from, to).Scan(&t.All, &t.None, &t.Late)
	return t, failed("count closures", err)
}

type bypassRow struct {
	office.Bypass
	settled           office.Settled
	foundMS, settleMS int64
}

func (db *DB) Bypasses(ctx context.Context, s office.Scope, limit int) (all []office.Bypass, err error) {
	if s.Division != "" {
		return nil, nil
	}
	err = db.read(ctx, "list closures without an intake", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `
			SELECT unit, number, item, day, rule, version, says, inputs, found_ms, words, account, settled_ms FROM closure
			WHERE rule <> '' AND ($1 = '' OR unit = $1) ORDER BY settled_ms <> 0, day DESC, unit, number LIMIT $2`, s.Unit, limit)
		list, err := collect(rows, err, func(r *bypassRow) []any {
			return []any{&r.Unit, &r.Number, &r.Item, &r.Day, &r.Rule, &r.Version, &r.Says, &r.Inputs, &r.foundMS, &r.settled.Words, &r.settled.Account, &r.settleMS}
		})
		for _, r := range list {
			r.FoundAt = at(r.foundMS)
			if r.settleMS != 0 {
				r.settled.At = at(r.settleMS)
				r.Settled = &r.settled
			}
			if r.Since, err = intakeSince(ctx, tx, r.Unit, r.Number); err != nil {
				return err
			}
			all = append(all, r.Bypass)
		}
		return err
	})
	return all, err
}

func (db *DB) SettleBypass(ctx context.Context, s office.Scope, c office.Closure, settled office.Settled) error {
	return db.db.Write(ctx, "settle a closure without an intake", func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM closure WHERE unit = $1 AND number = $2 AND rule <> '' AND ($3 = '' OR unit = $3)`,
			c.Unit, c.Number, s.Unit).Scan(&n); err != nil || n == 0 || s.Division != "" {
			return orUnknown(err, "number", "err.bypass.unknown")
		}
		done, err := tx.ExecContext(ctx, `UPDATE closure SET words = $1, account = $2, settled_ms = $3 WHERE unit = $4 AND number = $5 AND settled_ms = 0`,
			settled.Words, settled.Account, settled.At.UnixMilli(), c.Unit, c.Number)
		if err != nil {
			return err
		}
		if rows, err := done.RowsAffected(); err != nil || rows == 0 {
			return orConflict(err)
		}
		return nil
	})
}

func orConflict(err error) error {
	if err != nil {
		return err
	}
	return &village.Error{Kind: village.Conflict, Field: "number", Key: "err.bypass.over"}
}
