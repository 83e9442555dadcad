package kiosk

import (
	"database/sql"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
	"bianmin/storage/storetest"
)

// before are the migrations of a machine that is older than the one named.
func before(t *testing.T, name string) fstest.MapFS {
	t.Helper()
	sub, err := fs.Sub(migrations, "migration")
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(sub, "*.sql")
	older := fstest.MapFS{}
	for _, n := range names {
		if n < name {
			var data []byte
			data, err = fs.ReadFile(sub, n)
			older[n] = &fstest.MapFile{Data: data}
		}
	}
	if err != nil || len(older) == 0 {
		t.Fatal(len(older), err)
	}
	return older
}

func recordsOf(t *testing.T, db *DB) (records []string) {
	t.Helper()
	err := db.sql.Write(t.Context(), "look", func(tx *sql.Tx) error {
		rows, err := tx.Query(`SELECT record FROM letter ORDER BY place`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r string
			if err := rows.Scan(&r); err != nil {
				return err
			}
			records = append(records, r)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// TestNewsThatAnOlderMachineCouldNotReadIsOfItsCaseAfterTheUpdate: a kind of letter that
// came before its release.
func TestNewsThatAnOlderMachineCouldNotReadIsOfItsCaseAfterTheUpdate(t *testing.T) {
	dir := t.TempDir()
	old, err := sqldb.Open(t.Context(), sqldb.Config{Path: filepath.Join(dir, FileName), ApplicationID: applicationID, Migrations: before(t, "0030_part_news.sql")})
	if err != nil {
		t.Fatal(err)
	}
	err = old.Write(t.Context(), "fill", func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO letter VALUES
			(1, randomblob(32), 'part', '', 0, CAST('{"record":"r1","n":1,"state":"review"}' AS BLOB)), (2, randomblob(32), 'part', '', 0, CAST('no letter' AS BLOB)),
			(3, randomblob(32), 'later', '', 0, CAST('{"record":"r2"}' AS BLOB)), (4, randomblob(32), 'delivery', '', 0, CAST('{"record":"r4","state":"at_village"}' AS BLOB))`)
		return err
	})
	if err = errors.Join(err, old.Close()); err != nil {
		t.Fatal(err)
	}
	if got := recordsOf(t, openNameless(t, dir)); len(got) != 4 || got[0] != "r1" || got[1] != "" || got[2] != "" || got[3] != "r4" {
		t.Errorf("the letters are of %q", got)
	}
}

// TestALetterThatIsToldAgainIsOfItsCase although it was not when it came first.
func TestALetterThatIsToldAgainIsOfItsCase(t *testing.T) {
	db := openNameless(t, t.TempDir())
	l, err := village.NewLetter(village.LetterPart, storetest.Moment, village.PartWord{Record: "r1", N: 1, Name: "甲", Unit: "税务局", State: village.UnderReview})
	if err != nil {
		t.Fatal(err)
	}
	l.Head = make([]byte, 32)
	take := func(blank string) {
		err := db.sql.Write(t.Context(), "take", func(tx *sql.Tx) error {
			err := keepLetter(t.Context(), tx, l)
			_, err2 := tx.Exec(blank)
			return errors.Join(err, err2)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	take(`UPDATE letter SET record = ''`)
	take(`SELECT 1`)
	if got := recordsOf(t, db); len(got) != 1 || got[0] != "r1" {
		t.Errorf("the letter is of %q", got)
	}
}
