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

// matchRequest keeps what r is compared by and flags those that are perhaps the same, on both
// sides. The request stays what it is.
func (db *DB) matchRequest(ctx context.Context, tx *sql.Tx, r office.Request) error {
	rules := r.Same()
	if len(rules) == 0 {
		return nil
	}
	var at int64
	if err := tx.QueryRowContext(ctx, `SELECT received_ms FROM office_request WHERE kiosk = $1 AND id = $2`, r.Kiosk, r.ID).Scan(&at); err != nil {
		return err
	}
	for _, rule := range rules {
		same := hex.EncodeToString(db.data.Sum(append([]string{"request_same"}, rule.Fields...)...))
		rows, err := tx.QueryContext(ctx, `SELECT kiosk, id, received_ms FROM request_same WHERE same = $1 AND received_ms >= $2 AND received_ms <= $3`,
			same, at-twinSpan.Milliseconds(), at+twinSpan.Milliseconds())
		near, err := collect(rows, err, func(m *matchRow) []any { return []any{&m.kiosk, &m.id, &m.acceptedMS} })
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO request_same (kiosk, id, rule, same, received_ms) VALUES ($1, $2, $3, $4, $5)`, r.Kiosk, r.ID, rule.By, same, at); err != nil {
			return err
		}
		for _, other := range near {
			inputs := office.TwinInputs(office.SameRequestRule+"/"+rule.By, same, time.UnixMilli(at), time.UnixMilli(other.acceptedMS))
			if err := keepTwins(ctx, tx, r.RequestHead, other, rule.By, inputs); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepTwins flags two requests, either for the other.
func keepTwins(ctx context.Context, tx *sql.Tx, r office.RequestHead, other matchRow, rule, inputs string) error {
	for _, pair := range [][4]any{{r.Kiosk, r.ID, other.kiosk, other.id}, {other.kiosk, other.id, r.Kiosk, r.ID}} {
		if _, err := tx.ExecContext(ctx, `INSERT INTO request_twin (kiosk, id, other_kiosk, other_id, rule, version, inputs) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			pair[0], pair[1], pair[2], pair[3], rule, office.SameRequestVersion, inputs); err != nil {
			return err
		}
	}
	return nil
}

// twinRules are the rules that call a request perhaps the same as another.
func twinRules(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) ([]string, error) {
	return texts(ctx, tx, `SELECT DISTINCT rule FROM request_twin WHERE kiosk = $1 AND id = $2 ORDER BY rule`, kiosk, id)
}
