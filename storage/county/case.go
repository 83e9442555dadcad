package county

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const caseTable = "office_case"

// hiddenCase is what only a reader with the data key sees of a case. Codes of
// materials may have been typed by a person.
type hiddenCase struct {
	Applicant village.Applicant `json:"applicant"`
	Materials []office.Material `json:"materials"`
	Parts     []office.Part     `json:"parts"`
	Helper    string            `json:"helper,omitempty"`
	Behalf    *office.Behalf    `json:"behalf,omitempty"`
	Priority  *office.Priority  `json:"priority,omitempty"`
	HomeVisit *office.HomeVisit `json:"home_visit,omitempty"`
	SendTo    *office.SendTo    `json:"send_to,omitempty"`
	Decided   []village.Decided `json:"decided,omitempty"`
}

func (db *DB) insertCase(ctx context.Context, tx *sql.Tx, c office.Case) error {
	hidden, err := db.hide(hiddenCase{c.Applicant, c.Materials, c.Parts, c.Helper, c.Behalf, c.Priority, c.HomeVisit, c.SendTo, c.Decided}, caseTable, string(c.Kiosk), string(c.ID))
	if err != nil {
		return err
	}
	warnings, err := json.Marshal(c.Warnings)
	if err != nil {
		return err
	}
	if c.Number, err = printedNumber(ctx, tx, c); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO office_case (kiosk, id, seq, short_code, item, item_name, department, village, state,
			accepted_ms, received_ms, delivery, answers, warnings, hidden, number, printed, official,
			limit_days, limit_unit, later, make_up_days, home_booking, source)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
			(SELECT received_ms FROM record WHERE kiosk = $1 AND id = $2), $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		c.Kiosk, c.ID, c.Seq, c.ShortCode, c.Item, c.ItemName, c.Department, c.Village, c.State,
		c.AcceptedAt.UnixMilli(), c.Delivery, c.Answers, string(warnings), hidden, c.Number, c.Printed, asNumber(c.Item.Official()),
		c.Limit.Days, c.Limit.Unit, c.Later(), c.MakeUpDays, homeBooking(c.HomeVisit), c.Source())
	if err != nil {
		return err
	}
	if err := insertSubs(ctx, tx, c); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO case_item (item, item_name) VALUES ($1, $2) ON CONFLICT (item, item_name) DO NOTHING`, c.Item, c.ItemName)
	if err != nil {
		return err
	}
	return db.matchCase(ctx, tx, c)
}

const caseColumns = `kiosk, id, seq, short_code, item, item_name, department, village, state, accepted_ms, received_ms,
	delivery, answers, warnings, hidden, number, printed, limit_days, limit_unit, due_ms,
	EXISTS (SELECT 1 FROM case_twin t WHERE t.kiosk = office_case.kiosk AND t.id = office_case.id)`

// caseRow takes a row of caseColumns apart.
type caseRow struct {
	office.Case
	acceptedMS, receivedMS, dueMS int64
	warnings, hidden              []byte
}

func (r *caseRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.Seq, &r.ShortCode, &r.Item, &r.ItemName, &r.Department, &r.Village, &r.State,
		&r.acceptedMS, &r.receivedMS, &r.Delivery, &r.Answers, &r.warnings, &r.hidden, &r.Number, &r.Printed,
		&r.Limit.Days, &r.Limit.Unit, &r.dueMS, &r.Twin,
	}
}

func (db *DB) readCase(r caseRow) (office.Case, error) {
	c := r.Case
	c.AcceptedAt, c.ReceivedAt = time.UnixMilli(r.acceptedMS), time.UnixMilli(r.receivedMS)
	if r.dueMS > 0 {
		c.Due = time.UnixMilli(r.dueMS)
	}
	var h hiddenCase
	err := errors.Join(json.Unmarshal(r.warnings, &c.Warnings), db.unhide(r.hidden, &h, caseTable, string(c.Kiosk), string(c.ID)))
	c.Applicant, c.Materials, c.Parts, c.Helper, c.Behalf, c.Priority, c.HomeVisit = h.Applicant, h.Materials, h.Parts, h.Helper, h.Behalf, h.Priority, h.HomeVisit
	c.SendTo, c.Decided = h.SendTo, h.Decided
	return c, err
}

// within is the pattern of the villages of a scope; "" = all.
func within(s office.Scope) string {
	if s.Division != "" && s.Division == s.Division.Town() {
		return string(s.Division[:9]) + "%"
	}
	return string(s.Division)
}

// likely is text as LIKE takes it literally, with ! as its escape.
func likely(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}

func (db *DB) readCases(rows []caseRow) ([]office.Case, error) {
	cases := make([]office.Case, len(rows))
	for i := range rows {
		var err error
		if cases[i], err = db.readCase(rows[i]); err != nil {
			return nil, err
		}
	}
	return cases, nil
}

// Case is one case with its files, or a [village.NotFound] error.
func (db *DB) Case(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (c office.Case, err error) {
	err = db.read(ctx, "find case "+string(id), func(tx *sql.Tx) error {
		var row caseRow
		if err := tx.QueryRowContext(ctx, `SELECT `+caseColumns+` FROM office_case WHERE kiosk = $1 AND id = $2`,
			kiosk, id).Scan(row.columns()...); err != nil {
			return err
		}
		var err error
		if c, err = db.readCase(row); err != nil {
			return err
		}
		if c.Subs, err = subsOf(ctx, tx, kiosk, id); err != nil {
			return err
		}
		if c.Twins, err = twinsOf(ctx, tx, kiosk, id); err != nil {
			return err
		}
		if err = nameStaff(ctx, tx, &c); err != nil || len(c.Parts) > 0 {
			return err
		}
		rows, err := tx.QueryContext(ctx, `
			SELECT p.material, p.type, p.sha256, p.bytes FROM part p JOIN record r ON r.kiosk = p.kiosk AND r.id = p.record
			WHERE p.kiosk = $1 AND p.record = $2 AND r.schema = 1 ORDER BY p.position`, kiosk, id)
		parts, err := collect(rows, err, func(p *partRow) []any { return []any{&p.Material, &p.Type, &p.sum, &p.Bytes} })
		for _, p := range parts {
			p.SHA256 = [32]byte(p.sum)
			c.Parts = append(c.Parts, p.Part)
		}
		return err
	})
	return c, err
}

// partRow is a file of a record of schema 1, which is a part of its own.
type partRow struct {
	office.Part
	sum []byte
}
