package county

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
)

// stock is a county with something of everything, and a folder for backups.
type stock struct {
	t     *testing.T
	db    *DB
	blobs *BlobDir
	shelf *Shelf
	dir   string
	take  *office.Backups
}

func clock() time.Time { return countytest.At }

func newStock(t *testing.T) *stock {
	t.Helper()
	s := &stock{t: t, db: openNew(t), dir: filepath.Join(t.TempDir(), "backups")}
	countytest.Unlock(t, s.db)
	var err error
	if s.blobs, err = OpenBlobs(filepath.Join(t.TempDir(), "blobs"), countytest.At); err != nil {
		t.Fatal(err)
	}
	if s.shelf, err = s.db.OpenShelf(s.dir, s.blobs, rand.Reader); err != nil {
		t.Fatal(err)
	}
	ticks := 0
	s.take = &office.Backups{Shelf: s.shelf, Notes: s.db, Minder: minder(s.db, s.blobs, s.shelf.Piece), Keep: office.KeptBackups, Now: func() time.Time {
		ticks++
		return countytest.At.Add(time.Duration(ticks) * time.Second)
	}}
	return s
}

// push hands over records first to last of a kiosk, as a kiosk would.
func (s *stock) push(k office.Kiosk, first, last int64) {
	s.t.Helper()
	if err := s.hand(s.t.Context(), k, countytest.Cases(1, first-1), countytest.Cases(first, last)...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stock) hand(ctx context.Context, k office.Kiosk, before []village.Record, records ...village.Record) error {
	for _, r := range records {
		for _, part := range r.Parts {
			if err := s.blobs.Put(ctx, [32]byte(part.SHA256), part.Data); err != nil {
				return err
			}
		}
	}
	o := office.Office{Store: s.db, Blobs: s.blobs, Now: clock}
	ack, err := o.TakePush(ctx, handed(k.ID, before, records...))
	if err == nil && ack.Verdict != office.ChainOK {
		err = errors.New(string(ack.Verdict))
	}
	return err
}

// reached is how far a backup holds a kiosk's records.
func reached(b office.Backup, k office.Kiosk) int64 {
	for _, d := range b.Reach {
		if d.Kiosk == k.ID {
			return d.Seq
		}
	}
	return 0
}

// fill puts something into every table.
func (s *stock) fill() (one, two office.Kiosk) {
	s.t.Helper()
	one, two = s.db.know(s.t, 1), s.db.know(s.t, 2)
	s.push(one, 1, 9)
	s.push(two, 1, 5)
	err := s.hand(s.t.Context(), two, countytest.Cases(1, 5), countytest.Raw(6, "hotline", nil))
	secret, err2 := seal.NewCountySecret(seal.SuiteX25519, bytes.Repeat([]byte{1}, seal.SeedBytes))
	opener := office.Opener{Log: s.db}
	if err := errors.Join(err, err2, s.db.KeepCountyKey(s.t.Context(), secret.CountyKey), opener.Drain(s.t.Context())); err != nil {
		s.t.Fatal(err)
	}
	return one, two
}

func (s *stock) backup() office.Backup {
	s.t.Helper()
	b, err := s.take.Take(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

// tableRows are all rows of a database as text, table by table, without what tells
// one incarnation from another.
func tableRows(t *testing.T, db *DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := db.read(t.Context(), "list all rows", func(tx *sql.Tx) error {
		list, err := db.catalogue().list(t.Context(), tx)
		if err != nil {
			return err
		}
		for _, table := range list {
			rows, err := tx.QueryContext(t.Context(), "SELECT * FROM "+table.Name)
			if err != nil {
				return err
			}
			names, _ := rows.Columns()
			for rows.Next() {
				values, at := make([]any, len(names)), make([]any, len(names))
				for i := range values {
					at[i] = &values[i]
				}
				if err := rows.Scan(at...); err != nil {
					return err
				}
				for i := range values {
					if b, ok := values[i].([]byte); ok {
						values[i] = string(b)
					}
				}
				if text := fmt.Sprintf("%q", values); !strings.Contains(text, `"incarnation"`) {
					all[table.Name] = append(all[table.Name], text)
				}
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil { //nolint:sqlclosecheck // the next table needs the connection
				return err
			}
			slices.Sort(all[table.Name])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// restored puts a backup into an empty database and opens that.
func (s *stock) restored(file, address string) (*DB, *BlobDir) {
	s.t.Helper()
	blobs, err := OpenBlobs(filepath.Join(s.t.TempDir(), "restored"), countytest.At)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := ReadShelf(s.dir).Restore(s.t.Context(), file, Restoring{Address: address, Pieces: blobs, Now: clock, Random: rand.Reader}); err != nil {
		s.t.Fatal(err)
	}
	db, err := Open(s.t.Context(), address, clock)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = db.Close() })
	countytest.Unlock(s.t, db)
	return db, blobs
}

// targets are empty databases to restore into: of SQLite, and of the server too
// in the run on PostgreSQL.
func targets(t *testing.T) map[string]string {
	all := map[string]string{"SQLite": "sqlite:" + filepath.Join(t.TempDir(), "other.db")}
	if postgrestest.OnPostgres() {
		all["PostgreSQL"] = postgrestest.Address(t)
	}
	return all
}

func TestRestoredDatabaseIsTheSameRowByRow(t *testing.T) {
	s := newStock(t)
	one, two := s.fill()
	want := tableRows(t, s.db)
	b := s.backup()
	for _, table := range []string{"kiosk", "enrolment", "record", "position", "part", "quarantine", "office_case", "office_rating", "county_key"} {
		if len(want[table]) == 0 {
			t.Errorf("nothing in %s: the test sees too little", table)
		}
	}
	if b.Records != 15 || b.Pieces != 11 || b.Absent != 0 || reached(b, one) != 9 || reached(b, two) != 6 {
		t.Errorf("backup %+v", b)
	}
	before, err := s.db.Incarnation(t.Context(), make([]byte, 16))
	if err != nil || !bytes.Equal(before, b.Incarnation) {
		t.Errorf("incarnation %x, %v", before, err)
	}
	for name, address := range targets(t) {
		db, blobs := s.restored(b.File, address)
		got := tableRows(t, db)
		for table := range want {
			if !slices.Equal(got[table], want[table]) {
				t.Errorf("%s: %s has\n%s\nwant\n%s", name, table, strings.Join(got[table], "\n"), strings.Join(want[table], "\n"))
			}
		}
		after, err := db.Incarnation(t.Context(), make([]byte, 16))
		if err != nil || len(after) != 16 || bytes.Equal(after, before) {
			t.Errorf("%s: incarnation %x, %v", name, after, err)
		}
		c, err := db.Case(t.Context(), one.ID, countytest.ID(1))
		if err != nil || c.Applicant.Name != "陈惜娟" || len(c.Parts) != 1 {
			t.Fatalf("%s: %+v, %v", name, c, err)
		}
		if data, err := blobs.Read(c.Parts[0].SHA256); err != nil || !strings.Contains(string(data), "photo of case 1") {
			t.Errorf("%s: photo %q, %v", name, data, err)
		}
		ack, err := db.take(t, handed(one.ID, countytest.Cases(1, 9), countytest.Raw(10, "hotline", nil)))
		if err != nil || ack.Want != 11 || !bytes.Equal(ack.Incarnation, after) {
			t.Errorf("%s: the kiosk does not go on: %+v, %v", name, ack, err)
		}
	}
}

// TestARestoredCountyAsksForAPieceThatItsBackupLacks: the kiosk keeps it, because no
// backup held it.
func TestARestoredCountyAsksForAPieceThatItsBackupLacks(t *testing.T) {
	s := newStock(t)
	one, _ := s.fill()
	photo := sha256.Sum256(countytest.Case(7, nil).Parts[0].Data)
	if err := os.Remove(s.blobs.path(photo)); err != nil {
		t.Fatal(err)
	}
	b := s.backup()
	for name, address := range targets(t) {
		db, _ := s.restored(b.File, address)
		ack, err := db.take(t, handed(one.ID, countytest.Cases(1, 9)))
		if err != nil || ack.Complete != 6 || !slices.Equal(ack.Missing, [][32]byte{photo}) {
			t.Errorf("%s: the kiosk is told %+v, %v", name, ack, err)
		}
	}
}

// TestAnyContentComesBack stores rows that no kiosk sends: empty and binary
// bytes, quotes, numbers at their ends.
func TestAnyContentComesBack(t *testing.T) {
	var raw [8]byte
	_, _ = rand.Read(raw[:])
	seed := binary.LittleEndian.Uint64(raw[:])
	t.Logf("seed %d", seed)
	rng := mathrand.New(mathrand.NewPCG(seed, 0))
	text := func() string {
		pool := []string{"", "'", `"`, "{", "陈", "\\", "\t\n", "0", "1e5", "NULL", "𠮷"}
		var b strings.Builder
		for range rng.IntN(6) {
			b.WriteString(pool[rng.IntN(len(pool))])
		}
		return b.String()
	}
	bin := func() []byte {
		b := make([]byte, rng.IntN(200))
		for i := range b {
			b[i] = byte(rng.IntN(256))
		}
		return b
	}
	s := newStock(t)
	err := s.db.db.Write(t.Context(), "fill", func(tx *sql.Tx) error {
		for i := range 200 {
			kiosk := fmt.Sprintf("K%03d%s", i, text())
			body := bin()
			sum := sha256.Sum256(body)
			n := []int64{0, -1, 1 << 62, -(1 << 62), rng.Int64()}[rng.IntN(5)]
			if _, err := tx.Exec(`INSERT INTO kiosk (id, public_key, village, enrolled_ms) VALUES ($1, $2, $3, $4)`, kiosk, bin(), text(), n); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO record (kiosk, seq, id, kind, schema, body, digest, created_ms, time_trust, received_ms)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, kiosk, n, text(), text(), rng.IntN(3), body, sum[:], n, text(), rng.Int64()); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO office_case (kiosk, id, seq, short_code, item, item_name, department, village, state, accepted_ms, received_ms, delivery, answers, warnings)
				SELECT kiosk, id, seq, $1, '', '', '', '', '', 0, 0, '', 0, $2 FROM record WHERE kiosk = $3`, text(), text(), kiosk); err != nil {
				return err // hidden is left to its default
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := tableRows(t, s.db)
	b := s.backup()
	for name, address := range targets(t) {
		db, _ := s.restored(b.File, address)
		got := tableRows(t, db)
		for _, table := range []string{"kiosk", "record", "office_case"} {
			if len(want[table]) != 200 || !slices.Equal(got[table], want[table]) {
				t.Errorf("%s: %s differs", name, table)
			}
		}
	}
}

func TestRestoreRefusesADatabaseWithContent(t *testing.T) {
	s := newStock(t)
	s.fill()
	b := s.backup()
	for name, address := range targets(t) {
		db, err := Open(t.Context(), address, clock)
		if err != nil {
			t.Fatal(err)
		}
		k := db.know(t, 7)
		before := tableRows(t, db)
		err = ReadShelf(s.dir).Restore(t.Context(), b.File, Restoring{Address: address, Pieces: s.blobs, Now: clock, Random: rand.Reader})
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.backup.not_empty" {
			t.Errorf("%s: %v", name, err)
		}
		if after := tableRows(t, db); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("%s: a refused restore changed something of %s", name, k.ID)
		}
		_ = db.Close()
	}
}

// TestABackupCrossesFromOneDatabaseToTheOtherAndBack restores into each kind of
// database, backs that up, and restores into each kind again.
func TestABackupCrossesFromOneDatabaseToTheOtherAndBack(t *testing.T) {
	s := newStock(t)
	s.fill()
	want := tableRows(t, s.db)
	b := s.backup()
	for name, address := range targets(t) {
		db, blobs := s.restored(b.File, address)
		dir := filepath.Join(t.TempDir(), "again")
		shelf, err := db.OpenShelf(dir, blobs, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		again, err := (&office.Backups{Shelf: shelf, Notes: db, Minder: minder(db, blobs, nil), Now: clock, Keep: 1}).Take(t.Context())
		if err != nil || again.Records != b.Records || fmt.Sprint(again.Reach) != fmt.Sprint(b.Reach) {
			t.Fatalf("%s: %+v, %v", name, again, err)
		}
		next := &stock{t: t, db: db, blobs: blobs, shelf: shelf, dir: dir}
		for back, address := range targets(t) {
			db, _ := next.restored(again.File, address)
			got := tableRows(t, db)
			for table := range want {
				if table != "backup" && !slices.Equal(got[table], want[table]) {
					t.Errorf("%s, then %s: %s differs", name, back, table)
				}
			}
		}
	}
}
