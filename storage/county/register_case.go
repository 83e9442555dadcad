package county

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strconv"

	"bianmin/app/seal"
	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

type registerCaseRow struct {
	stats.Case
	kiosk      seal.KioskID
	acceptedMS int64
	state      village.CaseState
	parts      bool
	acts       []office.Act
	verb       office.Verb // of one act, with its role and its unit
	role       office.Role
	unit       string
}

// registerCases are those of the register, those that officers noted and those of machines, each in the period in which
// it was accepted first.
func registerCases(ctx context.Context, tx *sql.Tx, from, to int64) (all []stats.Case, err error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT id, unit, item, channel, accepted_ms, came, steps, hand_overs, one_window = 1 FROM register_case WHERE accepted_ms >= $1 AND accepted_ms < $2`, from, to)
	list, err := collect(rows, err, func(c *registerCaseRow) []any {
		return []any{&c.ID, &c.Unit, &c.Item, &c.Channel, &c.acceptedMS, &c.Came, &c.Steps, &c.HandOvers, &c.OneWindow}
	})
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		c.AcceptedAt = moment(c.acceptedMS)
		all = append(all, c.Case)
	}
	noted, err := intakeCases(ctx, tx, from, to)
	if err != nil {
		return nil, err
	}
	taken, err := machineCases(ctx, tx, from, to)
	return slices.Concat(all, noted, taken), err
}

// intakeCases are those that came in another way than through a machine. How often somebody
// came, and the steps, nobody noted: figures about them leave these cases out. What a machine
// took and another system lists too is among those of machines alone.
func intakeCases(ctx context.Context, tx *sql.Tx, from, to int64) (all []stats.Case, err error) {
	type row struct {
		stats.Case
		number int64
		day    village.Day
	}
	first, last := village.DayOf(moment(from)), village.Day("9999-12-31")
	if to != math.MaxInt64 {
		last = village.DayOf(moment(to - 1))
	}
	rows, err := tx.QueryContext(ctx, `SELECT number, unit, item, channel, place, day, one_window = 1 FROM intake
		WHERE day >= $1 AND day <= $2 AND NOT EXISTS (SELECT 1`+outsideOf("intake.outside", "intake.unit")+`)`, first, last)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.number, &r.Unit, &r.Item, &r.Channel, &r.Place, &r.day, &r.OneWindow}
	})
	for _, r := range list {
		r.ID, r.AcceptedAt, r.Came = "I"+strconv.FormatInt(r.number, 10), r.day.Begins(), -1
		all = append(all, r.Case)
	}
	return all, err
}

// machineCases are those of machines, with what follows from their acts. A machine takes for
// every unit, as a comprehensive window does (domain M2).
func machineCases(ctx context.Context, tx *sql.Tx, from, to int64) (all []stats.Case, err error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT c.kiosk, c.id, c.department, c.item, c.village, c.source, c.state, a.at_ms, EXISTS (SELECT 1 FROM sub_case p WHERE p.kiosk = c.kiosk AND p.id = c.id),
			s.verb, s.role, s.unit
		FROM case_step a JOIN office_case c ON c.kiosk = a.kiosk AND c.id = a.id JOIN case_step s ON s.kiosk = a.kiosk AND s.id = a.id
		WHERE a.verb = 'accept' AND a.at_ms >= $1 AND a.at_ms < $2 AND NOT EXISTS (
			SELECT 1 FROM case_step b WHERE b.kiosk = a.kiosk AND b.id = a.id AND b.verb = 'accept' AND (b.at_ms < a.at_ms OR b.at_ms = a.at_ms AND b.step < a.step))
		ORDER BY c.kiosk, c.id, s.step`, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var last registerCaseRow
	done := func() {
		if last.ID != "" {
			all = append(all, last.handled())
		}
	}
	for rows.Next() {
		r := registerCaseRow{}
		if err := rows.Scan(&r.kiosk, &r.ID, &r.Unit, &r.Item, &r.Place, &r.Channel, &r.state, &r.acceptedMS, &r.parts, &r.verb, &r.role, &r.unit); err != nil {
			return nil, err
		}
		if r.kiosk != last.kiosk || r.ID != last.ID {
			done()
			last = r
		}
		last.acts = append(last.acts, office.Act{Verb: r.verb, Role: r.role, Unit: r.unit})
	}
	done()
	return all, rows.Err()
}

func (r registerCaseRow) handled() stats.Case {
	flow := office.DefaultFlow()
	h := flow.Handle(r.acts, r.parts)
	c := r.Case
	c.AcceptedAt, c.OneWindow = moment(r.acceptedMS), true
	c.Steps, c.HandOvers, c.Came = h.Steps, h.HandOvers, flow.Trips(h, r.state)
	return c
}
