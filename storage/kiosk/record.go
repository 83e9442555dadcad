package kiosk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// enqueue gives r the next place in the queue, links it to the chain and stores
// it with its parts. A record that is not what its digest says, or could never
// travel, is refused here: later there would be nobody to ask.
func enqueue(ctx context.Context, tx *sql.Tx, id village.RecordID, r village.Record) (place int64, err error) {
	if err := checkRecord(id, r); err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `
		INSERT INTO outbox (place, epoch, seq, id, kind, schema, state, created_ms, time_trust, keep_days, digest, body)
		SELECT max(coalesce((SELECT max(place) FROM outbox), 0), c.place_floor) + 1, c.epoch,
			coalesce((SELECT max(seq) FROM outbox WHERE epoch = c.epoch), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?
		FROM chain c RETURNING place`,
		r.ID, r.Kind, r.Schema, village.RecordLocal, r.CreatedAt.UnixMilli(), r.TimeTrust, r.KeepDays, r.Digest, r.Body).Scan(&place)
	if err != nil {
		return 0, err
	}
	for i, p := range r.Parts {
		if err := insertPart(ctx, tx, r.ID, i, p); err != nil {
			return 0, err
		}
	}
	return place, link(ctx, tx, place)
}

func insertPart(ctx context.Context, tx *sql.Tx, record village.RecordID, ordinal int, p village.Part) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO part (record, ordinal, material, type, sha256, data) VALUES (?, ?, ?, ?, ?, ?)`,
		record, ordinal, p.Material, p.Type, p.SHA256, p.Data)
	return err
}

// stateColumn is the state of a record in one word.
const stateColumn = `CASE WHEN partial THEN 'partial' WHEN erased AND state = 'durable' THEN 'pruned' ELSE state END`

func checkRecord(id village.RecordID, r village.Record) error {
	if r.ID != id {
		return errors.New("record and act have different names")
	}
	if err := r.CheckSize(); err != nil {
		return err
	}
	if sum := sha256.Sum256(r.Body); len(r.Body) == 0 || !bytes.Equal(sum[:], r.Digest) {
		return errors.New("digest does not fit the body")
	}
	for _, p := range r.Parts {
		if sum := sha256.Sum256(p.Data); !bytes.Equal(sum[:], p.SHA256) {
			return errors.New("digest does not fit a part")
		}
	}
	return nil
}

// Records calls each for every record in the order of the queue, without body
// and parts, until one returns an error.
func (db *DB) Records(ctx context.Context, each func(village.Record) error) error {
	rows, err := db.sql.Read().QueryContext(ctx, `
		SELECT epoch, seq, id, kind, schema, `+stateColumn+`, problem, created_ms, time_trust, digest FROM outbox ORDER BY place`)
	if err != nil {
		return sqldb.Failed("list records", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r village.Record
		var created int64
		err := rows.Scan(&r.Epoch, &r.Seq, &r.ID, &r.Kind, &r.Schema, &r.State, &r.Problem, &created, &r.TimeTrust, &r.Digest)
		if err != nil {
			return sqldb.Failed("list records", err)
		}
		r.CreatedAt = moment(created)
		if err := each(r); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return sqldb.Failed("list records", err)
	}
	return nil
}

// Papers are the codes and items of the records that have a paper: cases, and what was
// handed in with the paper of one.
func (db *DB) Papers(ctx context.Context) (map[village.RecordID]village.Case, error) {
	rows, err := db.sql.Read().QueryContext(ctx, `
		SELECT id, short_code, item FROM cases UNION ALL SELECT id, code, item FROM follow_up`)
	if err != nil {
		return nil, sqldb.Failed("list papers", err)
	}
	defer rows.Close()
	papers := map[village.RecordID]village.Case{}
	for rows.Next() {
		var c village.Case
		if err := rows.Scan(&c.ID, &c.ShortCode, &c.Item); err != nil {
			return nil, sqldb.Failed("list papers", err)
		}
		papers[c.ID] = c
	}
	return papers, sqldbFailed("list papers", rows.Err())
}

// Count is the queue in figures.
func (db *DB) Count(ctx context.Context) (village.OutboxCount, error) {
	var c village.OutboxCount
	rows, err := db.sql.Read().QueryContext(ctx, `SELECT `+stateColumn+` AS s, count(*) FROM outbox GROUP BY s`)
	if err != nil {
		return c, sqldb.Failed("count records", err)
	}
	defer rows.Close()
	for rows.Next() {
		var state village.RecordState
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return c, sqldb.Failed("count records", err)
		}
		add(&c, state, n)
	}
	if err := rows.Err(); err != nil {
		return c, sqldb.Failed("count records", err)
	}
	if err := db.sql.Read().QueryRowContext(ctx, `SELECT max(coalesce((SELECT max(place) FROM outbox), 0), place_floor) FROM chain`).Scan(&c.Lifetime); err != nil {
		return c, sqldb.Failed("count records", err)
	}
	at, err := db.Contact(ctx)
	if err == nil && !at.IsZero() {
		c.LastContact = &at
	}
	return c, err
}

func add(c *village.OutboxCount, state village.RecordState, n int) {
	switch state {
	case village.RecordLocal:
		c.Waiting += n
	case village.RecordSent:
		c.Waiting, c.Sent = c.Waiting+n, c.Sent+n
	case village.RecordPartial:
		c.Waiting, c.Partial = c.Waiting+n, c.Partial+n
	case village.RecordStored:
		c.Stored += n
	case village.RecordDurable:
		c.Durable += n
	case village.RecordPruned:
		c.Durable, c.Pruned = c.Durable+n, c.Pruned+n
	case village.RecordNeedsAttention:
		c.NeedsAttention += n
	}
}
