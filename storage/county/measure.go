package county

import (
	"context"
	"database/sql"

	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepMeasure implements office.MeasureBook.
func (db *DB) KeepMeasure(ctx context.Context, m office.Measure) (number int64, err error) {
	err = db.db.Write(ctx, "keep a measure", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `
			INSERT INTO measure (number, title, basis, unit, due, account, at_ms)
			VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM measure), $1, $2, $3, $4, $5, $6) RETURNING number`,
			m.Title, m.Basis, m.Unit, m.Due, m.Account, m.At.UnixMilli()).Scan(&number)
	})
	return number, err
}

// NoteMeasure implements office.MeasureBook. The row of the measure is written first: two
// notes at the same time come one after the other.
func (db *DB) NoteMeasure(ctx context.Context, number int64, s office.Scope, n office.MeasureNote) error {
	return db.db.Write(ctx, "note a measure", func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE measure SET title = title WHERE number = $1 AND ($2 = '' OR unit = $2)`, number, s.Unit)
		if err != nil {
			return err
		}
		if rows, err := done.RowsAffected(); err != nil || rows == 0 {
			return orUnknown(err, "number", "err.measure.unknown")
		}
		var over int
		if err := tx.QueryRowContext(ctx, `
			SELECT COUNT(*) FROM measure_note WHERE measure = $1 AND state <> $2`, number, office.MeasureOpen).Scan(&over); err != nil {
			return err
		}
		if over > 0 {
			return &village.Error{Kind: village.Conflict, Field: "number", Key: "err.measure.over"}
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO measure_note (measure, number, state, text, account, at_ms)
			VALUES ($1, (SELECT COALESCE(MAX(number), 0) + 1 FROM measure_note WHERE measure = $1), $2, $3, $4, $5)`,
			number, n.State, n.Text, n.Account, n.At.UnixMilli())
		return err
	})
}

func orUnknown(err error, field, key string) error {
	if err != nil {
		return err
	}
	return &village.Error{Kind: village.NotFound, Field: field, Key: key}
}

// Measures implements office.MeasureBook.
func (db *DB) Measures(ctx context.Context, s office.Scope, limit int) (list []office.Measure, err error) {
	err = db.read(ctx, "list measures", func(tx *sql.Tx) error {
		type row struct {
			office.Measure
			ms int64
		}
		rows, err := tx.QueryContext(ctx, `
			SELECT number, title, basis, unit, due, account, at_ms FROM measure
			WHERE $1 = '' OR unit = $1 ORDER BY number DESC LIMIT $2`, s.Unit, limit)
		found, err := collect(rows, err, func(r *row) []any {
			return []any{&r.Number, &r.Title, &r.Basis, &r.Unit, &r.Due, &r.Account, &r.ms}
		})
		if err != nil || len(found) == 0 {
			return err
		}
		type note struct {
			office.MeasureNote
			measure, ms int64
		}
		rows, err = tx.QueryContext(ctx, `
			SELECT measure, state, text, account, at_ms FROM measure_note WHERE measure >= $1 ORDER BY measure, number`, found[len(found)-1].Number)
		notes, err := collect(rows, err, func(n *note) []any { return []any{&n.measure, &n.State, &n.Text, &n.Account, &n.ms} })
		of := map[int64][]office.MeasureNote{}
		for _, n := range notes {
			n.At = at(n.ms)
			of[n.measure] = append(of[n.measure], n.MeasureNote)
		}
		for _, r := range found {
			r.At, r.Notes = at(r.ms), of[r.Number]
			list = append(list, r.Measure)
		}
		return err
	})
	return list, err
}
