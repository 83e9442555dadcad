package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
)

func seed(first byte) []byte { return bytes.Repeat([]byte{first}, seal.SeedBytes) }

func TestTheNewestCountyKeyIsLast(t *testing.T) {
	v := Open(filepath.Join(t.TempDir(), "keys"))
	if _, err := v.CountySecrets(); village.KindOf(err) != village.NotFound {
		t.Fatalf("an empty vault: %v", err)
	}
	var want []seal.CountyKeyID
	for n := range byte(12) {
		secret, err := v.AddCountySecret(seal.SuiteX25519, seed(n+1))
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, secret.ID)
	}
	if _, err := v.AddCountySecret(seal.SuiteX25519, seed(3)); err != nil {
		t.Fatal(err)
	}
	secrets, err := v.CountySecrets()
	if err != nil || len(secrets) != len(want) {
		t.Fatalf("%d keys, %v; want %d", len(secrets), err, len(want))
	}
	for i, s := range secrets {
		if s.ID != want[i] {
			t.Errorf("key %d is %s, want %s", i, s.ID, want[i])
		}
	}
	if got, err := v.Seed(want[4]); err != nil || !bytes.Equal(got, seed(5)) {
		t.Errorf("seed %v, %v", got, err)
	}
	if _, err := v.Seed(seal.CountyKeyID{}); village.KindOf(err) != village.NotFound {
		t.Errorf("a key that is not there: %v", err)
	}
}

func TestADamagedKeyIsNotTakenForAnother(t *testing.T) {
	v := Open(t.TempDir())
	if _, err := v.AddCountySecret(seal.SuiteX25519, seed(1)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(v.Dir(), "county-0001.key")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"one digit of the seed": strings.Replace(string(good), "seed 01", "seed 02", 1),
		"cut off":               string(good[:60]),
		"empty":                 "",
	} {
		if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := v.CountySecrets(); village.KindOf(err) != village.Internal || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSecretsAreMadeOnce(t *testing.T) {
	v := Open(filepath.Join(t.TempDir(), "keys"))
	first, err := v.DataKey(func() ([]byte, error) { return seed(1), nil })
	if err != nil {
		t.Fatal(err)
	}
	again, err := v.DataKey(func() ([]byte, error) { return nil, errors.New("asked again") })
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("another data key: %v", err)
	}
	if _, err := v.Authority(func() ([]byte, error) { return nil, errors.New("no chance") }); err == nil {
		t.Error("an authority out of nothing")
	}
	if info, err := os.Stat(filepath.Join(v.Dir(), dataName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the data key: %v, %v", info.Mode(), err)
	}
	if info, err := os.Stat(v.Dir()); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may look into the vault: %v, %v", info.Mode(), err)
	}
}
