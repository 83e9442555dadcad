package kiosk

import (
	"context"
	"time"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// FrequentItems are what at least so many cases were taken in for on this machine since a
// moment, most first. Nothing is said of items of few: a list would tell of single people.
func (db *DB) FrequentItems(ctx context.Context, since time.Time, least int) (items []village.ItemCode, err error) {
	rows, err := db.sql.Read().QueryContext(ctx, `
		SELECT item FROM cases WHERE accepted_ms >= ? GROUP BY item HAVING count(*) >= ? ORDER BY count(*) DESC, item`,
		since.UnixMilli(), least)
	if err != nil {
		return nil, sqldb.Failed("count the items", err)
	}
	defer rows.Close()
	for rows.Next() {
		var code village.ItemCode
		if err := rows.Scan(&code); err != nil {
			return nil, sqldb.Failed("count the items", err)
		}
		items = append(items, code)
	}
	return items, sqldbFailed("count the items", rows.Err())
}
