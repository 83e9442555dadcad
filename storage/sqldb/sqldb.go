// Package sqldb opens SQLite so that a COMMIT that returned survives a power
// cut, and gives every failure of a database one shape. It knows no table.
//
// A database has one connection that writes and a few that read. Several
// processes may have it open at once: BEGIN IMMEDIATE and the busy time-out
// are the one writer lock.
package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"bianmin/app/village"
)

// Config says which database to open.
type Config struct {
	Path          string // the file; its folder exists
	ApplicationID int32  // marks the file as ours; not 0
	Migrations    fs.FS  // goose SQL files at its root; nil = the schema is left alone
	ReadOnly      bool   // the file exists and is not migrated
}

// BusyTimeout is how long a writer waits for one in another process.
const BusyTimeout = 10 * time.Second

// openTimeout is how long a program waits for another one that is creating or
// migrating the same database.
const openTimeout = 60 * time.Second

const readers = 4

// DB is an open database.
type DB struct {
	write *sql.DB // one connection; nil when read-only
	read  *sql.DB
}

// Open creates the database when it is missing, with mode 0600, brings its
// schema up to date and asserts every pragma. The error is [village.Internal]:
// err.store.foreign for a file of another program, err.store.newer for one that
// a later version has migrated, and the keys of [Failed].
func Open(ctx context.Context, c Config) (*DB, error) {
	path, err := filepath.Abs(c.Path)
	if err != nil {
		return nil, Failed("open database", err)
	}
	c.Path = path
	if c.ApplicationID == 0 {
		return nil, Failed("open database", errors.New("no application id"))
	}
	if c.ReadOnly {
		db := &DB{read: newPool(c, readOnly, readers)}
		return db.started(ctx)
	}
	unlock, err := lockOpening(ctx, path)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := create(path); err != nil {
		return nil, Failed("create database", err)
	}
	if err := refuseForeign(ctx, c); err != nil {
		return nil, Failed("open database "+filepath.Base(path), err)
	}
	if err := claim(ctx, c); err != nil {
		return nil, Failed("claim database "+filepath.Base(path), err)
	}
	db := &DB{write: newPool(c, writing, 1), read: newPool(c, reading, readers)}
	if err := db.migrate(ctx, c.Migrations); err != nil {
		_ = db.Close()
		return nil, Failed("migrate database "+filepath.Base(path), err)
	}
	if err := SyncDir(filepath.Dir(path)); err != nil {
		_ = db.Close()
		return nil, Failed("create database", err)
	}
	return db.started(ctx)
}

// started makes each pool open a connection, which asserts its pragmas.
func (db *DB) started(ctx context.Context) (*DB, error) {
	for _, pool := range []*sql.DB{db.write, db.read} {
		if pool == nil {
			continue
		}
		if err := pool.PingContext(ctx); err != nil {
			_ = db.Close()
			return nil, Failed("open database", err)
		}
	}
	return db, nil
}

// Write runs do in one transaction that holds the writer lock from its start.
// When Write returns nil, what do wrote survives a power cut; otherwise nothing
// of it was stored. what is the attempt in words, as "save case". An error of
// do keeps its kind, field and key.
func (db *DB) Write(ctx context.Context, what string, do func(*sql.Tx) error) error {
	if db.write == nil {
		return Failed(what, errors.New("database is open for reading only"))
	}
	if err := InTx(ctx, db.write, do); err != nil {
		return Failed(what, err)
	}
	return nil
}

// InTx runs do in one transaction of pool. Its error is raw.
func InTx(ctx context.Context, pool *sql.DB, do func(*sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after COMMIT it has nothing to do
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Read are the connections for queries; they refuse to write. Their errors are
// raw: give them to [Failed].
func (db *DB) Read() *sql.DB { return db.read }

// Erase moves what was deleted out of the write-ahead log too, so that no byte
// of it is left in the files. It may do nothing while others read.
func (db *DB) Erase(ctx context.Context) error {
	var busy, log, done int
	err := db.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &done)
	if err != nil {
		return Failed("erase deleted rows", err)
	}
	if busy != 0 {
		return &village.Error{Kind: village.Internal, Key: "err.store.busy", Err: errors.New("erase deleted rows: database is in use")}
	}
	return nil
}

// Close waits for queries under way and closes every connection.
func (db *DB) Close() error {
	err := db.read.Close()
	if db.write != nil {
		err = errors.Join(err, db.write.Close())
	}
	if err != nil {
		return Failed("close database", err)
	}
	return nil
}

// lockOpening lets one process at a time create or migrate: the switch of a new
// file to a write-ahead log answers "busy" at once, whatever the time-out.
func lockOpening(ctx context.Context, path string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	got, err := lock.TryLockContext(ctx, 20*time.Millisecond)
	if err == nil && !got {
		err = errors.New("not locked")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = &village.Error{Kind: village.Internal, Key: "err.store.busy", Err: err}
	}
	if err != nil {
		return nil, Failed("wait for another program to open the database", err)
	}
	return func() { _ = lock.Close() }, nil
}
