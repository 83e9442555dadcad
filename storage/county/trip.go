package county

import (
	"context"

	"bianmin/county/office"
)

// ItemTrips implements office.TripBook.
func (db *DB) ItemTrips(ctx context.Context, last int) ([]office.ItemTrips, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		WITH trip AS (SELECT kiosk, id, COUNT(*) AS times FROM case_step WHERE verb = 'came' GROUP BY kiosk, id),
		latest AS (
			SELECT c.kiosk, c.id, c.item, ROW_NUMBER() OVER (PARTITION BY c.item ORDER BY c.received_ms DESC, c.kiosk, c.seq DESC) AS place
			FROM office_case c WHERE c.item IN (SELECT o.item FROM office_case o JOIN trip t ON t.kiosk = o.kiosk AND t.id = o.id)
		)
		SELECT l.item, COUNT(*), COUNT(t.times), CAST(COALESCE(SUM(t.times), 0) AS BIGINT)
		FROM latest l LEFT JOIN trip t ON t.kiosk = l.kiosk AND t.id = l.id WHERE l.place <= $1
		GROUP BY l.item HAVING COUNT(t.times) > 0 ORDER BY l.item`, last)
	list, err := collect(rows, err, func(t *office.ItemTrips) []any { return []any{&t.Item, &t.Cases, &t.Came, &t.Trips} })
	return list, failed("count trips", err)
}
