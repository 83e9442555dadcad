package kiosk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"bianmin/app/catalog"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

const heldColumns = `stream, version, sha256, size, issued_ms, signer, signature, incarnation`

// scanHeld reads a row of heldColumns.
func scanHeld(scan func(...any) error) (h snapshot.Held, err error) {
	var sum []byte
	var issued int64
	err = scan(&h.Stream, &h.Version, &sum, &h.Size, &issued, &h.Signer, &h.Signature, &h.Incarnation)
	if err == nil {
		h.SHA256, h.IssuedAt = [32]byte(sum), moment(issued)
	}
	return h, err
}

// Held implements inbox.Store.
func (db *DB) Held(ctx context.Context) (list []snapshot.Held, err error) {
	rows, err := db.sql.Read().QueryContext(ctx, `SELECT `+heldColumns+` FROM snapshot ORDER BY stream`)
	if err != nil {
		return nil, sqldb.Failed("read what is in use", err)
	}
	defer rows.Close()
	for rows.Next() {
		h, err := scanHeld(rows.Scan)
		if err != nil {
			return nil, sqldb.Failed("read what is in use", err)
		}
		list = append(list, h)
	}
	return list, sqldbFailed("read what is in use", rows.Err())
}

// Fetched implements inbox.Store.
func (db *DB) Fetched(ctx context.Context, m snapshot.Manifest) (have []byte, err error) {
	rows, err := db.sql.Read().QueryContext(ctx, `
		SELECT data FROM snapshot_piece WHERE stream = ? AND sha256 = ? ORDER BY start`, m.Stream, m.SHA256[:])
	if err != nil {
		return nil, sqldb.Failed("read what was fetched", err)
	}
	defer rows.Close()
	for rows.Next() {
		var piece []byte
		if err := rows.Scan(&piece); err != nil {
			return nil, sqldb.Failed("read what was fetched", err)
		}
		have = append(have, piece...)
	}
	return have, sqldbFailed("read what was fetched", rows.Err())
}

// Fetch implements inbox.Store.
func (db *DB) Fetch(ctx context.Context, m snapshot.Manifest, from int64, data []byte) error {
	return db.sql.Write(ctx, "keep a piece of a snapshot", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM snapshot_piece WHERE stream = ? AND sha256 <> ?`, m.Stream, m.SHA256[:]); err != nil {
			return err
		}
		var have int64
		err := tx.QueryRowContext(ctx, `SELECT coalesce(sum(length(data)), 0) FROM snapshot_piece WHERE stream = ?`, m.Stream).Scan(&have)
		if err == nil && have != from {
			err = &village.Error{Kind: village.Conflict, Err: fmt.Errorf("a piece from %d on after %d bytes", from, have)}
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO snapshot_piece (stream, sha256, start, data) VALUES (?, ?, ?, ?)`, m.Stream, m.SHA256[:], from, data)
		return err
	})
}

// Activate implements inbox.Store.
func (db *DB) Activate(ctx context.Context, h snapshot.Held, plain []byte) error {
	return db.sql.Write(ctx, "activate "+string(h.Stream), func(tx *sql.Tx) error {
		now, err := scanHeld(tx.QueryRowContext(ctx, `SELECT `+heldColumns+` FROM snapshot WHERE stream = ?`, h.Stream).Scan)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := now.Follows(h.Manifest, h.Incarnation); err != nil {
			return err
		}
		if plain == nil {
			return renew(ctx, tx, now, h)
		}
		if h.Stream == snapshot.Catalogue {
			if err := db.useSnapshot(ctx, tx, plain); err != nil {
				return err
			}
			plain = []byte{}
		} else if _, err := db.note(ctx, tx, village.Act{Kind: village.AuditSnapshot, Subject: fmt.Sprint(h.Stream, " ", h.Version)}); err != nil {
			return err
		}
		if err := forget(ctx, tx, h.Stream); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT OR REPLACE INTO snapshot (`+heldColumns+`, active_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			h.Stream, h.Version, h.SHA256[:], h.Size, h.IssuedAt.UnixMilli(), h.Signer, h.Signature, h.Incarnation, db.now().UnixMilli(), plain)
		return err
	})
}

