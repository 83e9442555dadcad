package county

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// BulletinDraft implements office.BulletinBook.
func (db *DB) BulletinDraft(ctx context.Context, period string) (office.BulletinDraft, error) {
	d, ms, problems, measures := office.BulletinDraft{Period: period}, int64(0), "", ""
	err := db.db.Read().QueryRowContext(ctx, `SELECT problems, measures, account, at_ms FROM bulletin_draft WHERE period = $1`, period).Scan(&problems, &measures, &d.Account, &ms)
	if errors.Is(err, sql.ErrNoRows) {
		return d, nil
	}
	d.Problems, d.Measures, d.At = office.BulletinLines(problems), office.BulletinLines(measures), at(ms)
	return d, failed("find the draft of a bulletin", err)
}

// KeepBulletinDraft implements office.BulletinBook.
func (db *DB) KeepBulletinDraft(ctx context.Context, d office.BulletinDraft, seen time.Time) error {
	before := int64(0)
	if !seen.IsZero() {
		before = seen.UnixMilli()
	}
	return db.db.Write(ctx, "keep the draft of a bulletin", func(tx *sql.Tx) error {
		kept := int64(0)
		err := tx.QueryRowContext(ctx, `SELECT at_ms FROM bulletin_draft WHERE period = $1`, d.Period).Scan(&kept)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if kept != before {
			return meanwhile()
		}
		done, err := tx.ExecContext(ctx, `INSERT INTO bulletin_draft (period, problems, measures, account, at_ms) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (period) DO UPDATE SET problems = excluded.problems, measures = excluded.measures, account = excluded.account, at_ms = excluded.at_ms
			WHERE bulletin_draft.at_ms = $6`,
			d.Period, strings.Join(d.Problems, "\n"), strings.Join(d.Measures, "\n"), d.Account, max(d.At.UnixMilli(), kept+1), kept)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err == nil && n == 0 { // somebody was quicker since the look above
			return meanwhile()
		}
		return err
	})
}

// BulletinHeads implements office.BulletinBook.
func (db *DB) BulletinHeads(ctx context.Context, limit int) (all []office.BulletinHead, err error) {
	type row struct {
		office.BulletinHead
		ms int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `SELECT period, year, issue, corrects, issued_ms FROM bulletin ORDER BY year DESC, issue DESC LIMIT $1`, limit)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.Period, &r.Year, &r.Issue, &r.Corrects, &r.ms} })
	for _, r := range list {
		r.IssuedAt = at(r.ms)
		all = append(all, r.BulletinHead)
	}
	return all, failed("list bulletins", err)
}

func meanwhile() *village.Error {
	return &village.Error{Kind: village.Conflict, Field: "problems", Key: "err.bulletin.meanwhile"}
}
