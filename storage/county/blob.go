package county

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"bianmin/app/village"
)

// BlobDir keeps files under a directory by the SHA-256 of their bytes:
// ab/abcdef…. A file that stands under its name is complete.
type BlobDir struct{ root string }

// OpenBlobs opens the directory, and makes it when it is not there.
func OpenBlobs(root string) (*BlobDir, error) {
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, &village.Error{Kind: village.Internal, Err: fmt.Errorf("open the blob directory: %w", err)}
	}
	return &BlobDir{root: root}, nil
}

func (d *BlobDir) path(sum [32]byte) string {
	name := hex.EncodeToString(sum[:])
	return filepath.Join(d.root, name[:2], name)
}

// Put returns when data will survive a power cut: written and synced under
// another name, renamed, the directory synced. A file that stands is not
// written again, but its directory is synced, because another Put may stand
// between rename and sync.
func (d *BlobDir) Put(_ context.Context, sum [32]byte, data []byte) error {
	target := d.path(sum)
	folder := filepath.Dir(target)
	if _, err := os.Stat(target); err == nil {
		return syncDir(folder)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := syncDir(d.root); err != nil {
		return err
	}
	if err := writeAs(target, data); err != nil {
		return err
	}
	return syncDir(folder)
}

// writeAs makes target appear whole or not at all.
func writeAs(target string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(target), "coming-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), target)
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Open is the file with this sum, or a [village.NotFound] error.
func (d *BlobDir) Open(sum [32]byte) (io.ReadSeekCloser, error) {
	f, err := os.Open(d.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &village.Error{Kind: village.NotFound, Err: err}
	}
	if err != nil {
		return nil, village.Failed("open a file", err)
	}
	return f, nil
}
