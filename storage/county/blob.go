package county

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/sqldb"
)

// Blobs is where the county keeps pieces of files by the SHA-256 of their bytes: a
// folder, or a bucket.
type Blobs interface {
	office.Blobs

	// Read is what stands under a sum, whatever became of it, or a [village.NotFound] error.
	Read(sum [32]byte) ([]byte, error)
}

// BlobDir keeps files under a directory by the SHA-256 of their bytes:
// ab/abcdef…. A file that stands under its name is complete.
type BlobDir struct{ root string }

// coming is how names of files begin that are still being written.
const coming = "coming-"

// OpenBlobs opens the directory, and makes it when it is not there. What writers
// that were killed left of somebody's papers is removed: files that have been
// coming for an hour at now.
func OpenBlobs(root string, now time.Time) (*BlobDir, error) {
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, sqldb.Failed("open the blob directory", err)
	}
	if err := sqldb.SyncPath(filepath.Join(root, coming)); err != nil {
		return nil, sqldb.Failed("open the blob directory", err)
	}
	left, err := filepath.Glob(filepath.Join(root, "??", coming+"*"))
	if err != nil {
		return nil, sqldb.Failed("open the blob directory", err)
	}
	for _, name := range left {
		if info, err := os.Stat(name); err == nil && now.Sub(info.ModTime()) > time.Hour {
			_ = os.Remove(name)
		}
	}
	return &BlobDir{root: root}, nil
}

func (d *BlobDir) path(sum [32]byte) string { return filepath.Join(d.root, place(sum)) }

func place(sum [32]byte) string {
	name := hex.EncodeToString(sum[:])
	return filepath.Join(name[:2], name)
}

// Put returns when data will survive a power cut: written and synced under
// another name, renamed, the directory synced. A file that stands and holds data
// is not written again, but its directory is synced, because another Put may stand
// between rename and sync. One that holds anything else is replaced.
func (d *BlobDir) Put(_ context.Context, sum [32]byte, data []byte) error {
	target := d.path(sum)
	folder := filepath.Dir(target)
	if stands, err := d.Read(sum); err == nil && bytes.Equal(stands, data) {
		return sqldb.SyncDir(folder)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := sqldb.SyncDir(d.root); err != nil {
		return err
	}
	if err := writeAs(target, data); err != nil {
		return err
	}
	return sqldb.SyncDir(folder)
}

// Has reports whether a file stands whole and will survive a power cut: its
// directory is synced, because a Put may stand between rename and sync.
func (d *BlobDir) Has(_ context.Context, sum [32]byte) (bool, error) {
	data, err := d.Read(sum)
	if err != nil && village.KindOf(err) != village.NotFound {
		return false, err
	}
	if err != nil || sha256.Sum256(data) != sum {
		return false, nil
	}
	return true, sqldb.SyncDir(filepath.Dir(d.path(sum)))
}

// writeAs makes target appear whole or not at all.
func writeAs(target string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(target), coming+"*")
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

// Open is the file with this sum, or a [village.NotFound] error.
func (d *BlobDir) Open(sum [32]byte) (io.ReadSeekCloser, error) {
	f, err := os.OpenInRoot(d.root, place(sum)) // a folder that came on a stick may hold links
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &village.Error{Kind: village.NotFound, Err: err}
	}
	if err != nil {
		return nil, village.Failed("open a file", err)
	}
	return f, nil
}

// Read is the whole file with this sum, or a [village.NotFound] error.
func (d *BlobDir) Read(sum [32]byte) ([]byte, error) {
	f, err := d.Open(sum)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, village.Failed("read a file", err)
	}
	return data, nil
}
