package kiosk

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/village"
)

// SaveRating implements desk.Store.
func (db *DB) SaveRating(ctx context.Context, r village.Rating, rec village.Record) (village.Rating, error) {
	err := db.sql.Write(ctx, "save rating "+string(r.ID), func(tx *sql.Tx) error {
		var rated bool
		err := tx.QueryRowContext(ctx,
			`SELECT EXISTS (SELECT 1 FROM ratings WHERE target = ? AND act = ? AND target <> '')`, r.Target, r.Act).Scan(&rated)
		if err != nil {
			return err
		}
		if rated {
			return &village.Error{Kind: village.Conflict, Field: "target", Err: errors.New("this service act was rated before")}
		}
		if r.Seq, err = enqueue(ctx, tx, r.ID, rec); err != nil {
			return err
		}
		if r.Helper != "" {
			if _, err = db.note(ctx, tx, village.Act{Kind: village.AuditHelped, Subject: village.HelperSubject(r.Target, r.Helper)}); err != nil {
				return err
			}
		}
		if _, err = db.note(ctx, tx, village.Act{Kind: village.AuditRated, Subject: string(r.ID)}); err != nil {
			return err
		}
		return insertRating(ctx, tx, r)
	})
	if err != nil {
		return village.Rating{}, err
	}
	return r, nil
}

func insertRating(ctx context.Context, tx *sql.Tx, r village.Rating) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO ratings (id, place, target, act, rated_ms, digest) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, r.Seq, r.Target, r.Act, r.RatedAt.UnixMilli(), r.Digest)
	return err
}

// ratedActs are the service acts of a case that were rated, in that order.
func ratedActs(ctx context.Context, tx *sql.Tx, id village.RecordID) (acts []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT r.act FROM ratings r JOIN cases c ON c.short_code = r.target WHERE c.id = ? ORDER BY r.place`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var act string
		if err := rows.Scan(&act); err != nil {
			return nil, err
		}
		acts = append(acts, act)
	}
	return acts, rows.Err()
}
