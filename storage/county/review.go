package county

import (
	"context"
	"crypto/ed25519"
	"database/sql"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// CarriedKey is the key of a kiosk whether it is trusted or not: what somebody
// carries from it is signed with it. An unknown kiosk is [village.Denied].
func (db *DB) CarriedKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	var key []byte
	err := db.db.Read().QueryRowContext(ctx, `SELECT public_key FROM kiosk WHERE id = $1`, id).Scan(&key)
	return key, failed("find the key of a kiosk", stranger(err))
}

// reviewed chooses what waits for a person or was rejected by one.
const reviewed = ` q.problem IN ('err.county.review', 'err.county.rejected')`

// UnderReview implements office.ReviewBook.
func (db *DB) UnderReview(ctx context.Context) ([]office.UnderReview, error) {
	type row struct {
		office.UnderReview
		createdMS, receivedMS int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT q.kiosk, k.village, q.problem, r.seq, r.id, r.kind, r.schema, r.body, r.digest, r.created_ms, r.time_trust, r.received_ms,
			(SELECT COUNT(*) FROM part p WHERE p.kiosk = r.kiosk AND p.record = r.id AND p.present <> 1)
		FROM quarantine q JOIN record r ON r.kiosk = q.kiosk AND r.seq = q.seq JOIN kiosk k ON k.id = q.kiosk
		WHERE`+reviewed+` ORDER BY r.received_ms, q.kiosk, r.seq`)
	list, err := collect(rows, err, func(u *row) []any {
		r := &u.Record
		return []any{&u.Kiosk, &u.Village, &u.Problem, &r.Seq, &r.ID, &r.Kind, &r.Schema, &r.Body, &r.Digest, &u.createdMS, &r.TimeTrust, &u.receivedMS, &u.Missing}
	})
	out := make([]office.UnderReview, len(list))
	for i, r := range list {
		out[i] = r.UnderReview
		out[i].Record.CreatedAt, out[i].ReceivedAt = at(r.createdMS), at(r.receivedMS)
	}
	return out, failed("list what is under review", err)
}

// Review implements office.ReviewBook.
func (db *DB) Review(ctx context.Context, kiosk seal.KioskID, id village.RecordID, v office.ReviewVerdict) error {
	return db.db.Write(ctx, "review record "+string(id), func(tx *sql.Tx) error {
		r := village.Record{ID: id}
		err := tx.QueryRowContext(ctx, `
			SELECT q.seq, q.kind FROM quarantine q WHERE q.kiosk = $1 AND q.id = $2 AND`+reviewed, kiosk, id).Scan(&r.Seq, &r.Kind)
		if err != nil {
			return err
		}
		now := db.now().UnixMilli()
		if _, err := tx.ExecContext(ctx, `INSERT INTO review (kiosk, seq, verdict, at_ms) VALUES ($1, $2, $3, $4)
			ON CONFLICT (kiosk, seq, at_ms) DO UPDATE SET verdict = excluded.verdict`, kiosk, r.Seq, v, now); err != nil {
			return err
		}
		if v == office.Rejected {
			return setAside(ctx, tx, office.Opened{Kiosk: kiosk, Record: r, Problem: v.Problem()}, now)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE record SET opened = 0 WHERE kiosk = $1 AND seq = $2`, kiosk, r.Seq); err != nil {
			return err
		}
		if err := withdraw(ctx, tx, kiosk, r.Seq); err != nil {
			return err
		}
		return lacking(ctx, tx, kiosk, r, now)
	})
}

// lacking sets a record aside again of which a piece is lost.
func lacking(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, r village.Record, nowMS int64) error {
	var lost int
	err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM part WHERE kiosk = $1 AND record = $2 AND present = 2`, kiosk, r.ID).Scan(&lost)
	if err != nil || lost == 0 {
		return err
	}
	return setAside(ctx, tx, office.Opened{Kiosk: kiosk, Record: r, Problem: "err.push.piece"}, nowMS)
}
