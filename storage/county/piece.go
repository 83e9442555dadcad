package county

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// PieceWanted implements office.Store.
func (db *DB) PieceWanted(ctx context.Context, kiosk seal.KioskID, sum [32]byte) (wanted bool, err error) {
	err = db.db.Read().QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM part WHERE kiosk = $1 AND sha256 = $2 AND present <> 1)`, kiosk, sum[:]).Scan(&wanted)
	return wanted, failed("look for a piece", err)
}

// PiecePresent implements office.Store.
func (db *DB) PiecePresent(ctx context.Context, sum [32]byte) error {
	return db.db.Write(ctx, "note a piece", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `UPDATE part SET present = 1, missed_ms = 0 WHERE sha256 = $1 AND present <> 1 RETURNING kiosk, record`, sum[:])
		owners, err := collect(rows, err, func(o *owner) []any { return []any{&o.kiosk, &o.record} })
		if err != nil {
			return err
		}
		for _, o := range owners {
			if err := o.complete(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// owner is a record that names a piece.
type owner struct {
	kiosk  seal.KioskID
	record village.RecordID
}

// complete takes back that a piece of the record is lost, when none is any more.
func (o owner) complete(ctx context.Context, tx *sql.Tx) error {
	var seq int64
	err := tx.QueryRowContext(ctx, `
		SELECT seq FROM quarantine q WHERE q.kiosk = $1 AND q.id = $2 AND q.problem = 'err.push.piece'
			AND NOT EXISTS (SELECT 1 FROM part p WHERE p.kiosk = q.kiosk AND p.record = q.id AND p.present <> 1)`, o.kiosk, o.record).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return withdraw(ctx, tx, o.kiosk, seq)
}

// Pieces implements office.PieceBook.
func (db *DB) Pieces(ctx context.Context, after []byte, limit int) ([]office.Piece, error) {
	type row struct {
		sum           []byte
		here, awaited int
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT sha256, MAX(CASE present WHEN 1 THEN 1 ELSE 0 END), MAX(CASE present WHEN 1 THEN 0 ELSE 1 END)
		FROM part WHERE sha256 > $1 GROUP BY sha256 ORDER BY sha256 LIMIT $2`, notNull(after), limit)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.sum, &r.here, &r.awaited} })
	pieces := make([]office.Piece, len(list))
	for i, r := range list {
		pieces[i] = office.Piece{Sum: [32]byte(r.sum), Here: r.here == 1, Awaited: r.awaited == 1}
	}
	return pieces, failed("list pieces", err)
}

// PieceMissed implements office.PieceBook.
func (db *DB) PieceMissed(ctx context.Context, sum [32]byte) (missed []office.MissedPart, err error) {
	now := db.now()
	err = db.db.Write(ctx, "note a piece that is not whole", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `
			UPDATE part SET present = 0, missed_ms = $1 WHERE sha256 = $2 AND present = 1 RETURNING kiosk, record, position`, now.UnixMilli(), sum[:])
		missed, err = collect(rows, err, func(p *office.MissedPart) []any { return []any{&p.Kiosk, &p.Record, &p.Part} })
		return err
	})
	for i := range missed {
		missed[i].Part, missed[i].SHA256, missed[i].MissedAt, missed[i].Asked = missed[i].Part+1, sum, now, true
	}
	return missed, err
}

// MissedParts are the parts whose pieces were here once and are not whole now, by
// kiosk and record.
func (db *DB) MissedParts(ctx context.Context) ([]office.MissedPart, error) {
	type row struct {
		office.MissedPart
		sum   []byte
		ms    int64
		asked int
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT p.kiosk, p.record, COALESCE(c.short_code, ''), p.position + 1, p.sha256, p.missed_ms,
			CASE WHEN p.present = 0 AND k.revoked_ms = 0 AND EXISTS (
				SELECT 1 FROM position o WHERE o.kiosk = p.kiosk AND o.id = p.record AND o.epoch = k.epoch) THEN 1 ELSE 0 END
		FROM part p JOIN kiosk k ON k.id = p.kiosk LEFT JOIN office_case c ON c.kiosk = p.kiosk AND c.id = p.record
		WHERE p.missed_ms > 0 ORDER BY p.kiosk, p.record, p.position`)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Kiosk, &r.Record, &r.ShortCode, &r.Part, &r.sum, &r.ms, &r.asked}
	})
	out := make([]office.MissedPart, len(list))
	for i, r := range list {
		out[i] = r.MissedPart
		out[i].SHA256, out[i].MissedAt, out[i].Asked = [32]byte(r.sum), at(r.ms), r.asked == 1
	}
	return out, failed("list missed pieces", err)
}

// SettleMissed notes that somebody has looked at the pieces of a kiosk that no
// machine can be expected to have. Their records stay set aside.
func (db *DB) SettleMissed(ctx context.Context, kiosk seal.KioskID) error {
	return db.db.Write(ctx, "settle missed pieces", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE part SET missed_ms = 0 WHERE kiosk = $1 AND present = 2`, kiosk)
		return err
	})
}
