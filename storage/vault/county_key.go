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
	return v.PutCountySecret(suite, seed, 0)
}

// PutCountySecret is AddCountySecret for a key whose place among the others is
// known, as one that was lost and recovered; 1 is the oldest, 0 the next that
// is free. A place that is taken by another key gives the next one too.
func (v *Vault) PutCountySecret(suite seal.Suite, seed []byte, place int) (seal.CountySecret, error) {
	secret, err := seal.NewCountySecret(suite, seed)
	if err != nil {
		return secret, failed("make a county key", err)
	}
	if err := Trial(secret.CountyKey, secret); err != nil {
		return secret, failed("try the county key", err)
	}
	switch _, err := v.Seed(secret.ID); {
	case err == nil:
		return secret, nil
	case village.KindOf(err) != village.NotFound:
		return secret, err
	}
	text := fmt.Sprintf("%s\nsuite %d\nname %s\nseed %s\n", countyHead, suite, secret.ID, hex.EncodeToString(seed))
	if place > 0 {
		err := v.create(place, text)
		if !errors.Is(err, fs.ErrExist) {
			return secret, failed("keep the county key", err)
		}
	}
	next, err := v.NextPlace()
	if err != nil {
		return secret, err
	}
	for ; ; next++ { // another process may have taken the number
		err := v.create(next, text)
		if !errors.Is(err, fs.ErrExist) {
			return secret, failed("keep the county key", err)
		}
	}
}

func (v *Vault) create(place int, text string) error {
	return keyfile.Create(filepath.Join(v.dir, fmt.Sprintf(countyName, place)), []byte(text))
}

// NextPlace is the place behind the newest county key.
func (v *Vault) NextPlace() (int, error) {
	names, err := v.countyNames()
	if err != nil || len(names) == 0 {
		return 1, err
	}
	var newest int
	if _, err := fmt.Sscanf(filepath.Base(names[len(names)-1]), filepath.Base(countyName), &newest); err != nil {
		return 0, failed("find the newest county key", err)
	}
	return newest + 1, nil
}

// Trial seals for a public key and opens with a secret, so that a key that
// cannot open is never handed out and a recovered one never taken on trust.
func Trial(public seal.CountyKey, secret seal.CountySecret) error {
	b := seal.Binding{County: "445203000000", Kiosk: "KTRIAL", Record: "trial", Kind: village.RecordCase, Form: "v1", Parts: 1}
	sealed, err := public.Seal(b, []byte("trial"))
	if err != nil {
		return err
	}
	plain, err := secret.Open(b, sealed)
	if err == nil && string(plain) != "trial" {
		err = errors.New("the key does not open what was sealed for it")
	}
	return err
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
