package county

import (
	"bytes"
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

// TestAForkOfAnOlderReleaseGetsItsFilesToo: a place in a chain named the first record
// of a name, also where the second stood.
func TestAForkOfAnOlderReleaseGetsItsFilesToo(t *testing.T) {
	files, _, err := tableFiles()
	if err != nil {
		t.Fatal(err)
	}
	address := postgrestest.Address(t)
	raw, err := openWith(t.Context(), address, olderTables{files, 10})
	if err != nil {
		t.Fatal(err)
	}
	sum := bytes.Repeat([]byte{7}, 32)
	err = raw.Write(t.Context(), "fill", func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO kiosk (id, public_key, village, enrolled_ms, epoch, want) VALUES ('KOLD', $1, '445203104202', 7, 1, 3)`, sum)
		for seq, id := range []string{"a", "a!1.2"} {
			if err == nil {
				_, err = tx.Exec(`INSERT INTO record (kiosk, seq, id, kind, schema, body, digest, created_ms, time_trust, received_ms)
					VALUES ('KOLD', $1, $2, 'case', 2, $3, $3, 1, '', 1)`, seq+1, id, sum)
			}
			if err == nil {
				_, err = tx.Exec(`INSERT INTO position (kiosk, epoch, seq, id, head) VALUES ('KOLD', 1, $1, 'a', $2)`, seq+1, sum)
			}
		}
		if err == nil {
			_, err = tx.Exec(`INSERT INTO part (kiosk, record, position, material, type, sha256, bytes, present) VALUES ('KOLD', 'a!1.2', 0, '', '', $1, 1, 0)`, sum)
		}
		return err
	})
	if err := errors.Join(err, raw.Close()); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), address, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Chain(t.Context(), "KOLD", 0, func(tx office.ChainTx) error {
		rest, err := tx.Rest(nil, 0, 3)
		if err == nil && (len(rest.Missing) != 1 || !bytes.Equal(rest.Missing[0][:], sum) || rest.Complete != 1) {
			t.Errorf("the answer says %+v", rest)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
