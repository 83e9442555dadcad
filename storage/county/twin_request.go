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

// MatchEarlier compares the requests of the last time that a release took in which did not compare
// them. It needs the key of personal columns.
func (db *DB) MatchEarlier(ctx context.Context) error {
	earlier, err := db.requests(ctx, `WHERE item LIKE '12345-%' AND received_ms >= $1
		AND NOT EXISTS (SELECT 1 FROM request_same s WHERE s.kiosk = office_request.kiosk AND s.id = office_request.id) ORDER BY received_ms, kiosk, seq`,
		db.now().Add(-twinSpan).UnixMilli())
	for i := 0; err == nil && i < len(earlier); i++ {
		err = db.matchOnce(ctx, earlier[i])
	}
	return err
}

// matchOnce locks the request first: of two servers that start one compares it.
func (db *DB) matchOnce(ctx context.Context, head office.RequestHead) error {
	return db.db.Write(ctx, "compare request "+string(head.ID), func(tx *sql.Tx) error {
		var hidden []byte
		if err := tx.QueryRowContext(ctx, `UPDATE office_request SET received_ms = received_ms WHERE kiosk = $1 AND id = $2 RETURNING hidden`, head.Kiosk, head.ID).Scan(&hidden); err != nil {
			return err
		}
		var there bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM request_same WHERE kiosk = $1 AND id = $2)`, head.Kiosk, head.ID).Scan(&there); err != nil || there {
			return err
		}
		var h hiddenRequest
		if err := db.unhide(hidden, &h, requestTable, string(head.Kiosk), string(head.ID)); err != nil {
			return err
		}
		return db.matchRequest(ctx, tx, office.Request{RequestHead: head, Form: h.Form})
	})
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
