package county

import (
	"context"
	"database/sql"
	"encoding/hex"

	"bianmin/county/office"
)

const orderShotTable = "order_shot"

// KeepShot implements office.ShotBook, as do all that follow.
func (db *DB) KeepShot(ctx context.Context, number string, p office.Part, data []byte) error {
	hidden, err := db.hide(data, orderShotTable, number, hex.EncodeToString(p.SHA256[:]))
	if err != nil {
		return failed("hide a photograph", err)
	}
	return db.db.Write(ctx, "keep a photograph", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO order_shot (number, sha256, hidden) VALUES ($1, $2, $3) ON CONFLICT (number, sha256) DO NOTHING`, number, p.SHA256[:], hidden)
		return err
	})
}

func (db *DB) OpenShot(ctx context.Context, number string, p office.Part, l office.Look) (data []byte, err error) {
	err = db.db.Write(ctx, "open a photograph", func(tx *sql.Tx) error {
		if data, err = db.shot(ctx, tx, number, p); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO order_shot_look (account, at_ms, number, sha256) VALUES ($1, $2, $3, $4)`, l.Account, l.At.UnixMilli(), number, p.SHA256[:])
		return err
	})
	return data, err
}

// shot is the photograph that an act names.
func (db *DB) shot(ctx context.Context, tx *sql.Tx, number string, p office.Part) (data []byte, err error) {
	var hidden []byte
	if err := tx.QueryRowContext(ctx, `SELECT hidden FROM order_shot WHERE number = $1 AND sha256 = $2`, number, p.SHA256[:]).Scan(&hidden); err != nil {
		return nil, err
	}
	err = db.unhide(hidden, &data, orderShotTable, number, hex.EncodeToString(p.SHA256[:]))
	return data, err
}

func (db *DB) KeepOrderUnit(ctx context.Context, number, unit string) error {
	return db.db.Write(ctx, "keep the unit of an order", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO order_unit (number, unit) VALUES ($1, $2)`, number, unit)
		return err
	})
}

func (db *DB) OrderUnits(ctx context.Context) (map[string]string, error) {
	type row struct{ number, unit string }
	rows, err := db.db.Read().QueryContext(ctx, `SELECT number, unit FROM order_unit`)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.number, &r.unit} })
	units := map[string]string{}
	for _, r := range list {
		units[r.number] = r.unit
	}
	return units, failed("list the units of orders", err)
}
