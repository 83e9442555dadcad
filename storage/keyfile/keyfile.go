// Package keyfile writes the files that hold keys: whole, once, readable by
// their owner alone, and on the disk before anybody uses them.
package keyfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bianmin/storage/sqldb"
)

// maxBytes bounds what is read as a key.
const maxBytes = 64 << 10

// Create writes data to a new file at path, mode 0600. When there is a file
// already, of this or another process, it stays as it is: Create then returns
// an error that is [fs.ErrExist]. The folder is made, mode 0700, when it is
// missing. After Create the file survives a power cut.
func Create(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of keys: %w", err)
	}
	f, err := os.CreateTemp(dir, ".key-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	// Link, unlike Rename, does not replace what another process wrote meanwhile.
	if err := os.Link(f.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return sqldb.SyncPath(path)
}

// Read is the content of the key file at path. A file that others may read is
// refused: whoever copied it has the key.
func Read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxBytes {
		return nil, fmt.Errorf("%s is no key file", filepath.Base(path))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s may be read by others: %w", filepath.Base(path), fs.ErrPermission)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return data, nil
}
