package kiosk

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

func keepSeats(ctx context.Context, tx *sql.Tx, l village.SlotLease) error {
	slot, _ := l.Slot.Slot()
	_, err := tx.ExecContext(ctx, `
		INSERT INTO slot_lease (epoch, slot, day, lo, hi) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, l.Epoch, l.Slot, slot.Day, l.Lo, l.Hi)
	return err
}

// Slots implements desk.Store.
func (db *DB) Slots(ctx context.Context, after village.Day) (left []village.SlotLeft, err error) {
	err = db.snapshot(ctx, "find free slots", func(tx *sql.Tx) error {
		var toldMS int64
		if err := tx.QueryRowContext(ctx, `SELECT county_ms FROM chain`).Scan(&toldMS); err != nil {
			return err
		}
		after = max(after, village.DayOf(moment(toldMS)))
		rows, err := tx.QueryContext(ctx, `
			WITH given AS (
				SELECT l.slot, l.lo, l.hi, n.serial FROM slot_lease l LEFT JOIN issued_number n
					ON n.item = l.slot AND n.day = l.day AND n.serial BETWEEN l.lo AND l.hi
				WHERE l.epoch = (SELECT epoch FROM chain) AND l.day > ?)
			SELECT slot, CASE WHEN min(coalesce(serial, hi + 1)) > lo THEN lo ELSE (
					SELECT min(serial) + 1 FROM given g WHERE g.slot = given.slot AND g.lo = given.lo AND NOT EXISTS (
						SELECT 1 FROM given h WHERE h.slot = g.slot AND h.serial = g.serial + 1)) END,
				hi - lo + 1 - count(serial) AS left
			FROM given GROUP BY slot, lo, hi HAVING left > 0 ORDER BY slot`, after)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s village.SlotLeft
			if err := rows.Scan(&s.Slot, &s.Next, &s.Left); err != nil {
				return err
			}
			left = append(left, s)
		}
		return rows.Err()
	})
	return left, err
}

// issueSeat gives a seat out, to one person at a time; it stands among the numbers, of its
// slot as of an item. The writer lock is held: the lease may be over because a new epoch
// began.
func issueSeat(ctx context.Context, tx *sql.Tx, id village.SlotID, seat int) error {
	slot, _ := id.Slot()
	var leased bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM slot_lease
		WHERE epoch = (SELECT epoch FROM chain) AND slot = ? AND lo <= ? AND hi >= ?)`, id, seat, seat).Scan(&leased)
	if err != nil {
		return err
	}
	if leased {
		_, err = tx.ExecContext(ctx, `INSERT INTO issued_number (item, day, serial) VALUES (?, ?, ?)`, id, slot.Day, seat)
	}
	if !leased || err != nil && village.KindOf(sqldb.Failed("give out a seat", err)) == village.Conflict {
		return &village.Error{Kind: village.Conflict, Field: "number", Err: errors.New("seat is not free")}
	}
	return err
}

// changeSeats gives out the seat that f moves to and takes back the one that it leaves, if
// this machine has it from the county for the life that it is in: a seat of a life before
// is nobody's here. The writer lock is held.
func changeSeats(ctx context.Context, tx *sql.Tx, f village.FollowUp) error {
	if id, seat, ok := f.Number.Seat(); ok {
		if err := issueSeat(ctx, tx, id, seat); err != nil {
			return err
		}
	}
	id, seat, ok := f.Left.Seat()
	if !ok {
		return nil
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM issued_number WHERE item = ?1 AND serial = ?2 AND EXISTS (SELECT 1 FROM slot_lease
		WHERE epoch = (SELECT epoch FROM chain) AND slot = ?1 AND lo <= ?2 AND hi >= ?2)`, id, seat)
	return err
}
