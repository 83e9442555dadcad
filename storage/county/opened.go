package county

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// Unlock lets this DB read and write what is hidden of people.
func (db *DB) Unlock(key *seal.DataKey) { db.data = key }

// hide is v as it is stored in one row of a table.
func (db *DB) hide(v any, place ...string) ([]byte, error) {
	if db.data == nil {
		return nil, errLocked()
	}
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return db.data.Seal(plain, place...)
}

// unhide reads what hide stored at the same place.
func (db *DB) unhide(hidden []byte, v any, place ...string) error {
	if db.data == nil {
		return errLocked()
	}
	plain, err := db.data.Open(hidden, place...)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, v)
}

func errLocked() error { return errors.New("the key of personal columns is not here") }

// Unopened implements office.Log.
func (db *DB) Unopened(ctx context.Context, limit int) (out []office.Unopened, err error) {
	err = db.read(ctx, "find unopened records", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `
			SELECT r.kiosk, k.village, r.seq, r.id, r.kind, r.schema, r.body, r.digest, r.created_ms, r.time_trust
			FROM record r JOIN kiosk k ON k.id = r.kiosk
			WHERE r.opened = 0 ORDER BY r.received_ms, r.kiosk, r.seq LIMIT $1`, limit)
		list, err := collect(rows, err, func(u *unopenedRow) []any {
			r := &u.Record
			return []any{&u.Kiosk, &u.Home, &r.Seq, &r.ID, &r.Kind, &r.Schema, &r.Body, &r.Digest, &u.createdMS, &r.TimeTrust}
		})
		for _, u := range list {
			u.Record.CreatedAt = time.UnixMilli(u.createdMS)
			if u.Record.Parts, err = partsOf(ctx, tx, u.Kiosk, u.Record.ID); err != nil {
				return err
			}
			out = append(out, u.Unopened)
		}
		return err
	})
	return out, err
}

type unopenedRow struct {
	office.Unopened
	createdMS int64
}

// partsOf are the parts of a record without their bytes.
func partsOf(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) ([]village.Part, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT material, type, sha256 FROM part WHERE kiosk = $1 AND record = $2 ORDER BY position`, kiosk, id)
	return collect(rows, err, func(p *village.Part) []any { return []any{&p.Material, &p.Type, &p.SHA256} })
}

// SaveOpened implements office.Log. Whoever marks a record as opened first keeps
// what was found: two openers may look into the same one.
func (db *DB) SaveOpened(ctx context.Context, opened []office.Opened) error {
	return db.db.Write(ctx, "keep what was opened", func(tx *sql.Tx) error {
		if slices.ContainsFunc(opened, func(o office.Opened) bool { return o.Inspection != nil || o.Rectified != nil }) {
			if _, err := db.lockActs(ctx, tx); err != nil {
				return err
			}
		}
		if err := lockChanges(ctx, tx, opened); err != nil {
			return err
		}
		for _, o := range opened {
			marked, err := tx.ExecContext(ctx, `UPDATE record SET opened = 1 WHERE kiosk = $1 AND id = $2 AND opened = 0`, o.Kiosk, o.Record.ID)
			if err != nil {
				return err
			}
			if n, err := marked.RowsAffected(); err != nil {
				return err
			} else if n == 0 {
				continue
			}
			if err := db.keep(ctx, tx, o); err != nil {
				return err
			}
		}
		return nil
	})
}

func (db *DB) keep(ctx context.Context, tx *sql.Tx, o office.Opened) (err error) {
	if o.FollowUp != nil && o.Problem == "" {
		if o.Problem, err = db.insertFollowUp(ctx, tx, *o.FollowUp); err != nil {
			return err
		}
	}
	if o.Rating != nil && o.Problem == "" {
		if o.Problem, err = ratedBefore(ctx, tx, *o.Rating); err != nil {
			return err
		}
	}
	switch {
	case o.Problem != "":
		return setAside(ctx, tx, o, db.now().UnixMilli())
	case o.FollowUp != nil:
	case o.Case != nil:
		if err = db.insertCase(ctx, tx, *o.Case); err == nil {
			err = lookAgain(ctx, tx, problemNoCase)
		}
	case o.Rating != nil:
		err = db.insertRating(ctx, tx, o.Record.Seq, *o.Rating)
	case o.Request != nil:
		if err = db.insertRequest(ctx, tx, *o.Request); err == nil && o.Request.Slot != "" {
			err = lookAgain(ctx, tx, problemNoCase)
		}
	case o.Inspection != nil:
		if err = db.insertInspection(ctx, tx, *o.Inspection, o.Templates); err == nil {
			err = lookAgain(ctx, tx, problemNoOrder)
		}
	case o.Rectified != nil:
		if o.Problem, err = db.insertRectReply(ctx, tx, *o.Rectified); err == nil && o.Problem != "" {
			return setAside(ctx, tx, o, db.now().UnixMilli())
		}
	default:
		err = errors.New("a record is neither understood nor set aside")
	}
	if err != nil {
		return err
	}
	return understood(ctx, tx, o)
}

// understood takes back that a record could not be read; that it lacks a piece
// stays.
func understood(ctx context.Context, tx *sql.Tx, o office.Opened) error {
	problem, err := problemOf(ctx, tx, o.Kiosk, o.Record.Seq)
	if err != nil || problem == "err.push.piece" {
		return err
	}
	return withdraw(ctx, tx, o.Kiosk, o.Record.Seq)
}

// Record implements office.RecordBook.
func (db *DB) Record(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (r village.Record, err error) {
	err = db.read(ctx, "find record "+string(id), func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `
			SELECT seq, id, kind, schema, body, digest FROM record WHERE kiosk = $1 AND id = $2`, kiosk, id,
		).Scan(&r.Seq, &r.ID, &r.Kind, &r.Schema, &r.Body, &r.Digest); err != nil {
			return err
		}
		r.Parts, err = partsOf(ctx, tx, kiosk, id)
		return err
	})
	return r, err
}
