package kiosk

import (
	"context"
	"time"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// mostToday is how many cases of today are listed at most: more than a centre takes in in a
// day, and no list that nobody reads. What waits from earlier days is never cut.
const mostToday = 300

// CasesInHand implements desk.WorkBook.
func (db *DB) CasesInHand(ctx context.Context, today, since time.Time) (codes []village.ShortCode, err error) {
	rows, err := db.sql.Read().QueryContext(ctx, `
		SELECT short_code FROM cases c
		WHERE place IN (SELECT place FROM cases WHERE accepted_ms >= ? ORDER BY place DESC LIMIT ?)
			OR accepted_ms >= ? AND (
				id IN (SELECT id FROM outbox WHERE problem <> '')
				OR id IN (SELECT f.of FROM follow_up f JOIN outbox o ON o.id = f.id WHERE o.problem <> '')
				OR (item = ? OR instr(materials, '"' || ? || '"') > 0 OR id IN (SELECT record FROM letter WHERE kind = ?))
					AND coalesce((SELECT json_extract(CAST(body AS TEXT), '$.state') FROM letter WHERE record = c.id AND kind = ?
						ORDER BY place DESC LIMIT 1), '') NOT IN (?, ?, ?, ?, ?))
		ORDER BY place DESC`,
		today.UnixMilli(), mostToday, since.UnixMilli(), village.BookHome, village.Deferred, village.LetterDelivery, village.LetterCase,
		village.Completed, village.NotAccepted, village.Withdrawn, village.Ended, village.Missed) // [village.CaseState.Over]
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
