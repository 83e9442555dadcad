// Package county is the database of the county platform: what kiosks handed
// over, byte for byte, and what officers see of it. One SQL text serves SQLite
// and PostgreSQL: parameters are $1, $2 … in the order of their first use.
package county

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/pgdb"
	"bianmin/storage/sqldb"
)

//go:embed migration/*.sql migration/postgres/*.sql
var migrations embed.FS

// applicationID marks a file as a county database ("BMct").
const applicationID = 0x424d6374

// DB is an open county database. Several programs may have it open at once, as
// `serve` and an administrator's command.
type DB struct {
	db   database
	now  func() time.Time
	data *seal.DataKey // of what is hidden; nil where nobody may read it

	renamed map[village.DivisionCode]village.DivisionCode // codes that places had before, see [DB.Renamed]
}

// database is what SQLite and PostgreSQL have in common.
type database interface {
	Read() *sql.DB
	Write(ctx context.Context, what string, do func(*sql.Tx) error) error
	Close() error
}

// Open opens the database at address, makes an SQLite file when it is not
// there, and brings the tables up to date. Address is "sqlite:FILE", as
// "sqlite:/srv/county.db", or "postgres://…"; another is [village.Invalid] at
// "database", err.county.database.
func Open(ctx context.Context, address string, now func() time.Time) (*DB, error) {
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return nil, sqldb.Failed("read the tables", err)
	}
	db, err := openWith(ctx, address, files)
	if err != nil {
		return nil, err
	}
	return &DB{db: db, now: now}, nil
}

// openWith opens the database at address and brings its tables to those in files.
func openWith(ctx context.Context, address string, files fs.FS) (database, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return pgdb.Open(ctx, address, serverTables{files})
	}
	return openFile(ctx, address, files)
}

func openFile(ctx context.Context, address string, tables fs.FS) (database, error) {
	path, ok := strings.CutPrefix(address, "sqlite:")
	if !ok || path == "" {
		return nil, village.Refuse("database", "err.county.database")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, sqldb.Failed("make the folder of the database", err)
	}
	return sqldb.Open(ctx, sqldb.Config{Path: path, ApplicationID: applicationID, Migrations: tables})
}

// Close ends all use of the database.
func (db *DB) Close() error { return db.db.Close() }

// read runs do on one state of the database, whatever others write meanwhile.
func (db *DB) read(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := db.db.Read().BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead}) // SQLite has no other
	if err != nil {
		return pgdb.Failed(what, err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return failed(what, do(tx))
}

// failed gives an error of either database its shape and leaves nil nil.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	return pgdb.Failed(what, err)
}

// collect reads all rows; columns tells where a row's values go.
func collect[T any](rows *sql.Rows, err error, columns func(*T) []any) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := rows.Scan(columns(&one)...); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
