package county

import (
	"context"
	"database/sql"

	"bianmin/app/village"
	"bianmin/county/office"
)

// RenameUnit implements office.UnitBook.
func (db *DB) RenameUnit(ctx context.Context, u office.UnitName) error {
	return db.db.Write(ctx, "rename a unit", func(tx *sql.Tx) error {
		list, err := unitNames(ctx, tx)
		if err != nil {
			return err
		}
		if office.UnitsToday(list, "9999-12-31")(u.New) == u.Old {
			return &village.Error{Kind: village.Conflict, Field: "new", Key: "err.unit.circle"}
		}
		done, err := tx.ExecContext(ctx, `INSERT INTO unit_renamed (old, new, day, basis, account, at_ms) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (old) DO NOTHING`,
			u.Old, u.New, u.Day, u.Basis, u.Account, u.At.UnixMilli())
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			if err == nil {
				err = &village.Error{Kind: village.Conflict, Field: "old", Key: "err.unit.twice"}
			}
			return err
		}
		return nil
	})
}

// UnitNames implements office.UnitBook.
func (db *DB) UnitNames(ctx context.Context) (list []office.UnitName, err error) {
	err = db.read(ctx, "list names of units", func(tx *sql.Tx) error {
		list, err = unitNames(ctx, tx)
		return err
	})
	return list, err
}

func unitNames(ctx context.Context, tx *sql.Tx) (list []office.UnitName, err error) {
	type row struct {
		office.UnitName
		ms int64
	}
	rows, err := tx.QueryContext(ctx, `SELECT old, new, day, basis, account, at_ms FROM unit_renamed ORDER BY day DESC, old`)
	found, err := collect(rows, err, func(r *row) []any { return []any{&r.Old, &r.New, &r.Day, &r.Basis, &r.Account, &r.ms} })
	for _, r := range found {
		r.At = at(r.ms)
		list = append(list, r.UnitName)
	}
	return list, err
}
