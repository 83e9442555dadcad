package county

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// setAside notes that nobody can use a record, under the kiosk's next number. What
// is noted already stays.
func setAside(ctx context.Context, tx *sql.Tx, o office.Opened, nowMS int64) error {
	r := o.Record
	problem, err := problemOf(ctx, tx, o.Kiosk, r.Seq)
	if err != nil || problem == o.Problem {
		return err
	}
	number, err := nextNumber(ctx, tx, o.Kiosk)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO quarantine (kiosk, seq, id, kind, problem, received_ms, number) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (kiosk, seq) DO UPDATE SET problem = excluded.problem, number = excluded.number`,
		o.Kiosk, r.Seq, r.ID, r.Kind, o.Problem, nowMS, number)
	return err
}

// withdraw notes that a record that was set aside can be used after all, so that
// its kiosk is told. One that was not is left alone.
func withdraw(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, seq int64) error {
	problem, err := problemOf(ctx, tx, kiosk, seq)
	if err != nil || problem == "" {
		return err
	}
	number, err := nextNumber(ctx, tx, kiosk)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE quarantine SET problem = '', number = $1 WHERE kiosk = $2 AND seq = $3`, number, kiosk, seq)
	return err
}

// problemOf is why a record is set aside, or "".
func problemOf(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, seq int64) (problem string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT problem FROM quarantine WHERE kiosk = $1 AND seq = $2`, kiosk, seq).Scan(&problem)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return problem, err
}

// nextNumber is the next of the kiosk's numbers: it asks for those after the last
// that it noted.
func nextNumber(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID) (number int64, err error) {
	err = tx.QueryRowContext(ctx, `UPDATE kiosk SET rejects = rejects + 1 WHERE id = $1 RETURNING rejects`, kiosk).Scan(&number)
	return number, err
}

// Reopen lets openers look once more into what was set aside only because this
// county lacked something: a key, a machine that is known, or a release that knows the kind, the
// form or the code that a place has now. Of follow-ups a body that was not understood is read
// once more: they get verbs with new releases, and one of a newer machine is not lost by it.
func (db *DB) Reopen(ctx context.Context) (records int64, err error) {
	err = db.db.Write(ctx, "look again into what was set aside", func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `
			UPDATE record SET opened = 0 WHERE opened = 1 AND EXISTS (
				SELECT 1 FROM quarantine q WHERE q.kiosk = record.kiosk AND q.seq = record.seq
					AND (q.problem IN ('err.county.sealed', 'err.county.kind', 'err.county.schema', 'err.check.template', 'err.token.forged',
						'err.check.order_place', 'err.check.scope', 'err.check.presence', 'err.rectify.unknown')
						OR q.problem = 'err.county.body' AND q.kind = 'follow'))`)
		if err != nil {
			return err
		}
		records, err = done.RowsAffected()
		return err
	})
	return records, err
}

// Lose implements office.ChainTx.
func (t *chainTx) Lose(sums [][32]byte) error {
	for _, sum := range sums {
		rows, err := t.tx.QueryContext(t.ctx, `
			UPDATE part SET present = 2 WHERE kiosk = $1 AND sha256 = $2 AND present = 0 RETURNING record`, t.kiosk, sum[:])
		records, err := collect(rows, err, func(id *village.RecordID) []any { return []any{id} })
		if err != nil {
			return err
		}
		for _, id := range records {
			if err := t.incomplete(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// incomplete sets a record aside that will not have all its pieces.
func (t *chainTx) incomplete(id village.RecordID) error {
	r := village.Record{ID: id}
	err := t.tx.QueryRowContext(t.ctx, `SELECT seq, kind FROM record WHERE kiosk = $1 AND id = $2`, t.kiosk, id).Scan(&r.Seq, &r.Kind)
	if err != nil {
		return err
	}
	problem, err := problemOf(t.ctx, t.tx, t.kiosk, r.Seq)
	if err != nil || problem != "" {
		return err
	}
	return setAside(t.ctx, t.tx, office.Opened{Kiosk: t.kiosk, Record: r, Problem: "err.push.piece"}, t.nowMS)
}

// hopeAgain waits for lost pieces of records that the kiosk handed over once more.
func (t *chainTx) hopeAgain(records []village.RecordID) error {
	for _, id := range records {
		if _, err := t.tx.ExecContext(t.ctx, `
			UPDATE part SET present = 0 WHERE kiosk = $1 AND record = $2 AND present = 2`, t.kiosk, id); err != nil {
			return err
		}
	}
	return nil
}
