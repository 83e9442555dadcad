package county

import (
	"context"
	"database/sql"

	"bianmin/app/seal"
)

// PieceWanted implements office.Store.
func (db *DB) PieceWanted(ctx context.Context, kiosk seal.KioskID, sum [32]byte) (wanted bool, err error) {
	err = db.db.Read().QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM part WHERE kiosk = $1 AND sha256 = $2 AND present = 0)`, kiosk, sum[:]).Scan(&wanted)
	return wanted, failed("look for a piece", err)
}

// PiecePresent implements office.Store.
func (db *DB) PiecePresent(ctx context.Context, sum [32]byte) error {
	return db.db.Write(ctx, "note a piece", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE part SET present = 1 WHERE sha256 = $1 AND present = 0`, sum[:])
		return err
	})
}
