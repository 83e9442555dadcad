package kiosk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// link gives a record that was just inserted its head. Before the machine has a
// name there is no chain to link to: [DB.Identity] does it then.
func link(ctx context.Context, tx *sql.Tx, place int64) error {
	name, err := nameIn(ctx, tx)
	if err != nil || name == "" {
		return err
	}
	return linkFrom(ctx, tx, name, place)
}

func nameIn(ctx context.Context, tx *sql.Tx) (name seal.KioskID, err error) {
	err = tx.QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, settingName).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return name, err
}

// linkFrom gives the records of the epoch from place on their heads.
func linkFrom(ctx context.Context, tx *sql.Tx, name seal.KioskID, place int64) error {
	rows, err := tx.QueryContext(ctx, `
		SELECT place, epoch, seq, id, kind, schema, created_ms, digest FROM outbox
		WHERE epoch = (SELECT epoch FROM chain) AND place >= ? ORDER BY seq`, place)
	records, places, err := scanLinks(rows, err)
	if err != nil || len(records) == 0 {
		return err
	}
	for i := range records {
		if records[i].Parts, err = partSums(ctx, tx, records[i].ID); err != nil {
			return err
		}
	}
	prev, err := headAt(ctx, tx, records[0].Seq-1)
	if err != nil {
		return err
	}
	if _, err := seal.Chain(name, prev, records); err != nil {
		return err
	}
	for i, r := range records {
		if _, err := tx.ExecContext(ctx, `UPDATE outbox SET hash = ? WHERE place = ?`, r.Hash, places[i]); err != nil {
			return err
		}
	}
	return nil
}

func scanLinks(rows *sql.Rows, err error) (records []village.Record, places []int64, _ error) {
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r village.Record
		var place, created int64
		if err := rows.Scan(&place, &r.Epoch, &r.Seq, &r.ID, &r.Kind, &r.Schema, &created, &r.Digest); err != nil {
			return nil, nil, err
		}
		r.CreatedAt = moment(created)
		records, places = append(records, r), append(places, place)
	}
	return records, places, rows.Err()
}

