package county

import (
	"bytes"
	"testing"

	"bianmin/app/seal"
	"bianmin/county/countytest"
)

func TestTheLastCountyKeyIsTheNewest(t *testing.T) {
	db := openNew(t)
	var want []seal.CountyKeyID
	for _, suite := range []seal.Suite{seal.SuiteX25519, seal.SuiteHybrid} {
		for n := range byte(2) {
			secret, err := seal.NewCountySecret(suite, bytes.Repeat([]byte{n + 1}, seal.SeedBytes))
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second time it stays where it is
				if err := db.KeepCountyKey(t.Context(), secret.CountyKey); err != nil {
					t.Fatal(err)
				}
			}
			want = append(want, secret.ID)
		}
	}
	keys, err := db.ListCountyKeys(t.Context())
	raw, err2 := db.CountyKeys(t.Context())
	if err != nil || err2 != nil || len(keys) != 4 || len(raw) != 4 {
		t.Fatalf("%d and %d keys, %v, %v", len(keys), len(raw), err, err2)
	}
	for i, k := range keys {
		if k.Key.ID != want[i] || k.Place != i+1 || !k.MadeAt.Equal(countytest.At) || !bytes.Equal(k.Key.Bytes(), raw[i]) {
			t.Errorf("key %d is %+v, want %s", i+1, k, want[i])
		}
	}
}
