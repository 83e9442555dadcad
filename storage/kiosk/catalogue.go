package kiosk

import (
	"bytes"
	"context"
	"database/sql"
	"errors"

	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// SaveCatalogue puts a catalogue into use. One that was in use before is put
// into use again and not doubled; the same version with another body is a
// [village.Conflict], because cases name the version they were taken from.
// example marks a catalogue that is for show only. Where the county publishes
// the catalogue nobody else may: [village.Conflict], err.items.county.
func (db *DB) SaveCatalogue(ctx context.Context, version, source string, example bool, body []byte) error {
	c := catalogue{version, source, example, body}
	return db.sql.Write(ctx, "save catalogue", func(tx *sql.Tx) error {
		published, err := fromCounty(ctx, tx)
		if err == nil && published {
			err = &village.Error{Kind: village.Conflict, Field: "file", Key: "err.items.county"}
		}
		if err != nil {
			return err
		}
		return db.use(ctx, tx, c)
	})
}

// fromCounty reports whether the catalogue in use is the county's.
func fromCounty(ctx context.Context, tx *sql.Tx) (published bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM snapshot WHERE stream = ?)`, snapshot.Catalogue).Scan(&published)
	return published, err
}

// SaveExample puts the program's own example into use, unless the catalogue in
// use has come from elsewhere meanwhile: another process may import one while
// this one starts. taken says whether it is in use now.
func (db *DB) SaveExample(ctx context.Context, version, source string, body []byte) (taken bool, err error) {
	err = db.sql.Write(ctx, "save the example catalogue", func(tx *sql.Tx) error {
		var from string
		err := tx.QueryRowContext(ctx, `SELECT source FROM catalogue ORDER BY place DESC LIMIT 1`).Scan(&from)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		published, err2 := fromCounty(ctx, tx)
		if err2 != nil {
			return err2
		}
		if taken = !published && (err != nil || from == source); !taken {
			return nil
		}
		return db.use(ctx, tx, catalogue{version, source, true, body})
	})
	return taken, err
}

type catalogue struct {
	version, source string
	example         bool
	body            []byte
}

func (db *DB) use(ctx context.Context, tx *sql.Tx, c catalogue) error {
	var old []byte
	err := tx.QueryRowContext(ctx, `SELECT body FROM catalogue WHERE version = ?`, c.version).Scan(&old)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err == nil && !bytes.Equal(old, c.body) {
		return &village.Error{Kind: village.Conflict, Field: "version", Key: "err.store.catalogue_version"}
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO catalogue (version, place, source, example, imported_ms, body)
		SELECT ?, coalesce(max(place), 0) + 1, ?, ?, ?, ? FROM catalogue WHERE true
		ON CONFLICT (version) DO UPDATE SET place = excluded.place, source = excluded.source,
			example = excluded.example, imported_ms = excluded.imported_ms`,
		c.version, c.source, c.example, db.now().UnixMilli(), c.body)
	if err != nil {
		return err
	}
	act := village.Act{Kind: village.AuditCatalogue, Subject: shortVersion(c.version)}
	if c.example {
		act.Detail = village.AuditExample
	}
	_, err = db.note(ctx, tx, act)
	return err
}

// shortVersion is a version as the audit log has room for it.
func shortVersion(version string) string { return version[:min(len(version), 64)] }

// Catalogue is the catalogue in use, or a [village.NotFound] error.
func (db *DB) Catalogue(ctx context.Context) (version string, body []byte, err error) {
	err = db.sql.Read().QueryRowContext(ctx,
		`SELECT version, body FROM catalogue ORDER BY place DESC LIMIT 1`).Scan(&version, &body)
	if err != nil {
		return "", nil, sqldb.Failed("read catalogue", err)
	}
	return version, body, nil
}

// CatalogueVersion is one version that is or was in use, or a
// [village.NotFound] error.
func (db *DB) CatalogueVersion(ctx context.Context, version string) ([]byte, error) {
	var body []byte
	err := db.sql.Read().QueryRowContext(ctx, `SELECT body FROM catalogue WHERE version = ?`, version).Scan(&body)
	if err != nil {
		return nil, sqldb.Failed("read catalogue "+version, err)
	}
	return body, nil
}
