package county

import (
	"context"
	"database/sql"
	"strconv"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const wordsTable = "case_words"

// hiddenWords is what only a reader with the data key sees of an act.
type hiddenWords struct {
	Words string `json:"words"`
	Told  string `json:"told,omitempty"`

	Waybill village.Waybill `json:"waybill,omitempty"`
}

func wordsPlace(c office.CaseHead, n, step int) []string {
	return []string{wordsTable, string(c.Kiosk), string(c.ID), strconv.Itoa(n), strconv.Itoa(step)}
}

// keepWords keeps what is hidden of the act that was inserted last: a reason, the number of a
// parcel.
func (db *DB) keepWords(ctx context.Context, tx *sql.Tx, c office.CaseHead, a office.Act) error {
	if a.Words == "" && a.Waybill == "" {
		return nil
	}
	var step int
	last, args := `SELECT COUNT(*) FROM case_step WHERE kiosk = $1 AND id = $2`, []any{c.Kiosk, c.ID}
	if a.Sub > 0 {
		last, args = `SELECT COUNT(*) FROM sub_step WHERE kiosk = $1 AND id = $2 AND n = $3`, append(args, a.Sub)
	}
	if err := tx.QueryRowContext(ctx, last, args...).Scan(&step); err != nil {
		return err
	}
	hidden, err := db.hide(hiddenWords{a.Words, a.Told, a.Waybill}, wordsPlace(c, a.Sub, step)...)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO case_words (kiosk, id, n, step, hidden) VALUES ($1, $2, $3, $4, $5)`, c.Kiosk, c.ID, a.Sub, step, hidden)
	return err
}

// toldHead is a case with its acts and the reasons that were typed with them.
func (db *DB) toldHead(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) (office.CaseHead, error) {
	c, err := headOf(ctx, tx, kiosk, id)
	if err != nil {
		return c, err
	}
	type row struct {
		n, step int
		hidden  []byte
	}
	rows, err := tx.QueryContext(ctx, `SELECT n, step, hidden FROM case_words WHERE kiosk = $1 AND id = $2`, kiosk, id)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.n, &r.step, &r.hidden} })
	if err != nil {
		return c, err
	}
	for _, r := range list {
		var h hiddenWords
		if err := db.unhide(r.hidden, &h, wordsPlace(c, r.n, r.step)...); err != nil {
			return c, err
		}
		acts := c.Acts
		if r.n > 0 {
			part, _ := c.Sub(r.n)
			acts = part.Acts
		}
		if r.step <= len(acts) {
			a := &acts[r.step-1]
			a.Words, a.Told = h.Words, h.Told
			if h.Waybill != "" { // acts of before have it in their own row
				a.Waybill = h.Waybill
			}
		}
	}
	return c, nil
}
