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
	EXISTS (SELECT 1 FROM case_step s WHERE s.kiosk = c.kiosk AND s.id = c.id AND s.state = 'supplement')`

func headColumnsOf(c *office.CaseHead) []any {
	return []any{&c.Kiosk, &c.ID, &c.ShortCode, &c.Item, &c.State, &c.Number, &c.Printed, &c.Asked}
}

// FindCases implements office.Mailboxes.
func (db *DB) FindCases(ctx context.Context, text string) ([]office.CaseHead, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+headColumns+` FROM office_case c
		WHERE c.short_code = $1 OR $1 <> '' AND (c.number = $1 OR c.printed = $1) ORDER BY c.received_ms, c.kiosk, c.seq`, text)
	list, err := collect(rows, err, headColumnsOf)
	return list, failed("find cases", err)
}

// Step implements office.Mailboxes. The kiosk's row is locked first, so that two
// officers who decide about one case do it one after the other.
func (db *DB) Step(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(office.CaseHead) (village.CaseStep, error)) error {
	return db.db.Write(ctx, "decide about case "+string(id), func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, kiosk); err != nil {
			return err
		}
		var c office.CaseHead
		err := tx.QueryRowContext(ctx, `SELECT `+headColumns+` FROM office_case c WHERE c.kiosk = $1 AND c.id = $2`, kiosk, id).Scan(headColumnsOf(&c)...)
		if err != nil {
			return err
		}
		step, err := decide(c)
		if err != nil {
			return err
		}
		return keepStep(ctx, tx, c, step)
	})
}

func keepStep(ctx context.Context, tx *sql.Tx, c office.CaseHead, step village.CaseStep) error {
	letter, err := village.NewLetter(village.LetterCase, time.UnixMilli(step.AtMS), step)
	if err != nil {
		return err
	}
	materials, err := json.Marshal(append([]string{}, step.Materials...))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE office_case SET state = $1 WHERE kiosk = $2 AND id = $3`, step.State, c.Kiosk, c.ID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO case_step (kiosk, id, step, state, at_ms, reason, materials)
		VALUES ($1, $2, (SELECT COUNT(*) FROM case_step WHERE kiosk = $1 AND id = $2) + 1, $3, $4, $5, $6)`,
		c.Kiosk, c.ID, step.State, step.AtMS, step.Reason, string(materials)); err != nil {
		return err
	}
	_, _, err = writeLetter(ctx, tx, c.Kiosk, letter)
	return err
}
