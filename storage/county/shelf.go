package county

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/sqldb"
)

// Shelf is a folder of backups:
//
//	bianmin-20261123T031500.000Z.backup   all rows, see backup_file.go
//	blobs/ab/abcdef…                      pieces, each once, whoever names it
//
// The county's keys are not in it.
type Shelf struct {
	dir      string
	pieces   *BlobDir
	db       *DB       // nil where backups are only read
	source   Blobs     // the county's pieces
	random   io.Reader // of a first incarnation
	Progress func(rows int64)
}

const (
	backupPattern = "bianmin-*.backup"
	backupName    = "bianmin-20060102T150405.000Z.backup"
	blobsName     = "blobs"
)

// OpenShelf opens the folder to take backups of db and the pieces in source, and
// makes the folder when it is not there.
func (db *DB) OpenShelf(dir string, source Blobs, random io.Reader) (*Shelf, error) {
	pieces, err := OpenBlobs(filepath.Join(dir, blobsName), db.now())
	if err != nil {
		return nil, err
	}
	return &Shelf{dir: dir, pieces: pieces, db: db, source: source, random: random}, nil
}

// ReadShelf opens a folder of backups to read what is there.
func ReadShelf(dir string) *Shelf {
	return &Shelf{dir: dir, pieces: &BlobDir{root: filepath.Join(dir, blobsName)}}
}

// lockPause is how often somebody who waits for the folder looks again.
const lockPause = 200 * time.Millisecond

// Lock implements office.Shelf.
func (s *Shelf) Lock(ctx context.Context) (unlock func(), err error) {
	lock := flock.New(filepath.Join(s.dir, "lock"), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockPause); err != nil {
		return nil, village.Failed("wait for another backup", err)
	}
	return func() { _ = lock.Close() }, nil
}

// sweep removes what a killed Save left.
func (s *Shelf) sweep() {
	left, _ := filepath.Glob(filepath.Join(s.dir, coming+"*"))
	for _, name := range left {
		_ = os.Remove(name)
	}
}

// Save implements office.Shelf. The caller holds the lock.
func (s *Shelf) Save(ctx context.Context, taken time.Time) (file string, err error) {
	s.sweep()
	fresh, err := freshName(s.random)
	if err != nil {
		return "", err
	}
	incarnation, err := s.db.Incarnation(ctx, fresh)
	if err != nil {
		return "", err
	}
	_, newest, err := tableFiles()
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(s.dir, coming+"*") // mode 0600
	if err != nil {
		return "", sqldb.Failed("begin a backup", err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	d := dump{
		db: s.db, out: f, tables: newest, taken: taken, incarnation: incarnation, progress: s.Progress,
		piece: func(p office.BackupPart) (bool, error) { return s.keep(ctx, p, taken) },
	}
	if err := d.write(ctx); err != nil {
		return "", err
	}
	if err := errors.Join(f.Sync(), f.Close(), s.syncPieces()); err != nil {
		return "", sqldb.Failed("finish a backup", err)
	}
	file = taken.UTC().Format(backupName)
	if err := os.Rename(f.Name(), filepath.Join(s.dir, file)); err != nil {
		return "", sqldb.Failed("finish a backup", err)
	}
	return file, failed("finish a backup", sqldb.SyncPath(filepath.Join(s.dir, file)))
}

// keep copies a piece unless it is there, and notes on it when it was last named.
// A piece that the county does not have whole is not kept: its record stays at
// the kiosk.
func (s *Shelf) keep(ctx context.Context, p office.BackupPart, taken time.Time) (have bool, err error) {
	path := s.pieces.path(p.SHA256)
	if info, err := os.Stat(path); err == nil {
		if info.ModTime().Before(taken) {
			err = os.Chtimes(path, taken, taken)
		}
		return true, err
	}
	data, err := s.source.Read(p.SHA256)
	switch {
	case err != nil && village.KindOf(err) == village.NotFound, err == nil && sha256.Sum256(data) != p.SHA256:
		return false, nil
	case err != nil:
		return false, err
	}
	if err := s.pieces.Put(ctx, p.SHA256, data); err != nil {
		return false, err
	}
	return true, os.Chtimes(path, taken, taken)
}

// syncPieces waits until the names of all pieces are on the disk: a killed
// backup may have left some that are not.
func (s *Shelf) syncPieces() error {
	folders, err := filepath.Glob(filepath.Join(s.pieces.root, "??"))
	for _, folder := range append(folders, s.pieces.root) {
		err = errors.Join(err, sqldb.SyncDir(folder))
	}
	return err
}

// Scan implements office.Shelf.
func (s *Shelf) Scan(ctx context.Context, file string, see office.BackupView) (office.BackupSummary, error) {
	summary := office.BackupSummary{Absent: map[[32]byte]bool{}}
	var list []table
	begin := func(head backupHead) error {
		list, summary.Incarnation = head.List, head.Incarnation
		return nil
	}
	tail, err := readBackup(filepath.Join(s.dir, file), begin, func(n int, values []any) error {
		summary.Rows++
		switch name := list[n].Name; {
		case ctx.Err() != nil:
			return ctx.Err()
		case name == recordTable && see.Record != nil:
			return see.Record(recordIn(list[n], values))
		case name == positionTable && see.Position != nil:
			return see.Position(positionIn(list[n], values))
		case name == partTable && see.Part != nil:
			return see.Part(partIn(list[n], values))
		}
		return nil
	})
	for _, sum := range tail.Absent {
		if len(sum) == sha256.Size {
			summary.Absent[[32]byte(sum)] = true
		}
	}
	return summary, failed("read backup "+file, err)
}

// Piece implements office.Shelf.
func (s *Shelf) Piece(sum [32]byte) ([]byte, error) { return s.pieces.Read(sum) }

// SetAside implements office.Shelf.
func (s *Shelf) SetAside(sum [32]byte) error {
	path := s.pieces.path(sum)
	return failed("set a damaged piece aside", os.Rename(path, path+".damaged"))
}

// Files are the backups in the folder, the oldest first.
func (s *Shelf) Files() ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(s.dir, backupPattern))
	var names []string
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	slices.Sort(names)
	return names, failed("list backups", err)
}

// roundedTimes is more than file systems round the time of a file by.
const roundedTimes = time.Minute

// Prune implements office.Shelf. A piece that a backup names was noted when that
// was taken, see keep: pieces noted before the oldest that stays belong to none.
func (s *Shelf) Prune(newest string, keep int) error {
	names, err := s.Files()
	if err != nil || len(names) <= keep || keep < 1 {
		return err
	}
	older := slices.DeleteFunc(names, func(name string) bool { return name == newest }) // whatever the clock said
	gone, kept := older[:len(older)-keep+1], append(older[len(older)-keep+1:], newest)
	oldest, err := time.Parse(backupName, slices.Min(kept))
	if err != nil {
		return failed("read the time of a backup", err)
	}
	for _, name := range gone {
		if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
			return failed("remove a backup", err)
		}
	}
	err = filepath.WalkDir(s.pieces.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), coming) {
			return err
		}
		info, err := d.Info()
		if err == nil && info.ModTime().Before(oldest.Add(-roundedTimes)) {
			err = os.Remove(path) //nolint:gosec // the folder is the county's own
		}
		return err
	})
	return failed("remove pieces of old backups", err)
}
