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
}

func (db *DB) insertCase(ctx context.Context, tx *sql.Tx, c office.Case) error {
	hidden, err := db.hide(hiddenCase{c.Applicant, c.Materials, c.Parts, c.Helper, c.Behalf, c.Priority}, caseTable, string(c.Kiosk), string(c.ID))
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
			limit_days, limit_unit, later, make_up_days)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
			(SELECT received_ms FROM record WHERE kiosk = $1 AND id = $2), $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		c.Kiosk, c.ID, c.Seq, c.ShortCode, c.Item, c.ItemName, c.Department, c.Village, c.State,
		c.AcceptedAt.UnixMilli(), c.Delivery, c.Answers, string(warnings), hidden, c.Number, c.Printed, asNumber(c.Item.Official()),
		c.Limit.Days, c.Limit.Unit, c.Later(), c.MakeUpDays)
	return err
}

const caseColumns = `kiosk, id, seq, short_code, item, item_name, department, village, state, accepted_ms, received_ms,
	delivery, answers, warnings, hidden, number, printed, limit_days, limit_unit, due_ms`

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
		&r.Limit.Days, &r.Limit.Unit, &r.dueMS,
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
	c.Applicant, c.Materials, c.Parts, c.Helper, c.Behalf, c.Priority = h.Applicant, h.Materials, h.Parts, h.Helper, h.Behalf, h.Priority
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

// inScope is the WHERE of the cases of a scope; its parameters are $1 and $2.
const inScope = ` WHERE ($1 = '' OR village LIKE $1) AND ($2 = '' OR department = $2) `

// chosen is what a case query adds to it; its parameters are $3 to $8. Those of times
// meet their column before the 0: PostgreSQL gives a parameter the type of what it is
// compared with first.
const chosen = inScope + `AND ($3 = '' OR state = $3) AND ($4 = '' OR village = $4)
	AND ($5 = '' OR short_code = $5 OR number = $5 OR printed = $5 OR LOWER(item_name) LIKE $6 ESCAPE '!' OR LOWER(item) LIKE $6 ESCAPE '!')
	AND (due_ms >= $7 OR $7 = 0) AND (due_ms > 0 AND due_ms <= $8 OR $8 = 0) `

// caseOrder is the order of a list; each names a row exactly.
func caseOrder(sort office.CaseSort) string {
	switch sort {
	case office.SortOldest:
		return `received_ms, kiosk, seq`
	case office.SortDue:
		return `CASE WHEN due_ms > 0 THEN 0 ELSE 1 END, due_ms, kiosk, seq`
	}
	return `received_ms DESC, kiosk DESC, seq DESC`
}

// Cases is one page of cases, the newest first.
func (db *DB) Cases(ctx context.Context, q office.CaseQuery) (page office.CasePage, err error) {
	text := strings.TrimSpace(q.Text)
	like := "%" + likely(strings.ToLower(text)) + "%"
	if code, err := village.ParseShortCode(text); err == nil {
		text = string(code)
	}
	part := []any{within(q.Scope), q.Scope.Unit}
	choice := []any{part[0], part[1], q.State, q.Village, text, like, orZero(q.DueFrom), orZero(q.DueTo)}
	err = db.read(ctx, "list cases", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM office_case`+chosen, choice...).Scan(&page.Total); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM office_case`+inScope, part...).Scan(&page.All); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT `+caseColumns+` FROM office_case`+chosen+`
			ORDER BY `+caseOrder(q.Sort)+` LIMIT $9 OFFSET $10`,
			append(choice, q.PerPage, (max(q.Page, 1)-1)*q.PerPage)...)
		list, err := collect(rows, err, (*caseRow).columns)
		if err != nil {
			return err
		}
		if page.Cases, err = db.readCases(list); err != nil {
			return err
		}
		rows, err = tx.QueryContext(ctx, `SELECT village, COUNT(*) FROM office_case`+inScope+`GROUP BY village ORDER BY village`, part...)
		page.Villages, err = collect(rows, err, func(v *office.VillageCount) []any { return []any{&v.Village, &v.Cases} })
		return err
	})
	return page, err
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
		if c.HelperName, err = memberName(ctx, tx, c.Helper); err != nil || len(c.Parts) > 0 {
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
