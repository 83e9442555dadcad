package kiosk

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"bianmin/app/village"
)

const dayMS = int64(24 * time.Hour / time.Millisecond)

// Purge deletes the papers of records that a backup of the county holds, when
// they have been kept here for as long as their item allows, and reports how many
// records that were. Time is what the county last said, or now, which the caller must
// know to be past: never the machine's own clock. What is clear of them stays: their place, their receipt,
// their state. It never leaves a deleted byte in the files; while other processes
// read that may have to wait for the next call.
func (db *DB) Purge(ctx context.Context, now time.Time) (erased int64, err error) {
	err = db.sql.Write(ctx, "delete papers that are in a backup", func(tx *sql.Tx) error {
		const due = `NOT erased AND durable_ms + keep_days * ?2 <= max(?1, (SELECT county_ms FROM chain))`
		_, err := tx.ExecContext(ctx, `DELETE FROM part WHERE record IN (SELECT id FROM outbox WHERE `+due+`)`, now.UnixMilli(), dayMS)
		if err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, `UPDATE outbox SET body = x'', erased = 1 WHERE `+due, now.UnixMilli(), dayMS)
		if err != nil {
			return err
		}
		if erased, err = done.RowsAffected(); err != nil || erased == 0 {
			return err
		}
		_, err = db.note(ctx, tx, village.Act{Kind: village.AuditPurged, Subject: strconv.FormatInt(erased, 10)})
		return err
	})
	if err != nil {
		return 0, err
	}
	if err := db.sql.Erase(ctx); err != nil && !busy(err) {
		return erased, err
	}
	return erased, nil
}

func busy(err error) bool {
	e := village.Keyed(err)
	return e != nil && e.Key == "err.store.busy"
}
