package county

import (
	"context"
	"time"

	"bianmin/county/office"
)

// Near implements office.Requests.
func (db *DB) Near(ctx context.Context, r office.RequestHead, within time.Duration, limit int) (near []office.Request, err error) {
	type row struct {
		requestRow
		hidden []byte
	}
	ms := r.ReceivedAt.UnixMilli()
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+requestColumns+`, hidden FROM office_request
		WHERE item = $1 AND place = $2 AND received_ms > $3 AND received_ms < $4 AND NOT (kiosk = $5 AND id = $6)
		ORDER BY ABS(received_ms - $7), kiosk, seq LIMIT $8`, r.Item, r.Place, ms-within.Milliseconds(), ms+within.Milliseconds(), r.Kiosk, r.ID, ms, limit)
	list, err := collect(rows, err, func(r *row) []any { return append(r.columns(), &r.hidden) })
	for i := range list {
		one := office.Request{RequestHead: list[i].head()}
		var h hiddenRequest
		if err := db.unhide(list[i].hidden, &h, requestTable, string(one.Kiosk), string(one.ID)); err != nil {
			return nil, failed("read a request", err)
		}
		one.Form = h.Form
		near = append(near, one)
	}
	return near, failed("find requests that look the same", err)
}
