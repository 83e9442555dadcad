package kiosk

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// SaveInspection implements desk.InspectionStore, as do all that follow.
func (db *DB) SaveInspection(ctx context.Context, c village.Case, r village.Record, seen desk.Inspected, sign village.SignReceipt) (village.Case, error) {
	rules, err := json.Marshal(seen.Rules)
	if err != nil {
		return village.Case{}, sqldb.Failed("save an inspection", err)
	}
	err = db.sql.Write(ctx, "save inspection "+string(c.ID), func(tx *sql.Tx) (err error) {
		if c, err = db.saveCase(ctx, tx, c, r, sign); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO inspection (place, centre, day, inspector, duty, rules) VALUES (?, ?, ?, ?, ?, ?)`,
			c.Seq, seen.Centre, seen.Day, seen.Inspector, seen.Duty, string(rules))
		return err
	})
	if err != nil {
		return village.Case{}, err
	}
	return c, nil
}

// Inspections are those since a day, the first first.
func (db *DB) Inspections(ctx context.Context, since village.Day) ([]desk.Inspected, error) {
	rows, err := db.sql.Read().QueryContext(ctx, `
		SELECT centre, day, inspector, duty, rules FROM inspection WHERE day >= ? ORDER BY day, place`, since)
	if err != nil {
		return nil, sqldb.Failed("find inspections", err)
	}
	defer rows.Close()
	var list []desk.Inspected
	for rows.Next() {
		var i desk.Inspected
		var rules string
		if err := rows.Scan(&i.Centre, &i.Day, &i.Inspector, &i.Duty, &rules); err != nil {
			return nil, sqldb.Failed("find inspections", err)
		}
		if err := json.Unmarshal([]byte(rules), &i.Rules); err != nil {
			return nil, sqldb.Failed("read the rules of an inspection", err)
		}
		list = append(list, i)
	}
	return list, sqldbFailed("find inspections", rows.Err())
}

// maxFactRows bounds how much of the log is read: a busy month has some thousand.
const maxFactRows = 50_000

// Facts are what the machine knows of itself since from.
func (db *DB) Facts(ctx context.Context, from time.Time) (f inspect.Facts, err error) {
	err = db.snapshot(ctx, "read what the machine knows", func(tx *sql.Tx) error {
		var oldest sql.NullInt64
		err := tx.QueryRowContext(ctx, `
			SELECT (SELECT count(*) FROM outbox WHERE partial OR state IN ('local', 'sent')),
				(SELECT count(*) FROM outbox WHERE state = 'needs_attention'),
				(SELECT min(created_ms) FROM outbox WHERE partial OR state IN ('local', 'sent')),
				(SELECT count(*) FROM cases WHERE accepted_ms >= ?1 AND item NOT LIKE ?2 AND item <> ?3),
				(SELECT count(DISTINCT r.target) FROM ratings r JOIN cases c ON c.short_code = r.target WHERE c.accepted_ms >= ?1 AND c.item NOT LIKE ?2 AND c.item <> ?3)`,
			from.UnixMilli(), village.InspectionPrefix+"%", village.RectificationReply).Scan(&f.Backlog, &f.Attention, &oldest, &f.Cases, &f.Rated)
		if err != nil {
			return err
		}
		f.OldestMS = oldest.Int64
		rows, err := lastAudit(ctx, tx, from)
		if err != nil {
			return err
		}
		f.Opening = []inspect.OpenDay{}
		f.ReadLog(rows, from)
		return nil
	})
	if err != nil {
		return f, err
	}
	at, err := db.Contact(ctx)
	if err == nil && !at.IsZero() {
		f.LastContact = at.UnixMilli()
	}
	return f, err
}

// lastAudit are the rows of the log since from by the clock, in their order. A row that
// is damaged is left out: the check of the log names it.
func lastAudit(ctx context.Context, tx *sql.Tx, from time.Time) ([]village.AuditRow, error) {
	found, err := tx.QueryContext(ctx, `SELECT row FROM audit ORDER BY seq DESC LIMIT ?`, maxFactRows)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var list []village.AuditRow
	for found.Next() {
		var raw []byte
		if err := found.Scan(&raw); err != nil {
			return nil, err
		}
		if row, err := seal.ParseAudit(raw); err == nil && !row.Wall.Before(from) {
			list = append(list, row)
		}
	}
	slices.Reverse(list)
	return list, found.Err()
}
