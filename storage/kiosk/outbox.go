package kiosk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// Keys of setting rows.
const (
	settingSent      = "sent_through" // highest seq that was ever on the line
	settingContact   = "contact_ms"   // last answer of the county
	settingEnrolment = "enrolment"    // JSON
	settingName      = "kiosk"        // the machine's own name, from its first start
)

// NextSeq implements outbox.Store.
func (db *DB) NextSeq(ctx context.Context) (int64, error) {
	var next int64
	if err := db.sql.Read().QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) + 1 FROM outbox`).Scan(&next); err != nil {
		return 0, sqldb.Failed("find the end of the queue", err)
	}
	return next, nil
}

// Pending implements outbox.Store.
func (db *DB) Pending(ctx context.Context, maxRecords, maxBytes int) ([]village.Record, error) {
	tx, err := db.sql.Read().BeginTx(ctx, nil) // one snapshot for records and parts
	if err != nil {
		return nil, sqldb.Failed("read the queue", err)
	}
	defer tx.Rollback() //nolint:errcheck // it only read
	first, last, err := span(ctx, tx, maxRecords, maxBytes)
	if err != nil || last == 0 {
		return nil, err
	}
	records, err := load(ctx, tx, first, last)
	if err != nil {
		return nil, sqldb.Failed("read the queue", err)
	}
	for i := range records {
		if records[i].Parts, err = parts(ctx, tx, records[i].ID); err != nil {
			return nil, sqldb.Failed("read the papers of a record", err)
		}
	}
	return records, nil
}

// span finds the first records that wait, without a gap: as many as fit, and
// one at least. last is 0 when none waits.
func span(ctx context.Context, tx *sql.Tx, maxRecords, maxBytes int) (first, last int64, err error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT seq, length(body) + (SELECT coalesce(sum(length(data)), 0) FROM part WHERE record = outbox.id)
		FROM outbox NOT INDEXED WHERE state IN ('local', 'sent') AND seq >= (SELECT min(first) FROM (
			SELECT min(seq) AS first FROM outbox WHERE state = 'local'
			UNION ALL SELECT min(seq) FROM outbox WHERE state = 'sent'))
		ORDER BY seq LIMIT ?`, maxRecords)
	if err != nil {
		return 0, 0, sqldb.Failed("read the queue", err)
	}
	defer rows.Close()
	for room := maxBytes; rows.Next(); {
		var seq int64
		var size int
		if err := rows.Scan(&seq, &size); err != nil {
			return 0, 0, sqldb.Failed("read the queue", err)
		}
		if last != 0 && (size > room || seq != last+1) {
			break
		}
		if last == 0 {
			first = seq
		}
		last, room = seq, room-size
	}
	if err := rows.Err(); err != nil {
		return 0, 0, sqldb.Failed("read the queue", err)
	}
	return first, last, nil
}

func load(ctx context.Context, tx *sql.Tx, first, last int64) ([]village.Record, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT seq, id, kind, schema, state, problem, created_ms, time_trust, digest, body
		FROM outbox WHERE seq BETWEEN ? AND ? ORDER BY seq`, first, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var records []village.Record
	for rows.Next() {
		var r village.Record
		var created int64
		err := rows.Scan(&r.Seq, &r.ID, &r.Kind, &r.Schema, &r.State, &r.Problem, &created, &r.TimeTrust, &r.Digest, &r.Body)
		if err != nil {
			return nil, err
		}
		r.CreatedAt = moment(created)
		records = append(records, r)
	}
	return records, rows.Err()
}

func parts(ctx context.Context, tx *sql.Tx, id village.RecordID) ([]village.Part, error) {
	rows, err := tx.QueryContext(ctx, `SELECT material, type, sha256, data FROM part WHERE record = ? ORDER BY ordinal`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []village.Part
	for rows.Next() {
		var p village.Part
		if err := rows.Scan(&p.Material, &p.Type, &p.SHA256, &p.Data); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// MarkSent implements outbox.Store.
func (db *DB) MarkSent(ctx context.Context, through int64) error {
	return db.sql.Write(ctx, "mark records as sent", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'sent' WHERE state = 'local' AND seq <= ?`, through)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO setting (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`,
			settingSent, strconv.FormatInt(through, 10))
		return err
	})
}

// MarkUnanswered implements outbox.Store.
func (db *DB) MarkUnanswered(ctx context.Context) error {
	return db.sql.Write(ctx, "note that no answer came", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'local' WHERE state = 'sent'`)
		return err
	})
}

// Acknowledge implements outbox.Store.
func (db *DB) Acknowledge(ctx context.Context, a village.Ack) error {
	return db.sql.Write(ctx, "take the county's answer", func(tx *sql.Tx) error {
		if err := believable(ctx, tx, a.WantSeq); err != nil {
			return err
		}
		for _, step := range []string{
			`UPDATE outbox SET state = 'stored' WHERE seq < ? AND state IN ('local', 'sent')`,
			`UPDATE outbox SET state = 'local', problem = '' WHERE seq >= ? AND state IN ('sent', 'stored', 'durable', 'needs_attention')`,
		} {
			if _, err := tx.ExecContext(ctx, step, a.WantSeq); err != nil {
				return err
			}
		}
		for _, r := range a.Rejects {
			_, err := tx.ExecContext(ctx, `
				UPDATE outbox SET state = 'needs_attention', problem = ? WHERE seq = ? AND id = ? AND seq < ?`,
				r.Key, r.Seq, r.ID, a.WantSeq)
			if err != nil {
				return err
			}
		}
		return setSetting(ctx, tx, settingContact, strconv.FormatInt(a.At.UnixMilli(), 10))
	})
}

// believable refuses an answer about records that were never on the line: the
// county has seen another past of this machine, and what waits here must not be
// believed to have arrived.
func believable(ctx context.Context, tx *sql.Tx, want int64) error {
	var sent int64
	err := tx.QueryRowContext(ctx, `SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?`, settingSent).Scan(&sent)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if want < 1 || want > sent+1 {
		return &village.Error{
			Kind: village.Conflict, Key: "err.sync.ahead",
			Err: fmt.Errorf("county wants %d and %d was sent", want, sent),
		}
	}
	return nil
}
