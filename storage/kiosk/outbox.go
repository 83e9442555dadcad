package kiosk

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"bianmin/app/village"
)

// Keys of setting rows.
const (
	settingContact   = "contact_ms" // last answer of the county
	settingEnrolment = "enrolment"  // JSON
	settingName      = "kiosk"      // the machine's own name, from its first start
	settingBundles   = "bundles"    // JSON: sums of the last messages of bundles on sticks
)

// Batch implements outbox.Store.
func (db *DB) Batch(ctx context.Context, from int64, maxRecords, maxBytes int) (prev []byte, records []village.Record, err error) {
	err = db.snapshot(ctx, "read the queue", func(tx *sql.Tx) error {
		head, err := headAt(ctx, tx, from-1)
		if err != nil {
			return err
		}
		prev = head[:]
		last, err := span(ctx, tx, from, maxRecords, maxBytes)
		if err != nil || last == 0 {
			return err
		}
		if records, err = load(ctx, tx, from, last); err != nil {
			return err
		}
		for i := range records {
			if records[i].Parts, err = partSums(ctx, tx, records[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
	return prev, records, err
}

// span finds the last record of a batch: as many as fit, and one at least; 0
// when there is none. It stops before a body that was deleted.
func span(ctx context.Context, tx *sql.Tx, from int64, maxRecords, maxBytes int) (last int64, err error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT seq, length(body) FROM outbox
		WHERE epoch = (SELECT epoch FROM chain) AND seq >= ? AND NOT erased ORDER BY seq LIMIT ?`, from, maxRecords)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for next, room := from, maxBytes; rows.Next(); next++ {
		var seq int64
		var size int
		if err := rows.Scan(&seq, &size); err != nil {
			return 0, err
		}
		if seq != next || last != 0 && size > room {
			break
		}
		last, room = seq, room-size
	}
	return last, rows.Err()
}

func load(ctx context.Context, tx *sql.Tx, first, last int64) ([]village.Record, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT epoch, seq, id, kind, schema, `+stateColumn+`, problem, created_ms, time_trust, digest, hash, body
		FROM outbox WHERE epoch = (SELECT epoch FROM chain) AND seq BETWEEN ? AND ? ORDER BY seq`, first, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var records []village.Record
	for rows.Next() {
		var r village.Record
		var created int64
		err := rows.Scan(&r.Epoch, &r.Seq, &r.ID, &r.Kind, &r.Schema, &r.State, &r.Problem, &created, &r.TimeTrust, &r.Digest, &r.Hash, &r.Body)
		if err != nil {
			return nil, err
		}
		r.CreatedAt = moment(created)
		records = append(records, r)
	}
	return records, rows.Err()
}

// Piece implements outbox.Store.
func (db *DB) Piece(ctx context.Context, sum [32]byte) ([]byte, error) {
	var data []byte
	err := db.sql.Read().QueryRowContext(ctx, `SELECT data FROM part WHERE sha256 = ? LIMIT 1`, sum[:]).Scan(&data)
	return data, sqldbFailed("read a piece of a file", err)
}

// RefusePiece implements outbox.Store.
func (db *DB) RefusePiece(ctx context.Context, sum [32]byte, problem string) error {
	return db.sql.Write(ctx, "note a damaged piece", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE part SET refused = 1 WHERE sha256 = ?`, sum[:]); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE outbox SET state = 'needs_attention', partial = 0, problem = ?
			WHERE id IN (SELECT record FROM part WHERE sha256 = ?) AND NOT erased`, problem, sum[:])
		return err
	})
}

// MarkSent implements outbox.Store.
func (db *DB) MarkSent(ctx context.Context, through int64) error {
	return db.sql.Write(ctx, "mark records as sent", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE outbox SET state = 'sent' WHERE state = 'local' AND epoch = (SELECT epoch FROM chain) AND seq <= ?`, through)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE chain SET sent = max(sent, ?)`, through)
		return err
	})
}

// MarkUnanswered implements outbox.Store.
func (db *DB) MarkUnanswered(ctx context.Context) error {
	return db.sql.Write(ctx, "note that no answer came", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'local' WHERE state = 'sent' AND partial = 0`)
		return err
	})
}

// Acknowledge implements outbox.Store.
func (db *DB) Acknowledge(ctx context.Context, a village.Ack) error {
	return db.sql.Write(ctx, "take the county's answer", func(tx *sql.Tx) error {
		if err := believable(ctx, tx, a); err != nil {
			return err
		}
		const own = ` AND epoch = (SELECT epoch FROM chain) AND NOT erased`
		const whole = `(seq <= ?2 OR NOT EXISTS (SELECT 1 FROM part WHERE record = outbox.id))`
		for _, step := range []string{
			`UPDATE outbox SET state = 'stored', partial = 0 WHERE seq < ?1 AND state IN ('local', 'sent') AND ` + whole + own,
			`UPDATE outbox SET state = 'sent', partial = 1 WHERE seq < ?1 AND state IN ('local', 'sent', 'stored', 'durable') AND NOT ` + whole + own,
			`UPDATE outbox SET state = 'durable' WHERE seq <= ?3 AND state = 'stored'` + own,
			`UPDATE outbox SET state = 'stored' WHERE seq > ?3 AND state = 'durable'` + own,
			`UPDATE outbox SET durable_ms = ?4 WHERE seq <= ?3 AND durable_ms IS NULL` + own,
			`UPDATE outbox SET durable_ms = NULL WHERE seq > ?3 AND durable_ms IS NOT NULL` + own,
			`UPDATE outbox SET state = 'local', partial = 0, problem = ''
				WHERE seq >= ?1 AND state IN ('sent', 'stored', 'durable', 'needs_attention')` + own,
		} {
			if _, err := tx.ExecContext(ctx, step, a.WantSeq, a.CompleteSeq, a.DurableSeq, a.CountyTime.UnixMilli()); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE chain SET want = ?1, durable = ?2, incarnation = ?3, county_ms = ?4,
				rejects_seen = CASE WHEN incarnation IS ?3 THEN rejects_seen ELSE 0 END`, // a restored county counts them anew
			a.WantSeq, a.DurableSeq, a.Incarnation, a.CountyTime.UnixMilli())
		if err != nil {
			return err
		}
		if err := rejects(ctx, tx, a); err != nil {
			return err
		}
		if a.AuditWant > 0 {
			if _, err := tx.ExecContext(ctx, `UPDATE audit_log SET want = ?`, a.AuditWant); err != nil {
				return err
			}
		}
		return setSetting(ctx, tx, settingContact, strconv.FormatInt(a.At.UnixMilli(), 10))
	})
}

