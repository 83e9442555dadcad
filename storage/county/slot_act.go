package county

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// ChangeSlot implements office.SlotActs, as does SlotActs.
func (db *DB) ChangeSlot(ctx context.Context, a office.SlotAct) error {
	return db.db.Write(ctx, "change slot "+string(a.Slot), func(tx *sql.Tx) error {
		var seats, next int
		err := tx.QueryRowContext(ctx, `UPDATE slot SET closed = closed WHERE slot = $1 RETURNING seats, next`, a.Slot).Scan(&seats, &next)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return &village.Error{Kind: village.NotFound, Field: "slot", Key: "err.slot.unknown", Err: err}
		case err != nil:
			return err
		case a.Verb == office.SlotSeats && a.Seats < next-1:
			return &village.Error{Kind: village.Conflict, Field: "seats", Key: "err.slot.granted", Err: errors.New("machines have more seats")}
		}
		if a.Verb == office.SlotClose {
			a.Seats = seats
			_, err = tx.ExecContext(ctx, `UPDATE slot SET closed = 1 WHERE slot = $1`, a.Slot)
		} else {
			_, err = tx.ExecContext(ctx, `UPDATE slot SET seats = $1, share = CASE WHEN share > $1 THEN $1 ELSE share END WHERE slot = $2`, a.Seats, a.Slot)
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO slot_act (slot, at_ms, account, verb, seats) VALUES ($1, $2, $3, $4, $5)`,
			a.Slot, a.At.UnixMilli(), a.Account, a.Verb, a.Seats)
		return err
	})
}

func (db *DB) SlotActs(ctx context.Context, s office.Scope, limit int) ([]office.SlotAct, error) {
	type row struct {
		office.SlotAct
		ms int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT a.slot, a.at_ms, a.account, a.verb, a.seats FROM slot_act a JOIN slot s ON s.slot = a.slot
		WHERE $1 = '' OR s.area LIKE $1 ORDER BY a.at_ms DESC, a.slot LIMIT $2`, within(s), limit)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.Slot, &r.ms, &r.Account, &r.Verb, &r.Seats} })
	var acts []office.SlotAct
	for _, r := range list {
		r.At = time.UnixMilli(r.ms)
		acts = append(acts, r.SlotAct)
	}
	return acts, failed("list changes of slots", err)
}
