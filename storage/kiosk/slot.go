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
			SELECT slot, next, hi - next + 1 FROM (
				SELECT l.slot, l.hi, max(l.lo, coalesce((
					SELECT max(serial) + 1 FROM issued_number n WHERE n.item = l.slot AND n.day = l.day AND n.serial BETWEEN l.lo AND l.hi), 0)) AS next
				FROM slot_lease l WHERE l.epoch = (SELECT epoch FROM chain) AND l.day > ?)
			WHERE next <= hi ORDER BY slot`, after)
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

// issueSeat gives a seat out, once for ever; it stands among the numbers, of its slot
// as of an item. The writer lock is held: the lease may be over because a new epoch
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
