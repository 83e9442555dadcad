// Package pgdb opens PostgreSQL for the county platform and gives every failure
// of it the shape that package sqldb gives those of SQLite. It knows no table,
// and the kiosk never links it.
package pgdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// connections of one program to PostgreSQL. Pushes of different kiosks run side
// by side; each is one short transaction.
const connections = 16

// Limits of a connection. One to a machine that hangs is given up, and each goes
// after a while: behind a proxy, and among several servers, another may lead by now.
const (
	connectTimeout = 5 * time.Second
	lifetime       = 5 * time.Minute
)

// DB is an open database.
type DB struct{ pool *sql.DB }

// Open opens the PostgreSQL database at address (postgres://…) and
// brings its tables up to date. It insists on a server that takes writes and on
// synchronous commits: an acknowledgement must never rest on a standby or on a
// commit that is still in memory.
func Open(ctx context.Context, address string, migrations fs.FS) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, sqldb.Failed("read the database's address", errors.New("not an address of PostgreSQL")) // the cause may hold a password
	}
	config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	config.RuntimeParams["synchronous_commit"] = "on"
	config.RuntimeParams["timezone"] = "UTC"
	if config.ConnectTimeout == 0 || config.ConnectTimeout > connectTimeout {
		config.ConnectTimeout = connectTimeout
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxLifetime(lifetime)
	if err := migrate(ctx, pool, migrations); err != nil {
		return nil, errors.Join(Failed("migrate the database", err), pool.Close())
	}
	return &DB{pool}, nil
}

// lock is the advisory lock under which tables are changed, so that several
// programs may start at once: "bmct".
const lock = 0x626d6374

func migrate(ctx context.Context, pool *sql.DB, migrations fs.FS) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, lock); err != nil {
		return err
	}
	err = sqldb.Migrate(ctx, goose.DialectPostgres, pool, migrations)
	_, unlocked := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, lock)
	return errors.Join(err, unlocked)
}

// Read are the connections for queries. Their errors are raw: give them to
// [Failed].
func (db *DB) Read() *sql.DB { return db.pool }

// Write runs do in one transaction. When Write returns nil, what do wrote
// survives the death of the server; otherwise nothing of it was stored, unless
// the connection broke during COMMIT: then nobody knows, and do must be one
// that may be done again. An error of do keeps its kind, field and key.
func (db *DB) Write(ctx context.Context, what string, do func(*sql.Tx) error) error {
	if err := sqldb.InTx(ctx, db.pool, do); err != nil {
		return Failed(what, err)
	}
	return nil
}

// Close waits for queries under way and closes every connection.
func (db *DB) Close() error {
	if err := db.pool.Close(); err != nil {
		return Failed("close database", err)
	}
	return nil
}

// Failed is [sqldb.Failed] for errors of PostgreSQL.
func Failed(what string, err error) error {
	if _, known := errors.AsType[*village.Error](err); !known {
		if kind, key, ok := judge(err); ok {
			return &village.Error{Kind: kind, Key: key, Err: fmt.Errorf("%s: %w", what, err)}
		}
	}
	return sqldb.Failed(what, err)
}

// judge is the kind and key of an error of PostgreSQL; ok is false for
// every other error.
//
// Source: PostgreSQL documentation, appendix A, error codes.
func judge(err error) (kind village.Kind, key string, ok bool) {
	e, is := errors.AsType[*pgconn.PgError](err)
	if !is {
		if _, is := errors.AsType[*pgconn.ConnectError](err); is {
			return village.Internal, "err.store.io", true
		}
		return "", "", false
	}
	switch {
	case strings.HasPrefix(e.Code, "23"): // integrity constraint
		return village.Conflict, "", true
	case e.Code == "53100": // disk full
		return village.Internal, "err.store.full", true
	case e.Code == "40001", e.Code == "40P01", e.Code == "55P03", strings.HasPrefix(e.Code, "53"):
		return village.Internal, "err.store.busy", true
	case strings.HasPrefix(e.Code, "57"), strings.HasPrefix(e.Code, "08"), strings.HasPrefix(e.Code, "58"), e.Code == "25006":
		return village.Internal, "err.store.io", true
	case strings.HasPrefix(e.Code, "XX"):
		return village.Internal, "err.store.damaged", true
	}
	return village.Internal, "", true
}
