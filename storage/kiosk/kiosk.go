// Package kiosk is the database of one machine: what was taken in, the queue to
// the county, the catalogue in use and where the machine stands. It keeps in
// clear nothing that names a person.
//
// Several processes may have the same folder open at once. A method that saves
// is one transaction: when it returns nil, the act survives a power cut.
package kiosk

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

//go:embed migration/*.sql
var migrations embed.FS

// applicationID marks the file: "bmkk" in ASCII.
const applicationID = 0x626d6b6b

// FileName is the database in the data folder.
const FileName = "kiosk.db"

// DB is an open kiosk database.
type DB struct {
	dir string
	sql *sqldb.DB
	now func() time.Time

	Stamp func() village.Stamp // moment of rows of the audit log; nil = the clock alone, believed by nobody
}

// Open opens DIR/kiosk.db and creates folder (0700) and file (0600) when they
// are missing. A database that is gone while the machine's key is there is
// [village.Internal], err.store.database_missing; the other errors are those of
// [sqldb.Open].
func Open(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, sqldb.Failed("create data folder", err)
	}
	if err := lost(dir); err != nil {
		return nil, err
	}
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return nil, sqldb.Failed("read migrations", err)
	}
	db, err := sqldb.Open(ctx, sqldb.Config{
		Path: filepath.Join(dir, FileName), ApplicationID: applicationID, Migrations: files,
	})
	if err != nil {
		return nil, err
	}
	return &DB{dir: dir, sql: db, now: now}, nil
}

// lost refuses a folder with a key and no database. The key is made after the
// database, so that this is never a first start: numbers would begin anew under
// a name that the county has records of, and it could take none of them.
func lost(dir string) error {
	_, key := os.Stat(filepath.Join(dir, KeyName))
	_, database := os.Stat(filepath.Join(dir, FileName)) // after the key: another process may be at its first start
	if key == nil && errors.Is(database, fs.ErrNotExist) {
		return &village.Error{Kind: village.Internal, Key: "err.store.database_missing", Err: database}
	}
	return nil
}

// Close waits for what is under way.
func (db *DB) Close() error { return db.sql.Close() }

// moment is a stored time: milliseconds, shown in the zone that people read.
func moment(ms int64) time.Time { return time.UnixMilli(ms).In(village.Zone) }
