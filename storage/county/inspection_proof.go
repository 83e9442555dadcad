package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// Proof implements office.ProofBook.
func (db *DB) Proof(ctx context.Context) (p office.Proof, err error) {
	err = db.read(ctx, "read what came of visits", func(tx *sql.Tx) error {
		if p.Came, err = came(ctx, tx); err != nil {
			return err
		}
		if p.Holes, err = holes(ctx, tx); err != nil {
			return err
		}
		if p.Visits, err = db.inspections(ctx, tx, nil, `ORDER BY visited_ms, kiosk, id`); err != nil {
			return err
		}
		p.Acts, err = db.wholeActChain(ctx, tx)
		return err
	})
	return p, err
}

// Shot implements office.ProofBook.
func (db *DB) Shot(ctx context.Context, number string, p office.Part) (data []byte, err error) {
	err = db.read(ctx, "read a photograph", func(tx *sql.Tx) error {
		data, err = db.shot(ctx, tx, number, p)
		return err
	})
	return data, err
}

// came are records of visits and replies. One stands at a place in each epoch.
func came(ctx context.Context, tx *sql.Tx) (list []office.CameRecord, err error) {
	type row struct {
		office.CameRecord
		head, before []byte
		createdMS    int64
		opened       int
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT r.kiosk, r.id, r.kind, r.schema, r.digest, r.created_ms, r.opened, COALESCE(q.problem, ''), COALESCE(p.epoch, 0), COALESCE(p.seq, 0), p.head,
			CASE WHEN p.seq = 1 AND p.epoch = k.epoch THEN k.base ELSE b.head END
		FROM record r JOIN kiosk k ON k.id = r.kiosk
		LEFT JOIN quarantine q ON q.kiosk = r.kiosk AND q.seq = r.seq
		LEFT JOIN position p ON p.kiosk = r.kiosk AND p.id = r.id
		LEFT JOIN position b ON b.kiosk = p.kiosk AND b.epoch = p.epoch AND b.seq = p.seq - 1
		WHERE r.kind IN ($1, $2) ORDER BY r.received_ms, r.kiosk, r.seq, p.epoch`, village.RecordInspection, village.RecordRectification)
	found, err := collect(rows, err, func(r *row) []any {
		v := &r.Record
		return []any{&r.Kiosk, &v.ID, &v.Kind, &v.Schema, &v.Digest, &r.createdMS, &r.opened, &r.Problem, &v.Epoch, &v.Seq, &r.head, &r.before}
	})
	for _, r := range found {
		r.Opened, r.Record.Hash, r.Before, r.Record.CreatedAt = r.opened != 0, r.head, r.before, time.UnixMilli(r.createdMS)
		if r.Record.Parts, err = partsOf(ctx, tx, r.Kiosk, r.Record.ID); err != nil {
			return nil, err
		}
		list = append(list, r.CameRecord)
	}
	return list, err
}

// holes are where machines' chains and what is kept of them do not fit.
func holes(ctx context.Context, tx *sql.Tx) ([]office.Hole, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT p.kiosk, p.epoch, p.seq, p.id FROM position p LEFT JOIN record r ON r.kiosk = p.kiosk AND r.id = p.id WHERE r.id IS NULL
		UNION ALL
		SELECT p.kiosk, p.epoch, 0, '' FROM position p GROUP BY p.kiosk, p.epoch HAVING MAX(p.seq) <> COUNT(*)
		UNION ALL
		SELECT k.id, k.epoch, 0, '' FROM kiosk k WHERE k.epoch > 0 AND k.want - 1 <> (SELECT COUNT(*) FROM position p WHERE p.kiosk = k.id AND p.epoch = k.epoch)
		UNION ALL
		SELECT k.id, 0, 0, '' FROM kiosk k WHERE k.kept <> (SELECT COUNT(*) FROM record r WHERE r.kiosk = k.id)
		ORDER BY 1, 2, 3`)
	return collect(rows, err, func(h *office.Hole) []any { return []any{&h.Kiosk, &h.Epoch, &h.Seq, &h.ID} })
}
