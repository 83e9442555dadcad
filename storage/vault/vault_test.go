package vault

import (
	"bytes"
	"errors"
	"fmt"
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
	path := filepath.Join(v.Dir(), "office", "county-0001.key")
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

func TestARecoveredKeyTakesItsOldPlace(t *testing.T) {
	v := Open(filepath.Join(t.TempDir(), "keys"))
	var ids []seal.CountyKeyID
	for n := range byte(3) {
		secret, err := v.AddCountySecret(seal.SuiteX25519, seed(n+1))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, secret.ID)
	}
	for _, lost := range []int{1, 2} {
		if err := os.Remove(filepath.Join(v.Dir(), "office", fmt.Sprintf("county-%04d.key", lost))); err != nil {
			t.Fatal(err)
		}
	}
	for _, place := range []int{2, 1} {
		if _, err := v.PutCountySecret(seal.SuiteX25519, seed(byte(place)), place); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := v.PutCountySecret(seal.SuiteX25519, seed(9), 2); err != nil { // the place is taken
		t.Fatal(err)
	}
	secrets, err := v.CountySecrets()
	if err != nil || len(secrets) != 4 {
		t.Fatalf("%d keys, %v", len(secrets), err)
	}
	for i, id := range ids {
		if secrets[i].ID != id {
			t.Errorf("key %d is %s, want %s", i, secrets[i].ID, id)
		}
	}
}

func TestTrialNeedsTheKeyThatBelongs(t *testing.T) {
	var two [2]seal.CountySecret
	for i := range two {
		var err error
		if two[i], err = seal.NewCountySecret(seal.SuiteHybrid, seed(byte(i+1))); err != nil {
			t.Fatal(err)
		}
	}
	if err := Trial(two[0].CountyKey, two[0]); err != nil {
		t.Error(err)
	}
	if Trial(two[0].CountyKey, two[1]) == nil {
		t.Error("another key passed the trial")
	}
}

// TestAGateAloneOpensNothing is a machine that only takes in: it has the gate
// half, and nothing of the office lies in it.
func TestAGateAloneOpensNothing(t *testing.T) {
	all, gate := Open(filepath.Join(t.TempDir(), "keys")), Open(filepath.Join(t.TempDir(), "keys"))
	if _, err := all.AddCountySecret(seal.SuiteX25519, seed(1)); err != nil {
		t.Fatal(err)
	}
	none := func() ([]byte, error) { return nil, errors.New("asked to make one") }
	for name, get := range map[string]func(*Vault, func() ([]byte, error)) ([]byte, error){
		"signing.key": (*Vault).Signing, "authority.pem": (*Vault).Authority,
	} {
		made, err := get(all, func() ([]byte, error) { return seed(7), nil })
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(filepath.Join(all.Dir(), "gate", name))
		if err := errors.Join(err, os.MkdirAll(filepath.Join(gate.Dir(), "gate"), 0o700),
			os.WriteFile(filepath.Join(gate.Dir(), "gate", name), raw, 0o600)); err != nil {
			t.Fatal(err)
		}
		if got, err := get(gate, none); err != nil || !bytes.Equal(got, made) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := gate.CountySecrets(); village.KindOf(err) != village.NotFound {
		t.Errorf("county keys: %v", err)
	}
	if _, err := gate.DataKey(none); err == nil {
		t.Error("a data key without the office half")
	}
	if _, err := gate.Signing(none); err != nil {
		t.Error(err)
	}
}

func TestAShortSecretIsNotKept(t *testing.T) {
	v := Open(filepath.Join(t.TempDir(), "keys"))
	if _, err := v.Signing(func() ([]byte, error) { return []byte{1}, nil }); err == nil {
		t.Fatal("a signing key of one byte")
	}
	if _, err := v.Signing(func() ([]byte, error) { return seed(1), nil }); err != nil {
		t.Errorf("the short one stayed: %v", err)
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
	if info, err := os.Stat(filepath.Join(v.Dir(), "office", "data.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the data key: %v, %v", info.Mode(), err)
	}
	if info, err := os.Stat(filepath.Join(v.Dir(), "office")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may look into the vault: %v, %v", info.Mode(), err)
	}
}
