package kiosk

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/sqldb"
	"bianmin/storage/storetest"
)

func now() time.Time { return storetest.Moment }

// openAt opens the folder of the machine that samples are of.
func openAt(t testing.TB, dir string) *DB {
	t.Helper()
	db := openNameless(t, dir)
	if _, err := db.Identity(t.Context(), storetest.Seed); err != nil {
		t.Fatal(err)
	}
	return db
}

func openNameless(t testing.TB, dir string) *DB {
	t.Helper()
	withTables(t, dir)
	db, err := Open(t.Context(), dir, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestKioskKeepsTheContract(t *testing.T) {
	storetest.Kiosk(t, func(t *testing.T) storetest.KioskStore { return openAt(t, t.TempDir()) })
}

func TestOpenKeepsOthersOut(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	openAt(t, dir)
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, FileName): 0o600, filepath.Join(dir, FileName+"-wal"): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", filepath.Base(path), info.Mode().Perm(), err, want)
		}
	}
}

func TestWhatWasSavedIsThereAfterReopening(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	c, r := storetest.SampleCase(1, 100)
	if _, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := openAt(t, dir).CaseByCode(t.Context(), c.ShortCode)
	if err != nil || got.ID != c.ID {
		t.Errorf("found %v, %v", got.ID, err)
	}
}

func TestCatalogue(t *testing.T) {
	db := openAt(t, t.TempDir())
	if _, _, err := db.Catalogue(t.Context()); village.KindOf(err) != village.NotFound {
		t.Errorf("an empty kiosk: error = %v, want not found", err)
	}
	save := func(version, body string) error {
		return db.SaveCatalogue(t.Context(), version, "list.csv", false, []byte(body))
	}
	for _, step := range []struct{ version, body string }{{"v1", "one"}, {"v2", "two"}, {"v1", "one"}, {"v1", "one"}} {
		if err := save(step.version, step.body); err != nil {
			t.Fatal(err)
		}
		version, body, err := db.Catalogue(t.Context())
		if err != nil || version != step.version || string(body) != step.body {
			t.Errorf("in use is %s %s, %v; want %s", version, body, err, step.version)
		}
	}
	if err := save("v1", "another"); village.KindOf(err) != village.Conflict {
		t.Errorf("another body under an old version: error = %v, want a conflict", err)
	}
	for version, want := range map[string]string{"v1": "one", "v2": "two"} {
		if body, err := db.CatalogueVersion(t.Context(), version); err != nil || string(body) != want {
			t.Errorf("%s is %s, %v", version, body, err)
		}
	}
	if _, err := db.CatalogueVersion(t.Context(), "v3"); village.KindOf(err) != village.NotFound {
		t.Errorf("a version that never was: error = %v, want not found", err)
	}
	var rows int
	if err := db.sql.Read().QueryRow(`SELECT count(*) FROM catalogue`).Scan(&rows); err != nil || rows != 2 {
		t.Errorf("%d catalogues, %v; want 2", rows, err)
	}
}

func TestExampleNeverReplacesAnImportedCatalogue(t *testing.T) {
	db := openAt(t, t.TempDir())
	for _, step := range []struct {
		version string
		taken   bool
		inUse   string
	}{{"e1", true, "e1"}, {"e2", true, "e2"}} {
		taken, err := db.SaveExample(t.Context(), step.version, "example", []byte(step.version))
		if version, _, err2 := db.Catalogue(t.Context()); err != nil || err2 != nil || taken != step.taken || version != step.inUse {
			t.Errorf("%+v: taken %v, in use %s, %v %v", step, taken, version, err, err2)
		}
	}
	for _, example := range []bool{false, true} { // also one that is marked as an example itself
		version := fmt.Sprint("district", example)
		if err := db.SaveCatalogue(t.Context(), version, "list.json", example, []byte("theirs")); err != nil {
			t.Fatal(err)
		}
		taken, err := db.SaveExample(t.Context(), "e3", "example", []byte("e3"))
		if inUse, _, err2 := db.Catalogue(t.Context()); err != nil || err2 != nil || taken || inUse != version {
			t.Errorf("taken %v, in use %s, %v %v", taken, inUse, err, err2)
		}
	}
}