// renew notes that the content in use is the newest in another life of the county.
func renew(ctx context.Context, tx *sql.Tx, now, h snapshot.Held) error {
	if !now.Same(h.Manifest) {
		return &village.Error{Kind: village.Conflict, Err: errors.New("another content is in use")}
	}
	_, err := tx.ExecContext(ctx, `UPDATE snapshot SET incarnation = ?, signer = ?, signature = ?, issued_ms = ? WHERE stream = ?`,
		h.Incarnation, h.Signer, h.Signature, h.IssuedAt.UnixMilli(), h.Stream)
	if err == nil {
		err = forget(ctx, tx, h.Stream)
	}
	return err
}

// useSnapshot puts the county's catalogue into use.
func (db *DB) useSnapshot(ctx context.Context, tx *sql.Tx, plain []byte) error {
	list, err := catalog.Load(plain)
	if err != nil {
		return err
	}
	return db.use(ctx, tx, catalogue{list.Version, list.Source, list.Example, plain})
}

// forget drops what was fetched of a stream's next content, and why it was
// refused.
func forget(ctx context.Context, tx *sql.Tx, stream snapshot.Stream) error {
	for _, text := range []string{`DELETE FROM snapshot_piece WHERE stream = ?`, `DELETE FROM snapshot_refused WHERE stream = ?`} {
		if _, err := tx.ExecContext(ctx, text, stream); err != nil {
			return err
		}
	}
	return nil
}

// Refuse implements inbox.Store.
func (db *DB) Refuse(ctx context.Context, m snapshot.Manifest, problem string) error {
	return db.sql.Write(ctx, "refuse "+string(m.Stream), func(tx *sql.Tx) error {
		if err := forget(ctx, tx, m.Stream); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO snapshot_refused (stream, version, problem, refused_ms) VALUES (?, ?, ?, ?)`,
			m.Stream, m.Version, problem, db.now().UnixMilli())
		return err
	})
}

// Refused are the county's newest contents that are not in use.
func (db *DB) Refused(ctx context.Context) (list []snapshot.Refused, err error) {
	rows, err := db.sql.Read().QueryContext(ctx, `SELECT stream, version, problem, refused_ms FROM snapshot_refused ORDER BY stream`)
	if err != nil {
		return nil, sqldb.Failed("read what was refused", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r snapshot.Refused
		var ms int64
		if err := rows.Scan(&r.Stream, &r.Version, &r.Problem, &ms); err != nil {
			return nil, sqldb.Failed("read what was refused", err)
		}
		r.At = time.UnixMilli(ms)
		list = append(list, r)
	}
	return list, sqldbFailed("read what was refused", rows.Err())
}

// Snapshot is the content in use of a stream, or [village.NotFound].
func (db *DB) Snapshot(ctx context.Context, stream snapshot.Stream) (plain []byte, err error) {
	if stream == snapshot.Catalogue {
		if err := db.sql.Read().QueryRowContext(ctx, `SELECT 1 FROM snapshot WHERE stream = ?`, stream).Scan(new(int)); err != nil {
			return nil, sqldb.Failed("read "+string(stream), err)
		}
		_, plain, err = db.Catalogue(ctx)
		return plain, err
	}
	err = db.sql.Read().QueryRowContext(ctx, `SELECT body FROM snapshot WHERE stream = ?`, stream).Scan(&plain)
	return plain, sqldbFailed("read "+string(stream), err)
}

// Mark names everything that is in use: the catalogue and the snapshots. Another
// one means that something was activated or imported meanwhile.
func (db *DB) Mark(ctx context.Context) (mark string, err error) {
	err = db.sql.Read().QueryRowContext(ctx, `
		SELECT coalesce((SELECT version || ' ' || place FROM catalogue ORDER BY place DESC LIMIT 1), '')
			|| coalesce((SELECT group_concat(stream || version || hex(sha256)) FROM (SELECT * FROM snapshot ORDER BY stream)), '')`).Scan(&mark)
	return mark, sqldbFailed("read what is in use", err)
}
