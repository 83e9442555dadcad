package kiosk

import (
	"context"
	"time"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// mostInHand is how many cases in hand are listed at most: more than a centre takes in in
// a day, and no list that nobody reads.
const mostInHand = 300

// CasesInHand implements desk.WorkBook.
func (db *DB) CasesInHand(ctx context.Context, today, since time.Time) (codes []village.ShortCode, err error) {
	rows, err := db.sql.Read().QueryContext(ctx, `
		SELECT short_code FROM cases WHERE accepted_ms >= ? OR accepted_ms >= ? AND (
			item = ? OR instr(materials, '"' || ? || '"') > 0
			OR id IN (SELECT record FROM letter WHERE kind = ?)
			OR id IN (SELECT id FROM outbox WHERE problem <> '')
			OR id IN (SELECT f.of FROM follow_up f JOIN outbox o ON o.id = f.id WHERE o.problem <> ''))
		ORDER BY place DESC LIMIT ?`,
		today.UnixMilli(), since.UnixMilli(), village.BookHome, village.Deferred, village.LetterDelivery, mostInHand)
	if err != nil {
		return nil, sqldb.Failed("list cases in hand", err)
	}
	defer rows.Close()
	for rows.Next() {
		var code village.ShortCode
		if err := rows.Scan(&code); err != nil {
			return nil, sqldb.Failed("list cases in hand", err)
		}
		codes = append(codes, code)
	}
	return codes, sqldbFailed("list cases in hand", rows.Err())
}
