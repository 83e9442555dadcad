package county

import (
	"crypto/ed25519"
	"fmt"
	"path/filepath"
	"testing"

	"bianmin/app/seal"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
)

// TestPushesAreAnsweredAsByTheFakeOfTheHistories: what the long histories prove
// over the fake holds for both databases.
func TestPushesAreAnsweredAsByTheFakeOfTheHistories(t *testing.T) {
	storetest.SameAsMemory(t, 20, func(t *testing.T, keys []ed25519.PublicKey) (storetest.CountyStore, office.Blobs) {
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
	})
}
