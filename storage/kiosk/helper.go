package kiosk

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bianmin/app/lock"
)

// ChangeTries implements helper.Store.
func (db *DB) ChangeTries(ctx context.Context, badge string, change func(lock.Tries) (lock.Tries, error)) error {
	return db.sql.Write(ctx, "change the tries of a badge", func(tx *sql.Tx) error {
		var t lock.Tries
		var until int64
		err := tx.QueryRowContext(ctx, `
			SELECT wrong, until_ms, held, boot, ready_ns FROM helper_tries WHERE badge = ?`, badge).Scan(&t.Wrong, &until, &t.Held, &t.Boot, &t.Ready)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if until != 0 {
			t.Until = moment(until)
		}
		if t, err = change(t); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO helper_tries (badge, wrong, until_ms, boot, ready_ns, held) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
			ON CONFLICT (badge) DO UPDATE SET wrong = ?2, until_ms = ?3, boot = ?4, ready_ns = ?5, held = ?6`,
			badge, t.Wrong, orZero(t.Until), t.Boot, t.Ready, t.Held)
		return err
	})
}

// orZero is a moment in ms; 0 for none.
func orZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
