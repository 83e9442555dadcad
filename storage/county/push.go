package county

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// Position is how far a kiosk has come and where it stands. An unknown or
// revoked kiosk is [village.Denied].
func (db *DB) Position(ctx context.Context, kiosk seal.KioskID) (at office.Position, err error) {
	err = db.db.Read().QueryRowContext(ctx, `
		SELECT want, village FROM kiosk WHERE id = $1 AND revoked_ms = 0`, kiosk).Scan(&at.Want, &at.Village)
	return at, failed("read the position of a kiosk", stranger(err))
}

// TakePush stores what is new in p in one transaction and returns after its
// COMMIT. The kiosk's row is written first, even when all is repeated: it locks
// the kiosk, so that two pushes of one kiosk never see the same position.
func (db *DB) TakePush(ctx context.Context, p office.Push) (ack office.Ack, err error) {
	err = db.db.Write(ctx, "take a push of "+string(p.Kiosk), func(tx *sql.Tx) error {
		t := taking{tx: tx, kiosk: p.Kiosk, receivedMS: db.now().UnixMilli()}
		err := tx.QueryRowContext(ctx, `
			UPDATE kiosk SET contact_ms = $1 WHERE id = $2 AND revoked_ms = 0 RETURNING want`,
			t.receivedMS, p.Kiosk).Scan(&ack.Want)
		if err != nil {
			return stranger(err)
		}
		if p.FirstSeq <= ack.Want {
			for _, e := range p.Entries {
				if err := t.take(ctx, e, &ack.Want); err != nil {
					return err
				}
			}
			if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET want = $1 WHERE id = $2`, ack.Want, p.Kiosk); err != nil {
				return err
			}
		}
		ack.Rejects, err = t.rejects(ctx)
		return err
	})
	if err != nil {
		return office.Ack{}, err
	}
	return ack, nil
}

// stranger turns "no such row" into the refusal of a machine.
func stranger(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &village.Error{Kind: village.Denied, Key: "err.county.kiosk", Err: err}
	}
	return err
}

// taking is one push inside its transaction.
type taking struct {
	tx         *sql.Tx
	kiosk      seal.KioskID
	receivedMS int64
}

// take stores e when its turn has come and moves want on, or checks that a
// repeat is one.
func (t taking) take(ctx context.Context, e office.Entry, want *int64) error {
	r := e.Record
	if r.Seq < *want {
		return t.same(ctx, r)
	}
	if r.Seq > *want {
		return village.Refuse("first_seq", "err.push.seq")
	}
	if err := t.insert(ctx, e); err != nil {
		return err
	}
	*want++
	return nil
}

// same refuses a number that is stored with another record: two machines, or
// one whose disk was put back, use the same identity.
func (t taking) same(ctx context.Context, r village.Record) error {
	var id village.RecordID
	var digest []byte
	err := t.tx.QueryRowContext(ctx, `
		SELECT id, digest FROM record WHERE kiosk = $1 AND seq = $2`, t.kiosk, r.Seq).Scan(&id, &digest)
	if err != nil {
		return fmt.Errorf("find record %d: %w", r.Seq, err)
	}
	if id != r.ID || !bytes.Equal(digest, r.Digest) {
		return fork(fmt.Errorf("number %d is stored with another record", r.Seq))
	}
	return nil
}

func fork(cause error) error {
	return &village.Error{Kind: village.Conflict, Key: "err.county.fork", Err: cause}
}

func (t taking) insert(ctx context.Context, e office.Entry) error {
	r := e.Record
	stored, err := t.tx.ExecContext(ctx, `
		INSERT INTO record (kiosk, seq, id, kind, schema, body, digest, created_ms, time_trust, received_ms, opened)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (kiosk, id) DO NOTHING`,
		t.kiosk, r.Seq, r.ID, r.Kind, r.Schema, notNull(r.Body), r.Digest, r.CreatedAt.UnixMilli(), r.TimeTrust, t.receivedMS,
		asNumber(e.Problem != ""))
	if err != nil {
		return err
	}
	if n, err := stored.RowsAffected(); err != nil {
		return err
	} else if n == 0 {
		return fork(fmt.Errorf("record %s is stored under another number than %d", r.ID, r.Seq))
	}
	for i, part := range r.Parts {
		if _, err := t.tx.ExecContext(ctx, `
			INSERT INTO part (kiosk, record, position, material, type, sha256, bytes)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			t.kiosk, r.ID, i, part.Material, part.Type, part.SHA256, len(part.Data)); err != nil {
			return err
		}
	}
	if e.Problem == "" {
		return nil
	}
	return t.setAside(ctx, r, e.Problem)
}

// asNumber is b as a number, which both databases have.
func asNumber(b bool) int {
	if b {
		return 1
	}
	return 0
}

// notNull keeps an empty body apart from no body.
func notNull(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func (t taking) setAside(ctx context.Context, r village.Record, problem string) error {
	_, err := t.tx.ExecContext(ctx, `
		INSERT INTO quarantine (kiosk, seq, id, kind, problem, received_ms)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		t.kiosk, r.Seq, r.ID, r.Kind, problem, t.receivedMS)
	return err
}

// maxRejects is how many records that were set aside an answer names.
const maxRejects = 100

// rejects names the newest records that were set aside, whenever that was: they
// are opened after they were taken in.
func (t taking) rejects(ctx context.Context) ([]village.Reject, error) {
	rows, err := t.tx.QueryContext(ctx, `
		SELECT seq, id, problem FROM quarantine WHERE kiosk = $1 ORDER BY seq DESC LIMIT $2`, t.kiosk, maxRejects)
	return collect(rows, err, func(r *village.Reject) []any { return []any{&r.Seq, &r.ID, &r.Key} })
}
