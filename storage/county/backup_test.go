package county

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestBackupIsOfOneMoment(t *testing.T) {
	s := newStock(t)
	one, two := s.db.know(t, 1), s.db.know(t, 2)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		for seq := int64(1); ctx.Err() == nil; seq++ { // the second kiosk only ever follows the first
			for _, k := range []office.Kiosk{one, two} {
				if err := s.hand(context.WithoutCancel(ctx), k, cases(seq-1), countytest.Case(seq, nil)); err != nil {
					done <- err
					return
				}
			}
		}
		done <- nil
	}()
	for range 12 {
		b := s.backup()
		a, z := reached(b, one), reached(b, two)
		if b.Records != a+z || b.Pieces != a+z || b.Absent != 0 || a != z && a != z+1 {
			t.Errorf("records %d, pieces %d, %d absent, reach %d and %d", b.Records, b.Pieces, b.Absent, a, z)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// cases are the records 1 to last, each with a photograph.
func cases(last int64) (all []village.Record) {
	for seq := int64(1); seq <= last; seq++ {
		all = append(all, countytest.Case(seq, nil))
	}
	return all
}

func TestEveryDamagedByteOfABackupIsNoticed(t *testing.T) {
	s := newStock(t)
	s.fill()
	b := s.backup()
	path := filepath.Join(s.dir, b.File)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, bad []byte) {
		t.Helper()
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := office.Verify(t.Context(), ReadShelf(s.dir), b.File)
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.backup.damaged" || !strings.Contains(fmt.Sprint(e.Args), b.File) {
			t.Errorf("%s: %v", what, err)
		}
	}
	step := max(len(good)/150, 1)
	for at := 0; at < len(good); at += step {
		bad := slices.Clone(good)
		bad[at] ^= 1 << (at % 8)
		check(fmt.Sprintf("byte %d of %d", at, len(good)), bad)
	}
	for _, length := range []int{0, 1, len(backupMagic), len(good) / 2, len(good) - 33, len(good) - 1} {
		check(fmt.Sprintf("cut off at %d", length), good[:length])
	}
	check("something behind it", append(slices.Clone(good), 0))
	address := "sqlite:" + filepath.Join(t.TempDir(), "other.db")
	bad := slices.Clone(good)
	bad[len(bad)-1] ^= 1 // all rows are read before the sum is
	check("its sum", bad)
	err = ReadShelf(s.dir).Restore(t.Context(), b.File, Restoring{Address: address, Pieces: s.blobs, Now: clock, Random: rand.Reader})
	if village.KindOf(err) != village.Invalid {
		t.Errorf("restore of a damaged backup: %v", err)
	}
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	if db, _ := s.restored(b.File, address); len(tableRows(t, db)["record"]) != 15 {
		t.Error("a restore that failed left something, or the next one did not work")
	}
}

