package county

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"

	"bianmin/county/office"
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

// countedBy reports whether days are counted by a calendar now, and keeps it so until tx ends:
// of two servers one may not have heard of the newest yet.
func countedBy(ctx context.Context, tx *sql.Tx, sum [32]byte) (bool, error) {
	var value []byte
	err := tx.QueryRowContext(ctx, `UPDATE meta SET value = value WHERE key = $1 RETURNING value`, calendarKey).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) { // none was published
		return sum == [32]byte{}, nil
	}
	return string(value) == hex.EncodeToString(sum[:]), err
}

// Wind implements office.Winder.
func (db *DB) Wind(ctx context.Context, w office.Wound) (kept bool, err error) {
	err = db.db.Write(ctx, "wind a clock", func(tx *sql.Tx) error {
		if now, err := countedBy(ctx, tx, w.By); err != nil || !now {
			return err
		}
		done, err := tx.ExecContext(ctx, `UPDATE office_case SET due_ms = $1 WHERE kiosk = $2 AND id = $3
			AND (SELECT COUNT(*) FROM case_step s WHERE s.kiosk = $2 AND s.id = $3) + (SELECT COUNT(*) FROM sub_step s WHERE s.kiosk = $2 AND s.id = $3) = $4`,
			dueMS(w.Due), w.Kiosk, w.ID, w.Acts)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		for n, due := range w.Parts {
			if _, err := tx.ExecContext(ctx, `UPDATE sub_case SET due_ms = $1 WHERE kiosk = $2 AND id = $3 AND n = $4`, dueMS(due), w.Kiosk, w.ID, n); err != nil {
				return err
			}
		}
		kept = true
		return nil
	})
	return kept, err
}
