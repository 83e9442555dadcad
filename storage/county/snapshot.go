package county

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// keptRosters is how many lists of machines, and of helpers, keep their content: who fetches one
// while the next is published must still get it.
const keptRosters = 3

const manifestColumns = `stream, version, sha256, size, issued_ms, signer, signature`

type manifestRow struct {
	snapshot.Manifest
	sum      []byte
	issuedMS int64
}

func (r *manifestRow) columns() []any {
	return []any{&r.Stream, &r.Version, &r.sum, &r.Size, &r.issuedMS, &r.Signer, &r.Signature}
}

func (r *manifestRow) manifest() (snapshot.Manifest, error) {
	m := r.Manifest
	if len(r.sum) != len(m.SHA256) {
		return m, errors.New("a snapshot's sum is damaged")
	}
	m.SHA256, m.IssuedAt = [32]byte(r.sum), at(r.issuedMS)
	return m, nil
}

// Newest implements office.Snapshots.
func (db *DB) Newest(ctx context.Context) (incarnation []byte, list []snapshot.Manifest, err error) {
	err = db.read(ctx, "find what is published", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'incarnation'`).Scan(&incarnation)
		if errors.Is(err, sql.ErrNoRows) { // a database that was not set up yet: nothing is published
			return nil
		}
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT `+manifestColumns+` FROM snapshot s
			WHERE version = (SELECT MAX(version) FROM snapshot o WHERE o.stream = s.stream) ORDER BY stream`)
		found, err := collect(rows, err, (*manifestRow).columns)
		for i := range found {
			m, err := found[i].manifest()
			if err != nil {
				return err
			}
			list = append(list, m)
		}
		return err
	})
	return incarnation, list, err
}

// Published implements office.ChecklistStore.
func (db *DB) Published(ctx context.Context, stream snapshot.Stream) (list []snapshot.Manifest, err error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+manifestColumns+` FROM snapshot WHERE stream = $1 ORDER BY version`, stream)
	found, err := collect(rows, err, (*manifestRow).columns)
	for i := range found {
		m, bad := found[i].manifest()
		list, err = append(list, m), errors.Join(err, bad)
	}
	return list, failed("list what was published", err)
}

// Publish implements office.Snapshots.
func (db *DB) Publish(ctx context.Context, stream snapshot.Stream, content []byte, sign func(version int64) snapshot.Manifest) (m snapshot.Manifest, err error) {
	err = db.db.Write(ctx, "publish "+string(stream), func(tx *sql.Tx) error {
		m, err = publish(ctx, tx, stream, content, sign)
		return err
	})
	return m, err
}

func publish(ctx context.Context, tx *sql.Tx, stream snapshot.Stream, content []byte, sign func(version int64) snapshot.Manifest) (snapshot.Manifest, error) {
	var newest manifestRow
	err := tx.QueryRowContext(ctx, `SELECT `+manifestColumns+` FROM snapshot WHERE stream = $1 ORDER BY version DESC LIMIT 1`, stream).
		Scan(newest.columns()...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return snapshot.Manifest{}, err
	}
	m := sign(newest.Version + 1)
	if m.Version == 0 {
		return m, &village.Error{Kind: village.Conflict, Field: "last", Key: "err.snapshot.twice", Err: errors.New("another is in use by now")}
	}
	if err == nil {
		old, err := newest.manifest()
		if err != nil || old.SHA256 == m.SHA256 && old.Signer == m.Signer {
			return old, err
		}
	}
	return m, keepSnapshot(ctx, tx, m, content)
}

func keepSnapshot(ctx context.Context, tx *sql.Tx, m snapshot.Manifest, content []byte) error {
	added, err := tx.ExecContext(ctx, `INSERT INTO snapshot (`+manifestColumns+`, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (stream, version) DO NOTHING`,
		m.Stream, m.Version, m.SHA256[:], m.Size, m.IssuedAt.UnixMilli(), m.Signer, m.Signature, content)
	if err != nil {
		return err
	}
	if n, err := added.RowsAffected(); err != nil {
		return err
	} else if n == 0 {
		return &village.Error{Kind: village.Conflict, Key: "err.snapshot.twice", Err: errors.New("another was published at the same time")}
	}
	_, err = tx.ExecContext(ctx, `UPDATE snapshot SET content = $1 WHERE stream = $2 AND version <= $3`,
		[]byte{}, m.Stream, rosterLimit(m))
	return err
}

// rosterLimit is the last list of those that the county makes itself which m makes superfluous.
func rosterLimit(m snapshot.Manifest) int64 {
	if !m.Stream.Made() {
		return 0
	}
	return m.Version - keptRosters
}

// Content implements office.Snapshots.
func (db *DB) Content(ctx context.Context, sum [32]byte) (content []byte, err error) {
	err = db.db.Read().QueryRowContext(ctx, `
		SELECT content FROM snapshot WHERE sha256 = $1 AND content <> $2 LIMIT 1`, sum[:], []byte{}).Scan(&content)
	return content, failed("read a snapshot", err)
}

// KeepEdition keeps a catalogue by its version for ever, and lets openers look
// again into cases that waited for it. The same version with other items is a
// [village.Conflict]: cases name the version that they were taken with.
func (db *DB) KeepEdition(ctx context.Context, version string, plain []byte) error {
	return db.db.Write(ctx, "keep catalogue "+version, func(tx *sql.Tx) error {
		added, err := tx.ExecContext(ctx, `
			INSERT INTO edition (version, place, kept_ms, content)
			VALUES ($1, (SELECT COALESCE(MAX(place), 0) + 1 FROM edition), $2, $3) ON CONFLICT (version) DO NOTHING`,
			version, db.now().UnixMilli(), plain)
		if err != nil {
			return err
		}
		if n, err := added.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			var same bool
			err := tx.QueryRowContext(ctx, `SELECT content = $1 FROM edition WHERE version = $2`, plain, version).Scan(&same)
			if err == nil && !same {
				err = &village.Error{Kind: village.Conflict, Field: "version", Key: "err.store.catalogue_version"}
			}
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE record SET opened = 0 WHERE opened = 1 AND EXISTS (
				SELECT 1 FROM quarantine q WHERE q.kiosk = record.kiosk AND q.seq = record.seq AND q.problem = 'err.county.edition')`)
		return err
	})
}

// Edition is a kept catalogue by its version, or [village.NotFound].
func (db *DB) Edition(ctx context.Context, version string) (plain []byte, err error) {
	err = db.db.Read().QueryRowContext(ctx, `SELECT content FROM edition WHERE version = $1`, version).Scan(&plain)
	return plain, failed("read catalogue "+version, err)
}

// Editions are the versions of all kept catalogues, the last kept first.
func (db *DB) Editions(ctx context.Context) ([]string, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT version FROM edition ORDER BY place DESC`)
	list, err := collect(rows, err, func(v *string) []any { return []any{v} })
	return list, failed("list catalogues", err)
}
