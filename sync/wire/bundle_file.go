package wire

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// SaveBundle writes a bundle into the file at path. It replaces the file in one
// step and returns when the bytes have been handed to the stick, or leaves what
// was there. The error is [village.Internal], err.courier.write.
func SaveBundle(path string, fill func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".courier-*") // mode 0600
	if err != nil {
		return unwritten(err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := fill(f); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close(), os.Rename(f.Name(), path)); err != nil {
		return unwritten(err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return unwritten(err)
	}
	// Sticks with the file system of Windows cannot sync a folder.
	_ = dir.Sync()
	return dir.Close()
}
