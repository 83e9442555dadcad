package county

import (
	"context"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// EachCityEvent implements office.CityBook.
func (db *DB) EachCityEvent(ctx context.Context, since time.Time, do func(office.CityEvent) error) (left int, err error) {
	ms := since.UnixMilli()
	err = db.db.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM office_case WHERE number = '' AND received_ms >= $1`, ms).Scan(&left)
	if err != nil {
		return 0, failed("count cases without a number", err)
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT kiosk, id, 0 AS step, number, item, item_name, department, village, 'received' AS state, received_ms AS at_ms
		FROM office_case WHERE number <> '' AND received_ms >= $1
		UNION ALL
		SELECT c.kiosk, c.id, s.step, c.number, c.item, c.item_name, c.department, c.village, s.state, s.at_ms
		FROM office_case c JOIN case_step s ON s.kiosk = c.kiosk AND s.id = c.id WHERE c.number <> '' AND s.at_ms >= $1
		ORDER BY at_ms, kiosk, id, step`, ms)
	if err != nil {
		return 0, failed("read events for the city", err)
	}
	defer rows.Close()
	for rows.Next() {
		var kiosk seal.KioskID
		var id village.RecordID
		var step int
		var atMS int64
		var e office.CityEvent
		if err := rows.Scan(&kiosk, &id, &step, &e.CaseNo, &e.ItemCode, &e.ItemName, &e.Department, &e.AreaCode, &e.State, &atMS); err != nil {
			return left, failed("read events for the city", err)
		}
		named := office.NewCityEvent(kiosk, id, step, time.UnixMilli(atMS))
		e.Key, e.Channel, e.At = named.Key, named.Channel, named.At
		if err := do(e); err != nil {
			return left, err
		}
	}
	return left, failed("read events for the city", rows.Err())
}
