package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/pressly/goose/v3"

	"bianmin/app/village"
)

// create makes an empty file that others cannot read and waits until its name
// is on the disk. SQLite gives its log and index the same mode.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// SyncDir waits until the names in a folder are on the disk.
func SyncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// SyncPath waits until the names of path and of every folder above it are on
// the disk: [os.MkdirAll] may have made any of them, now or in a start that was
// cut short. Folders that this user cannot read, or that no disk holds, are
// nobody's who could have made them just now.
func SyncPath(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := SyncDir(dir); err != nil {
		return err
	}
	for dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
		err := SyncDir(dir)
		if err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.EROFS) {
			return err
		}
	}
	return nil
}

// claim marks a new database as ours and refuses one of another program before
// anything in it changes. A database that is ours has its folders on the disk.
func claim(ctx context.Context, c Config) error {
	look := newPool(c, claiming, 1)
	defer look.Close()
	var id int32
	var tables int
	if err := look.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return err
	}
	if err := look.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return err
	}
	switch {
	case id == c.ApplicationID:
		return nil
	case id != 0 || tables > 0:
		return &village.Error{Kind: village.Internal, Key: "err.store.foreign", Err: fmt.Errorf("application id is %d", id)}
	}
	if err := SyncPath(c.Path); err != nil {
		return err
	}
	_, err := look.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id=%d`, c.ApplicationID))
	return err
}

// migrate brings the schema to the newest of files.
func (db *DB) migrate(ctx context.Context, files fs.FS) error {
	if files == nil {
		return nil
	}
	return Migrate(ctx, goose.DialectSQLite3, db.write, files)
}

// Migrate brings the schema to the newest of files, each step in a transaction
// of its own together with its mark. A schema that is newer than files is
// [village.Internal], err.store.newer.
func Migrate(ctx context.Context, dialect goose.Dialect, pool *sql.DB, files fs.FS) error {
	provider, err := goose.NewProvider(dialect, pool, files, goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true)) // changes of two branches meet in any order
	if err != nil {
		return err
	}
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; have > newest {
		return &village.Error{Kind: village.Internal, Key: "err.store.newer", Err: fmt.Errorf("schema is %d, this program knows %d", have, newest)}
	}
	_, err = provider.Up(ctx)
	return err
}
