package kiosk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
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
	Authority   []byte               `json:"authority"`    // certificate of the county's authority, X.509, DER; the only root
	Certificate []byte               `json:"certificate"`  // of this machine's key, by that authority
}

// SaveEnrolment replaces the enrolment and notes the county's time.
func (db *DB) SaveEnrolment(ctx context.Context, e Enrolment, told time.Time) error {
	return db.sql.Write(ctx, "save enrolment", func(tx *sql.Tx) error {
		var old string
		err := tx.QueryRowContext(ctx, selectSetting, settingEnrolment).Scan(&old)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if act, changed := enrolmentAct(old, e); changed {
			if _, err := db.note(ctx, tx, act); err != nil {
				return err
			}
		}
		if err := leave(ctx, tx, old, e); err != nil {
			return err
		}
		return putEnrolment(ctx, tx, e, told)
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

// leave forgets what another county published: its numbers say nothing about this
// one's. The catalogue stays in use, as an imported one would, until there is
// another.
func leave(ctx context.Context, tx *sql.Tx, old string, e Enrolment) error {
	var before Enrolment
	if old == "" || json.Unmarshal([]byte(old), &before) != nil || before.County == e.County {
		return nil
	}
	for _, text := range []string{`DELETE FROM snapshot_piece`, `DELETE FROM snapshot_refused`, `DELETE FROM snapshot`} {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

func putEnrolment(ctx context.Context, tx *sql.Tx, e Enrolment, told time.Time) error {
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := setSetting(ctx, tx, settingEnrolment, string(raw)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE chain SET county_ms = ?`, told.UnixMilli())
	return err
}

// SaveCountyKeys replaces the keys that the county wants acts sealed for, the newest
// last. A list without the one in use is an older word, off a stick or of a county
// that came back from a backup, and changes nothing.
func (db *DB) SaveCountyKeys(ctx context.Context, keys [][]byte) error {
	changes := func(e Enrolment) bool {
		n := len(e.CountyKeys)
		return n > 0 && !slices.EqualFunc(e.CountyKeys, keys, bytes.Equal) &&
			slices.ContainsFunc(keys, func(key []byte) bool { return bytes.Equal(key, e.CountyKeys[n-1]) })
	}
	if e, err := db.Enrolment(ctx); err != nil || !changes(e) {
		return err
	}
	return db.sql.Write(ctx, "save the county's keys", func(tx *sql.Tx) error {
		e, err := readEnrolment(tx.QueryRowContext(ctx, selectSetting, settingEnrolment))
		if err != nil || !changes(e) {
			return err
		}
		e.CountyKeys = keys
		if _, err := db.note(ctx, tx, village.Act{Kind: village.AuditKeys, Subject: string(e.County)}); err != nil {
			return err
		}
		raw, err := json.Marshal(e)
		if err != nil {
			return err
		}
		return setSetting(ctx, tx, settingEnrolment, string(raw))
	})
}

// SaveCertificate replaces the machine's certificate and notes the county's time.
// When the machine was enrolled meanwhile with another authority, nothing changes:
// the certificate is of no use there.
func (db *DB) SaveCertificate(ctx context.Context, authority, certificate []byte, told time.Time) error {
	return db.sql.Write(ctx, "save a certificate", func(tx *sql.Tx) error {
		e, err := readEnrolment(tx.QueryRowContext(ctx, selectSetting, settingEnrolment))
		if err != nil || !bytes.Equal(e.Authority, authority) {
			return err
		}
		e.Certificate = certificate
		sum := sha256.Sum256(certificate)
		if _, err := db.note(ctx, tx, village.Act{Kind: village.AuditCertificate, Subject: hex.EncodeToString(sum[:8])}); err != nil {
			return err
		}
		return putEnrolment(ctx, tx, e, told)
	})
}

const selectSetting = `SELECT value FROM setting WHERE key = ?`

// Enrolment is the enrolment, or [village.NotFound]: err.kiosk.not_enrolled.
func (db *DB) Enrolment(ctx context.Context) (Enrolment, error) {
	return readEnrolment(db.sql.Read().QueryRowContext(ctx, selectSetting, settingEnrolment))
}

func readEnrolment(row *sql.Row) (Enrolment, error) {
	var raw string
	err := row.Scan(&raw)
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

// CountyTime is what the county said of the time when it was last heard; the zero
// time when it never was.
func (db *DB) CountyTime(ctx context.Context) (time.Time, error) {
	var ms int64
	err := db.sql.Read().QueryRowContext(ctx, `SELECT county_ms FROM chain`).Scan(&ms)
	if err != nil || ms == 0 {
		return time.Time{}, sqldbFailed("read the county's time", err)
	}
	return moment(ms), nil
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
