package kiosk

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// Enrolment is where this machine stands and which county it belongs to.
type Enrolment struct {
	URL         string               `json:"url"` // of the county's interface
	Kiosk       seal.KioskID         `json:"kiosk"`
	Village     village.DivisionCode `json:"village"`
	Centre      string               `json:"centre"` // name on receipts
	County      village.DivisionCode `json:"county"`
	District    string               `json:"district"` // name of the county
	EnrolledAt  time.Time            `json:"enrolled_at"`
	CountyKeys  [][]byte             `json:"county_keys"`  // [seal.CountyKey.Bytes], the newest last
	SigningKeys [][]byte             `json:"signing_keys"` // Ed25519 keys that the county signs answers with
}

// SaveEnrolment replaces the enrolment.
func (db *DB) SaveEnrolment(ctx context.Context, e Enrolment) error {
	raw, err := json.Marshal(e)
	if err != nil {
		return sqldb.Failed("save enrolment", err)
	}
	return db.sql.Write(ctx, "save enrolment", func(tx *sql.Tx) error {
		var old string
		err := tx.QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, settingEnrolment).Scan(&old)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if act, changed := enrolmentAct(old, e); changed {
			if _, err := db.note(ctx, tx, act); err != nil {
				return err
			}
		}
		return setSetting(ctx, tx, settingEnrolment, string(raw))
	})
}

// enrolmentAct is what the audit log says of an enrolment that replaces old, the
// JSON of the one before or "".
func enrolmentAct(old string, e Enrolment) (act village.Act, changed bool) {
	var before Enrolment
	if old == "" || json.Unmarshal([]byte(old), &before) != nil {
		return village.Act{Kind: village.AuditEnrolled, Subject: string(e.Village), Detail: village.AuditFirst}, true
	}
	if before.Kiosk != e.Kiosk || before.Village != e.Village || before.County != e.County || !before.EnrolledAt.Equal(e.EnrolledAt) {
		return village.Act{Kind: village.AuditEnrolled, Subject: string(e.Village), Detail: village.AuditAgain}, true
	}
	same := func(x, y [][]byte) bool { return slices.EqualFunc(x, y, bytes.Equal) }
	act = village.Act{Kind: village.AuditKeys, Subject: string(e.County)}
	return act, !same(before.CountyKeys, e.CountyKeys) || !same(before.SigningKeys, e.SigningKeys)
}

// Enrolment is the enrolment, or [village.NotFound]: err.kiosk.not_enrolled.
func (db *DB) Enrolment(ctx context.Context) (Enrolment, error) {
	var raw string
	err := db.sql.Read().QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, settingEnrolment).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return Enrolment{}, &village.Error{Kind: village.NotFound, Key: "err.kiosk.not_enrolled", Err: err}
	}
	var e Enrolment
	if err == nil {
		err = json.Unmarshal([]byte(raw), &e)
	}
	if err != nil {
		return Enrolment{}, sqldb.Failed("read enrolment", err)
	}
	return e, nil
}

// Contact is when the county last answered; the zero time when it never did.
func (db *DB) Contact(ctx context.Context) (time.Time, error) {
	var ms int64
	err := db.sql.Read().QueryRowContext(ctx, `SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?`, settingContact).Scan(&ms)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, sqldb.Failed("read the last contact", err)
	}
	return moment(ms), nil
}

func setSetting(ctx context.Context, tx *sql.Tx, key, value string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}

// keptBundles is how many bundles may be under way at a time.
const keptBundles = 16

// NoteBundle notes the last message of a bundle that was put on a stick: only an
// answer to one of the latest is taken.
func (db *DB) NoteBundle(ctx context.Context, sum [32]byte) error {
	return db.sql.Write(ctx, "note a bundle", func(tx *sql.Tx) error {
		known, err := bundles(ctx, tx.QueryRowContext)
		if err != nil {
			return err
		}
		known = append(known, sum)
		raw, err := json.Marshal(known[max(0, len(known)-keptBundles):])
		if err != nil {
			return err
		}
		return setSetting(ctx, tx, settingBundles, string(raw))
	})
}

// Bundles are what [DB.NoteBundle] noted, the latest last.
func (db *DB) Bundles(ctx context.Context) ([][32]byte, error) {
	known, err := bundles(ctx, db.sql.Read().QueryRowContext)
	return known, sqldbFailed("read the bundles", err)
}

func bundles(ctx context.Context, row func(context.Context, string, ...any) *sql.Row) (known [][32]byte, err error) {
	var raw string
	err = row(ctx, `SELECT value FROM setting WHERE key = ?`, settingBundles).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(raw), &known)
	}
	return known, err
}
