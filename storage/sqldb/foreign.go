package sqldb

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/mattn/go-sqlite3"

	"bianmin/app/village"
)

// Head of an SQLite file: the magic string, and the application id at its place
// (https://www.sqlite.org/fileformat.html, section 1.3).
const (
	magic     = "SQLite format 3\x00"
	idAt      = 68
	headBytes = idAt + 4
)

// refuseForeign refuses another program's database without a connection that
// could change it: the first thing that ours do is to switch the journal, which
// rewrites the head of the file. What cannot be told from the file alone, as one
// that was being created when the power went, is left to [claim].
func refuseForeign(ctx context.Context, c Config) error {
	id, ok, err := fileID(c.Path)
	switch {
	case err != nil:
		return err
	case !ok || id == c.ApplicationID:
		return nil
	case id != 0:
		return foreign(id)
	}
	address := url.URL{Scheme: "file", Path: c.Path, RawQuery: "mode=ro&immutable=1"}
	look := sql.OpenDB(connector{driver: &sqlite3.SQLiteDriver{}, dsn: address.String()})
	defer look.Close()
	var tables int
	if err := look.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err == nil && tables > 0 {
		return foreign(id)
	}
	return nil
}

// fileID is the application id in the file; ok is false for a file that has no
// head of SQLite.
func fileID(path string) (id int32, ok bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, false, err
	}
	defer f.Close()
	head := make([]byte, headBytes)
	if _, err := io.ReadFull(f, head); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, false, nil
	} else if err != nil {
		return 0, false, err
	}
	return int32(binary.BigEndian.Uint32(head[idAt:])), bytes.HasPrefix(head, []byte(magic)), nil
}

func foreign(id int32) error {
	return &village.Error{Kind: village.Internal, Key: "err.store.foreign", Err: fmt.Errorf("application id is %d", id)}
}