// rejects notes records that the county set aside, in their order. It stops at one
// that waits here again, because a new epoch began: noted now it would be
// forgotten with the next answer, and the county tells it once more.
func rejects(ctx context.Context, tx *sql.Tx, a village.Ack) error {
	for _, r := range a.Rejects {
		var waits bool
		err := tx.QueryRowContext(ctx, `
			SELECT EXISTS (SELECT 1 FROM outbox WHERE id = ? AND epoch = (SELECT epoch FROM chain) AND seq >= ? AND NOT erased)`,
			r.ID, a.WantSeq).Scan(&waits)
		if err != nil || waits {
			return err
		}
		if err := reject(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// reject notes a record that the county set aside, which is delivered all the
// same, or that it can use after all.
func reject(ctx context.Context, tx *sql.Tx, r village.Reject) error {
	const here = ` WHERE id = ?1 AND epoch = (SELECT epoch FROM chain) AND seq < (SELECT want FROM chain) AND state `
	note := `UPDATE outbox SET state = 'needs_attention', partial = 0, problem = ?2` + here + `IN ('sent', 'stored', 'durable')`
	if r.Key == "" {
		note = `UPDATE outbox SET state = 'stored', problem = ?2` + here + `= 'needs_attention'`
	}
	if _, err := tx.ExecContext(ctx, note, r.ID, r.Key); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE chain SET rejects_seen = max(rejects_seen, ?)`, r.Number)
	return err
}

// believable refuses an answer about records that were never on the line, or of
// another epoch: what waits here must not be believed to have arrived.
func believable(ctx context.Context, tx *sql.Tx, a village.Ack) error {
	var epoch, sent int64
	if err := tx.QueryRowContext(ctx, `SELECT epoch, sent FROM chain`).Scan(&epoch, &sent); err != nil {
		return err
	}
	if a.Epoch != epoch || a.WantSeq < 1 || a.WantSeq > sent+1 || a.CompleteSeq >= a.WantSeq || a.DurableSeq > a.CompleteSeq {
		return &village.Error{
			Kind: village.Conflict, Key: "err.sync.ahead",
			Err: fmt.Errorf("county wants %d of epoch %d, and %d of epoch %d was sent", a.WantSeq, a.Epoch, sent, epoch),
		}
	}
	return nil
}
