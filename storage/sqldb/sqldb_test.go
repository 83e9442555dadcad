package sqldb

import (
	"bytes"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/mattn/go-sqlite3"

	"bianmin/app/village"
)

func schema() fstest.MapFS {
	return fstest.MapFS{"0001_note.sql": {Data: []byte("-- +goose Up\nCREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);\n")}}
}

func config(t *testing.T) Config {
	t.Helper()
	return Config{Path: filepath.Join(t.TempDir(), "a b%41?.db"), ApplicationID: 77, Migrations: schema()}
}

func open(t *testing.T, c Config) *DB {
	t.Helper()
	db, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func insert(text string) func(*sql.Tx) error {
	return func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO note (text) VALUES (?)`, text)
		return err
	}
}

func TestOpenSetsEveryPragma(t *testing.T) {
	c := config(t)
	db := open(t, c)
	for name, pool := range map[string]*sql.DB{"writer": db.write, "reader": db.read} {
		for pragma, want := range map[string]string{
			"synchronous": "3", "journal_mode": "wal", "foreign_keys": "1", "secure_delete": "1",
			"busy_timeout": "10000", "application_id": "77",
		} {
			var got string
			if err := pool.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %s = %q, %v; want %q", name, pragma, got, err, want)
			}
		}
	}
	info, err := os.Stat(c.Path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the file is %v, %v; want 0600", info.Mode(), err)
	}
}

// The negative control: a connection as the driver opens it by itself must not
// pass, or the assertion asserts nothing.
func TestCheckPragmasRefusesTheDriversDefaults(t *testing.T) {
	for _, tt := range []struct{ dsn, name string }{
		{"?_journal_mode=WAL&_busy_timeout=10000", "synchronous"},
		{"?_synchronous=EXTRA&_busy_timeout=10000", "journal_mode"},
		{"?_synchronous=EXTRA&_journal_mode=WAL&_busy_timeout=10000", "foreign_keys"},
		{"?_synchronous=EXTRA&_journal_mode=WAL&_busy_timeout=10000&_foreign_keys=on&_secure_delete=fast", "secure_delete"},
		{"?_synchronous=EXTRA&_journal_mode=WAL", "busy_timeout"},
	} {
		conn, err := (&sqlite3.SQLiteDriver{}).Open("file:" + filepath.Join(t.TempDir(), "plain.db") + tt.dsn)
		if err != nil {
			t.Fatal(err)
		}
		err = checkPragmas(conn.(*sqlite3.SQLiteConn), pragmas(Config{ApplicationID: 77}, writing))
		if !errors.Is(err, errPragma) || !strings.Contains(err.Error(), tt.name) {
			t.Errorf("%s: error = %v, want one about %s", tt.dsn, err, tt.name)
		}
		_ = conn.Close()
	}
}

func TestOpenRunsSynchronousBeforeTheJournalChanges(t *testing.T) {
	order := map[string]int{}
	for i, p := range pragmas(Config{}, writing) {
		order[p.name] = i
	}
	if order["synchronous"] >= order["journal_mode"] {
		t.Error("journal_mode changes before synchronous=EXTRA is in force")
	}
}

func TestOpenRefusesTheFileOfAnotherProgram(t *testing.T) {
	c := config(t)
	open(t, c)
	c.ApplicationID = 78
	for _, readOnly := range []bool{false, true} {
		c.ReadOnly = readOnly
		if db, err := Open(t.Context(), c); err == nil {
			_ = db.Close()
			t.Errorf("read-only %v: opened", readOnly)
		}
	}
}

// TestForeignFileIsRefusedUntouched: not a byte of another program's file may
// change, nor may a journal appear beside it.
func TestForeignFileIsRefusedUntouched(t *testing.T) {
	for name, setup := range map[string]string{
		"tables, no id":       `CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)`,
		"an id":               `PRAGMA application_id=78`,
		"an id and tables":    `PRAGMA application_id=78; CREATE TABLE theirs (x)`,
		"a write-ahead log":   `PRAGMA journal_mode=WAL; CREATE TABLE theirs (x)`,
		"a large page":        `PRAGMA page_size=65536; CREATE TABLE theirs (x)`,
		"another text format": `PRAGMA encoding='UTF-16'; CREATE TABLE theirs (x)`,
	} {
		t.Run(name, func(t *testing.T) {
			c := config(t)
			address := url.URL{Scheme: "file", Path: c.Path}
			theirs, err := sql.Open("sqlite3", address.String())
			if err != nil {
				t.Fatal(err)
			}
			theirs.SetMaxOpenConns(1)
			_, err = theirs.Exec(setup)
			if err = errors.Join(err, theirs.Close()); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(c.Path)
			if err != nil || len(before) == 0 {
				t.Fatalf("%d bytes, %v", len(before), err)
			}
			_, err = Open(t.Context(), c)
			if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.store.foreign" {
				t.Errorf("error = %v, want err.store.foreign", err)
			}
			if after, err := os.ReadFile(c.Path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file changed, %v", err)
			}
			for _, tail := range []string{"-wal", "-shm", "-journal"} {
				if _, err := os.Stat(c.Path + tail); err == nil {
					t.Errorf("%s was made", tail)
				}
			}
		})
	}
}

func TestFolderThatCannotBeWrittenIsNotCalledBusy(t *testing.T) {
	c := config(t)
	c.Path = filepath.Join(c.Path, "no", "such", "folder.db")
	_, err := Open(t.Context(), c)
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.store.io" {
		t.Errorf("error = %v, want err.store.io", err)
	}
}

func TestOpenRefusesANewerSchema(t *testing.T) {
	c := config(t)
	newer := schema()
	newer["0002_more.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE more (id INTEGER PRIMARY KEY);\n")}
	c.Migrations = newer
	open(t, c)
	c.Migrations = schema()
	_, err := Open(t.Context(), c)
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.store.newer" {
		t.Errorf("error = %v, want err.store.newer", err)
	}
}

// TestAChangeThatCameLateIsMadeAllTheSame: two branches meet in any order.
func TestAChangeThatCameLateIsMadeAllTheSame(t *testing.T) {
	c := config(t)
	table := func(name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE " + name + " (id INTEGER PRIMARY KEY);\n")}
	}
	files := schema()
	files["0003_later.sql"] = table("later")
	c.Migrations = files
	first := open(t, c)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	files["0002_between.sql"] = table("between_them")
	var n int
	if err := open(t, c).Read().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM between_them").Scan(&n); err != nil {
		t.Error(err)
	}
}

func TestOpenRefusesADamagedFile(t *testing.T) {
	c := config(t)
	if err := os.WriteFile(c.Path, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), c)
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.store.damaged" {
		t.Errorf("error = %v, want err.store.damaged", err)
	}
}

func TestOpenAtOnceFromManySides(t *testing.T) {
	c := config(t)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			db, err := Open(t.Context(), c)
			if err != nil {
				t.Error(err)
				return
			}
			_ = db.Close()
		})
	}
	wait.Wait()
}

func TestWriteIsAllOrNothing(t *testing.T) {
	db := open(t, config(t))
	refused := village.Refuse("text", "err.note")
	err := db.Write(t.Context(), "save note", func(tx *sql.Tx) error {
		if err := insert("half")(tx); err != nil {
			return err
		}
		return refused
	})
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Field != "text" || e.Kind != village.Invalid {
		t.Errorf("error = %v, want the one of do", err)
	}
	var n int
	if err := db.Read().QueryRow(`SELECT count(*) FROM note`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows, %v; want none", n, err)
	}
}

func TestErrorsHaveAKind(t *testing.T) {
	c := config(t)
	db := open(t, c)
	if err := db.Write(t.Context(), "save note", insert("a")); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), "save note", insert("a")); village.KindOf(err) != village.Conflict {
		t.Errorf("a doubled row gives %v, want a conflict", err)
	}
	for code, want := range map[sqlite3.ErrNo]string{
		sqlite3.ErrFull: "err.store.full", sqlite3.ErrIoErr: "err.store.io", sqlite3.ErrBusy: "err.store.busy", sqlite3.ErrCorrupt: "err.store.damaged",
	} {
		e, _ := errors.AsType[*village.Error](Failed("save", sqlite3.Error{Code: code}))
		if e.Key != want || e.Kind != village.Internal {
			t.Errorf("%v gives %v, want %s", code, e, want)
		}
	}
	if err := Failed("find", sql.ErrNoRows); village.KindOf(err) != village.NotFound {
		t.Errorf("no row gives %v", err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	c := config(t)
	db := open(t, c)
	if _, err := db.Read().Exec(`INSERT INTO note (text) VALUES ('x')`); err == nil {
		t.Error("a reader wrote")
	}
	c.ReadOnly = true
	ro := open(t, c)
	if err := ro.Write(t.Context(), "save note", insert("x")); err == nil {
		t.Error("a read-only database took a row")
	}
	var n int
	if err := ro.Read().QueryRow(`SELECT count(*) FROM note`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows, %v; want none", n, err)
	}
}

func TestEraseLeavesNoByte(t *testing.T) {
	c := config(t)
	db := open(t, c)
	marker := strings.Repeat("marker-7781 ", 1000) // more than a page
	if err := db.Write(t.Context(), "save note", insert(marker)); err != nil {
		t.Fatal(err)
	}
	if !onDisk(t, c.Path, "marker-7781") {
		t.Fatal("the control does not find the marker before it is deleted")
	}
	err := db.Write(t.Context(), "delete note", func(tx *sql.Tx) error { _, err := tx.Exec(`DELETE FROM note`); return err })
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Erase(t.Context()); err != nil {
		t.Fatal(err)
	}
	if onDisk(t, c.Path, "marker-7781") {
		t.Error("deleted text is still in the files")
	}
}

func onDisk(t *testing.T, path, text string) bool {
	t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(path + suffix)
		if err == nil && strings.Contains(string(raw), text) {
			return true
		}
	}
	return false
}
