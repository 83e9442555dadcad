package county

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
)

// calendarKey is where the sum of the calendar stands that days were counted by last.
const calendarKey = "calendar"

// CountedBy implements office.CalendarBook. A clock that runs is counted again; one that stands
// still has no day.
func (db *DB) CountedBy(ctx context.Context, sum [32]byte) error {
	return db.db.Write(ctx, "change the calendar", func(tx *sql.Tx) error {
		value, before := []byte(hex.EncodeToString(sum[:])), []byte{}
		err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = $1`, calendarKey).Scan(&before)
		if err != nil && !errors.Is(err, sql.ErrNoRows) || bytes.Equal(before, value) {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, calendarKey, value); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE office_case SET due_ms = 0 WHERE due_ms > 0`)
		return err
	})
}
