package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/keyfile"
	"bianmin/storage/vault"
)

type keysCmd struct {
	Init    keysInitCmd    `cmd:"" help:"Make the first county key and try what is there."`
	List    keysListCmd    `cmd:"" help:"List the county's keys."`
	Rotate  keysRotateCmd  `cmd:"" help:"Make a new county key; the older ones still open."`
	Shares  keysSharesCmd  `cmd:"" help:"Write recovery shares of a key: any two of three give it back."`
	Drill   keysDrillCmd   `cmd:"" help:"Prove that two recovery shares open what is sealed for the county."`
	Recover keysRecoverCmd `cmd:"" help:"Put a lost key back from two recovery shares."`
}

// keyFlags are those of a command that needs the database and the keys.
type keyFlags struct {
	database
	secrets
}

func (f keyFlags) with(w *world, do func(*county.DB, *vault.Vault) error) error {
	v, err := f.vault(f.Database)
	if err != nil {
		return err
	}
	return f.database.with(w, func(db *county.DB) error { return do(db, v) })
}

type keysInitCmd struct {
	keyFlags
	Suite uint8 `enum:"1,2" default:"1" help:"1: X25519; 2: ML-KEM768-X25519, against decryption in a later age."`
}

// Run may run again: it then makes nothing and tries every key anew.
func (c *keysInitCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB, v *vault.Vault) error {
		all, err := v.CountySecrets()
		if village.KindOf(err) == village.NotFound && err != nil {
			all, err = firstKey(w, db, v, seal.Suite(c.Suite))
		}
		if err != nil {
			return err
		}
		for _, secret := range all {
			if err := vault.Trial(secret.CountyKey, secret); err != nil {
				return village.Failed("try county key "+secret.ID.String(), err)
			}
		}
		if err := register(w, db, all); err != nil {
			return err
		}
		newest := all[len(all)-1]
		return errors.Join(w.say("vault.ready", "folder", v.Dir(), "id", newest.ID), w.say("vault.make_shares", "id", newest.ID))
	})
}

type keysListCmd struct {
	keyFlags
	JSON bool `help:"Answer as JSON, one key a line, the newest last."`
}

// keyLine is one key in the answer of `keys list --json`.
type keyLine struct {
	ID         string     `json:"id"`
	Suite      seal.Suite `json:"suite"`
	MadeAt     *time.Time `json:"made_at"` // null = not in the database yet
	Newest     bool       `json:"newest"`  // kiosks seal for it
	InVault    bool       `json:"in_vault"`
	InDatabase bool       `json:"in_database"`
}

