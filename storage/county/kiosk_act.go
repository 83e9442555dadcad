package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// ActOnKiosk implements office.FleetBook.
func (db *DB) ActOnKiosk(ctx context.Context, a office.KioskAct) error {
	return db.db.Write(ctx, string(a.Verb)+" kiosk "+string(a.Kiosk), func(tx *sql.Tx) error {
		if a.Verb != office.KioskEnrol {
			if err := tx.QueryRowContext(ctx, `SELECT village FROM kiosk WHERE id = $1`, a.Kiosk).Scan(&a.Village); err != nil {
				return err
			}
		}
		if err := actOnKiosk(ctx, tx, a); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO kiosk_act (number, kiosk, village, verb, account, at_ms)
			VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM kiosk_act), $1, $2, $3, $4, $5)`, a.Kiosk, a.Village, a.Verb, a.Account, a.At.UnixMilli())
		return err
	})
}

func actOnKiosk(ctx context.Context, tx *sql.Tx, a office.KioskAct) (err error) {
	switch a.Verb {
	case office.KioskEnrol: // the code is kept where codes are
	case office.KioskRevoke:
		_, err = tx.ExecContext(ctx, `UPDATE kiosk SET revoked_ms = $1 WHERE id = $2 AND revoked_ms = 0`, a.At.UnixMilli(), a.Kiosk)
	case office.KioskUnlock:
		_, err = tx.ExecContext(ctx, `UPDATE kiosk SET cloned_ms = 0, epochs = 0 WHERE id = $1`, a.Kiosk)
	case office.KioskSettle:
		_, err = tx.ExecContext(ctx, `UPDATE audit_alarm SET settled_ms = $1 WHERE kiosk = $2 AND settled_ms = 0`, a.At.UnixMilli(), a.Kiosk)
	default:
		err = village.Refuse("verb", "err.case.verb")
	}
	return err
}

// KioskActs implements office.FleetBook.
func (db *DB) KioskActs(ctx context.Context, kiosk seal.KioskID) ([]office.KioskAct, error) {
	type row struct {
		office.KioskAct
		ms int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `SELECT kiosk, village, verb, account, at_ms FROM kiosk_act WHERE kiosk = $1 ORDER BY number DESC`, kiosk)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.Kiosk, &r.Village, &r.Verb, &r.Account, &r.ms} })
	acts := make([]office.KioskAct, len(list))
	for i, r := range list {
		acts[i] = r.KioskAct
		acts[i].At = time.UnixMilli(r.ms)
	}
	return acts, failed("list what was done with a machine", err)
}
