package county

import (
	"context"
	"database/sql"
	"encoding/hex"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// twinSpan is how far apart cases may be that are perhaps the same.
const twinSpan = office.TwinDays * 24 * time.Hour

// matchCase keeps what c is compared by and flags those that are perhaps the same, on both
// sides.
func (db *DB) matchCase(ctx context.Context, tx *sql.Tx, c office.Case) error {
	fields := c.SameFields()
	if fields == nil {
		return nil
	}
	same, at := hex.EncodeToString(db.data.Sum(append([]string{"case_same"}, fields...)...)), c.AcceptedAt.UnixMilli()
	rows, err := tx.QueryContext(ctx, `SELECT kiosk, id, accepted_ms FROM case_same WHERE same = $1 AND accepted_ms >= $2 AND accepted_ms <= $3`,
		same, at-twinSpan.Milliseconds(), at+twinSpan.Milliseconds())
	near, err := collect(rows, err, func(r *matchRow) []any { return []any{&r.kiosk, &r.id, &r.acceptedMS} })
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO case_same (kiosk, id, same, accepted_ms) VALUES ($1, $2, $3, $4)`, c.Kiosk, c.ID, same, at); err != nil {
		return err
	}
	for _, other := range near {
		inputs := office.TwinInputs(office.TwinRule, same, time.UnixMilli(at), time.UnixMilli(other.acceptedMS))
		for _, pair := range [][4]any{{c.Kiosk, c.ID, other.kiosk, other.id}, {other.kiosk, other.id, c.Kiosk, c.ID}} {
			if _, err := tx.ExecContext(ctx, `INSERT INTO case_twin (kiosk, id, other_kiosk, other_id, rule, version, inputs) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				pair[0], pair[1], pair[2], pair[3], office.TwinRule, office.TwinVersion, inputs); err != nil {
				return err
			}
		}
	}
	return nil
}

type matchRow struct {
	kiosk      seal.KioskID
	id         village.RecordID
	acceptedMS int64
}

// twinsOf are the cases that are perhaps the same as one, the oldest first.
func twinsOf(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) ([]office.TwinCase, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT c.kiosk, c.id, c.short_code, c.village, t.rule, t.version, t.inputs
		FROM case_twin t JOIN office_case c ON c.kiosk = t.other_kiosk AND c.id = t.other_id
		WHERE t.kiosk = $1 AND t.id = $2 ORDER BY c.accepted_ms, c.kiosk, c.id`, kiosk, id)
	return collect(rows, err, func(t *office.TwinCase) []any {
		return []any{&t.Kiosk, &t.ID, &t.ShortCode, &t.Village, &t.Rule, &t.Version, &t.Inputs}
	})
}
