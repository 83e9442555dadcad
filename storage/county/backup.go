package county

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/pgdb"
)

// NoteBackup implements office.BackupNotes.
func (db *DB) NoteBackup(ctx context.Context, b office.Backup) error {
	return db.db.Write(ctx, "note a backup", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO backup (file, taken_ms, verified_ms, incarnation) VALUES ($1, $2, $3, $4)
			ON CONFLICT (file, taken_ms) DO UPDATE SET verified_ms = excluded.verified_ms`,
			b.File, b.TakenAt.UnixMilli(), b.VerifiedAt.UnixMilli(), b.Incarnation)
		if err != nil {
			return err
		}
		return markDurable(ctx, tx, b.Reach)
	})
}

// LastBackup implements office.BackupNotes.
func (db *DB) LastBackup(ctx context.Context) (b office.Backup, err error) {
	var taken, verified int64
	err = db.db.Read().QueryRowContext(ctx, `
		SELECT file, taken_ms, verified_ms, incarnation FROM backup ORDER BY taken_ms DESC, verified_ms DESC LIMIT 1`,
	).Scan(&b.File, &taken, &verified, &b.Incarnation)
	if errors.Is(err, sql.ErrNoRows) {
		return office.Backup{}, nil
	}
	b.TakenAt, b.VerifiedAt = at(taken), at(verified)
	return b, failed("find the last backup", err)
}

// dump is one backup being written.
type dump struct {
	db          *DB
	out         io.Writer
	tables      int // number of the newest migration
	taken       time.Time
	incarnation []byte
	piece       func(office.BackupPart) (have bool, err error) // keeps a piece beside the backup
	progress    func(rows int64)
	rows        int64
	absent      [][]byte
}

// write streams all tables in one state, whatever others write meanwhile.
func (d *dump) write(ctx context.Context) error {
	tx, err := d.db.db.Read().BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return pgdb.Failed("take a backup", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	head := backupHead{Tables: d.tables, TakenMS: d.taken.UnixMilli(), Incarnation: d.incarnation}
	if head.List, err = d.db.catalogue().list(ctx, tx); err != nil {
		return failed("list the tables", err)
	}
	w, err := newBackupWriter(d.out, head)
	if err != nil {
		return village.Failed("write a backup", err)
	}
	for n := range head.List {
		if err := d.table(ctx, tx, n, &head.List[n], w); err != nil {
			return failed("back up table "+head.List[n].Name, err)
		}
	}
	return failed("write a backup", w.end(d.absent))
}

func (d *dump) table(ctx context.Context, tx *sql.Tx, n int, t *table, w *backupWriter) error {
	rows, err := tx.QueryContext(ctx, t.selectAll())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		values := make([]any, len(t.Columns))
		at := make([]any, len(values))
		for i := range values {
			at[i] = &values[i]
		}
		if err := rows.Scan(at...); err != nil {
			return err
		}
		for i, c := range t.Columns {
			if values[i], err = c.plain(values[i]); err != nil {
				return err
			}
		}
		if err := w.row(n, values); err != nil {
			return err
		}
		if t.Name == partTable {
			if err := d.part(partIn(*t, values)); err != nil {
				return err
			}
		}
		if d.rows++; d.progress != nil && d.rows%1000 == 0 {
			d.progress(d.rows)
		}
	}
	return rows.Err()
}

func (d *dump) part(p office.BackupPart) error {
	have, err := d.piece(p)
	if err == nil && !have {
		d.absent = append(d.absent, p.SHA256[:])
	}
	return err
}

func (db *DB) catalogue() catalogue {
	if _, server := db.db.(*pgdb.DB); server {
		return serverCatalogue
	}
	return fileCatalogue
}

// Tables that a backup's reader looks into.
const (
	recordTable   = "record"
	positionTable = "position"
	partTable     = "part"
)

// value is a row's value in the column with this name; the zero value of T when
// there is none.
func value[T any](t table, values []any, name string) (v T) {
	if i := slices.IndexFunc(t.Columns, func(c column) bool { return c.Name == name }); i >= 0 {
		v, _ = values[i].(T)
	}
	return v
}

func recordIn(t table, values []any) office.BackupRecord {
	return office.BackupRecord{
		Kiosk: seal.KioskID(value[string](t, values, "kiosk")), ID: village.RecordID(value[string](t, values, "id")),
		Body: value[[]byte](t, values, "body"), Digest: value[[]byte](t, values, "digest"),
	}
}

func positionIn(t table, values []any) office.BackupPosition {
	return office.BackupPosition{
		Kiosk: seal.KioskID(value[string](t, values, "kiosk")), ID: village.RecordID(value[string](t, values, "id")),
		Epoch: value[int64](t, values, "epoch"), Seq: value[int64](t, values, "seq"),
	}
}

func partIn(t table, values []any) office.BackupPart {
	p := office.BackupPart{
		Kiosk: seal.KioskID(value[string](t, values, "kiosk")), Record: village.RecordID(value[string](t, values, "record")),
		Bytes: value[int64](t, values, "bytes"), Lost: value[int64](t, values, "present") == 2,
	}
	copy(p.SHA256[:], value[[]byte](t, values, "sha256"))
	return p
}
