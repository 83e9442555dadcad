package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/seal"
	"bianmin/county/office"
)

// KeepRulings implements office.RulingBook.
func (db *DB) KeepRulings(ctx context.Context, list []office.Ruling) error {
	if len(list) == 0 {
		return nil
	}
	return db.db.Write(ctx, "keep what was decided", func(tx *sql.Tx) error { return keepRulings(ctx, tx, list) })
}

func keepRulings(ctx context.Context, tx *sql.Tx, list []office.Ruling) error {
	for _, d := range list {
		if _, err := tx.ExecContext(ctx, `INSERT INTO ruling (kiosk, subject, rule, version, says, inputs, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (kiosk, subject, rule, version, inputs) DO NOTHING`, d.Kiosk, d.Subject, d.Rule, d.Version, d.Says, d.Inputs, d.MadeAt.UnixMilli()); err != nil {
			return err
		}
	}
	return nil
}

// keepBehind keeps what was decided by itself before somebody acted.
func keepBehind(ctx context.Context, tx *sql.Tx, c office.CaseHead, a office.Act) error {
	var list []office.Ruling
	for _, d := range a.Decided {
		list = append(list, office.Ruling{Decided: d, Kiosk: c.Kiosk, Subject: office.SubjectOf(c.ID, a.Sub), MadeAt: a.At})
	}
	return keepRulings(ctx, tx, list)
}

// Rulings implements office.RulingBook.
func (db *DB) Rulings(ctx context.Context, kiosk seal.KioskID, subject string) (all []office.Ruling, err error) {
	type row struct {
		office.Ruling
		madeMS int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `SELECT kiosk, subject, rule, version, says, inputs, made_ms FROM ruling
		WHERE kiosk = $1 AND subject = $2 ORDER BY made_ms, rule, version, inputs`, kiosk, subject)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Kiosk, &r.Subject, &r.Rule, &r.Version, &r.Says, &r.Inputs, &r.madeMS}
	})
	for _, r := range list {
		r.MadeAt = time.UnixMilli(r.madeMS)
		all = append(all, r.Ruling)
	}
	return all, failed("find decisions", err)
}

// Unanswered implements office.JudgeBook.
func (db *DB) Unanswered(ctx context.Context, now time.Time, limit int) (all []office.CaseHead, err error) {
	err = db.read(ctx, "find cases that nobody answered", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+headColumns+` FROM office_case c
			WHERE c.state IN ('received', 'precheck') AND c.due_ms > 0 AND c.due_ms <= $1
				AND NOT EXISTS (SELECT 1 FROM ruling d WHERE d.kiosk = c.kiosk AND d.subject = c.id AND d.rule = $2)
				AND NOT EXISTS (SELECT 1 FROM case_step s WHERE s.kiosk = c.kiosk AND s.id = c.id AND s.verb = 'ask')
			ORDER BY c.due_ms, c.kiosk, c.id LIMIT $3`, now.UnixMilli(), office.DeemedRule, limit)
		all, err = withActs(ctx, tx, rows, err)
		return err
	})
	return all, err
}

// Unlooked implements office.JudgeBook.
func (db *DB) Unlooked(ctx context.Context, limit int) ([]office.RequestHead, error) {
	return db.requests(ctx, `r WHERE order_no <> '' AND slot = '' AND item LIKE '12345-%'
		AND NOT EXISTS (SELECT 1 FROM ruling d WHERE d.kiosk = r.kiosk AND d.subject = r.id AND d.rule = $1)
		ORDER BY received_ms, kiosk, seq LIMIT $2`, office.SameRequestRule, limit)
}