func TestEnrolment(t *testing.T) {
	db := openAt(t, t.TempDir())
	_, err := db.Enrolment(t.Context())
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.kiosk.not_enrolled" || e.Kind != village.NotFound {
		t.Errorf("error = %v, want err.kiosk.not_enrolled", err)
	}
	want := Enrolment{URL: "https://10.0.0.2:8080", Kiosk: "KABCDEFGHIJ", Village: "445203104203", Centre: "c", County: "445203000000", District: "d", EnrolledAt: now().UTC()}
	for range 2 {
		if err := db.SaveEnrolment(t.Context(), want, now()); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := db.Enrolment(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestARenewedCertificateGoesWithItsAuthority(t *testing.T) {
	db := openAt(t, t.TempDir())
	e := Enrolment{URL: "https://10.0.0.2:8443", Authority: []byte("ours"), Certificate: []byte("first")}
	if err := db.SaveEnrolment(t.Context(), e, now()); err != nil {
		t.Fatal(err)
	}
	later := now().Add(time.Hour)
	for _, step := range []struct{ authority, certificate, want string }{{"another", "stray", "first"}, {"ours", "second", "second"}} {
		if err := db.SaveCertificate(t.Context(), []byte(step.authority), []byte(step.certificate), later); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Enrolment(t.Context()); err != nil || string(got.Certificate) != step.want || got.URL != e.URL {
			t.Errorf("a certificate of %s: %+v, %v", step.authority, got, err)
		}
	}
	if told, err := db.CountyTime(t.Context()); err != nil || !told.Equal(later) {
		t.Errorf("the county's time is %v, %v; want %v", told, err, later)
	}
}

func TestKeyIsTheSameForAll(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var mu sync.Mutex
	var made byte
	newSeed := func() ([]byte, error) {
		mu.Lock()
		defer mu.Unlock()
		made++
		return bytes.Repeat([]byte{made}, 32), nil
	}
	var wait sync.WaitGroup
	seeds := make([][]byte, 8)
	for i := range seeds {
		wait.Go(func() {
			var err error
			if seeds[i], err = loadOrCreateKey(dir, newSeed); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, seed := range seeds {
		if !bytes.Equal(seed, seeds[0]) {
			t.Fatalf("two keys: %x and %x", seed[:4], seeds[0][:4])
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, ".key-*"))
	info, err2 := os.Stat(filepath.Join(dir, KeyName))
	if err != nil || err2 != nil || len(left) > 0 || info.Mode().Perm() != 0o600 {
		t.Errorf("left over %v, mode %v, %v %v", left, info.Mode(), err, err2)
	}
}

func TestKeyThatIsDamagedIsNeverReplaced(t *testing.T) {
	for _, damaged := range []string{"", "short", strings.Repeat("x", 33)} {
		dir := t.TempDir()
		path := filepath.Join(dir, KeyName)
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := loadOrCreateKey(dir, func() ([]byte, error) { return make([]byte, 32), nil })
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.store.key" {
			t.Errorf("%d bytes: error = %v, want err.store.key", len(damaged), err)
		}
		if raw, _ := os.ReadFile(path); string(raw) != damaged {
			t.Errorf("%d bytes were replaced", len(damaged))
		}
	}
}

func TestMachineKeepsItsNameOrDoesNotStart(t *testing.T) {
	dir := t.TempDir()
	db := openNameless(t, dir)
	seeds := byte(0)
	newSeed := func() ([]byte, error) { seeds++; return bytes.Repeat([]byte{seeds}, 32), nil }
	first, err := db.Identity(t.Context(), newSeed)
	if err != nil {
		t.Fatal(err)
	}
	again, err := openNameless(t, dir).Identity(t.Context(), newSeed)
	if err != nil || again.ID != first.ID || seeds != 1 {
		t.Fatalf("second start: %v, %v, %d seeds", again.ID, err, seeds)
	}
	path := filepath.Join(dir, KeyName)
	for _, tt := range []struct{ name, key string }{{"missing", "err.store.key_missing"}, {"other", "err.store.key_other"}} {
		if err := os.Remove(path); err != nil && tt.name == "missing" {
			t.Fatal(err)
		}
		if tt.name == "other" {
			if err := os.WriteFile(path, bytes.Repeat([]byte{9}, 32), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := db.Identity(t.Context(), newSeed)
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != tt.key || e.Kind != village.Internal {
			t.Errorf("%s: error = %v, want %s", tt.name, err, tt.key)
		}
	}
	if seeds != 1 {
		t.Error("a new key was drawn")
	}
}

func TestLostDatabaseIsNotBegunAnew(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	if _, err := db.Identity(t.Context(), func() ([]byte, error) { return make([]byte, 32), nil }); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	if err := errors.Join(db.Close(), os.Rename(path, path+".kept")); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir, now)
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.store.database_missing" {
		t.Errorf("error = %v, want err.store.database_missing", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a new database was made")
	}
	if err := os.Rename(path+".kept", path); err != nil {
		t.Fatal(err)
	}
	openAt(t, dir)
}

// TestEarlierDatabaseIsBroughtUpToDate starts from the tables of version 1.
func TestEarlierDatabaseIsBroughtUpToDate(t *testing.T) {
	dir := t.TempDir()
	start, err := migrations.ReadFile("migration/0001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	old, err := sqldb.Open(t.Context(), sqldb.Config{
		Path: filepath.Join(dir, FileName), ApplicationID: applicationID, Migrations: fstest.MapFS{"0001_start.sql": {Data: start}},
	})
	if err != nil {
		t.Fatal(err)
	}
	err = old.Write(t.Context(), "fill", func(tx *sql.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO setting VALUES ('enrolment', '{"centre":"C"}');
			INSERT INTO catalogue VALUES ('v1', 1, 's', 1, 0, 'x');
			INSERT INTO outbox VALUES (1, 'a', 'case', 1, 'local', '', 0, 'synced', zeroblob(32), 'x'), (2, 'b', 'case', 1, 'local', '', 0, 'synced', zeroblob(32), 'x');
			INSERT INTO cases VALUES (1, 'a', 'CODE1', '', 'i', 'v1', 'received', 0, 'synced', '[]', 'd', '', 'KONE', 'q', 0, ''),
				(2, 'b', 'CODE2', '', 'i', 'v0', 'received', 0, 'synced', '[]', 'd', '445203104202', '` + string(storetest.Identity().ID) + `', 'q', 0, '')`)
		return err
	})
	if err = errors.Join(err, old.Close()); err != nil {
		t.Fatal(err)
	}
	db := openNameless(t, dir)
	for code, want := range map[village.ShortCode]village.Case{"CODE1": {Centre: "", Example: true}, "CODE2": {Centre: "C", Example: false}} {
		if c, err := db.CaseByCode(t.Context(), code); err != nil || c.Centre != want.Centre || c.Example != want.Example {
			t.Errorf("%s: %+v, %v", code, c, err)
		}
	}
	_, err = db.Identity(t.Context(), func() ([]byte, error) { return make([]byte, 32), nil })
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.store.key_missing" {
		t.Errorf("records and no key: %v", err)
	}
	seed, _ := storetest.Seed()
	if err := os.WriteFile(filepath.Join(dir, KeyName), seed, 0o600); err != nil {
		t.Fatal(err)
	}
	identity, err := db.Identity(t.Context(), storetest.Seed)
	if err != nil {
		t.Fatal(err)
	}
	prev, records, err := db.Batch(t.Context(), 1, 10, 1000)
	if err != nil || len(records) != 2 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	linked := slices.Clone(records)
	if _, err := seal.Chain(identity.ID, seal.Head(prev), linked); err != nil || !bytes.Equal(linked[1].Hash, records[1].Hash) {
		t.Errorf("what was taken in before the chain is not linked: %v", err)
	}
}

func TestCountyKeysFollowOnTheOneInUse(t *testing.T) {
	db := openAt(t, t.TempDir())
	a, b, c := []byte("a"), []byte("b"), []byte("c")
	if err := db.SaveEnrolment(t.Context(), Enrolment{County: "445203000000", CountyKeys: [][]byte{a}}, now()); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name       string
		told, want [][]byte
	}{
		{"nothing", nil, [][]byte{a}},
		{"another county's", [][]byte{c}, [][]byte{a}},
		{"a new one", [][]byte{a, b}, [][]byte{a, b}},
		{"an older word", [][]byte{a}, [][]byte{a, b}},
		{"without the oldest", [][]byte{b, c}, [][]byte{b, c}},
	} {
		if err := db.SaveCountyKeys(t.Context(), step.told); err != nil {
			t.Fatal(err)
		}
		if e, err := db.Enrolment(t.Context()); err != nil || !slices.EqualFunc(e.CountyKeys, step.want, bytes.Equal) {
			t.Errorf("%s: %q, %v; want %q", step.name, e.CountyKeys, err, step.want)
		}
	}
}
