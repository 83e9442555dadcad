package county

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
)

// choice is a WHERE with only what is asked for.
type choice struct {
	terms []string
	args  []any
}

// add adds a term; each ? in it is the next value.
func (c *choice) add(term string, values ...any) {
	for _, v := range values {
		c.args = append(c.args, v)
		term = strings.Replace(term, "?", fmt.Sprintf("$%d", len(c.args)), 1)
	}
	c.terms = append(c.terms, term)
}

func (c choice) where() string {
	if len(c.terms) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.terms, " AND ")
}

// and is the choice with one term more.
func (c choice) and(term string, values ...any) choice {
	c.terms, c.args = slices.Clone(c.terms), slices.Clone(c.args)
	c.add(term, values...)
	return c
}

// lead is the column whose index leads a search; the others are filtered by what stands in
// that index too (migration 00038).
type lead string

const (
	leadOrder lead = "received_ms"
	leadPlace lead = "village"
	leadUnit  lead = "department"
	leadState lead = "state"
	leadDue   lead = "due_ms"
	leadItem  lead = "item"
)

// of is a column of text as it is compared. One that does not lead is written so that no
// index of its own is taken for it: neither database knows how few rows another has.
func (l lead) of(column lead) string {
	if l == column {
		return string(column)
	}
	return string(column) + " || ''"
}

// casesIn are the cases of a scope.
func casesIn(s office.Scope, l lead) (c choice) {
	switch town := s.Division.Town(); {
	case s.Division == "":
	case s.Division == town: // ":" comes behind every digit
		c.add(l.of(leadPlace)+" >= ?", string(town[:9]))
		c.add(l.of(leadPlace)+" < ?", string(town[:9])+":")
	default:
		c.add(l.of(leadPlace)+" = ?", s.Division)
	}
	if s.Unit != "" {
		c.add(l.of(leadUnit)+" = ?", s.Unit)
	}
	return c
}

// leadIn is what leads where all cases of a scope are counted.
func leadIn(s office.Scope) lead {
	switch {
	case s.Unit != "":
		return leadUnit
	case s.Division != "":
		return leadPlace
	}
	return leadOrder
}

// leadOf is what leads a search. Where many cases are chosen an item is looked for in each
// case in the order of the list: sorting them all would take longer.
func leadOf(q office.CaseQuery, counting, many bool) lead {
	switch {
	case !q.DueTo.IsZero():
		return leadDue
	case q.Text != "" && !many:
		return leadItem
	case q.Village != "":
		return leadPlace
	case q.Scope.Unit != "" || counting && q.Scope.Division != "":
		return leadIn(q.Scope)
	case q.State != "":
		return leadState
	}
	return leadOrder
}

// chosenCases are those that a query asks for.
func chosenCases(q office.CaseQuery, l lead) choice {
	c := casesIn(q.Scope, l)
	if q.State != "" {
		c.add(l.of(leadState)+" = ?", q.State)
	}
	if q.Village != "" {
		c.add(l.of(leadPlace)+" = ?", q.Village)
	}
	c.text(q.Text, l)
	if !q.DueTo.IsZero() {
		c.add("due_ms > 0 AND due_ms >= ? AND due_ms <= ?", orZero(q.DueFrom), q.DueTo.UnixMilli())
	}
	return c
}

// text is a short code, a number of a case, or part of an item's name or code.
func (c *choice) text(text string, l lead) {
	code, err := village.ParseShortCode(text)
	_, _, _, number := village.CaseNumber(text).Parts()
	named, like := `LOWER(item_name) LIKE ? ESCAPE '!' OR LOWER(item) LIKE ? ESCAPE '!'`, "%"+likely(strings.ToLower(text))+"%"
	switch {
	case text == "":
	case err == nil:
		c.add("short_code = ?", code)
	case number:
		c.add("(number <> '' AND number = ? OR printed <> '' AND printed = ?)", text, text)
	case l == leadItem:
		c.add("(item, item_name) IN (SELECT item, item_name FROM case_item WHERE "+named+")", like, like)
	default:
		c.add("("+named+")", like, like)
	}
}

