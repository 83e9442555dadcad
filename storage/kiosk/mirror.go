package kiosk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"bianmin/app/village"
	"bianmin/storage/mirror"
	"bianmin/storage/sqldb"
)

const settingMirror = "mirror" // JSON of Mirror

// Mirror is where the copy of this machine's records belongs; the zero value is
// nowhere.
type Mirror struct {
	Dir      string `json:"dir"`
	SameDisk bool   `json:"same_disk,omitempty"` // also on the disk of the data, for trying out
}

// SaveMirror replaces where the copy belongs.
func (db *DB) SaveMirror(ctx context.Context, m Mirror) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return sqldb.Failed("save where the copy belongs", err)
	}
	return db.sql.Write(ctx, "save where the copy belongs", func(tx *sql.Tx) error {
		return setSetting(ctx, tx, settingMirror, string(raw))
	})
}

// Mirror is where the copy belongs.
func (db *DB) Mirror(ctx context.Context) (m Mirror, err error) {
	var raw string
	err = db.sql.Read().QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, settingMirror).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(raw), &m)
	}
	return m, sqldbFailed("read where the copy belongs", err)
}

// MirrorEntries implements mirror.Source.
func (db *DB) MirrorEntries(ctx context.Context, after int64, limit int) (list []mirror.Entry, err error) {
	err = db.snapshot(ctx, "read records for the copy", func(tx *sql.Tx) error {
		for room := limit; room > 0; {
			e, size, err := entryAfter(ctx, tx, after)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
			list, after, room = append(list, e), e.Place, room-size
		}
		return nil
	})
	return list, err
}

// entryAfter is the first record behind a place, with how many bytes it has.
func entryAfter(ctx context.Context, tx *sql.Tx, after int64) (e mirror.Entry, size int, err error) {
	r := &e.Record
	var created int64
	err = tx.QueryRowContext(ctx, `
		SELECT place, epoch, seq, id, kind, schema, created_ms, time_trust, keep_days, digest, hash, erased, body
		FROM outbox WHERE place > ? ORDER BY place LIMIT 1`, after).Scan(
		&e.Place, &r.Epoch, &r.Seq, &r.ID, &r.Kind, &r.Schema, &created, &r.TimeTrust, &r.KeepDays, &r.Digest, &r.Hash, &e.Erased, &r.Body)
	if err != nil {
		return e, 0, err
	}
	r.CreatedAt = moment(created)
	if r.Parts, err = wholeParts(ctx, tx, r.ID); err != nil {
		return e, 0, err
	}
	size = len(r.Body) + 1
	for _, p := range r.Parts {
		size += len(p.Data)
	}
	c, err := scanCase(tx.QueryRowContext(ctx, `SELECT `+caseColumns+` FROM cases WHERE place = ?`, e.Place))
	if err == nil {
		e.Case = &c
	} else if !errors.Is(err, sql.ErrNoRows) {
		return e, 0, err
	}
	follow, err := scanFollowUp(tx.QueryRowContext(ctx, `SELECT `+followColumns+` FROM follow_up WHERE place = ?`, e.Place))
	if err == nil {
		e.FollowUp = &follow
	} else if !errors.Is(err, sql.ErrNoRows) {
		return e, 0, err
	}
	var rated village.Rating
	var ratedMS int64
	err = tx.QueryRowContext(ctx, `SELECT id, place, target, act, rated_ms, digest FROM ratings WHERE place = ?`, e.Place).Scan(
		&rated.ID, &rated.Seq, &rated.Target, &rated.Act, &ratedMS, &rated.Digest)
	if err == nil {
		rated.RatedAt = moment(ratedMS)
		e.Rating = &rated
	} else if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return e, size, err
}

func wholeParts(ctx context.Context, tx *sql.Tx, id village.RecordID) ([]village.Part, error) {
	rows, err := tx.QueryContext(ctx, `SELECT material, type, sha256, length(data), data FROM part WHERE record = ? ORDER BY ordinal`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []village.Part
	for rows.Next() {
		var p village.Part
		if err := rows.Scan(&p.Material, &p.Type, &p.SHA256, &p.Size, &p.Data); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// RecordAt implements mirror.Source.
func (db *DB) RecordAt(ctx context.Context, place int64) (id village.RecordID, err error) {
	err = db.sql.Read().QueryRowContext(ctx, `SELECT id FROM outbox WHERE place = ?`, place).Scan(&id)
	return id, sqldbFailed("find a record by its place", err)
}

// ErasedThrough implements mirror.Source.
func (db *DB) ErasedThrough(ctx context.Context, after, through int64) (erased bool, err error) {
	err = db.sql.Read().QueryRowContext(ctx, `
		SELECT NOT EXISTS (SELECT 1 FROM outbox WHERE place > ? AND place <= ? AND NOT erased)`, after, through).Scan(&erased)
	return erased, sqldbFailed("look for papers", err)
}

// MirrorCatalogue implements mirror.Source.
func (db *DB) MirrorCatalogue(ctx context.Context, version string) (c mirror.Catalogue, err error) {
	err = db.sql.Read().QueryRowContext(ctx, `SELECT version, source, example, place, body FROM catalogue WHERE version = ?`, version).Scan(
		&c.Version, &c.Source, &c.Example, &c.Place, &c.Body)
	return c, sqldbFailed("read catalogue "+version, err)
}

// LastPlace is the place of the last record that is stored; 0 = none.
func (db *DB) LastPlace(ctx context.Context) (place int64, err error) {
	err = db.sql.Read().QueryRowContext(ctx, `SELECT coalesce(max(place), 0) FROM outbox`).Scan(&place)
	return place, sqldbFailed("find the last record", err)
}
