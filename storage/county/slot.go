package county

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
)

// OpenSlot implements office.SlotBook, as does Slots.
func (db *DB) OpenSlot(ctx context.Context, s office.SlotOffer) error {
	slot, ok := s.Slot.Slot()
	if !ok {
		return village.Refuse("slot", "err.slot.part")
	}
	return db.db.Write(ctx, "open slot "+string(s.Slot), func(tx *sql.Tx) error {
		slot.Area = db.Today(slot.Area)
		there, err := db.openBefore(ctx, tx, slot)
		if err != nil {
			return err
		}
		if !there {
			done, err := tx.ExecContext(ctx, `
				INSERT INTO slot (slot, area, day, seats, share, next, closed) VALUES ($1, $2, $3, $4, $5, 1, 0) ON CONFLICT (slot) DO NOTHING`,
				s.Slot, slot.Area, slot.Day, s.Seats, s.Share)
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil || n == 1 {
				return err
			}
		}
		return &village.Error{Kind: village.Conflict, Field: "slot", Key: "err.slot.there", Err: errors.New("slot is open already")}
	})
}

// openBefore reports whether a slot is there under any code that its area has or had: names of
// slots keep the one under which they were opened.
func (db *DB) openBefore(ctx context.Context, tx *sql.Tx, slot village.Slot) (bool, error) {
	rows, err := tx.QueryContext(ctx, `SELECT slot FROM slot WHERE area = $1 AND day = $2`, slot.Area, slot.Day)
	list, err := collect(rows, err, func(id *village.SlotID) []any { return []any{id} })
	for _, id := range list {
		if other, _ := id.Slot(); other.Window == slot.Window && other.From == slot.From && other.To == slot.To {
			return true, err
		}
	}
	return false, err
}

func (db *DB) Slots(ctx context.Context, from village.Day) ([]office.SlotState, error) {
	type row struct {
		office.SlotState
		closed int
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT s.slot, s.seats, s.share, s.next - 1, s.closed FROM slot s WHERE s.day >= $1 ORDER BY s.slot`, from)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.Slot, &r.Seats, &r.Share, &r.Granted, &r.closed} })
	if err != nil {
		return nil, failed("list slots", err)
	}
	uses, err := db.slotUses(ctx, from)
	var slots []office.SlotState
	for _, r := range list {
		r.Closed, r.SlotUse = r.closed == 1, uses[r.Slot]
		slots = append(slots, r.SlotState)
	}
	return slots, failed("list slots", err)
}

// slotUses is what became of the appointments of each slot from a day on; names of slots
// begin with their day.
func (db *DB) slotUses(ctx context.Context, from village.Day) (map[village.SlotID]office.SlotUse, error) {
	type count struct {
		slot village.SlotID
		what string
		n    int
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT slot, state, COUNT(*) FROM office_request WHERE slot <> '' AND slot >= $1 GROUP BY slot, state
		UNION ALL SELECT left_slot, verb, COUNT(*) FROM booking_change WHERE verb = 'move' AND outcome = 'taken' AND left_slot >= $1 GROUP BY left_slot, verb`,
		strings.ReplaceAll(string(from), "-", ""))
	list, err := collect(rows, err, func(c *count) []any { return []any{&c.slot, &c.what, &c.n} })
	uses := map[village.SlotID]office.SlotUse{}
	for _, c := range list {
		u := uses[c.slot]
		switch village.CaseState(c.what) {
		case "move":
			u.Moved += c.n
		case village.Withdrawn:
			u.Withdrawn += c.n
		case village.NotAccepted:
			u.CalledOff += c.n
		case village.Completed:
			u.Came, u.Booked = u.Came+c.n, u.Booked+c.n
		case village.Missed:
			u.Missed, u.Booked = u.Missed+c.n, u.Booked+c.n
		default:
			u.Booked += c.n
		}
		uses[c.slot] = u
	}
	return uses, err
}

// OpenSlots implements office.MailTx, as does GrantSeats. A kiosk belongs to its
// village, to the town of it and to the county.
func (t *mailTx) OpenSlots(epoch int64, from, to village.Day) ([]office.OpenSlot, error) {
	var at village.DivisionCode
	if err := t.tx.QueryRowContext(t.ctx, `SELECT village FROM kiosk WHERE id = $1`, t.kiosk).Scan(&at); err != nil {
		return nil, err
	}
	rows, err := t.tx.QueryContext(t.ctx, `
		SELECT s.slot, s.seats, s.share, s.next FROM slot s
		WHERE s.area IN ($1, $2, $3) AND s.day >= $4 AND s.day <= $5 AND s.closed = 0 AND s.next <= s.seats
			AND NOT EXISTS (SELECT 1 FROM slot_lease l WHERE l.slot = s.slot AND l.kiosk = $6 AND l.epoch = $7)
		ORDER BY s.slot`, at, at.Town(), at.County(), from, to, t.kiosk, epoch)
	return collect(rows, err, func(s *office.OpenSlot) []any { return []any{&s.Slot, &s.Seats, &s.Share, &s.Next} })
}

// GrantSeats moves the first free seat on only from where it was found: of two
// gateways one does. An officer may have taken seats away or closed the slot meanwhile.
func (t *mailTx) GrantSeats(l village.SlotLease) (bool, error) {
	done, err := t.tx.ExecContext(t.ctx, `UPDATE slot SET next = $1 WHERE slot = $2 AND next = $3 AND seats >= $4 AND closed = 0`, l.Hi+1, l.Slot, l.Lo, l.Hi)
	if err != nil {
		return false, err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	_, err = t.tx.ExecContext(t.ctx, `INSERT INTO slot_lease (slot, lo, hi, kiosk, epoch) VALUES ($1, $2, $3, $4, $5)`, l.Slot, l.Lo, l.Hi, t.kiosk, l.Epoch)
	return err == nil, err
}
