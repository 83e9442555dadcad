package county

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const headColumns = `c.kiosk, c.id, c.short_code, c.item, c.state, c.number, c.printed,
	c.village, c.department, c.received_ms, c.limit_days, c.limit_unit, c.later, c.make_up_days`

type headRow struct {
	office.CaseHead
	receivedMS int64
}

func (r *headRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.ShortCode, &r.Item, &r.State, &r.Number, &r.Printed,
		&r.Village, &r.Unit, &r.receivedMS, &r.Limit.Days, &r.Limit.Unit, &r.Later, &r.MakeUpDays,
	}
}

func (r *headRow) head() office.CaseHead {
	r.ReceivedAt = time.UnixMilli(r.receivedMS)
	return r.CaseHead
}

func heads(rows *sql.Rows, err error) ([]office.CaseHead, error) {
	list, err := collect(rows, err, (*headRow).columns)
	var all []office.CaseHead
	for i := range list {
		all = append(all, list[i].head())
	}
	return all, err
}

// FindCases implements office.Mailboxes.
func (db *DB) FindCases(ctx context.Context, text string) ([]office.CaseHead, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+headColumns+` FROM office_case c
		WHERE c.short_code = $1 OR c.number <> '' AND c.number = $1 OR c.printed <> '' AND c.printed = $1 ORDER BY c.received_ms, c.kiosk, c.seq`, text)
	list, err := heads(rows, err)
	return list, failed("find cases", err)
}

// Step implements office.Mailboxes. The kiosk's row is locked first, so that two
// officers who decide about one case do it one after the other.
func (db *DB) Step(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(office.CaseHead) (office.Act, error)) error {
	return db.db.Write(ctx, "decide about case "+string(id), func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, kiosk); err != nil {
			return err
		}
		c, err := db.toldHead(ctx, tx, kiosk, id)
		if err != nil {
			return err
		}
		act, err := decide(c)
		if err != nil {
			return err
		}
		return db.keepAct(ctx, tx, c, act)
	})
}

// CaseHead is a case with its acts, or a [village.NotFound] error.
func (db *DB) CaseHead(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (c office.CaseHead, err error) {
	err = db.read(ctx, "find case "+string(id), func(tx *sql.Tx) (err error) {
		c, err = db.toldHead(ctx, tx, kiosk, id)
		return err
	})
	return c, err
}

func headOf(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) (office.CaseHead, error) {
	var row headRow
	if err := tx.QueryRowContext(ctx, `SELECT `+headColumns+` FROM office_case c WHERE c.kiosk = $1 AND c.id = $2`, kiosk, id).Scan(row.columns()...); err != nil {
		return office.CaseHead{}, err
	}
	c := row.head()
	rows, err := tx.QueryContext(ctx, `SELECT verb, state, at_ms, account, role, unit, reason, materials, kind, days, carrier, waybill
		FROM case_step WHERE kiosk = $1 AND id = $2 ORDER BY step`, kiosk, id)
	list, err := collect(rows, err, (*actRow).columns)
	for _, r := range list {
		r.At = time.UnixMilli(r.atMS)
		if err := (village.JSONRules{Depth: 2}).Decode(r.materials, &r.Materials); err != nil {
			return c, err
		}
		c.Acts = append(c.Acts, r.Act)
	}
	if err == nil {
		c.Subs, err = subsOf(ctx, tx, kiosk, id)
	}
	return c, err
}

type actRow struct {
	office.Act
	atMS      int64
	materials []byte
}

func (r *actRow) columns() []any {
	return []any{&r.Verb, &r.State, &r.atMS, &r.Account, &r.Role, &r.Unit, &r.Reason, &r.materials, &r.Kind, &r.Days, &r.Carrier, &r.Waybill}
}

func (db *DB) keepAct(ctx context.Context, tx *sql.Tx, c office.CaseHead, a office.Act) error {
	if err := keepBehind(ctx, tx, c, a); err != nil {
		return err
	}
	if err := db.keepSubs(ctx, tx, c, a); err != nil || a.Sub > 0 {
		return err
	}
	materials, err := json.Marshal(append([]string{}, a.Materials...))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE office_case SET state = $1, due_ms = $2 WHERE kiosk = $3 AND id = $4`,
		a.State, dueMS(a.Due), c.Kiosk, c.ID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO case_step (kiosk, id, step, state, at_ms, reason, materials, verb, account, role, unit, kind, days, carrier, waybill)
		VALUES ($1, $2, (SELECT COUNT(*) FROM case_step WHERE kiosk = $1 AND id = $2) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		c.Kiosk, c.ID, a.State, a.At.UnixMilli(), a.Reason, string(materials), a.Verb, a.Account, a.Role, a.Unit, a.Kind, a.Days, a.Carrier, ""); err != nil {
		return err
	}
	if err := db.keepWords(ctx, tx, c, a); err != nil || !a.Tell {
		return err
	}
	letter, err := a.Letter(c)
	if err != nil {
		return err
	}
	_, _, err = writeLetter(ctx, tx, c.Kiosk, letter)
	return err
}

// dueMS is a time as it is kept.
func dueMS(t time.Time) int64 {
	if t.IsZero() {
		return nothingDue
	}
	return t.UnixMilli()
}

const nothingDue = -1

// withActs are the cases of rows of headColumns, each with its acts.
func withActs(ctx context.Context, tx *sql.Tx, rows *sql.Rows, err error) (all []office.CaseHead, _ error) {
	list, err := heads(rows, err)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		if c, err = headOf(ctx, tx, c.Kiosk, c.ID); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// Unwound implements office.Winder.
func (db *DB) Unwound(ctx context.Context, limit int) (all []office.CaseHead, err error) {
	err = db.read(ctx, "find cases whose clock stands", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+headColumns+` FROM office_case c WHERE c.due_ms = 0 LIMIT $1`, limit)
		all, err = withActs(ctx, tx, rows, err)
		return err
	})
	return all, err
}
