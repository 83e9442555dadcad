package county

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// PieceWanted implements office.Store.
func (db *DB) PieceWanted(ctx context.Context, kiosk seal.KioskID, sum [32]byte) (wanted bool, err error) {
	err = db.db.Read().QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM part WHERE kiosk = $1 AND sha256 = $2 AND present <> 1)`, kiosk, sum[:]).Scan(&wanted)
	return wanted, failed("look for a piece", err)
}

// PiecePresent implements office.Store.
func (db *DB) PiecePresent(ctx context.Context, sum [32]byte) error {
	return db.db.Write(ctx, "note a piece", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `UPDATE part SET present = 1 WHERE sha256 = $1 AND present <> 1 RETURNING kiosk, record`, sum[:])
		owners, err := collect(rows, err, func(o *owner) []any { return []any{&o.kiosk, &o.record} })
		if err != nil {
			return err
		}
		for _, o := range owners {
			if err := o.complete(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// owner is a record that names a piece.
type owner struct {
	kiosk  seal.KioskID
	record village.RecordID
}

// complete takes back that a piece of the record is lost, when none is any more.
func (o owner) complete(ctx context.Context, tx *sql.Tx) error {
	var seq int64
	err := tx.QueryRowContext(ctx, `
		SELECT seq FROM quarantine q WHERE q.kiosk = $1 AND q.id = $2 AND q.problem = 'err.push.piece'
			AND NOT EXISTS (SELECT 1 FROM part p WHERE p.kiosk = q.kiosk AND p.record = q.id AND p.present <> 1)`, o.kiosk, o.record).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return withdraw(ctx, tx, o.kiosk, seq)
}