func TestDamagedAndLostPiecesAreNoticed(t *testing.T) {
	s := newStock(t)
	s.fill()
	b := s.backup()
	pieces, err := filepath.Glob(filepath.Join(s.dir, blobsName, "??", "*"))
	if err != nil || len(pieces) != 7 { // two kiosks took the same photographs
		t.Fatalf("%d pieces, %v", len(pieces), err)
	}
	good, err := os.ReadFile(pieces[3])
	if err != nil {
		t.Fatal(err)
	}
	for what, spoil := range map[string]func() error{
		"changed": func() error { return os.WriteFile(pieces[3], append([]byte{'x'}, good[1:]...), 0o600) },
		"gone":    func() error { return os.Remove(pieces[3]) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		_, err := office.Verify(t.Context(), ReadShelf(s.dir), b.File)
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.backup.damaged" || !strings.Contains(err.Error()+fmt.Sprint(e.Args), filepath.Base(pieces[3])) {
			t.Errorf("%s: %v", what, err)
		}
		if err := os.WriteFile(pieces[3], good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPieceThatWentBadIsCopiedAnewByTheNextBackup(t *testing.T) {
	s := newStock(t)
	one, _ := s.fill()
	s.backup()
	photo := sha256.Sum256(countytest.Case(7, nil).Parts[0].Data)
	if err := os.WriteFile(s.shelf.pieces.path(photo), []byte("the disk forgot"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.take.Take(t.Context()); village.KindOf(err) != village.Invalid {
		t.Errorf("Take = %v", err)
	}
	if b := s.backup(); b.Absent != 0 || reached(b, one) != 9 {
		t.Errorf("backup %+v", b)
	}
}

func TestAKioskMayNotClearWhatLacksAPiece(t *testing.T) {
	s := newStock(t)
	one, two := s.fill()
	photo := sha256.Sum256(countytest.Case(7, nil).Parts[0].Data)
	good, err := s.blobs.Read(photo)
	if err := errors.Join(err, os.Remove(s.blobs.path(photo))); err != nil {
		t.Fatal(err)
	}
	if b := s.backup(); b.Absent != 1 || reached(b, one) != 6 || reached(b, two) != 6 {
		t.Errorf("backup without a photograph: %+v", b)
	}
	if err := os.WriteFile(s.blobs.path(photo), []byte("not what was handed in"), 0o600); err != nil {
		t.Fatal(err)
	}
	if b := s.backup(); b.Absent != 1 || reached(b, one) != 6 {
		t.Errorf("backup with a damaged photograph: %+v", b)
	}
	if err := os.WriteFile(s.blobs.path(photo), good, 0o600); err != nil {
		t.Fatal(err)
	}
	if b := s.backup(); b.Absent != 0 || reached(b, one) != 9 {
		t.Errorf("backup when it came back: %+v", b)
	}
}

func TestOldBackupsGoAndTheirPiecesOnly(t *testing.T) {
	s := newStock(t)
	k := s.db.know(t, 1)
	at := countytest.At
	s.take.Now = func() time.Time { at = at.Add(30 * time.Minute); return at }
	s.take.Keep = 2
	var files []string
	for n := range int64(4) {
		s.push(k, n+1, n+1)
		if n == 2 { // the county purges an old record with its photograph
			err := s.db.db.Write(t.Context(), "purge", func(tx *sql.Tx) error {
				_, err := tx.Exec(`DELETE FROM part WHERE record = $1`, countytest.ID(1))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		files = append(files, s.backup().File)
		left, err := s.shelf.Files()
		if err != nil || !slices.Equal(left, files[max(0, len(files)-2):]) {
			t.Fatalf("%v, %v", left, err)
		}
		for _, file := range left {
			if _, err := office.Verify(t.Context(), ReadShelf(s.dir), file); err != nil {
				t.Errorf("after backup %d: %v", n+1, err)
			}
		}
	}
	photo := sha256.Sum256(countytest.Case(1, nil).Parts[0].Data)
	if _, err := s.shelf.Piece(photo); village.KindOf(err) != village.NotFound {
		t.Errorf("a piece that no backup names: %v", err)
	}
	// A clock that was set back must not make the newest the first to go.
	at = countytest.At.AddDate(-10, 0, 0)
	b := s.backup()
	if left, err := s.shelf.Files(); err != nil || len(left) != 2 || left[0] != b.File {
		t.Errorf("%v, %v; want %s kept", left, err, b.File)
	}
}

func TestOnlyAVerifiedBackupIsNotedAndMakesDurable(t *testing.T) {
	s := newStock(t)
	one, _ := s.fill()
	s.take.Shelf = spoiling{s.shelf, s.dir}
	if _, err := s.take.Take(t.Context()); village.KindOf(err) != village.Invalid {
		t.Errorf("Take = %v", err)
	}
	if last, err := s.db.LastBackup(t.Context()); err != nil || !last.VerifiedAt.IsZero() {
		t.Errorf("a damaged backup was noted: %+v, %v", last, err)
	}
	durable := func() int64 {
		ack, err := s.db.take(t, handed(one.ID, countytest.Cases(1, 9)))
		if err != nil {
			t.Fatal(err)
		}
		return ack.Durable
	}
	if n := durable(); n != 0 {
		t.Errorf("a damaged backup lets the kiosk clear up to %d", n)
	}
	s.take.Shelf = s.shelf
	b := s.backup()
	if last, err := s.db.LastBackup(t.Context()); err != nil || last.File != b.File || !last.VerifiedAt.Equal(b.VerifiedAt.Truncate(time.Millisecond)) {
		t.Errorf("last %+v, %v", last, err)
	}
	if n := durable(); n != 9 {
		t.Errorf("the kiosk may clear up to %d, want 9", n)
	}
}

// spoiling is a disk that keeps something else than was written.
type spoiling struct {
	*Shelf
	dir string
}

func (s spoiling) Save(ctx context.Context, taken time.Time) (string, error) {
	file, err := s.Shelf.Save(ctx, taken)
	if err != nil {
		return "", err
	}
	path := filepath.Join(s.dir, file)
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	raw[len(raw)/2] ^= 0x10
	return file, os.WriteFile(path, raw, 0o600)
}
