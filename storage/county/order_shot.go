package county

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"

	"bianmin/county/office"
)

const orderShotTable = "order_shot"

// keepShots keeps the photographs of an act of an order.
func (db *DB) keepShots(ctx context.Context, tx *sql.Tx, number string, shots []office.Shot) error {
	for _, s := range shots {
		sum := sha256.Sum256(s.Data)
		hidden, err := db.hide(s.Data, orderShotTable, number, hex.EncodeToString(sum[:]))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO order_shot (number, sha256, hidden) VALUES ($1, $2, $3) ON CONFLICT (number, sha256) DO NOTHING`, number, sum[:], hidden); err != nil {
			return err
		}
	}
	return nil
}

// OpenShot implements office.ShotBook, as does OrderUnits.
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

func keepOrderUnit(ctx context.Context, tx *sql.Tx, number, unit string) error {
	if unit == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO order_unit (number, unit) VALUES ($1, $2)`, number, unit)
	return err
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
