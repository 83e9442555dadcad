package county

import (
	"context"
	"database/sql"
	"math"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepRegister fills the registers, which must be empty: a [village.Conflict] is at
// "database", err.stats.filled.
func (db *DB) KeepRegister(ctx context.Context, d stats.Data) error {
	return db.db.Write(ctx, "fill the registers", func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM register_item) + (SELECT COUNT(*) FROM record)`).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return &village.Error{Kind: village.Conflict, Field: "database", Key: "err.stats.filled"}
		}
		for _, table := range registerRows(d) {
			if err := table.insert(ctx, tx, table.into); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReplaceRegister puts units and items in place of those of the register. Cases and
// tickets stay; bulletins that were issued have their own rows.
func (db *DB) ReplaceRegister(ctx context.Context, units []stats.Unit, items []stats.Item) error {
	return db.db.Write(ctx, "replace the register of items", func(tx *sql.Tx) error {
		for _, table := range []string{"register_item", "register_unit"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
				return err
			}
		}
		for _, table := range registerRows(stats.Data{Units: units, Items: items}) {
			if err := table.insert(ctx, tx, table.into); err != nil {
				return err
			}
		}
		return nil
	})
}

type registerTable struct {
	rows
	into string
}

func registerRows(d stats.Data) []registerTable {
	units, items := registerTable{into: `register_unit (code, name)`}, registerTable{into: `register_item (code, unit, type, visits, online, one_window, must_enter, exempt, entered)`}
	for _, u := range d.Units {
		units.add(u.Code, u.Name)
	}
	for _, i := range d.Items {
		items.add(i.Code, i.Unit, i.Type, i.Visits, asNumber(i.Online), asNumber(i.OneWindow), asNumber(i.MustEnter), asNumber(i.Exempt), asNumber(i.Enter))
	}
	cases := registerTable{into: `register_case (id, unit, item, channel, accepted_ms, came, steps, hand_overs, one_window)`}
	for _, c := range d.Cases {
		cases.add(c.ID, c.Unit, c.Item, c.Channel, c.AcceptedAt.UnixMilli(), c.Came, c.Steps, c.HandOvers, asNumber(c.OneWindow))
	}
	tickets := registerTable{into: `register_ticket (id, unit, category, dispatched_ms, signed_ms, due_ms, closed_ms, surveyed, satisfied, returned, reopened)`}
	for _, t := range d.Tickets {
		tickets.add(t.ID, t.Unit, t.Category, orZero(t.DispatchedAt), orZero(t.SignedAt), orZero(t.DueAt), orZero(t.ClosedAt),
			asNumber(t.Surveyed), asNumber(t.Satisfied), t.Returns, t.Reopens)
	}
	visits := registerTable{into: `register_visit (centre, at_ms, points, most)`}
	for _, v := range d.Visits {
		visits.add(v.Centre, v.At.UnixMilli(), v.Points, v.Full)
	}
	return []registerTable{units, items, cases, tickets, visits}
}

func orZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment reads milliseconds where 0 is a time that has not come.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// Registers is all that figures of a period are made from, of one state of the database: the
// registers, and the cases of kiosks that were accepted in it. Units stand under their names of today.
func (db *DB) Registers(ctx context.Context, p stats.Period) (d stats.Data, err error) {
	from, to := int64(0), int64(math.MaxInt64)
	if !p.From.IsZero() || !p.To.IsZero() {
		from, to = p.From.UnixMilli(), p.To.UnixMilli()
	}
	err = db.read(ctx, "read the registers", func(tx *sql.Tx) (err error) {
		rows, err := tx.QueryContext(ctx, `SELECT code, name FROM register_unit`)
		if d.Units, err = collect(rows, err, func(u *stats.Unit) []any { return []any{&u.Code, &u.Name} }); err != nil {
			return err
		}
		rows, err = tx.QueryContext(ctx, `SELECT code, unit, type, visits, online = 1, one_window = 1, must_enter = 1, exempt = 1, entered = 1 FROM register_item`)
		if d.Items, err = collect(rows, err, func(i *stats.Item) []any {
			return []any{&i.Code, &i.Unit, &i.Type, &i.Visits, &i.Online, &i.OneWindow, &i.MustEnter, &i.Exempt, &i.Enter}
		}); err != nil {
			return err
		}
		rows, err = tx.QueryContext(ctx, `SELECT centre, at_ms, points, most FROM register_visit WHERE at_ms >= $1 AND at_ms < $2`, from, to)
		visits, err := collect(rows, err, func(v *visitRow) []any { return []any{&v.Centre, &v.atMS, &v.Points, &v.Full} })
		for _, v := range visits {
			v.At, v.Centre = moment(v.atMS), string(db.Today(village.DivisionCode(v.Centre)))
			d.Visits = append(d.Visits, v.Visit)
		}
		if err != nil {
			return err
		}
		if d.Cases, err = registerCases(ctx, tx, from, to); err != nil {
			return err
		}
		if d.Tickets, err = registerTickets(ctx, tx, from, to); err != nil {
			return err
		}
		names, err := unitNames(ctx, tx)
		if err == nil && len(names) > 0 {
			d = d.Renamed(office.UnitsToday(names, village.DayOf(db.now())))
		}
		return err
	})
	return d, err
}

type visitRow struct {
	stats.Visit
	atMS int64
}

type registerTicketRow struct {
	stats.Ticket
	dispatchedMS, signedMS, dueMS, closedMS int64
	due                                     village.Day // of one of a kiosk
}

// registerTickets are those of the register and those of kiosks that were given to a
// unit, without those that were not accepted in the end.
func registerTickets(ctx context.Context, tx *sql.Tx, from, to int64) (all []stats.Ticket, err error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT id, unit, category, dispatched_ms, signed_ms, due_ms, closed_ms, surveyed = 1, satisfied = 1, returned, reopened, '', '' FROM register_ticket WHERE dispatched_ms >= $1 AND dispatched_ms < $2
		UNION ALL
		SELECT r.order_no, r.unit, r.item, MIN(CASE WHEN s.verb = 'dispatch' THEN s.at_ms END), COALESCE(MIN(CASE WHEN s.verb = 'sign' THEN s.at_ms END), 0), 0,
			COALESCE(MAX(CASE WHEN s.verb = 'complete' THEN s.at_ms END), 0), MAX(s.pleased) <> '',
			COALESCE((SELECT p.pleased FROM request_step p WHERE p.kiosk = r.kiosk AND p.id = r.id AND p.pleased <> '' ORDER BY p.step DESC LIMIT 1), '') = 'yes',
			SUM(CASE WHEN s.verb = 'return' THEN 1 ELSE 0 END), SUM(CASE WHEN s.verb = 'rework' THEN 1 ELSE 0 END), r.due, r.village
		FROM office_request r JOIN request_step s ON s.kiosk = r.kiosk AND s.id = r.id
		WHERE r.item LIKE '12345-%' AND r.state <> 'not_accepted'
		GROUP BY r.kiosk, r.id, r.order_no, r.unit, r.item, r.due, r.village HAVING MIN(CASE WHEN s.verb = 'dispatch' THEN s.at_ms END) >= $1 AND MIN(CASE WHEN s.verb = 'dispatch' THEN s.at_ms END) < $2`, from, to)
	list, err := collect(rows, err, func(t *registerTicketRow) []any {
		return []any{&t.ID, &t.Unit, &t.Category, &t.dispatchedMS, &t.signedMS, &t.dueMS, &t.closedMS, &t.Surveyed, &t.Satisfied, &t.Returns, &t.Reopens, &t.due, &t.Place}
	})
	for _, t := range list {
		t.DispatchedAt, t.SignedAt, t.DueAt, t.ClosedAt = moment(t.dispatchedMS), moment(t.signedMS), moment(t.dueMS), moment(t.closedMS)
		if last, err := time.ParseInLocation(time.DateOnly, string(t.due), village.Zone); err == nil {
			t.DueAt = last.AddDate(0, 0, 1) // the end of the last day
		}
		if kind, ok := village.ItemCode(t.Category).Ticket(); ok {
			t.Category = string(kind)
		}
		all = append(all, t.Ticket)
	}
	return all, err
}
