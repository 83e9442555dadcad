package county

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// keepCodes is how long a dead code stays, to answer "expired" rather than
// "unknown" to who holds the paper.
const keepCodes = 7 * 24 * time.Hour

// AddEnrolment keeps a new code and drops codes that are long dead. A selector
// that is taken is a [village.Conflict].
func (db *DB) AddEnrolment(ctx context.Context, e office.Enrolment) error {
	return db.db.Write(ctx, "keep an enrolment code", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM enrolment WHERE expires_ms < $1`,
			db.now().Add(-keepCodes).UnixMilli()); err != nil {
			return err
		}
		added, err := tx.ExecContext(ctx, `
			INSERT INTO enrolment (selector, salt, hash, village, expires_ms, replaces)
			VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (selector) DO NOTHING`,
			e.Selector, e.Salt, e.Hash, e.Village, e.ExpiresAt.UnixMilli(), e.Replaces)
		if err != nil {
			return err
		}
		if n, err := added.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return &village.Error{Kind: village.Conflict, Err: errors.New("selector is taken")}
	})
}

// CountTry adds one to the tries of a code and commits before it answers.
func (db *DB) CountTry(ctx context.Context, selector string) (e office.Enrolment, err error) {
	var expiresMS int64
	err = db.db.Write(ctx, "count a try", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `
			UPDATE enrolment SET tries = tries + 1 WHERE selector = $1 AND tries < $2
			RETURNING selector, salt, hash, village, expires_ms, tries, used_by, replaces`, selector, office.MaxTries,
		).Scan(&e.Selector, &e.Salt, &e.Hash, &e.Village, &expiresMS, &e.Tries, &e.UsedBy, &e.Replaces)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var tries int
		if err := tx.QueryRowContext(ctx, `SELECT tries FROM enrolment WHERE selector = $1`, selector).Scan(&tries); err != nil {
			return err
		}
		return &village.Error{Kind: village.Denied, Err: fmt.Errorf("%d tries are used up", tries)}
	})
	e.ExpiresAt = time.UnixMilli(expiresMS)
	return e, err
}

// Register binds the code to the kiosk and stores the kiosk in one
// transaction. A machine that is known moves to the code's village and keeps
// its position.
func (db *DB) Register(ctx context.Context, selector string, k office.Kiosk) error {
	return db.db.Write(ctx, "register kiosk "+string(k.ID), func(tx *sql.Tx) error {
		bound, err := tx.ExecContext(ctx, `
			UPDATE enrolment SET used_by = $1, tries = 0 WHERE selector = $2 AND (used_by = '' OR used_by = $1)`,
			k.ID, selector)
		if err != nil {
			return err
		}
		if n, err := bound.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return &village.Error{Kind: village.Conflict, Err: errors.New("code is bound to another kiosk")}
		}
		// Two keys may share the six bytes of a name; the first keeps it.
		stored, err := tx.ExecContext(ctx, `
			INSERT INTO kiosk (id, public_key, village, want, enrolled_ms) VALUES ($1, $2, $3, 1, $4)
			ON CONFLICT (id) DO UPDATE SET village = excluded.village
			WHERE kiosk.revoked_ms = 0 AND kiosk.public_key = excluded.public_key`,
			k.ID, []byte(k.PublicKey), k.Village, k.EnrolledAt.UnixMilli())
		if err != nil {
			return err
		}
		if n, err := stored.RowsAffected(); err != nil {
			return err
		} else if n == 1 {
			return replaced(ctx, tx, selector, k)
		}
		return &village.Error{Kind: village.Denied, Key: "err.county.kiosk", Err: errors.New("kiosk is revoked")}
	})
}

// Revoke ends the county's trust in a kiosk; its records stay. Revoking twice
// is no error, an unknown kiosk is [village.NotFound].
func (db *DB) Revoke(ctx context.Context, id seal.KioskID) error {
	return db.db.Write(ctx, "revoke kiosk "+string(id), func(tx *sql.Tx) error {
		var since int64
		if err := tx.QueryRowContext(ctx, `SELECT revoked_ms FROM kiosk WHERE id = $1`, id).Scan(&since); err != nil || since != 0 {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE kiosk SET revoked_ms = $1 WHERE id = $2`, db.now().UnixMilli(), id)
		return err
	})
}
