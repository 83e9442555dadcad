package vault

import (
	"os"
	"path/filepath"
	"testing"

	"bianmin/app/seal"
)

// FuzzCountyKeyFile: a file of a county key that is not whole is no key.
func FuzzCountyKeyFile(f *testing.F) {
	v := Open(f.TempDir())
	secret, err := v.AddCountySecret(seal.SuiteX25519, seed(1))
	if err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(filepath.Join(v.Dir(), "office", "county-0001.key"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(countyHead + "\nsuite 999999999999999999999\nname x\nseed zz\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		path := filepath.Join(t.TempDir(), "county-0001.key")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		got, seed, err := v.read(path)
		if err != nil {
			return
		}
		again, err := seal.NewCountySecret(got.Suite, seed)
		if err != nil || again.ID != got.ID {
			t.Errorf("%q is key %s, its seed that of %s, %v", raw, got.ID, again.ID, err)
		}
		if got.ID != secret.ID {
			if err := Trial(got.CountyKey, got); err != nil {
				t.Errorf("a key that opens nothing: %v", err)
			}
		}
	})
}
