package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/authority"
	"bianmin/county/office"
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

// signer is the key that the county signs answers and publications with.
func (s secrets) signer(w *world, address string) (seal.Identity, error) {
	keys, err := s.vault(address)
	if err != nil {
		return seal.Identity{}, err
	}
	seed, err := keys.Signing(w.fresh)
	if err != nil {
		return seal.Identity{}, err
	}
	signer, err := seal.NewIdentity(seed)
	if err != nil {
		return seal.Identity{}, village.Failed("read the signing key", err)
	}
	return signer, nil
}

// open gives the database its data key out of the vault that belongs to its address,
// and returns the keys that open papers.
func (s secrets) open(w *world, db *county.DB, address string) ([]seal.CountySecret, error) {
	keys, err := s.vault(address)
	if err != nil {
		return nil, err
	}
	return unlock(w, db, keys)
}

// derived opens db as [secrets.open] does and makes what follows from the cases in it.
func (s secrets) derived(w *world, db *county.DB, address string) error {
	if _, err := s.open(w, db, address); err != nil {
		return err
	}
	return office.Derive(w.ctx, db)
}

// unlock makes what is missing of the county's keys, lets db read what is hidden
// of people, and tells it which keys kiosks may seal for.
func unlock(w *world, db *county.DB, v *vault.Vault) ([]seal.CountySecret, error) {
	all, err := v.CountySecrets()
	if village.KindOf(err) == village.NotFound && err != nil {
		all, err = firstKey(w, db, v, seal.SuiteX25519)
	}
	if err != nil {
		return nil, err // before a data key is made that nothing was hidden with
	}
	data, err := v.DataKey(func() ([]byte, error) { return w.dataKey(db, v) })
	if err != nil {
		return nil, err
	}
	key, err := seal.NewDataKey(data, w.random)
	if err != nil {
		return nil, err
	}
	db.Unlock(key)
	return all, register(w, db, all)
}

// dataKey is a new one. A county that had one is told what that means.
func (w *world) dataKey(db *county.DB, v *vault.Vault) ([]byte, error) {
	known, err := db.CountyKeys(w.ctx)
	if err != nil {
		return nil, err
	}
	if len(known) > 0 {
		w.log().Warn("the data key is lost and another one is made: what was hidden with it stays hidden; put office/data.key back and start again", "folder", v.Dir())
	}
	return w.fresh()
}

// register makes keys known to kiosks, in their order.
func register(w *world, db *county.DB, all []seal.CountySecret) error {
	for _, secret := range all {
		if err := db.KeepCountyKey(w.ctx, secret.CountyKey); err != nil {
			return err
		}
	}
	return nil
}

// fresh is a new secret of 32 bytes.
func (w *world) fresh() ([]byte, error) {
	seed := make([]byte, seal.SeedBytes)
	_, err := io.ReadFull(w.random, seed)
	return seed, err
}

// makeGate makes what is missing of a gateway's keys.
func (s secrets) makeGate(w *world, db *county.DB, address string) (*authority.Authority, error) {
	a, err := s.authority(w, db, address)
	if err != nil {
		return nil, err
	}
	v, err := s.vault(address)
	if err != nil {
		return nil, err
	}
	_, err = v.Signing(w.fresh)
	return a, err
}

// authority is the county's, which is made once. Kiosks believe only the one that
// they enrolled with: a folder that holds another than the database knows of is
// refused, and so is one that lost it.
func (s secrets) authority(w *world, db *county.DB, address string) (*authority.Authority, error) {
	v, err := s.vault(address)
	if err != nil {
		return nil, err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return nil, err
	}
	raw, err := v.Authority(func() ([]byte, error) {
		known, err := db.Authority(w.ctx, nil)
		if err != nil {
			return nil, err
		}
		if known != nil {
			return nil, otherAuthority(v)
		}
		a, err := authority.New(places.divisions.County, w.now(), w.random)
		if err != nil {
			return nil, err
		}
		return a.Encode()
	})
	if err != nil {
		return nil, err
	}
	a, err := authority.Decode(raw, w.random)
	if err != nil {
		return nil, village.Failed("read the authority", err)
	}
	known, err := db.Authority(w.ctx, a.Certificate().Raw)
	if err == nil && !bytes.Equal(known, a.Certificate().Raw) {
		err = otherAuthority(v)
	}
	if err == nil {
		_, err = v.PublishAuthority(a.CertificatePEM())
	}
	return a, err
}

func otherAuthority(v *vault.Vault) error {
	return &village.Error{Kind: village.NotFound, Field: "keys", Key: "err.vault.authority", Args: map[string]any{"folder": v.Dir()}}
}

// firstKey makes the county's first key. A database that knows keys whose secret
// halves are nowhere is not given another one silently: what was sealed for them
// could never be read.
func firstKey(w *world, db *county.DB, v *vault.Vault, suite seal.Suite) ([]seal.CountySecret, error) {
	known, err := db.CountyKeys(w.ctx)
	if err != nil {
		return nil, err
	}
	if len(known) > 0 {
		return nil, &village.Error{Kind: village.NotFound, Field: "keys", Key: "err.vault.lost", Args: map[string]any{"folder": v.Dir()}}
	}
	seed, err := w.fresh()
	if err != nil {
		return nil, village.Failed("draw a county key", err)
	}
	secret, err := v.AddCountySecret(suite, seed)
	return []seal.CountySecret{secret}, err
}
