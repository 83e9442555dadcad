package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/county"
	"bianmin/storage/vault"
)

// secrets is the flag of every command that needs the county's keys.
type secrets struct {
	Keys string `placeholder:"DIR" type:"path" help:"Folder of the county's keys (default: beside the SQLite file, else in the home directory)."`
}

// vault is the folder of the county's keys. It is never in the database, nor in
// a backup of it.
func (s secrets) vault(address string) (*vault.Vault, error) {
	if s.Keys != "" {
		return vault.Open(s.Keys), nil
	}
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return vault.Open(strings.TrimSuffix(path, filepath.Ext(path)) + "-keys"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, village.Failed("find the folder of the keys", err)
	}
	return vault.Open(filepath.Join(home, ".local", "share", "bianmin-county", "keys")), nil
}

// unlock makes what is missing of the county's keys, lets db read what is hidden
// of people, and tells it which keys kiosks may seal for.
func unlock(w *world, db *county.DB, v *vault.Vault) ([]seal.CountySecret, error) {
	fresh := func() ([]byte, error) {
		seed := make([]byte, seal.SeedBytes)
		_, err := io.ReadFull(w.random, seed)
		return seed, err
	}
	data, err := v.DataKey(fresh)
	if err != nil {
		return nil, err
	}
	key, err := seal.NewDataKey(data, w.random)
	if err != nil {
		return nil, err
	}
	db.Unlock(key)
	all, err := v.CountySecrets()
	if village.KindOf(err) == village.NotFound && err != nil {
		all, err = firstKey(w, db, v, fresh)
	}
	if err != nil {
		return nil, err
	}
	for _, secret := range all {
		if err := db.KeepCountyKey(w.ctx, secret.CountyKey); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// firstKey makes the county's first key. A database that knows keys whose secret
// halves are nowhere is not given another one silently: what was sealed for them
// could never be read.
func firstKey(w *world, db *county.DB, v *vault.Vault, fresh func() ([]byte, error)) ([]seal.CountySecret, error) {
	known, err := db.CountyKeys(w.ctx)
	if err != nil {
		return nil, err
	}
	if len(known) > 0 {
		return nil, &village.Error{Kind: village.NotFound, Field: "keys", Key: "err.vault.lost", Args: map[string]any{"folder": v.Dir()}}
	}
	seed, err := fresh()
	if err != nil {
		return nil, village.Failed("draw a county key", err)
	}
	secret, err := v.AddCountySecret(seal.SuiteX25519, seed)
	return []seal.CountySecret{secret}, err
}
