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
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/keyfile"
	"bianmin/storage/mirror"
	"bianmin/storage/sqldb"
)

// Restored is what a machine is made from again.
type Restored struct {
	Seed       []byte // of the machine's key, 32 bytes
	Lifetime   int64  // records that the county ever heard of; the machine counts on behind them
	Epoch      int64  // the latest that the county knows of the machine; its numbers were leased in it
	Catalogues []mirror.Catalogue

	// Mark is the row of the audit log that a case's receipt names. The log goes on
	// behind the last of them.
	Mark func(village.Case) (village.AuditMark, bool)

	// Entries hands over what the copy holds, in the order of places.
	Entries func(take func(mirror.Entry) error) error

	Now func() time.Time
}

// Restore makes the data folder of a machine again from its copy: its name, all
// that it took in, every short code that it gave out, in a new epoch in which
// everything that is still held waits for the county. dir must not be there or be
// empty, else the error is [village.Invalid] at "data", err.restore.not_empty. It
// is made beside its place and put there in one step: after a power cut there is
// the whole machine or none.
func Restore(ctx context.Context, dir string, r Restored) (err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return sqldb.Failed("find the data folder", err)
	}
	if err := free(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return sqldb.Failed("make the data folder", err)
	}
	temp := dir + ".restoring"
	if err := os.RemoveAll(temp); err != nil { // of a call that was cut short
		return sqldb.Failed("make the data folder", err)
	}
	if err := build(ctx, temp, r); err != nil {
		return errors.Join(err, os.RemoveAll(temp))
	}
	_ = os.Remove(dir) // an empty one is in the way
	if err := os.Rename(temp, dir); err != nil {
		return &village.Error{Kind: village.Invalid, Field: "data", Key: "err.restore.place", Err: errors.Join(err, os.RemoveAll(temp))}
	}
	return sqldbFailed("make the data folder", sqldb.SyncPath(dir))
}

// free refuses a folder that holds something.
func free(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && len(entries) > 0 {
		return &village.Error{Kind: village.Invalid, Field: "data", Key: "err.restore.not_empty", Err: fmt.Errorf("%s is there", entries[0].Name())}
	}
	return sqldbFailed("look into the data folder", err)
}

func build(ctx context.Context, dir string, r Restored) error {
	identity, err := seal.NewIdentity(r.Seed)
	if err != nil || len(r.Seed) != ed25519.SeedSize {
		return sqldb.Failed("read the machine's key", errors.Join(err, errors.New("no key of 32 bytes")))
	}
	db, err := Open(ctx, dir, r.Now)
	if err != nil {
		return err
	}
	last, err := db.refill(ctx, identity.ID, r)
	if err == nil && last.Seq > 0 {
		err = db.ContinueAudit(ctx, last)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	return sqldbFailed("keep the machine's key", keyfile.Create(filepath.Join(dir, KeyName), r.Seed))
}

// refill stores everything in one transaction and returns the last mark of the
// audit log that a receipt names.
func (db *DB) refill(ctx context.Context, name seal.KioskID, r Restored) (last village.AuditMark, err error) {
	err = db.sql.Write(ctx, "restore from the copy", func(tx *sql.Tx) error {
		if err := setSetting(ctx, tx, settingName, string(name)); err != nil {
			return err
		}
		for _, c := range r.Catalogues {
			_, err := tx.ExecContext(ctx, `INSERT INTO catalogue (version, place, source, example, imported_ms, body) VALUES (?, ?, ?, ?, ?, ?)`,
				c.Version, c.Place, c.Source, c.Example, db.now().UnixMilli(), c.Body)
			if err != nil {
				return err
			}
		}
		chain := lastLink{epoch: 1}
		err := r.Entries(func(e mirror.Entry) error {
			chain.see(e)
			if e.Case != nil {
				if mark, ok := r.Mark(*e.Case); ok && mark.Seq > last.Seq {
					last = mark
				}
			}
			return db.putBack(ctx, tx, e)
		})
		if err != nil {
			return err
		}
		return chain.renew(ctx, tx, name, r)
	})
	return last, err
}

// putBack stores one entry as it was, waiting unless its papers are gone.
func (db *DB) putBack(ctx context.Context, tx *sql.Tx, e mirror.Entry) error {
	r, state, durableMS := e.Record, village.RecordLocal, sql.NullInt64{}
	if e.Erased { // papers go only after a backup of the county held them
		state, durableMS, r.Body = village.RecordDurable, sql.NullInt64{Int64: r.CreatedAt.UnixMilli(), Valid: true}, []byte{}
	} else if err := checkRecord(r.ID, r); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO outbox (place, epoch, seq, id, kind, schema, state, created_ms, time_trust, keep_days, digest, hash, durable_ms, erased, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Place, r.Epoch, r.Seq, r.ID, r.Kind, r.Schema, state, r.CreatedAt.UnixMilli(), r.TimeTrust, r.KeepDays, r.Digest, r.Hash,
		durableMS, e.Erased, r.Body)
	if err != nil {
		return err
	}
	for i, p := range r.Parts {
		if e.Erased {
			break
		}
		if err := insertPart(ctx, tx, r.ID, i, p); err != nil {
			return err
		}
	}
	if e.Case != nil {
		if err := db.issue(ctx, tx, e.Case.ShortCode); err != nil {
			return err
		}
		if err := numberGone(ctx, tx, e.Case.Number); err != nil {
			return err
		}
		return insertCase(ctx, tx, *e.Case)
	}
	if e.FollowUp != nil {
		return errors.Join(numberGone(ctx, tx, e.FollowUp.Number), insertFollowUp(ctx, tx, *e.FollowUp))
	}
	if e.Rating != nil {
		return insertRating(ctx, tx, *e.Rating)
	}
	return nil
}

// numberGone notes a number that was given out, whatever lease it came from: that
// lease is gone with the epoch.
func numberGone(ctx context.Context, tx *sql.Tx, number village.CaseNumber) error {
	if number == "" {
		return nil
	}
	item, day, serial, _ := number.Parts()
	if id, seat, ok := number.Seat(); ok {
		slot, _ := id.Slot()
		item, day, serial = village.ItemCode(id), slot.Day, seat
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO issued_number (item, day, serial) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, item, day, serial)
	return err
}

// lastLink is how far the copy followed the chain.
type lastLink struct {
	epoch int64
	head  seal.Head
}

func (l *lastLink) see(e mirror.Entry) {
	if e.Record.Epoch >= l.epoch && len(e.Record.Hash) == len(l.head) {
		l.epoch, l.head = e.Record.Epoch, seal.Head(e.Record.Hash)
	}
}

// renew begins the epoch behind all that the copy and the county know: in an epoch
// that the machine that is gone had begun, its lease of numbers would be good.
func (l lastLink) renew(ctx context.Context, tx *sql.Tx, name seal.KioskID, r Restored) error {
	epoch := max(l.epoch, r.Epoch) + 1
	base := seal.BaseHead(name, epoch, l.head)
	_, err := tx.ExecContext(ctx, `UPDATE chain SET epoch = ?, base = ?, want = 1, durable = 0, sent = 0, rejects_seen = 0, place_floor = ?`,
		epoch, base[:], r.Lifetime)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, renumber, epoch); err != nil {
		return err
	}
	return linkFrom(ctx, tx, name, 0)
}
