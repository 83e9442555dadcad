package county

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"time"

	"bianmin/app/seal"
	"bianmin/county/office"
)

// KioskKey is the key of a kiosk that the county trusts. An unknown or revoked
// kiosk is [village.Denied].
func (db *DB) KioskKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	var key []byte
	err := db.db.Read().QueryRowContext(ctx, `
		SELECT public_key FROM kiosk WHERE id = $1 AND revoked_ms = 0`, id).Scan(&key)
	return key, failed("find the key of a kiosk", stranger(err))
}

// Kiosks are all machines, by village.
func (db *DB) Kiosks(ctx context.Context) ([]office.Kiosk, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT k.id, k.public_key, k.village, k.kept, k.lifetime, k.cloned_ms, k.enrolled_ms, k.contact_ms, k.revoked_ms,
			(SELECT COUNT(*) FROM quarantine q WHERE q.kiosk = k.id AND q.problem <> ''),
			(SELECT COUNT(*) FROM quarantine q WHERE q.kiosk = k.id AND q.id LIKE '%!%'),
			(SELECT COUNT(*) FROM audit_alarm a WHERE a.kiosk = k.id AND a.settled_ms = 0),
			k.audit_branch, k.audit_want, k.audit_told, k.said_lifetime, k.said_waiting
		FROM kiosk k ORDER BY k.village, k.enrolled_ms, k.id`)
	list, err := collect(rows, err, func(r *kioskRow) []any {
		return []any{&r.ID, &r.key, &r.Village, &r.Kept, &r.Lifetime, &r.clonedMS, &r.enrolledMS, &r.contactMS, &r.revokedMS, &r.Quarantine,
			&r.Doubled, &r.Alarms, &r.Said.Branch, &r.Said.Want, &r.Said.Told, &r.Said.Lifetime, &r.Said.Waiting}
	})
	if err != nil {
		return nil, failed("list kiosks", err)
	}
	healths, err := db.Healths(ctx)
	kiosks := make([]office.Kiosk, len(list))
	for i, r := range list {
		k := r.Kiosk
		k.PublicKey, k.Cloned = r.key, r.clonedMS != 0
		k.EnrolledAt, k.ContactAt, k.RevokedAt = at(r.enrolledMS), at(r.contactMS), at(r.revokedMS)
		k.Health = healths[k.ID]
		kiosks[i] = k
	}
	return kiosks, failed("list kiosks", err)
}

type kioskRow struct {
	office.Kiosk
	key                              []byte
	enrolledMS, contactMS, revokedMS int64
	clonedMS                         int64
}

// at is the time of ms; 0 is the zero time.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// Quarantine are the newest records of machines in a scope that were set aside, at most
// limit.
func (db *DB) Quarantine(ctx context.Context, s office.Scope, limit int) ([]office.Quarantined, error) {
	type row struct {
		office.Quarantined
		ms int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT q.kiosk, q.seq, q.id, q.kind, q.problem, q.received_ms FROM quarantine q JOIN kiosk k ON k.id = q.kiosk
		WHERE q.problem <> '' AND ($1 = '' OR k.village LIKE $1) ORDER BY q.received_ms DESC, q.kiosk, q.seq DESC LIMIT $2`, within(s), limit)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Kiosk, &r.Seq, &r.ID, &r.Kind, &r.Problem, &r.ms}
	})
	out := make([]office.Quarantined, len(list))
	for i, r := range list {
		out[i] = r.Quarantined
		out[i].ReceivedAt = at(r.ms)
	}
	return out, failed("list what was set aside", err)
}

// Counts are the figures beside the console's menu.
func (db *DB) Counts(ctx context.Context, s office.Scope) (c office.Counts, err error) {
	err = db.read(ctx, "count", func(tx *sql.Tx) error {
		if c.Waiting, err = counted(ctx, tx, casesIn(s, leadPlace).and("state = 'received'"), 0); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `
			SELECT (SELECT COUNT(*)`+ratingsIn+`AND r.state NOT IN ('filed', 'closed', 'excluded')),
				(SELECT COUNT(*) FROM quarantine q JOIN kiosk k ON k.id = q.kiosk WHERE q.problem <> '' AND ($1 = '' OR k.village LIKE $1)),
				(SELECT COUNT(*) FROM city_aside)`,
			within(s), s.Unit).Scan(&c.Poor, &c.Quarantine, &c.Aside)
	})
	return c, err
}

// EachRecord calls do for every stored record, by kiosk and number, until do
// fails.
func (db *DB) EachRecord(ctx context.Context, do func(office.Summary) error) error {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT id, kiosk, seq, kind, digest FROM record ORDER BY kiosk, seq`)
	if err != nil {
		return failed("read records", err)
	}
	defer rows.Close()
	for rows.Next() {
		var s office.Summary
		if err := rows.Scan(&s.ID, &s.Kiosk, &s.Seq, &s.Kind, &s.Digest); err != nil {
			return failed("read records", err)
		}
		if err := do(s); err != nil {
			return err
		}
	}
	return failed("read records", rows.Err())
}
