package county

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"bianmin/app/village"
	"bianmin/county/office"
)

// backupOf is a file of these items with the right sum: nobody else can tell that
// it was not written here.
func backupOf(t testing.TB, items ...any) []byte {
	t.Helper()
	var out bytes.Buffer
	out.WriteString(backupMagic)
	zip, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		raw, is := item.([]byte)
		if !is {
			if raw, err = cbor.Marshal(item); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := zip.Write(raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(out.Bytes())
	return append(out.Bytes(), sum[:]...)
}

func oneTable() backupHead {
	return backupHead{Tables: 1, Incarnation: []byte("x"), List: []table{{Name: "setting", Columns: []column{{Name: "key"}, {Name: "value"}}}}}
}

// rowsOf reads a backup and counts what it shows.
func rowsOf(t testing.TB, raw []byte) (rows int, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bianmin-x.backup")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = readBackup(path, func(backupHead) error { return nil }, func(int, []any) error { rows++; return nil })
	return rows, err
}

func damaged(err error) bool {
	e := village.Keyed(err)
	return err != nil && e.Key == "err.backup.damaged"
}

func TestHostileBackupsAreRefused(t *testing.T) {
	row, end := backupItem{Table: 0, Values: []any{"a", "b"}}, backupItem{Table: -1, Tail: &backupTail{Counts: []int64{1}}}
	if rows, err := rowsOf(t, backupOf(t, oneTable(), row, end)); rows != 1 || err != nil {
		t.Fatalf("the sample that the table breaks: %d rows, %v", rows, err)
	}
	tower := append(bytes.Repeat([]byte{0x81}, 10_000), 0)
	huge := append([]byte{0x83, 0x00, 0x82, 0x61, 'a', 0x5a, 0x08, 0, 0, 0}, make([]byte, 1<<27)...) // 128 MiB of nothing
	for name, raw := range map[string][]byte{
		"a tower":                    backupOf(t, oneTable(), tower, end),
		"a row that is a bomb":       backupOf(t, oneTable(), huge, end),
		"a length that nobody sends": backupOf(t, oneTable(), []byte{0x83, 0x00, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}),
		"a row of no table":          backupOf(t, oneTable(), backupItem{Table: 7, Values: []any{"a", "b"}}, end),
		"too few values":             backupOf(t, oneTable(), backupItem{Table: 0, Values: []any{"a"}}, end),
		"fewer rows than it says":    backupOf(t, oneTable(), end),
		"no end":                     backupOf(t, oneTable(), row),
		"something behind its end":   backupOf(t, oneTable(), row, end, row),
		"nothing":                    backupOf(t),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := rowsOf(t, raw)
		runtime.ReadMemStats(&after)
		if !damaged(err) {
			t.Errorf("%s: %v", name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 6*backupRow {
			t.Errorf("%s: reading it took %d MiB", name, took>>20)
		}
	}
}

func TestLinksOutOfAFolderOfBackupsAreNotFollowed(t *testing.T) {
	s := newStock(t)
	if err := s.hand(t.Context(), s.db.know(t, 1), nil, cases(1)...); err != nil {
		t.Fatal(err)
	}
	taken := s.backup()
	away := t.TempDir()
	for name, path := range map[string]string{
		"the backup": filepath.Join(s.shelf.dir, taken.File),
		"a piece":    s.shelf.pieces.path(sum32(cases(1)[0].Parts[0].SHA256)),
	} {
		elsewhere := filepath.Join(away, filepath.Base(path))
		if err := errors.Join(os.Rename(path, elsewhere), os.Symlink(elsewhere, path)); err != nil {
			t.Fatal(err)
		}
		_, err := ReadShelf(s.shelf.dir).Scan(t.Context(), taken.File, office.BackupView{})
		_, err2 := ReadShelf(s.shelf.dir).Piece(sum32(cases(1)[0].Parts[0].SHA256))
		if errors.Join(err, err2) == nil {
			t.Errorf("%s was read through a link", name)
		}
		if err := errors.Join(os.Remove(path), os.Rename(elsewhere, path)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ReadShelf(s.shelf.dir).Scan(t.Context(), taken.File, office.BackupView{}); err != nil {
		t.Error(fmt.Errorf("without links: %w", err))
	}
}

func sum32(b []byte) [32]byte { return [32]byte(b) }

// FuzzBackup reads files whose sum is right, whatever is in them.
func FuzzBackup(f *testing.F) {
	for _, items := range [][]any{
		{oneTable(), backupItem{Table: 0, Values: []any{"a", int64(7)}}, backupItem{Table: -1, Tail: &backupTail{Counts: []int64{1}}}},
		{oneTable()}, {[]byte{0x9f, 0xff}},
	} {
		var plain bytes.Buffer
		for _, item := range items {
			raw, err := cbor.Marshal(item)
			if err != nil {
				f.Fatal(err)
			}
			plain.Write(raw)
		}
		f.Add(plain.Bytes())
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		if _, err := rowsOf(t, backupOf(t, plain)); err != nil && !damaged(err) {
			t.Errorf("foreign error %v", err)
		}
	})
}
