package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"

	"github.com/mattn/go-sqlite3"
)

// mode is what a connection is for.
type mode int

const (
	claiming mode = iota // first look at a file; the application id is not asserted
	writing
	reading
	readOnly // the file is opened without the right to write
)

// pragma is a setting and the value that it must have afterwards.
type pragma struct {
	name, set, want string
}

// pragmas are the settings of a connection, in the order in which they must
// run. synchronous comes before journal_mode: the switch to a write-ahead log
// deletes a rollback journal, and only EXTRA makes that deletion last. Done the
// other way round, as a DSN of this driver does it, a power cut at the first
// start can bring the journal back and roll every accepted case away.
func pragmas(c Config, m mode) []pragma {
	list := []pragma{
		{"busy_timeout", fmt.Sprint(BusyTimeout.Milliseconds()), fmt.Sprint(BusyTimeout.Milliseconds())},
		{"synchronous", "EXTRA", "3"},
	}
	if m == readOnly {
		list = append(list, pragma{"journal_mode", "", "wal"})
	} else {
		list = append(list, pragma{"journal_mode", "WAL", "wal"})
	}
	list = append(list, pragma{"foreign_keys", "ON", "1"}, pragma{"secure_delete", "ON", "1"}, pragma{"temp_store", "MEMORY", "2"})
	if m == reading || m == readOnly {
		list = append(list, pragma{"query_only", "ON", "1"})
	}
	if m != claiming {
		list = append(list, pragma{"application_id", "", fmt.Sprint(c.ApplicationID)})
	}
	return list
}

// connector opens connections of one mode. It stands in for a DSN, because the
// order of pragmas in a DSN is the driver's.
type connector struct {
	driver *sqlite3.SQLiteDriver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func newPool(c Config, m mode, connections int) *sql.DB {
	query := url.Values{"_txlock": {"immediate"}, "_stmt_cache_size": {"64"}}
	if m == reading || m == readOnly {
		query.Set("_txlock", "deferred")
	}
	if m == readOnly {
		query.Set("mode", "ro")
	}
	dsn := url.URL{Scheme: "file", Path: c.Path, RawQuery: query.Encode()}
	hook := func(conn *sqlite3.SQLiteConn) error {
		list := pragmas(c, m)
		if err := setPragmas(conn, list); err != nil {
			return err
		}
		return checkPragmas(conn, list)
	}
	pool := sql.OpenDB(connector{driver: &sqlite3.SQLiteDriver{ConnectHook: hook}, dsn: dsn.String()})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool
}

func setPragmas(conn *sqlite3.SQLiteConn, list []pragma) error {
	for _, p := range list {
		if p.set == "" {
			continue
		}
		if _, err := conn.Exec("PRAGMA "+p.name+"="+p.set, nil); err != nil {
			return fmt.Errorf("set %s: %w", p.name, err)
		}
	}
	return nil
}

// checkPragmas asserts what conn really does: SQLite ignores a pragma that it
// does not know, and a value that it cannot take, without an error.
func checkPragmas(conn *sqlite3.SQLiteConn, list []pragma) error {
	for _, p := range list {
		got, err := pragmaValue(conn, p.name)
		if err != nil {
			return fmt.Errorf("ask for %s: %w", p.name, err)
		}
		if got != p.want {
			return fmt.Errorf("%w: %s is %q and must be %q", errPragma, p.name, got, p.want)
		}
	}
	return nil
}

var errPragma = errors.New("database setting")

func pragmaValue(conn *sqlite3.SQLiteConn, name string) (string, error) {
	rows, err := conn.Query("PRAGMA "+name, nil)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	value := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(value); errors.Is(err, io.EOF) || err == nil && len(value) == 0 {
		return "", nil
	} else if err != nil {
		return "", err
	}
	return fmt.Sprint(value[0]), nil
}
