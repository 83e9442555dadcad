package county

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/pgdb"
)

// Restoring is what a backup is put into.
type Restoring struct {
	Address  string // of a database without a row
	Pieces   Blobs
	Now      func() time.Time
	Random   io.Reader // of the new incarnation
	Progress func(rows int64)
}

// Restore puts a backup that was verified into an empty database: all of it in
// one transaction, or nothing. The database gets a new incarnation, so that
// kiosks compare what they hold with it. A database that has rows is
// [village.Conflict] at "database", err.backup.not_empty; a backup of a later
// release is err.store.newer.
func (s *Shelf) Restore(ctx context.Context, file string, to Restoring) error {
	path := filepath.Join(s.dir, file)
	var head backupHead
	stop := errors.New("the head is enough")
	_, err := readBackup(path, func(h backupHead) error { head = h; return stop }, nil)
	if !errors.Is(err, stop) {
		return failed("read backup "+file, err)
	}
	db, err := openAs(ctx, to, head.Tables)
	if err != nil {
		return err
	}
	r := restoring{Restoring: to, db: db, shelf: s}
	err = r.run(ctx, path)
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	db, err = Open(ctx, to.Address, to.Now) // brings older tables up to date
	if err != nil {
		return err
	}
	return db.Close()
}

// openAs opens a database with the tables of the release that a backup is from.
func openAs(ctx context.Context, to Restoring, tables int) (*DB, error) {
	files, newest, err := tableFiles()
	if err != nil {
		return nil, err
	}
	if tables > newest {
		return nil, &village.Error{Kind: village.Invalid, Field: "from", Key: "err.backup.newer", Err: fmt.Errorf("tables %d, this program knows %d", tables, newest)}
	}
	db, err := openWith(ctx, to.Address, olderTables{files, tables})
	if err != nil {
		if e, ok := errors.AsType[*village.Error](err); ok && e.Key == "err.store.newer" {
			return nil, notEmpty(err) // somebody's newer tables
		}
		return nil, err
	}
	return &DB{db: db, now: to.Now}, nil
}

func notEmpty(cause error) error {
	return &village.Error{Kind: village.Conflict, Field: "database", Key: "err.backup.not_empty", Err: cause}
}

type restoring struct {
	Restoring
	db    *DB
	shelf *Shelf
	rows  int64
}

func (r *restoring) run(ctx context.Context, path string) error {
	return r.db.db.Write(ctx, "restore a backup", func(tx *sql.Tx) error {
		list, err := r.db.catalogue().list(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range list {
			var one int
			err := tx.QueryRowContext(ctx, `SELECT 1 FROM `+quoted(t.Name)+` LIMIT 1`).Scan(&one)
			if !errors.Is(err, sql.ErrNoRows) {
				if err == nil {
					err = notEmpty(fmt.Errorf("there are rows in %s", t.Name))
				}
				return err
			}
		}
		if err := r.copyRows(ctx, tx, path); err != nil {
			return err
		}
		fresh, err := freshName(r.Random)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO meta (key, value) VALUES ('incarnation', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, fresh)
		if err != nil {
			return err
		}
		return noteRestored(ctx, tx, r.Now())
	})
}

// freshName is a new incarnation: 16 random bytes.
func freshName(random io.Reader) ([]byte, error) {
	name := make([]byte, 16)
	_, err := io.ReadFull(random, name)
	if err != nil {
		err = village.Failed("draw an incarnation", err)
	}
	return name, err
}

func (r *restoring) copyRows(ctx context.Context, tx *sql.Tx, path string) error {
	if _, server := r.db.db.(*pgdb.DB); !server { // rows of one table may name one another
		if _, err := tx.ExecContext(ctx, `PRAGMA defer_foreign_keys=ON`); err != nil {
			return err
		}
	}
	var list []table
	var insert *sql.Stmt
	current := -1
	defer func() {
		if insert != nil {
			_ = insert.Close()
		}
	}()
	_, err := readBackup(path, func(h backupHead) error { list = h.List; return nil }, func(n int, values []any) (err error) {
		if n != current {
			if insert != nil {
				_ = insert.Close()
			}
			if insert, err = tx.PrepareContext(ctx, list[n].insert()); err != nil { //nolint:sqlclosecheck // closed before the next, the last one above
				return err
			}
			current = n
		}
		return r.row(ctx, insert, list[n], values)
	})
	return err
}

func (r *restoring) row(ctx context.Context, insert *sql.Stmt, t table, values []any) (err error) {
	for i, c := range t.Columns {
		if values[i], err = c.plain(values[i]); err != nil {
			return office.Damaged(t.Name, err)
		}
	}
	if t.Name == partTable {
		have, err := r.piece(ctx, partIn(t, values))
		if err != nil {
			return err
		}
		if !have {
			wait(t, values)
		}
	}
	if _, err := insert.ExecContext(ctx, values...); err != nil {
		return fmt.Errorf("store a row of %s: %w", t.Name, err)
	}
	if r.rows++; r.Progress != nil && r.rows%1000 == 0 {
		r.Progress(r.rows)
	}
	return nil
}

// piece puts a piece back, once more compared with its name. One that was absent
// when the backup was taken is absent again.
func (r *restoring) piece(ctx context.Context, p office.BackupPart) (have bool, err error) {
	data, err := r.shelf.Piece(p.SHA256)
	switch {
	case err != nil && village.KindOf(err) == village.NotFound:
		return false, nil
	case err != nil:
		return false, err
	case sha256.Sum256(data) != p.SHA256:
		return false, office.Damaged(fmt.Sprintf("%s/%x", blobsName, p.SHA256), errors.New("its content is not what its name says"))
	}
	return true, r.Pieces.Put(ctx, p.SHA256, data)
}

// wait makes the county ask for a piece that it believed to have: its kiosk keeps
// it, because no backup held it. One that the kiosk said is lost stays lost.
func wait(t table, values []any) {
	i := slices.IndexFunc(t.Columns, func(c column) bool { return c.Name == "present" })
	if i >= 0 && values[i] == int64(1) {
		values[i] = int64(0)
	}
}
