// Package vault keeps the county's secrets on disk, in one folder that is in no
// database and in no database's backup: the keys that open what kiosks sealed,
// the key of personal columns, and the county's certificate authority.
//
//	county-0001.key  seed of a county key; higher numbers are newer
//	data.key         32 bytes, the key of personal columns
//	authority.pem    certificate and key of the authority
package vault

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/keyfile"
)

// DataKeyBytes is the length of the key of personal columns.
const DataKeyBytes = 32

const (
	dataName      = "data.key"
	authorityName = "authority.pem"
	countyPattern = "county-*.key"
	countyHead    = "bianmin county key v1"
)

// Vault is the folder.
type Vault struct{ dir string }

// Open is the vault in dir, which need not exist yet.
func Open(dir string) *Vault { return &Vault{dir} }

// Dir is where the vault lies.
func (v *Vault) Dir() string { return v.dir }

// CountySecrets are all keys of the county, the newest last: kiosks seal for
// the newest, and the others open what was sealed before. None is
// [village.NotFound], err.vault.empty.
func (v *Vault) CountySecrets() ([]seal.CountySecret, error) {
	names, err := v.countyNames()
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, &village.Error{Kind: village.NotFound, Key: "err.vault.empty", Err: errors.New("no county key in " + v.dir)}
	}
	secrets := make([]seal.CountySecret, 0, len(names))
	for _, name := range names {
		secret, _, err := v.read(name)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, secret)
	}
	return secrets, nil
}

// Seed is the seed of the county key with this name, to make recovery shares.
func (v *Vault) Seed(id seal.CountyKeyID) ([]byte, error) {
	names, err := v.countyNames()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		secret, seed, err := v.read(name)
		if err != nil {
			return nil, err
		}
		if secret.ID == id {
			return seed, nil
		}
	}
	return nil, &village.Error{Kind: village.NotFound, Field: "key", Key: "err.vault.key"}
}

// AddCountySecret keeps a new county key, which becomes the newest. A key that
// is kept already is not kept twice.
func (v *Vault) AddCountySecret(suite seal.Suite, seed []byte) (seal.CountySecret, error) {
	secret, err := seal.NewCountySecret(suite, seed)
	if err != nil {
		return secret, failed("make a county key", err)
	}
	if err := trial(secret); err != nil {
		return secret, failed("try the county key", err)
	}
	if _, err := v.Seed(secret.ID); err == nil {
		return secret, nil
	}
	text := fmt.Sprintf("%s\nsuite %d\nname %s\nseed %s\n", countyHead, suite, secret.ID, hex.EncodeToString(seed))
	names, err := v.countyNames()
	if err != nil {
		return secret, err
	}
	next := 1
	if len(names) > 0 {
		if next, err = number(names[len(names)-1]); err != nil {
			return secret, failed("find the newest county key", err)
		}
		next++
	}
	for ; ; next++ { // another process may have taken the number
		err := keyfile.Create(filepath.Join(v.dir, fmt.Sprintf("county-%04d.key", next)), []byte(text))
		if !errors.Is(err, fs.ErrExist) {
			return secret, failed("keep the county key", err)
		}
	}
}

// trial seals and opens, so that a key that cannot open is never handed out.
func trial(secret seal.CountySecret) error {
	b := seal.Binding{County: "445203000000", Kiosk: "KTRIAL", Record: "trial", Kind: village.RecordCase, Form: "v1", Parts: 1}
	sealed, err := secret.Seal(b, []byte("trial"))
	if err != nil {
		return err
	}
	plain, err := secret.Open(b, sealed)
	if err == nil && string(plain) != "trial" {
		err = errors.New("the key does not open what it sealed")
	}
	return err
}

// DataKey is the key of personal columns. A missing one is made from fresh,
// which must be 32 random bytes.
func (v *Vault) DataKey(fresh func() ([]byte, error)) ([]byte, error) {
	key, err := v.ensure(dataName, fresh)
	if err == nil && len(key) != DataKeyBytes {
		err = failed("read the data key", fmt.Errorf("it has %d bytes", len(key)))
	}
	return key, err
}

// Authority is the file of the certificate authority; a missing one is made
// from fresh.
func (v *Vault) Authority(fresh func() ([]byte, error)) ([]byte, error) {
	return v.ensure(authorityName, fresh)
}

// ensure is the content of a file that is made once.
func (v *Vault) ensure(name string, fresh func() ([]byte, error)) ([]byte, error) {
	path := filepath.Join(v.dir, name)
	data, err := keyfile.Read(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return data, failed("read a secret", err)
	}
	made, err := fresh()
	if err != nil {
		return nil, failed("make a secret", err)
	}
	if err := keyfile.Create(path, made); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, failed("keep a secret", err)
	}
	data, err = keyfile.Read(path)
	return data, failed("read a secret", err)
}

// countyNames are the files of county keys, the oldest first.
func (v *Vault) countyNames() ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(v.dir, countyPattern))
	if err != nil {
		return nil, failed("list the county keys", err)
	}
	slices.Sort(paths)
	return paths, nil
}

func number(path string) (n int, err error) {
	_, err = fmt.Sscanf(filepath.Base(path), "county-%04d.key", &n)
	return n, err
}

// read is one county key. The name in the file must be that of its seed.
func (v *Vault) read(path string) (secret seal.CountySecret, seed []byte, err error) {
	raw, err := keyfile.Read(path)
	if err != nil {
		return secret, nil, failed("read a county key", err)
	}
	var suite int
	var name, text string
	n, _ := fmt.Sscanf(strings.TrimPrefix(string(raw), countyHead+"\n"), "suite %d\nname %s\nseed %s\n", &suite, &name, &text)
	seed, err = hex.DecodeString(text)
	if n != 3 || err != nil || suite > 255 {
		return secret, nil, failed("read a county key", fmt.Errorf("%s is damaged", filepath.Base(path)))
	}
	secret, err = seal.NewCountySecret(seal.Suite(suite), seed)
	if err == nil && secret.ID.String() != name {
		err = fmt.Errorf("%s is damaged", filepath.Base(path))
	}
	return secret, seed, failed("read a county key", err)
}

// failed wraps err with what was attempted and leaves nil nil.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*village.Error](err); ok {
		return fmt.Errorf("%s: %w", what, err)
	}
	return &village.Error{Kind: village.Internal, Key: "err.vault.file", Err: fmt.Errorf("%s: %w", what, err)}
}
