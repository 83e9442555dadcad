package postgrestest

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// ready is the database that the tests of a package begin with; making its tables
// takes longer than most tests.
var ready struct {
	sync.Once
	file   []byte // of SQLite
	server string // name on PostgreSQL
	err    error
}

// Prepared is a database of the test's own, as [Address] makes it, with the tables
// that open makes, which is called once for all tests of the package.
func Prepared[D io.Closer](t testing.TB, open func(ctx context.Context, address string, now func() time.Time) (D, error)) string {
	t.Helper()
	ready.Do(func() {
		address := Address(t)
		var db D
		if db, ready.err = open(t.Context(), address, time.Now); ready.err == nil {
			ready.err = errors.Join(db.Close(), keep(address))
		}
	})
	if ready.err != nil {
		t.Fatal(ready.err)
	}
	if socket := os.Getenv(variable); socket != "" {
		return newDatabase(t, socket, ready.server)
	}
	path := filepath.Join(t.TempDir(), "data", "county.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, ready.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// keep remembers the database at address.
func keep(address string) (err error) {
	if file, ok := strings.CutPrefix(address, "sqlite:"); ok {
		ready.file, err = os.ReadFile(file)
		return err
	}
	at, err := url.Parse(address)
	if err == nil {
		ready.server = strings.TrimPrefix(at.Path, "/")
	}
	return err
}
