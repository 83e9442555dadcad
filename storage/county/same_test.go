package county

import (
	"context"
	"crypto/ed25519"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"

	"bianmin/app/seal"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
	"bianmin/storage/storetest"
)

var same = flag.Int("same", 30, "how many histories of pushes are answered by a database and in memory")

// TestPushesAreAnsweredAsByTheFakeOfTheHistories: what the long histories prove
// over the fake holds for both databases.
func TestPushesAreAnsweredAsByTheFakeOfTheHistories(t *testing.T) {
	storetest.SameAsMemory(t, *same, openFor)
	on := "SQLite"
	if postgrestest.OnPostgres() {
		on = "PostgreSQL"
	}
	t.Logf("trials: %d histories of %d steps on %s, answered as in memory, seeds from 0", *same, storetest.Steps, on)
}

func openFor(t *testing.T, keys []ed25519.PublicKey) (storetest.CountyStore, office.Blobs) {
	t.Helper()
	db := openNew(t)
	for n, key := range keys {
		e := office.Enrolment{Selector: fmt.Sprint("AAA", n), Salt: []byte{1}, Hash: []byte{2}, Village: "445203104202", ExpiresAt: countytest.At}
		k := office.Kiosk{ID: seal.IDOf(key), PublicKey: key, Village: e.Village, EnrolledAt: countytest.At}
		if err := db.AddEnrolment(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		if err := db.Register(t.Context(), e.Selector, k); err != nil {
			t.Fatal(err)
		}
	}
	blobs, err := OpenBlobs(filepath.Join(t.TempDir(), "blobs"), countytest.At)
	if err != nil {
		t.Fatal(err)
	}
	return db, blobs
}

// TestSameHistoriesSeeADatabaseThatAnswersOtherwise is the negative control.
func TestSameHistoriesSeeADatabaseThatAnswersOtherwise(t *testing.T) {
	for name, broken := range map[string]func(storetest.CountyStore) storetest.CountyStore{
		"takes every piece":           func(s storetest.CountyStore) storetest.CountyStore { return greedy{s} },
		"forgets what is in a backup": func(s storetest.CountyStore) storetest.CountyStore { return forgetful{s} },
	} {
		found := ""
		for seed := uint64(0); seed < 10 && found == ""; seed++ {
			db, blobs := openFor(t, storetest.Trusted())
			witness := &firstFault{TB: t}
			done := make(chan struct{})
			go func() { defer close(done); storetest.SameHistory(witness, seed, broken(db), blobs) }()
			<-done
			found = witness.said
		}
		if found == "" {
			t.Errorf("one that %s is not found in 10 histories", name)
		}
	}
}

// firstFault is a test that keeps its first fault for itself and ends there.
type firstFault struct {
	testing.TB
	said string
}

func (f *firstFault) Fatalf(format string, args ...any) {
	f.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

type greedy struct{ storetest.CountyStore }

func (greedy) PieceWanted(context.Context, seal.KioskID, [32]byte) (bool, error) { return true, nil }

type forgetful struct{ storetest.CountyStore }

func (forgetful) MarkDurable(context.Context, []office.Durable) error { return nil }