// partSums are the parts of a record without their bytes.
func partSums(ctx context.Context, tx *sql.Tx, id village.RecordID) ([]village.Part, error) {
	rows, err := tx.QueryContext(ctx, `SELECT material, type, sha256, length(data) FROM part WHERE record = ? ORDER BY ordinal`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []village.Part
	for rows.Next() {
		var p village.Part
		if err := rows.Scan(&p.Material, &p.Type, &p.SHA256, &p.Size); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// headAt is the head of the epoch after seq; seq 0 is its base.
func headAt(ctx context.Context, tx *sql.Tx, seq int64) (seal.Head, error) {
	var raw []byte
	var err error
	if seq == 0 {
		err = tx.QueryRowContext(ctx, `SELECT base FROM chain`).Scan(&raw)
	} else {
		err = tx.QueryRowContext(ctx, `SELECT hash FROM outbox WHERE epoch = (SELECT epoch FROM chain) AND seq = ?`, seq).Scan(&raw)
	}
	if err == nil && len(raw) != len(seal.Head{}) {
		err = fmt.Errorf("record %d is not linked", seq)
	}
	if err != nil {
		return seal.Head{}, err
	}
	return seal.Head(raw), nil
}

// begin makes the first epoch's base when the machine gets its name, and links
// what was taken in before. Calling it again changes nothing.
func (db *DB) begin(ctx context.Context, name seal.KioskID) error {
	var waits bool
	err := db.sql.Read().QueryRowContext(ctx, `
		SELECT (SELECT base IS NULL FROM chain) OR EXISTS (SELECT 1 FROM outbox WHERE hash IS NULL)`).Scan(&waits)
	if err != nil || !waits {
		return sqldbFailed("look at the chain", err)
	}
	return db.sql.Write(ctx, "begin the chain", func(tx *sql.Tx) error {
		base := seal.BaseHead(name, 1, seal.Head{})
		if _, err := tx.ExecContext(ctx, `UPDATE chain SET base = ? WHERE base IS NULL`, base[:]); err != nil {
			return err
		}
		var first int64
		err := tx.QueryRowContext(ctx, `SELECT coalesce(min(place), 0) FROM outbox WHERE hash IS NULL`).Scan(&first)
		if err != nil || first == 0 {
			return err
		}
		return linkFrom(ctx, tx, name, first)
	})
}

func sqldbFailed(what string, err error) error {
	if err == nil {
		return nil
	}
	return sqldb.Failed(what, err)
}

// OutboxState implements outbox.Store.
func (db *DB) OutboxState(ctx context.Context) (s village.OutboxState, err error) {
	err = db.snapshot(ctx, "look at the chain", func(tx *sql.Tx) error {
		var toldMS int64
		err := tx.QueryRowContext(ctx, `
			SELECT c.epoch, c.want, c.incarnation, c.rejects_seen,
				coalesce((SELECT max(seq) FROM outbox WHERE epoch = c.epoch), 0) + 1,
				max(coalesce((SELECT max(place) FROM outbox), 0), c.place_floor),
				coalesce((SELECT max(seq) FROM outbox WHERE epoch = c.epoch AND erased), 0),
				coalesce((SELECT min(seq) FROM outbox WHERE epoch = c.epoch AND state IN ('local', 'sent')), 0), c.county_ms
			FROM chain c`).Scan(&s.Epoch, &s.Want, &s.Incarnation, &s.RejectsSeen, &s.Next, &s.Lifetime, &s.Pruned, &s.Open, &toldMS)
		if err != nil {
			return err
		}
		if toldMS != 0 {
			s.ToldAt = moment(toldMS)
		}
		if s.Open == 0 {
			s.Open = s.Next
		}
		head, err := headAt(ctx, tx, s.Next-1)
		s.Head = head[:]
		return err
	})
	return s, err
}

// HeadAt implements outbox.Store.
func (db *DB) HeadAt(ctx context.Context, seq int64) (head []byte, err error) {
	err = db.snapshot(ctx, "find a head", func(tx *sql.Tx) error {
		h, err := headAt(ctx, tx, seq)
		head = h[:]
		return err
	})
	return head, err
}

// snapshot runs do on one state of the database.
func (db *DB) snapshot(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := db.sql.Read().BeginTx(ctx, nil)
	if err != nil {
		return sqldb.Failed(what, err)
	}
	defer tx.Rollback() //nolint:errcheck // it only read
	return sqldbFailed(what, do(tx))
}

// renumber gives everything that is held the numbers of an epoch.
const renumber = `
	UPDATE outbox SET epoch = ?, seq = n.seq, state = 'local', partial = 0, problem = '', hash = NULL, durable_ms = NULL
	FROM (SELECT place, row_number() OVER (ORDER BY place) AS seq FROM outbox WHERE NOT erased) AS n
	WHERE n.place = outbox.place`

// NewEpoch implements outbox.Store: what is still held is numbered again under
// the new epoch, in its old order, and waits. What was deleted stays where it
// was: it is in a backup of the county.
func (db *DB) NewEpoch(ctx context.Context, epoch int64) error {
	return db.sql.Write(ctx, "begin a new epoch", func(tx *sql.Tx) error {
		name, err := nameIn(ctx, tx)
		if err != nil {
			return err
		}
		var old, last int64
		err = tx.QueryRowContext(ctx, `
			SELECT epoch, coalesce((SELECT max(seq) FROM outbox WHERE epoch = chain.epoch), 0) FROM chain`).Scan(&old, &last)
		if err != nil {
			return err
		}
		if epoch <= old {
			return &village.Error{Kind: village.Conflict, Err: fmt.Errorf("epoch %d is not after %d", epoch, old)}
		}
		head, err := headAt(ctx, tx, last)
		if err != nil {
			return err
		}
		base := seal.BaseHead(name, epoch, head)
		for _, step := range []struct {
			do   string
			args []any
		}{
			{`UPDATE chain SET epoch = ?, base = ?, want = 1, durable = 0, sent = 0, rejects_seen = 0`, []any{epoch, base[:]}},
			{renumber, []any{epoch}},
		} {
			if _, err := tx.ExecContext(ctx, step.do, step.args...); err != nil {
				return err
			}
		}
		if _, err := db.note(ctx, tx, village.Act{Kind: village.AuditEpoch, Subject: strconv.FormatInt(epoch, 10)}); err != nil {
			return err
		}
		return linkFrom(ctx, tx, name, 0)
	})
}
