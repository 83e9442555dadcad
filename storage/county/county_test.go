package county

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
	"bianmin/storage/storetest"
)

func openNew(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), postgrestest.Prepared(t, Open), func() time.Time { return countytest.At })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// know makes the county know kiosk n without the hashing of a real code.
func (db *DB) know(t *testing.T, n byte) office.Kiosk {
	t.Helper()
	identity := countytest.Identity(n)
	k := office.Kiosk{ID: identity.ID, PublicKey: identity.Public(), Village: "445203104202", EnrolledAt: countytest.At}
	selector := "AAA" + string('A'+rune(n))
	if err := db.AddEnrolment(t.Context(), office.Enrolment{Selector: selector, Salt: []byte{1}, Hash: []byte{2}, Village: k.Village, ExpiresAt: countytest.At}); err != nil {
		t.Fatal(err)
	}
	if err := db.Register(t.Context(), selector, k); err != nil {
		t.Fatal(err)
	}
	return k
}

// take lets the office take a push.
func (db *DB) take(t *testing.T, p office.Push) (office.Ack, error) {
	t.Helper()
	o := office.Office{Store: db, Blobs: noBlobs{}, Now: db.now}
	return o.TakePush(t.Context(), p)
}

// noBlobs has nothing.
type noBlobs struct{ office.Blobs }

func (noBlobs) Has(context.Context, [32]byte) (bool, error) { return false, nil }

// TestOnPostgresToo runs all of this again on a real PostgreSQL.
func TestOnPostgresToo(t *testing.T) { postgrestest.Again(t, "TestDatabaseIsReadByNobodyElse") }

func TestAddressNamesADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b.db")
	db, err := Open(t.Context(), "sqlite:"+path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "sqlite:", "/srv/county.db", "mysql://x"} {
		if _, err := Open(t.Context(), bad, time.Now); village.KindOf(err) != village.Invalid {
			t.Errorf("Open(%q) = %v", bad, err)
		}
	}
}

func TestKiosksHaveTheirOwnNumbersAndIDs(t *testing.T) {
	db := openNew(t)
	for n := byte(1); n <= 2; n++ {
		k := db.know(t, n)
		ack, err := db.take(t, handed(k.ID, nil, countytest.Raw(1, "hotline", []byte{n})))
		if err != nil || ack.Want != 2 {
			t.Errorf("kiosk %d: %+v, %v", n, ack, err)
		}
	}
}

func TestTakePushRevokedMeanwhileStoresNothing(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	if err := db.Revoke(t.Context(), k.ID); err != nil {
		t.Fatal(err)
	}
	_, err := db.take(t, handed(k.ID, nil, countytest.Raw(1, "hotline", nil)))
	if village.KindOf(err) != village.Denied {
		t.Errorf("TakePush = %v, want a refusal", err)
	}
	if err := db.Revoke(t.Context(), k.ID); err != nil {
		t.Errorf("revoking twice: %v", err)
	}
	if err := db.Revoke(t.Context(), "KNOBODY"); village.KindOf(err) != village.NotFound {
		t.Errorf("revoking a stranger: %v", err)
	}
}

func TestKnownKioskMovesAndKeepsItsPosition(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	if _, err := db.take(t, handed(k.ID, nil, countytest.Raw(1, "hotline", nil))); err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil { // nobody knows this kind
		t.Fatal(err)
	}
	if err := db.AddEnrolment(t.Context(), office.Enrolment{Selector: "MOVE", Salt: []byte{1}, Hash: []byte{2}, Village: "445203104203", ExpiresAt: countytest.At}); err != nil {
		t.Fatal(err)
	}
	k.Village = "445203104203"
	if err := db.Register(t.Context(), "MOVE", k); err != nil {
		t.Fatal(err)
	}
	kiosks, err := db.Kiosks(t.Context())
	if err != nil || len(kiosks) != 1 || kiosks[0].Village != "445203104203" || kiosks[0].Kept != 1 || kiosks[0].Quarantine != 1 {
		t.Errorf("kiosks %+v, %v", kiosks, err)
	}
}

func TestAnotherKeyWithTheSameNameIsRefused(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	if err := db.AddEnrolment(t.Context(), office.Enrolment{Selector: "TWIN", Salt: []byte{1}, Hash: []byte{2}, Village: k.Village, ExpiresAt: countytest.At}); err != nil {
		t.Fatal(err)
	}
	k.PublicKey = countytest.Identity(2).Public()
	if err := db.Register(t.Context(), "TWIN", k); village.KindOf(err) != village.Denied {
		t.Errorf("Register = %v, want a refusal", err)
	}
}

func TestSelectorThatIsTakenIsAConflict(t *testing.T) {
	db := openNew(t)
	e := office.Enrolment{Selector: "SAME", Salt: []byte{1}, Hash: []byte{2}, Village: "445203104202", ExpiresAt: countytest.At}
	if err := db.AddEnrolment(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if err := db.AddEnrolment(t.Context(), e); village.KindOf(err) != village.Conflict {
		t.Errorf("AddEnrolment = %v, want a conflict", err)
	}
	if _, err := db.CountTry(t.Context(), "NONE"); village.KindOf(err) != village.NotFound {
		t.Errorf("CountTry = %v, want not found", err)
	}
}

func TestWhatAKilledWriterLeftIsRemoved(t *testing.T) {
	root := t.TempDir()
	now := time.Now()
	files := map[string]bool{"ab/coming-old": false, "ab/coming-new": true, "ab/abcdef": true}
	for name := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		at := now.Add(-2 * time.Hour)
		if name == "ab/coming-new" {
			at = now.Add(-time.Minute)
		}
		if err := errors.Join(os.WriteFile(path, []byte("photo"), 0o600), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := OpenBlobs(root, now); err != nil {
		t.Fatal(err)
	}
	for name, stays := range files {
		if _, err := os.Stat(filepath.Join(root, name)); (err == nil) != stays {
			t.Errorf("%s: %v, want it to stay: %v", name, err, stays)
		}
	}
}

func TestBlobIsWholeAndOnce(t *testing.T) {
	root := filepath.Join(t.TempDir(), "blobs")
	d, err := OpenBlobs(root, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("photo"), 1000)
	sum := sha256.Sum256(data)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := d.Put(t.Context(), sum, data); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var names []string
	_ = filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			t.Error(err)
		} else if !entry.IsDir() {
			names = append(names, path)
		}
		return nil
	})
	if len(names) != 1 || strings.Contains(names[0], "coming") {
		t.Errorf("files %v", names)
	}
	f, err := d.Open(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := d.Open([32]byte{1}); village.KindOf(err) != village.NotFound {
		t.Errorf("Open = %v, want not found", err)
	}
}

func TestAFolderKeepsPieces(t *testing.T) {
	d, err := OpenBlobs(filepath.Join(t.TempDir(), "blobs"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	storetest.SameBlobs(t, d, func(sum [32]byte, other []byte) {
		err := os.Remove(d.path(sum))
		if other != nil {
			err = os.WriteFile(d.path(sum), other, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestDatabaseIsReadByNobodyElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "county.db")
	db, err := Open(t.Context(), "sqlite:"+path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range []string{path, path + "-wal"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}
