package county

import (
	"context"
	"database/sql"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// Incarnation names this life of the database: 16 bytes, made from fresh when
// there are none.
func (db *DB) Incarnation(ctx context.Context, fresh []byte) (name []byte, err error) {
	err = db.db.Write(ctx, "name the database", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('incarnation', $1) ON CONFLICT (key) DO NOTHING`, fresh); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'incarnation'`).Scan(&name)
	})
	return name, err
}

// MarkDurable notes up to where a verified backup contains the records of
// kiosks. It never takes back what was said.
func (db *DB) MarkDurable(ctx context.Context, reached []office.Durable) error {
	return db.db.Write(ctx, "note a verified backup", func(tx *sql.Tx) error { return markDurable(ctx, tx, reached) })
}

func markDurable(ctx context.Context, tx *sql.Tx, reached []office.Durable) error {
	for _, d := range reached {
		if _, err := tx.ExecContext(ctx, `
			UPDATE kiosk SET durable_epoch = $1, durable_seq = $2
			WHERE id = $3 AND (durable_epoch < $1 OR durable_epoch = $1 AND durable_seq < $2)`, d.Epoch, d.Seq, d.Kiosk); err != nil {
			return err
		}
	}
	return nil
}

// UnlockKiosk ends the suspicion that two machines use the key of a kiosk.
func (db *DB) UnlockKiosk(ctx context.Context, id seal.KioskID) error {
	return db.db.Write(ctx, "unlock kiosk "+string(id), func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE kiosk SET cloned_ms = 0, epochs = 0 WHERE id = $1`, id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return &village.Error{Kind: village.NotFound, Err: sql.ErrNoRows}
	})
}
