package county

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const lookTable = "look"

// KeepLook implements office.LookBook. The number is the place of what is hidden,
// so no row can take another's words.
func (db *DB) KeepLook(ctx context.Context, l office.Look) error {
	return db.db.Write(ctx, "note a look", func(tx *sql.Tx) error {
		// Two looks at once would take one number: this row is the lock.
		if _, err := tx.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('looks', '') ON CONFLICT (key) DO UPDATE SET value = excluded.value`); err != nil {
			return err
		}
		var number int64
		if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM look`).Scan(&number); err != nil {
			return err
		}
		words := []byte{}
		if l.Words != "" {
			var err error
			if words, err = db.hide(l.Words, lookTable, strconv.FormatInt(number, 10)); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO look (account, at_ms, number, kiosk, id, what, reason, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			l.Account, l.At.UnixMilli(), number, l.Kiosk, l.ID, l.What, l.Reason, words)
		return err
	})
}

const lookColumns = `account, at_ms, number, kiosk, id, what, reason, words`

type lookRow struct {
	office.Look
	atMS, number int64
	words        []byte
}

func (r *lookRow) columns() []any {
	return []any{&r.Account, &r.atMS, &r.number, &r.Kiosk, &r.ID, &r.What, &r.Reason, &r.words}
}

func (db *DB) readLook(r lookRow) (office.Look, error) {
	l := r.Look
	l.At = time.UnixMilli(r.atMS)
	if len(r.words) == 0 {
		return l, nil
	}
	return l, db.unhide(r.words, &l.Words, lookTable, strconv.FormatInt(r.number, 10))
}

// LastLook implements office.LookBook.
func (db *DB) LastLook(ctx context.Context, account string, kiosk seal.KioskID, id village.RecordID, since time.Time) (office.Look, error) {
	var row lookRow
	err := db.db.Read().QueryRowContext(ctx, `SELECT `+lookColumns+` FROM look
		WHERE kiosk = $1 AND id = $2 AND account = $3 AND at_ms >= $4 AND what = 'case' ORDER BY number DESC LIMIT 1`,
		kiosk, id, account, since.UnixMilli()).Scan(row.columns()...)
	if err != nil {
		return office.Look{}, failed("find a look", err)
	}
	l, err := db.readLook(row)
	return l, failed("find a look", err)
}

// Looks implements office.LookBook. [DB.OpenShot] keeps those at photographs of orders.
func (db *DB) Looks(ctx context.Context, limit int) ([]office.Look, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT `+lookColumns+`, '' AS shot_of FROM look
		UNION ALL SELECT account, at_ms, 0, '', '', 'shot', 'check', NULL, number FROM order_shot_look
		ORDER BY at_ms DESC, number DESC, shot_of DESC LIMIT $1`, limit)
	list, err := collect(rows, err, func(r *lookRow) []any { return append(r.columns(), &r.Order) })
	all := make([]office.Look, 0, len(list))
	for _, r := range list {
		l, readErr := db.readLook(r)
		if readErr != nil {
			return nil, failed("list looks", readErr)
		}
		all = append(all, l)
	}
	return all, failed("list looks", err)
}