// Cases is one page of the first [office.MaxListed] cases of a query.
func (db *DB) Cases(ctx context.Context, q office.CaseQuery) (page office.CasePage, err error) {
	q.Text = strings.TrimSpace(q.Text)
	err = db.read(ctx, "list cases", func(tx *sql.Tx) error {
		if page.Total, err = counted(ctx, tx, chosenCases(q, leadOf(q, true, false)), office.MaxListed+1); err != nil {
			return err
		}
		if page.All, err = counted(ctx, tx, casesIn(q.Scope, leadIn(q.Scope)), 0); err != nil {
			return err
		}
		l := listing{choice: chosenCases(q, leadOf(q, false, page.Total > office.MaxListed)), from: (max(q.Page, 1) - 1) * q.PerPage, n: q.PerPage}
		list, err := l.list(ctx, tx, q.Sort)
		if err != nil {
			return err
		}
		if page.Cases, err = db.readCases(list); err != nil {
			return err
		}
		page.Villages, err = villagesOf(ctx, tx, q.Scope)
		return err
	})
	return page, err
}

// counted is how many cases are chosen; most is where counting ends, 0 = never.
func counted(ctx context.Context, tx *sql.Tx, c choice, most int) (n int, err error) {
	query := `SELECT COUNT(*) FROM office_case` + c.where()
	if most > 0 {
		query = fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 FROM office_case%s LIMIT %d) counted`, c.where(), most)
	}
	err = tx.QueryRowContext(ctx, query, c.args...).Scan(&n)
	return n, err
}

// listing is a part of a list: n cases behind the first from.
type listing struct {
	choice
	from, n int
}

// Orders of a list; each names a row exactly.
const (
	newestFirst = `received_ms DESC, kiosk DESC, id DESC`
	oldestFirst = `received_ms, kiosk, id`
	dueFirst    = `due_ms, usual, kiosk, id` // what is due on a day is due at its end: within it the green channel goes first
)

func (l listing) list(ctx context.Context, tx *sql.Tx, sort office.CaseSort) ([]caseRow, error) {
	switch sort {
	case office.SortOldest:
		return l.rows(ctx, tx, oldestFirst)
	case office.SortDue:
		return l.byDue(ctx, tx)
	}
	return l.rows(ctx, tx, newestFirst)
}

// byDue is the order of what is due first; what is never due stands behind it.
func (l listing) byDue(ctx context.Context, tx *sql.Tx) ([]caseRow, error) {
	due, never := l, l
	due.choice, never.choice = l.and("due_ms > 0"), l.and("due_ms <= 0")
	list, err := due.rows(ctx, tx, dueFirst)
	if err != nil || len(list) == l.n {
		return list, err
	}
	before, err := counted(ctx, tx, due.choice, 0)
	if err != nil {
		return nil, err
	}
	never.from, never.n = max(0, l.from-before), l.n-len(list)
	rest, err := never.rows(ctx, tx, newestFirst)
	return append(list, rest...), err
}

// rows finds the cases of a page in an index, then reads them.
func (l listing) rows(ctx context.Context, tx *sql.Tx, order string) ([]caseRow, error) {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(`SELECT %s FROM office_case JOIN (
		SELECT kiosk AS k, id AS i FROM office_case%s ORDER BY %s LIMIT %d OFFSET %d) AS page ON kiosk = k AND id = i ORDER BY %s`,
		caseColumns, l.where(), order, l.n, l.from, order), l.args...)
	return collect(rows, err, (*caseRow).columns)
}

// villagesOf are the places of a scope that have cases, each found by a step in an index. A
// step goes on behind the place before it: where the begin of a town stood there too, SQLite
// would go through all of the town's cases again at each step.
func villagesOf(ctx context.Context, tx *sql.Tx, s office.Scope) (list []village.DivisionCode, err error) {
	c := casesIn(s, leadPlace)
	next := c.and("village > place.village")
	if s.Division != "" && s.Division == s.Division.Town() {
		next.terms = next.terms[1:]
	}
	least := `SELECT MIN(village) AS village FROM office_case`
	rows, err := tx.QueryContext(ctx, `WITH RECURSIVE place AS (`+least+c.where()+`
		UNION ALL SELECT (`+least+next.where()+`) FROM place WHERE place.village IS NOT NULL)
		SELECT village FROM place WHERE village IS NOT NULL`, c.args...)
	return collect(rows, err, func(v *village.DivisionCode) []any { return []any{v} })
}
