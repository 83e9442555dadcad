package main

import (
	"errors"
	"io"
	"os"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/vault"
)

// shareFlags are two recovery shares.
type shareFlags struct {
	Share []string `required:"" sep:"none" placeholder:"FILE" type:"path" help:"A file with a recovery share; give the flag twice."`
}

// sharePageBytes bounds what is read as a share.
const sharePageBytes = 64 << 10

// secret is the key that the shares give back, with its seed.
func (f shareFlags) secret() (secret seal.CountySecret, seed []byte, err error) {
	if len(f.Share) != 2 {
		return secret, nil, village.Refuse("share", "err.share.two")
	}
	var shares [2]seal.Share
	for i, path := range f.Share {
		if shares[i], err = readShare(path); err != nil {
			return secret, nil, err
		}
	}
	if seed, err = seal.Recover(shares[0], shares[1]); err != nil {
		return secret, nil, err
	}
	secret, err = seal.NewCountySecret(shares[0].Suite, seed)
	if err != nil {
		err = village.Failed("make the recovered key", err)
	}
	return secret, seed, err
}

// readShare finds the share in a file that somebody saved or typed. The error
// names the file.
func readShare(path string) (seal.Share, error) {
	named := map[string]any{"file": path}
	f, err := os.Open(path)
	if err != nil {
		return seal.Share{}, &village.Error{Kind: village.Invalid, Field: "share", Key: "err.share.file", Args: named, Err: err}
	}
	defer f.Close()
	page, err := io.ReadAll(io.LimitReader(f, sharePageBytes))
	if err != nil {
		return seal.Share{}, &village.Error{Kind: village.Invalid, Field: "share", Key: "err.share.file", Args: named, Err: err}
	}
	share, err := seal.FindShare(string(page))
	if e, ok := errors.AsType[*village.Error](err); ok {
		at := *e
		at.Args = named
		return share, &at
	}
	return share, err
}

// registered is the database's entry of a key, with Place 0 when there is none.
func registered(w *world, db *county.DB, id seal.CountyKeyID) (found office.CountyKey, all int, err error) {
	known, err := db.ListCountyKeys(w.ctx)
	for _, k := range known {
		if k.Key.ID == id {
			found = k
		}
	}
	return found, len(known), err
}

func stranger(id seal.CountyKeyID) error {
	return &village.Error{Kind: village.Invalid, Field: "share", Key: "err.vault.stranger", Args: map[string]any{"id": id}}
}

type keysDrillCmd struct {
	database
	shareFlags
}

// Run recovers the key in memory and opens with it what it seals for the public
// key of the database, which is the one that kiosks use. It needs no vault and
// changes nothing.
func (c *keysDrillCmd) Run(w *world) error {
	secret, _, err := c.secret()
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		known, _, err := registered(w, db, secret.ID)
		if err != nil {
			return err
		}
		if known.Place == 0 {
			return stranger(secret.ID)
		}
		if err := vault.Trial(known.Key, secret); err != nil {
			return &village.Error{Kind: village.Invalid, Field: "share", Key: "err.share.damaged", Err: err}
		}
		return w.say("vault.drilled", "id", secret.ID)
	})
}

type keysRecoverCmd struct {
	keyFlags
	shareFlags
}

// Run puts the key back at its old place, so that it does not become the one
// that kiosks seal for. A database without any key takes it as its first.
func (c *keysRecoverCmd) Run(w *world) error {
	secret, seed, err := c.secret()
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB, v *vault.Vault) error {
		known, all, err := registered(w, db, secret.ID)
		if err != nil {
			return err
		}
		if known.Place == 0 && all > 0 {
			return stranger(secret.ID)
		}
		if _, err := v.Seed(secret.ID); err == nil {
			return w.say("vault.there", "id", secret.ID)
		}
		if _, err := v.PutCountySecret(secret.Suite, seed, known.Place); err != nil {
			return err
		}
		if err := register(w, db, []seal.CountySecret{secret}); err != nil {
			return err
		}
		return w.say("vault.recovered", "id", secret.ID, "folder", v.Dir())
	})
}
