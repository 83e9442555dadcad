package county

import (
	"context"
	"database/sql"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepMisses keeps what a kiosk counted; of a day and words the highest count stands. An
// unknown or revoked kiosk is [village.Denied].
func (db *DB) KeepMisses(ctx context.Context, kiosk seal.KioskID, list []village.Miss) error {
	return db.db.Write(ctx, "keep searches without a result of "+string(kiosk), func(tx *sql.Tx) error {
		var known int64
		err := tx.QueryRowContext(ctx, `
			UPDATE kiosk SET contact_ms = $1 WHERE id = $2 AND revoked_ms = 0 RETURNING contact_ms`, db.now().UnixMilli(), kiosk).Scan(&known)
		if err != nil {
			return stranger(err)
		}
		for _, m := range list {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO search_miss (kiosk, day, tag, sealed, words, count) VALUES ($1, $2, $3, $4, '', $5)
				ON CONFLICT (kiosk, day, tag) DO UPDATE SET count = excluded.count WHERE search_miss.count < excluded.count`,
				kiosk, m.Day, m.Tag, m.Sealed, m.Count); err != nil {
				return err
			}
		}
		return nil
	})
}

// SealedMisses implements office.SealedMissBook.
func (db *DB) SealedMisses(ctx context.Context, after office.SealedMiss, limit int) ([]office.SealedMiss, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT kiosk, day, tag, sealed, count FROM search_miss
		WHERE sealed IS NOT NULL AND (kiosk, day, tag) > ($1, $2, $3) ORDER BY kiosk, day, tag LIMIT $4`, after.Kiosk, after.Day, after.Tag, limit)
	list, err := collect(rows, err, func(m *office.SealedMiss) []any { return []any{&m.Kiosk, &m.Day, &m.Tag, &m.Sealed, &m.Count} })
	return list, failed("list sealed searches", err)
}

// SaveMisses implements office.SealedMissBook.
func (db *DB) SaveMisses(ctx context.Context, list []office.SealedMiss) error {
	return db.db.Write(ctx, "keep the words of searches", func(tx *sql.Tx) error {
		for _, m := range list {
			if _, err := tx.ExecContext(ctx, `UPDATE search_miss SET words = $1, sealed = NULL WHERE kiosk = $2 AND day = $3 AND tag = $4`, m.Words, m.Kiosk, m.Day, m.Tag); err != nil {
				return err
			}
		}
		return nil
	})
}

// MissedWords implements office.MissBook.
func (db *DB) MissedWords(ctx context.Context, done bool, limit int) ([]office.MissedWords, error) {
	type row struct {
		office.MissedWords
		ms int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		WITH found AS (
			SELECT words, CAST(SUM(count) AS BIGINT) AS total, COUNT(DISTINCT kiosk) AS kiosks, MIN(day) AS first_day, MAX(day) AS last_day
			FROM search_miss WHERE words <> '' GROUP BY words
		)
		SELECT f.words, f.total, f.kiosks, f.first_day, f.last_day,
			COALESCE(r.outcome, ''), COALESCE(r.note, ''), COALESCE(r.account, ''), COALESCE(r.at_ms, 0), COALESCE(r.seen, 0)
		FROM found f LEFT JOIN miss_review r ON r.number = (SELECT MAX(x.number) FROM miss_review x WHERE x.words = f.words)
		WHERE CASE WHEN r.outcome = 'not_here' OR r.seen >= f.total THEN 1 ELSE 0 END = $1
		ORDER BY f.total - COALESCE(r.seen, 0) DESC, f.last_day DESC, f.words LIMIT $2`, asNumber(done), limit)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Words, &r.Count, &r.Kiosks, &r.First, &r.Last, &r.Review.Outcome, &r.Review.Note, &r.Review.Account, &r.ms, &r.Review.Seen}
	})
	words := make([]office.MissedWords, len(list))
	for i, r := range list {
		words[i] = r.MissedWords
		words[i].Review.Words, words[i].Review.At = r.Words, at(r.ms)
	}
	return words, failed("list searches without a result", err)
}

// ReviewMiss implements office.MissBook.
func (db *DB) ReviewMiss(ctx context.Context, r office.MissReview) error {
	return db.db.Write(ctx, "review a search without a result", func(tx *sql.Tx) error {
		var seen int64
		if err := tx.QueryRowContext(ctx, `SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM search_miss WHERE words = $1`, r.Words).Scan(&seen); err != nil {
			return err
		}
		if seen == 0 {
			return &village.Error{Kind: village.NotFound, Field: "words", Key: "err.miss.unknown"}
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO miss_review (number, words, seen, outcome, note, account, at_ms)
			VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM miss_review), $1, $2, $3, $4, $5, $6)`,
			r.Words, seen, r.Outcome, r.Note, r.Account, r.At.UnixMilli())
		return err
	})
}
