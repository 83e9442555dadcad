package kiosk

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// KeyName is the file of the machine's key in the data folder.
const KeyName = "kiosk.key"

// LoadOrCreateKey is the 32-byte seed of the machine's Ed25519 key in
// DIR/kiosk.key. A missing one is made from newSeed; of two processes that make
// one at once, both return the one that was first. A file that is no key is
// [village.Internal], err.store.key, and is never replaced: with its key the
// machine would lose its name.
func LoadOrCreateKey(dir string, newSeed func() ([]byte, error)) ([]byte, error) {
	path := filepath.Join(dir, KeyName)
	seed, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return seed, err
	}
	if err := createKey(dir, path, newSeed); err != nil {
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

// createKey writes a whole file beside path and then gives it its name: Link,
// unlike Rename, does not replace the key that another process made meanwhile.
func createKey(dir, path string, newSeed func() ([]byte, error)) error {
	if err := makeFolder(dir); err != nil {
		return err
	}
	seed, err := newSeed()
	if err != nil {
		return err
	}
	if len(seed) != ed25519.SeedSize {
		return fmt.Errorf("new key has %d bytes", len(seed))
	}
	f, err := os.CreateTemp(dir, ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(seed)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return sqldb.SyncDir(dir)
}
