package county

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepIntake implements office.IntakeBook, as do all that follow.
func (db *DB) KeepIntake(ctx context.Context, i office.Intake) (office.Intake, error) {
	err := db.db.Write(ctx, "keep an intake", func(tx *sql.Tx) error {
		kept, err := keepIntake(ctx, tx, &i)
		if err == nil && !kept {
			err = &village.Error{Kind: village.Conflict, Field: "outside", Key: "err.intake.twice"}
		}
		return err
	})
	return i, err
}

func (db *DB) KeepIntakes(ctx context.Context, list []office.Intake) (kept, known int, err error) {
	err = db.db.Write(ctx, "keep a list of intakes", func(tx *sql.Tx) error {
		kept, known = 0, 0
		for _, i := range list {
			is, err := keepIntake(ctx, tx, &i)
			if err != nil {
				return err
			}
			if is {
				kept++
			} else {
				known++
			}
		}
		return nil
	})
	return kept, known, err
}

// keepIntake writes one; false = its unit has that outside number already, of an intake or of a
// machine's case. One without an outside number gets an official one, while the county has some of its item and day: a list
// never takes those of cases that come from machines without one.
func keepIntake(ctx context.Context, tx *sql.Tx, i *office.Intake) (bool, error) {
	if i.Outside == "" && i.Item.Official() {
		number, err := countyNumber(ctx, tx, i.Item, village.DayOf(i.At), office.CountySerials)
		if err != nil && !errors.Is(err, errNoNumber) {
			return false, err
		}
		i.CaseNo = number
	}
	if i.Outside != "" {
		var known int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*)`+outsideOf("$1", "$2"), i.Outside, i.Unit).Scan(&known); err != nil || known > 0 {
			return false, err
		}
	}
	// The first row is taken by whoever notes: of two at once one comes behind the other.
	if _, err := tx.ExecContext(ctx, `UPDATE intake SET number = number WHERE number = 1`); err != nil {
		return false, err
	}
	err := tx.QueryRowContext(ctx, `
		INSERT INTO intake (number, case_no, channel, outside, unit, item, place, day, one_window, listed, account, at_ms)
		VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM intake), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (unit, outside) WHERE outside <> '' DO NOTHING RETURNING number`,
		i.CaseNo, i.Channel, i.Outside, i.Unit, i.Item, i.Place, i.Day, asNumber(i.OneWindow), asNumber(i.Listed), i.Account, i.At.UnixMilli()).Scan(&i.Number)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// outsideOf is SQL for the cases c of machines that a number o of another system was noted for,
// where the whole or a part is a unit's: the number and the unit are in SQL.
func outsideOf(number, unit string) string {
	return ` FROM case_outside o JOIN office_case c ON c.kiosk = o.kiosk AND c.id = o.id WHERE o.number = ` + number + ` AND (
		c.department = ` + unit + ` OR EXISTS (SELECT 1 FROM sub_case p WHERE p.kiosk = c.kiosk AND p.id = c.id AND p.unit = ` + unit + `))`
}

func (db *DB) Intakes(ctx context.Context, q office.IntakeQuery) (list []office.Intake, total int, err error) {
	type row struct {
		office.Intake
		ms int64
	}
	chosen := ` FROM intake WHERE ($1 = '' OR ` + db.todays("place") + ` LIKE $1) AND ($2 = '' OR unit = $2) AND day >= $3 AND day <= $4`
	args := []any{within(q.Scope), q.Scope.Unit, q.From, q.To}
	err = db.read(ctx, "list intakes", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*)`+chosen, args...).Scan(&total); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `
			SELECT number, case_no, channel, outside, unit, item, place, day, one_window = 1, listed = 1, account, at_ms`+chosen+`
			ORDER BY day DESC, number DESC LIMIT $5 OFFSET $6`, append(args, q.PerPage, (max(q.Page, 1)-1)*q.PerPage)...)
		found, err := collect(rows, err, func(r *row) []any {
			return []any{&r.Number, &r.CaseNo, &r.Channel, &r.Outside, &r.Unit, &r.Item, &r.Place, &r.Day, &r.OneWindow, &r.Listed, &r.Account, &r.ms}
		})
		for _, r := range found {
			r.At, r.Place = at(r.ms), db.Today(r.Place)
			list = append(list, r.Intake)
		}
		return err
	})
	return list, total, err
}

func (db *DB) NoteOutside(ctx context.Context, kiosk seal.KioskID, id village.RecordID, n office.OutsideNote) error {
	return db.db.Write(ctx, "note an outside number", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO case_outside (kiosk, id, number, account, at_ms) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number, kiosk, id) DO NOTHING`,
			kiosk, id, n.Number, n.Account, n.At.UnixMilli())
		return err
	})
}

func (db *DB) Outsides(ctx context.Context, kiosk seal.KioskID, id village.RecordID) ([]office.OutsideNote, error) {
	type row struct {
		office.OutsideNote
		ms int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `SELECT number, account, at_ms FROM case_outside WHERE kiosk = $1 AND id = $2 ORDER BY at_ms, number`, kiosk, id)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.Number, &r.Account, &r.ms} })
	all := make([]office.OutsideNote, len(list))
	for i, r := range list {
		all[i] = r.OutsideNote
		all[i].At = at(r.ms)
	}
	return all, failed("list outside numbers", err)
}
