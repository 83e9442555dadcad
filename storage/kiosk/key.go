package kiosk

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/keyfile"
	"bianmin/storage/sqldb"
)

// KeyName is the file of the machine's key in the data folder.
const KeyName = "kiosk.key"

// Identity is the machine's name with its Ed25519 key, whose 32-byte seed is in
// DIR/kiosk.key. A new machine makes one from newSeed and notes the name in the
// database. From then on it is that machine or none: a machine that took a new
// name would hand everything over a second time, and nobody could check its old
// receipts. A key that is missing, another machine's or damaged is
// [village.Internal]: err.store.key_missing, err.store.key_other, err.store.key.
func (db *DB) Identity(ctx context.Context, newSeed func() ([]byte, error)) (seal.Identity, error) {
	noted, err := db.name(ctx)
	if err != nil {
		return seal.Identity{}, err
	}
	var seed []byte
	if noted == "" {
		seed, err = loadOrCreateKey(db.dir, newSeed)
	} else if seed, err = readKey(filepath.Join(db.dir, KeyName)); errors.Is(err, fs.ErrNotExist) {
		err = &village.Error{Kind: village.Internal, Key: "err.store.key_missing", Err: fmt.Errorf("machine %s: %w", noted, err)}
	}
	if err != nil {
		return seal.Identity{}, err
	}
	identity, err := seal.NewIdentity(seed)
	if err != nil {
		return seal.Identity{}, sqldb.Failed("read the machine's key", err)
	}
	if noted == "" {
		noted, err = db.noteName(ctx, identity.ID)
	}
	if err == nil && noted != identity.ID {
		err = &village.Error{Kind: village.Internal, Key: "err.store.key_other", Err: fmt.Errorf("the data is of %s, the key of %s", noted, identity.ID)}
	}
	if err == nil {
		err = db.begin(ctx, identity.ID)
	}
	return identity, err
}

// name is the machine's name as the database knows it; "" for a new one.
func (db *DB) name(ctx context.Context) (name seal.KioskID, err error) {
	err = db.sql.Read().QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, settingName).Scan(&name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", sqldb.Failed("read the machine's name", err)
	}
	return name, nil
}

// noteName notes the name of a new machine and returns the one that was first.
func (db *DB) noteName(ctx context.Context, name seal.KioskID) (noted seal.KioskID, err error) {
	err = db.sql.Write(ctx, "note the machine's name", func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING`, settingName, name)
		if err != nil {
			return err
		}
		if fresh, err := done.RowsAffected(); err != nil || fresh == 1 {
			if _, err2 := db.note(ctx, tx, village.Act{Kind: village.AuditNamed, Subject: string(name)}); err != nil || err2 != nil {
				return errors.Join(err, err2)
			}
		}
		return tx.QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, settingName).Scan(&noted)
	})
	return noted, err
}

// loadOrCreateKey is the seed in DIR/kiosk.key. A missing one is made from
// newSeed; of two processes that make one at once, both return the one that was
// first. A file that is no key is never replaced.
func loadOrCreateKey(dir string, newSeed func() ([]byte, error)) ([]byte, error) {
	path := filepath.Join(dir, KeyName)
	seed, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return seed, err
	}
	made, err := newSeed()
	if err == nil && len(made) != ed25519.SeedSize {
		err = fmt.Errorf("new key has %d bytes", len(made))
	}
	if err == nil {
		err = keyfile.Create(path, made)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, sqldb.Failed("create the machine's key", err)
	}
	return readKey(path)
}

func readKey(path string) ([]byte, error) {
	seed, err := os.ReadFile(path)
	if err != nil {
		return nil, sqldb.Failed("read the machine's key", err)
	}
	if len(seed) != ed25519.SeedSize {
		return nil, &village.Error{Kind: village.Internal, Key: "err.store.key", Err: fmt.Errorf("%s has %d bytes", KeyName, len(seed))}
	}
	return seed, nil
}
