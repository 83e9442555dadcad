package county

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
)

// TestABackupOfAnOlderReleaseIsBroughtUpToDate has the tables as they were before
// backups were noted, with a kiosk in them.
func TestABackupOfAnOlderReleaseIsBroughtUpToDate(t *testing.T) {
	files, newest, err := tableFiles()
	if err != nil {
		t.Fatal(err)
	}
	const older = 3
	raw, err := openWith(t.Context(), postgrestest.Address(t), olderTables{files, older})
	if err != nil {
		t.Fatal(err)
	}
	old := &DB{db: raw, now: clock}
	defer old.Close()
	err = old.db.Write(t.Context(), "fill", func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO kiosk (id, public_key, village, enrolled_ms) VALUES ('KOLD', $1, '445203104202', 7)`, []byte{1})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &stock{t: t, dir: t.TempDir()}
	write := func(tables int) string {
		t.Helper()
		name := clock().UTC().Format(backupName)
		f, err := os.Create(filepath.Join(s.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		d := dump{db: old, out: f, tables: tables, taken: clock(), incarnation: make([]byte, 16)}
		if err := errors.Join(d.write(t.Context()), f.Close()); err != nil {
			t.Fatal(err)
		}
		return name
	}
	for name, address := range targets(t) {
		db, _ := s.restored(write(older), address)
		if k, err := db.Kiosks(t.Context()); err != nil || len(k) != 1 || k[0].ID != "KOLD" {
			t.Errorf("%s: %+v, %v", name, k, err)
		}
		if err := db.NoteBackup(t.Context(), office.Backup{File: "x", Contents: office.Contents{Incarnation: []byte{1}}}); err != nil {
			t.Errorf("%s: the newer tables are not there: %v", name, err)
		}
	}
	for name, address := range targets(t) {
		err := ReadShelf(s.dir).Restore(t.Context(), write(newest+1), Restoring{Address: address, Now: clock, Random: rand.Reader})
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.backup.newer" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