func (c *keysListCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB, v *vault.Vault) error {
		lines, err := keyLines(w, db, v)
		if err != nil {
			return err
		}
		for _, k := range lines {
			if c.JSON {
				err = json.NewEncoder(w.stdout).Encode(k)
			} else {
				err = w.keyInWords(k)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// keyLines are the keys that the database or the vault knows.
func keyLines(w *world, db *county.DB, v *vault.Vault) ([]keyLine, error) {
	known, err := db.ListCountyKeys(w.ctx)
	if err != nil {
		return nil, err
	}
	held, err := v.CountySecrets()
	if err != nil && village.KindOf(err) != village.NotFound {
		return nil, err
	}
	var lines []keyLine
	for i, k := range known {
		at := k.MadeAt.In(village.Zone)
		lines = append(lines, keyLine{
			ID: k.Key.ID.String(), Suite: k.Key.Suite, MadeAt: &at, Newest: i == len(known)-1, InDatabase: true,
			InVault: slices.ContainsFunc(held, func(s seal.CountySecret) bool { return s.ID == k.Key.ID }),
		})
	}
	for _, s := range held {
		if !slices.ContainsFunc(known, func(k office.CountyKey) bool { return k.Key.ID == s.ID }) {
			lines = append(lines, keyLine{ID: s.ID.String(), Suite: s.Suite, InVault: true})
		}
	}
	return lines, nil
}

func (w *world) keyInWords(k keyLine) error {
	state, made := "vault.key.old", "–"
	switch {
	case !k.InVault:
		state = "vault.key.lost"
	case !k.InDatabase:
		state = "vault.key.unknown"
	case k.Newest:
		state = "vault.key.newest"
	}
	if k.MadeAt != nil {
		made = k.MadeAt.Format(w.text.T("county.time.year"))
	}
	return w.say("vault.key.line", "id", k.ID, "suite", k.Suite, "made", made, "state", w.text.T(state))
}

type keysRotateCmd struct {
	keyFlags
	Suite uint8 `enum:"1,2" default:"1" help:"1: X25519; 2: ML-KEM768-X25519."`
	Lost  bool  `help:"Go on although the newest key is lost for good."`
}

func (c *keysRotateCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB, v *vault.Vault) error {
		known, err := db.ListCountyKeys(w.ctx)
		if err != nil {
			return err
		}
		place, err := v.NextPlace()
		if err != nil {
			return err
		}
		if n := len(known); n > 0 {
			newest := known[n-1]
			if _, err := v.Seed(newest.Key.ID); err != nil && !c.Lost {
				return lost(v, err)
			}
			place = max(place, newest.Place+1)
		}
		seed, err := w.fresh()
		if err != nil {
			return village.Failed("draw a county key", err)
		}
		secret, err := v.PutCountySecret(seal.Suite(c.Suite), seed, place)
		if err != nil {
			return err
		}
		held, err := v.CountySecrets()
		if err != nil {
			return err
		}
		if err := register(w, db, held); err != nil {
			return err
		}
		return errors.Join(w.say("vault.rotated", "id", secret.ID), w.say("vault.make_shares", "id", secret.ID))
	})
}

// lost says that a key which the database names is not in the vault; other
// errors stay as they are.
func lost(v *vault.Vault, err error) error {
	if village.KindOf(err) != village.NotFound {
		return err
	}
	return &village.Error{Kind: village.NotFound, Field: "keys", Key: "err.vault.lost", Args: map[string]any{"folder": v.Dir()}, Err: err}
}

type keysSharesCmd struct {
	keyFlags
	Key string `placeholder:"ID" help:"Name of the key, as keys list shows it (default: the newest)."`
	Out string `required:"" placeholder:"DIR" type:"path" help:"Folder for the three files; it must not hold shares of this key."`
}

// Run writes the shares into files that only their owner may read. They are
// printed nowhere else: two of them are the key.
func (c *keysSharesCmd) Run(w *world) error {
	return c.with(w, func(_ *county.DB, v *vault.Vault) error {
		secret, err := c.choose(v)
		if err != nil {
			return err
		}
		seed, err := v.Seed(secret.ID)
		if err != nil {
			return err
		}
		slope, err := w.fresh()
		if err != nil {
			return village.Failed("draw a slope", err)
		}
		shares, err := seal.Split(secret.Suite, seed, slope)
		if err != nil {
			return village.Failed("split a county key", err)
		}
		return c.write(w, shares)
	})
}

// write makes three files or none: shares that were made at two times do not
// fit, and must not stand side by side.
func (c *keysSharesCmd) write(w *world, shares [3]seal.Share) error {
	var paths [3]string
	for i, s := range shares {
		paths[i] = filepath.Join(c.Out, fmt.Sprintf("bianmin-share-%s-%d.txt", s.Key, s.X))
		if _, err := os.Stat(paths[i]); err == nil {
			return &village.Error{Kind: village.Conflict, Field: "out", Key: "err.share.exists", Args: map[string]any{"file": paths[i]}}
		}
	}
	for i, s := range shares {
		if err := keyfile.Create(paths[i], []byte(w.sharePage(s))); err != nil {
			return village.Failed("write a share", err)
		}
	}
	for i, path := range paths {
		if err := w.say("vault.share.written", "n", i+1, "file", path); err != nil {
			return err
		}
	}
	return w.say("vault.share.hint")
}

// choose finds the key that was asked for.
func (c *keysSharesCmd) choose(v *vault.Vault) (seal.CountySecret, error) {
	all, err := v.CountySecrets()
	if err != nil {
		return seal.CountySecret{}, err
	}
	if c.Key == "" {
		return all[len(all)-1], nil
	}
	for _, s := range all {
		if s.ID.String() == c.Key {
			return s, nil
		}
	}
	return seal.CountySecret{}, &village.Error{Kind: village.NotFound, Field: "key", Key: "err.vault.key"}
}

func (w *world) sharePage(s seal.Share) string {
	return w.text.T("vault.share.page", "n", s.X, "id", s.Key, "time", w.now().In(village.Zone).Format(w.text.T("county.time.year")), "share", s)
}
