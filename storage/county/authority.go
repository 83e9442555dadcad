package county

import (
	"context"
	"database/sql"
	"errors"
)

// Authority is the certificate of the authority that kiosks of this county
// believe. The first that is given as own stays; nil only asks, and gets nil when
// none is known.
func (db *DB) Authority(ctx context.Context, own []byte) (known []byte, err error) {
	const ask = `SELECT value FROM meta WHERE key = 'authority'`
	err = db.db.Read().QueryRowContext(ctx, ask).Scan(&known)
	if err == nil || !errors.Is(err, sql.ErrNoRows) || own == nil {
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return known, failed("read the authority", err)
	}
	err = db.db.Write(ctx, "note the authority", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('authority', $1) ON CONFLICT (key) DO NOTHING`, own); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, ask).Scan(&known)
	})
	return known, err
}

// ForgetAuthority lets the county have another authority: every kiosk has to
// enrol with a new code before it can send anything again.
func (db *DB) ForgetAuthority(ctx context.Context) error {
	return db.db.Write(ctx, "forget the authority", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM meta WHERE key = 'authority'`)
		return err
	})
}
