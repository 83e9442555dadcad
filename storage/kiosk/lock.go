package kiosk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"bianmin/app/lock"
	"bianmin/app/village"
)

const settingLock = "lock"

// ChangeLock implements [lock.Store].
func (db *DB) ChangeLock(ctx context.Context, change func(lock.State) (lock.State, error)) error {
	return db.sql.Write(ctx, "change lock", func(tx *sql.Tx) error {
		var s lock.State
		var raw string
		err := tx.QueryRowContext(ctx, selectSetting, settingLock).Scan(&raw)
		if err == nil {
			err = village.DecodeJSON([]byte(raw), &s)
		}
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if s, err = change(s); err != nil {
			return err
		}
		kept, err := json.Marshal(s)
		if err != nil {
			return err
		}
		return setSetting(ctx, tx, settingLock, string(kept))
	})
}
