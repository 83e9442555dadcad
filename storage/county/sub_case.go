package county

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

func insertSubs(ctx context.Context, tx *sql.Tx, c office.Case) error {
	for _, s := range c.Subs {
		waits, err := json.Marshal(append([]int{}, s.After...))
		if err != nil {
			return err
		}
		materials, err := json.Marshal(append([]string{}, s.Materials...))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO sub_case (kiosk, id, n, item, name, unit, days, limit_days, limit_unit, waits, materials, later, state, due_ms)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
			c.Kiosk, c.ID, s.N, s.Item, s.Name, s.Unit, s.Days, s.Limit.Days, s.Limit.Unit, string(waits), string(materials), s.Later, s.State, dueMS(s.Due)); err != nil {
			return err
		}
	}
	return nil
}

const subColumns = `n, item, name, unit, days, limit_days, limit_unit, waits, materials, later, state, due_ms`

type subRow struct {
	office.SubCase
	waits, materials []byte
	dueMS            int64
}

func (r *subRow) columns() []any {
	return []any{&r.N, &r.Item, &r.Name, &r.Unit, &r.Days, &r.Limit.Days, &r.Limit.Unit, &r.waits, &r.materials, &r.Later, &r.State, &r.dueMS}
}

func (r *subRow) sub() (office.SubCase, error) {
	s, rules := r.SubCase, village.JSONRules{Depth: 2}
	if r.dueMS > 0 {
		s.Due = time.UnixMilli(r.dueMS)
	}
	return s, errors.Join(rules.Decode(r.waits, &s.After), rules.Decode(r.materials, &s.Materials))
}

// subsOf are the parts of a case with the acts of their units.
func subsOf(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) (subs []office.SubCase, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+subColumns+` FROM sub_case WHERE kiosk = $1 AND id = $2 ORDER BY n`, kiosk, id)
	list, err := collect(rows, err, (*subRow).columns)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	rows, err = tx.QueryContext(ctx, `SELECT n, behind, verb, state, at_ms, account, role, unit, reason, kind, days
		FROM sub_step WHERE kiosk = $1 AND id = $2 ORDER BY n, step`, kiosk, id)
	acts, err := collect(rows, err, func(a *actRow) []any {
		return []any{&a.Sub, &a.Behind, &a.Verb, &a.State, &a.atMS, &a.Account, &a.Role, &a.Unit, &a.Reason, &a.Kind, &a.Days}
	})
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		s, err := r.sub()
		if err != nil {
			return nil, err
		}
		for _, a := range acts {
			if a.Sub == s.N {
				a.At = time.UnixMilli(a.atMS)
				s.Acts = append(s.Acts, a.Act)
			}
		}
		subs = append(subs, s)
	}
	return subs, nil
}

// keepSubs keeps what an act does with the parts of a case, and what follows for the whole
// from an act with one of them.
func (db *DB) keepSubs(ctx context.Context, tx *sql.Tx, c office.CaseHead, a office.Act) error {
	if a.Sub > 0 {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO sub_step (kiosk, id, n, step, behind, verb, state, at_ms, account, role, unit, reason, kind, days)
			VALUES ($1, $2, $3, (SELECT COUNT(*) FROM sub_step WHERE kiosk = $1 AND id = $2 AND n = $3) + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			c.Kiosk, c.ID, a.Sub, a.Behind, a.Verb, a.State, a.At.UnixMilli(), a.Account, a.Role, a.Unit, a.Reason, a.Kind, a.Days); err != nil {
			return err
		}
		if err := db.keepWords(ctx, tx, c, a); err != nil {
			return err
		}
	}
	for _, m := range a.Moves {
		if _, err := tx.ExecContext(ctx, `UPDATE sub_case SET state = $1, due_ms = $2 WHERE kiosk = $3 AND id = $4 AND n = $5`,
			m.State, dueMS(m.Due), c.Kiosk, c.ID, m.N); err != nil {
			return err
		}
		if err := tellSub(ctx, tx, c, a, m); err != nil {
			return err
		}
	}
	if a.Whole == nil {
		return nil
	}
	if a.Whole.Verb != "" {
		return db.keepAct(ctx, tx, c, *a.Whole)
	}
	_, err := tx.ExecContext(ctx, `UPDATE office_case SET due_ms = $1 WHERE kiosk = $2 AND id = $3`, dueMS(a.Whole.Due), c.Kiosk, c.ID)
	return err
}

// tellSub writes the news of a part to the kiosk that took the whole in.
func tellSub(ctx context.Context, tx *sql.Tx, c office.CaseHead, a office.Act, m office.SubMove) error {
	s, ok := c.Sub(m.N)
	if !m.Tell || !ok {
		return nil
	}
	letter, err := village.NewLetter(village.LetterPart, a.At, village.PartWord{
		Record: c.ID, N: s.N, Name: s.Name, Unit: s.Unit, State: m.State, AtMS: a.At.UnixMilli(),
	})
	if err == nil {
		_, _, err = writeLetter(ctx, tx, c.Kiosk, letter)
	}
	return err
}

// SubCases are the parts in a scope that are not over, what is due first before what is
// not: a page of them, counted from 1, and how many there are.
func (db *DB) SubCases(ctx context.Context, s office.Scope, page, perPage int) (all []office.SubHead, total int, err error) {
	type row struct {
		subRow
		head office.SubHead
	}
	var c choice
	if place := within(s); place != "" {
		c.add("c.village LIKE ?", place)
	}
	if s.Unit != "" {
		c.add("s.unit = ?", s.Unit)
	}
	c.add("s.state NOT IN (?, ?, ?, ?)", village.Completed, village.NotAccepted, village.Withdrawn, village.Ended)
	const from = ` FROM sub_case s JOIN office_case c ON c.kiosk = s.kiosk AND c.id = s.id`
	err = db.read(ctx, "list parts of cases", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*)`+from+c.where(), c.args...).Scan(&total); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT s.n, s.item, s.name, s.unit, s.days, s.limit_days, s.limit_unit, s.waits, s.materials, s.later, s.state, s.due_ms,
			c.kiosk, c.id, c.short_code, c.item_name, c.village`+from+c.where()+
			fmt.Sprintf(` ORDER BY CASE WHEN s.due_ms > 0 THEN 0 ELSE 1 END, s.due_ms, c.received_ms, s.kiosk, s.id, s.n LIMIT %d OFFSET %d`, perPage, (page-1)*perPage), c.args...)
		list, err := collect(rows, err, func(r *row) []any {
			return append(r.columns(), &r.head.Kiosk, &r.head.ID, &r.head.ShortCode, &r.head.Whole, &r.head.Village)
		})
		if err != nil {
			return err
		}
		for _, r := range list {
			if r.head.SubCase, err = r.sub(); err != nil {
				return err
			}
			all = append(all, r.head)
		}
		return nil
	})
	return all, total, err
}
