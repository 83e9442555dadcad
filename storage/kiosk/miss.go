package kiosk

import (
	"context"
	"database/sql"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// Bounds of what is kept of searches that found nothing. Whoever drums on the
// keys fills a day, not the disk.
const (
	missDays     = 31  // as long as a machine may be without a line
	missesOfADay = 200 // different words
)

// NoteMiss counts a search that found nothing on the day of m; its count is not read. Words
// beyond those of a full day are not kept; what is older than a month is forgotten, told or
// not.
func (db *DB) NoteMiss(ctx context.Context, m village.Miss) error {
	return db.sql.Write(ctx, "note a search without a result", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM search_miss WHERE day <= ?`, m.Day.Add(-missDays)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO search_miss (day, tag, sealed, count, told)
			SELECT ?1, ?2, ?3, 1, 0
			WHERE EXISTS (SELECT 1 FROM search_miss WHERE day = ?1 AND tag = ?2)
			   OR (SELECT count(*) FROM search_miss WHERE day = ?1) < ?4
			ON CONFLICT (day, tag) DO UPDATE SET count = count + 1`, m.Day, m.Tag, m.Sealed, missesOfADay)
		return err
	})
}

// Misses are searches without a result that the county does not have yet as they are,
// the oldest first, at most [village.MaxMisses].
func (db *DB) Misses(ctx context.Context) ([]village.Miss, error) {
	rows, err := db.sql.Read().QueryContext(ctx, `
		SELECT day, tag, sealed, count FROM search_miss WHERE count > told ORDER BY day, tag LIMIT ?`, village.MaxMisses)
	if err != nil {
		return nil, sqldb.Failed("list searches without a result", err)
	}
	defer rows.Close()
	var list []village.Miss
	for rows.Next() {
		var m village.Miss
		if err := rows.Scan(&m.Day, &m.Tag, &m.Sealed, &m.Count); err != nil {
			return nil, sqldb.Failed("list searches without a result", err)
		}
		list = append(list, m)
	}
	return list, sqldbFailed("list searches without a result", rows.Err())
}

// MissesTold notes that the county has a list of [DB.Misses]. Days before today are
// forgotten with it: they do not grow any more.
func (db *DB) MissesTold(ctx context.Context, list []village.Miss, today village.Day) error {
	return db.sql.Write(ctx, "note that searches were told", func(tx *sql.Tx) error {
		for _, m := range list {
			if _, err := tx.ExecContext(ctx, `UPDATE search_miss SET told = max(told, ?) WHERE day = ? AND tag = ?`, m.Count, m.Day, m.Tag); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM search_miss WHERE day < ? AND told >= count`, today)
		return err
	})
}
