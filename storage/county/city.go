package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// deliveryVerbs are the notes about the way of a result: no step of a case.
const deliveryVerbs = `'sent', 'at_village', 'at_window', 'handed_over', 'returned'`

// cityRow is an event; step 0 is the intake of its case.
type cityRow struct {
	office.CityEvent
	kiosk seal.KioskID
	id    village.RecordID
	step  int
	atMS  int64

	aside           office.CityAside
	firstMS, lastMS int64
}

func (r *cityRow) columns() []any {
	return []any{&r.kiosk, &r.id, &r.step, &r.CaseNo, &r.ItemCode, &r.ItemName, &r.Department, &r.AreaCode, &r.Channel, &r.State, &r.atMS}
}

func (r *cityRow) event() office.CityEvent {
	e, named := r.CityEvent, office.NewCityEvent(r.kiosk, r.id, r.Channel, r.step, time.UnixMilli(r.atMS))
	e.Key, e.At, e.Kiosk, e.ID, e.Step = named.Key, named.At, named.Kiosk, named.ID, named.Step
	return e
}

// EachCityEvent implements office.CityBook, as do all that follow.
func (db *DB) EachCityEvent(ctx context.Context, since time.Time, again bool, do func(office.CityEvent) error) (left int, err error) {
	ms := since.UnixMilli()
	err = db.db.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM office_case WHERE number = '' AND received_ms >= $1`, ms).Scan(&left)
	if err != nil {
		return 0, failed("count cases without a number", err)
	}
	last := cityRow{atMS: ms - 1}
	for {
		page, err := db.cityEvents(ctx, ms, again, last)
		if err != nil {
			return left, failed("read events for the city", err)
		}
		for _, r := range page {
			if err := do(r.event()); err != nil {
				return left, err
			}
		}
		if len(page) < cityPage {
			return left, nil
		}
		last = page[len(page)-1]
	}
}

// cityPage is how many events are read before the first of them is sent: nothing is held open
// in the database while the city is waited for.
const cityPage = 1000

// cityEvents are the next events behind a row, as [DB.EachCityEvent] has them.
func (db *DB) cityEvents(ctx context.Context, sinceMS int64, again bool, last cityRow) ([]cityRow, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT e.* FROM (
			SELECT kiosk, id, 0 AS step, number, item, item_name, department, village, source, 'received' AS state, received_ms AS at_ms
			FROM office_case WHERE number <> '' AND received_ms >= $1
			UNION ALL
			SELECT c.kiosk, c.id, s.step, c.number, c.item, c.item_name, c.department, c.village, c.source, s.state, s.at_ms
			FROM office_case c JOIN case_step s ON s.kiosk = c.kiosk AND s.id = c.id WHERE c.number <> '' AND s.verb NOT IN ('came', `+deliveryVerbs+`) AND s.at_ms >= $1) e
		WHERE NOT EXISTS (SELECT 1 FROM city_aside a WHERE a.kiosk = e.kiosk AND a.id = e.id AND a.step = e.step)
			AND ($2 = 1 OR NOT EXISTS (SELECT 1 FROM city_told t WHERE t.kiosk = e.kiosk AND t.id = e.id AND t.step = e.step))
			AND (e.at_ms, e.kiosk, e.id, e.step) > ($3, $4, $5, $6)
		ORDER BY e.at_ms, e.kiosk, e.id, e.step LIMIT $7`, sinceMS, asNumber(again), last.atMS, last.kiosk, last.id, last.step, cityPage)
	return collect(rows, err, (*cityRow).columns)
}

func (db *DB) CityTook(ctx context.Context, events []office.CityEvent, ack string) error {
	return db.db.Write(ctx, "keep what the city took", func(tx *sql.Tx) error {
		for _, e := range events {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO city_told (kiosk, id, step, ack, told_ms) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kiosk, id, step) DO NOTHING`,
				e.Kiosk, e.ID, e.Step, ack, db.now().UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

// EachCityTold calls do for every event that the city took since a time, the first first,
// until do fails.
func (db *DB) EachCityTold(ctx context.Context, since time.Time, do func(office.CityTold) error) error {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT c.kiosk, c.id, t.step, c.number, c.item, c.item_name, c.department, c.village, c.source,
			COALESCE(s.state, 'received'), COALESCE(s.at_ms, c.received_ms), t.ack, t.told_ms
		FROM city_told t JOIN office_case c ON c.kiosk = t.kiosk AND c.id = t.id
			LEFT JOIN case_step s ON s.kiosk = t.kiosk AND s.id = t.id AND s.step = t.step
		WHERE t.told_ms >= $1 ORDER BY t.told_ms, t.kiosk, t.id, t.step`, since.UnixMilli())
	if err != nil {
		return failed("list what the city took", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r cityRow
		var t office.CityTold
		if err := rows.Scan(append(r.columns(), &t.Ack, &r.firstMS)...); err != nil {
			return failed("list what the city took", err)
		}
		t.Event, t.ToldAt = r.event(), at(r.firstMS)
		if err := do(t); err != nil {
			return err
		}
	}
	return failed("list what the city took", rows.Err())
}

func (db *DB) SetCityEventAside(ctx context.Context, e office.CityEvent, reason string) error {
	return db.db.Write(ctx, "set an event for the city aside", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO city_aside (kiosk, id, step, reason, tries, first_ms, last_ms) VALUES ($1, $2, $3, $4, 1, $5, $5)
			ON CONFLICT (kiosk, id, step) DO UPDATE SET reason = excluded.reason, tries = city_aside.tries + 1, last_ms = excluded.last_ms`,
			e.Kiosk, e.ID, e.Step, reason, db.now().UnixMilli())
		return err
	})
}

func (db *DB) CityAsides(ctx context.Context) (list []office.CityAside, err error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT c.kiosk, c.id, a.step, c.number, c.item, c.item_name, c.department, c.village, c.source,
			COALESCE(s.state, 'received'), COALESCE(s.at_ms, c.received_ms), a.reason, a.tries, a.first_ms, a.last_ms
		FROM city_aside a JOIN office_case c ON c.kiosk = a.kiosk AND c.id = a.id
			LEFT JOIN case_step s ON s.kiosk = a.kiosk AND s.id = a.id AND s.step = a.step
		ORDER BY a.first_ms, a.kiosk, a.id, a.step`)
	found, err := collect(rows, err, func(r *cityRow) []any {
		return append(r.columns(), &r.aside.Reason, &r.aside.Tries, &r.firstMS, &r.lastMS)
	})
	for _, r := range found {
		a := r.aside
		a.Event, a.FirstAt, a.LastAt = r.event(), at(r.firstMS), at(r.lastMS)
		list = append(list, a)
	}
	return list, failed("list events that the city refused", err)
}

func (db *DB) CityEventTaken(ctx context.Context, e office.CityEvent) error {
	return db.db.Write(ctx, "the city took an event", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM city_aside WHERE kiosk = $1 AND id = $2 AND step = $3`, e.Kiosk, e.ID, e.Step)
		return err
	})
}
