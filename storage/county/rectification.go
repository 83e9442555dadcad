package county

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

const (
	rectificationTable = "rectification"
	rectActTable       = "rectification_act"
)

// hiddenRectAct is what only a reader with the data key sees of an act.
type hiddenRectAct struct {
	Text  string        `json:"text"`
	Parts []office.Part `json:"parts,omitempty"`
	Bound *office.Bound `json:"bound,omitempty"` // nil = of an order, or before acts were bound
}

// OpenRectification implements office.InspectionBook, as do all that follow.
func (db *DB) OpenRectification(ctx context.Context, r office.Rectification, shots ...office.Shot) error {
	return db.db.Write(ctx, "open an order", func(tx *sql.Tx) error { return db.openRectification(ctx, tx, r, shots...) })
}

// openRectification keeps an order with its first act, unit and photographs, and tells the
// machine whose record it is about.
func (db *DB) openRectification(ctx context.Context, tx *sql.Tx, r office.Rectification, shots ...office.Shot) error {
	if _, err := db.lockActs(ctx, tx); err != nil {
		return err
	}
	if err := freeNumber(ctx, tx, &r); err != nil {
		return err
	}
	if err := db.onlyOne(ctx, tx, r); err != nil {
		return err
	}
	if err := db.insertRectification(ctx, tx, r); err != nil {
		return err
	}
	if err := keepOrderUnit(ctx, tx, r.Number, r.Unit); err != nil {
		return err
	}
	if err := db.keepShots(ctx, tx, r.Number, shots); err != nil {
		return err
	}
	first := office.RectAct{Verb: inspect.Opened, At: r.OpenedAt}
	if len(r.Acts) > 0 {
		first = r.Acts[0]
	}
	if err := db.keepRectAct(ctx, tx, r, first); err != nil {
		return err
	}
	return db.tellRectification(ctx, tx, r, village.CaseStep{State: village.Dispatched, Due: r.Due})
}

// freeNumber lets a number that is taken, by another machine with the same code or a disk that
// was put back, get the machine behind it.
func freeNumber(ctx context.Context, tx *sql.Tx, r *office.Rectification) error {
	for _, more := range []string{string(r.Kiosk), string(r.Record), ""} { // a machine names a record once
		var taken bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM rectification WHERE number = $1)`, r.Number).Scan(&taken); err != nil {
			return err
		}
		if !taken {
			return nil
		}
		if more == "" {
			return &village.Error{Kind: village.Conflict, Field: "number", Err: errors.New("the number is taken")}
		}
		r.Number += "+" + more
	}
	return nil
}

func (db *DB) insertRectification(ctx context.Context, tx *sql.Tx, r office.Rectification) error {
	hidden, err := db.hide(hiddenRectAct{Text: r.Text}, rectificationTable, r.Number)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO rectification (number, centre, source, template, version, rule, kiosk, record, ref, about, severity, due, opened_ms, hidden)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.Number, r.Centre, r.Source, r.Template, r.Version, r.Rule, r.Kiosk, r.Record, r.Ref, r.About, r.Severity, r.Due, r.OpenedAt.UnixMilli(), hidden)
	return err
}

// onlyOne refuses a second order about the same thing, and one of a rating or a request that
// is over meanwhile; of two at the same time the index refuses one.
func (db *DB) onlyOne(ctx context.Context, tx *sql.Tx, r office.Rectification) error {
	var taken bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM rectification WHERE about = $1 AND about <> '')`, r.About).Scan(&taken)
	if err == nil && taken {
		err = &village.Error{Kind: village.Conflict, Field: "order", Key: "err.rectify.once"}
	}
	if about, ok := office.AboutOf(r); ok && err == nil {
		err = db.stillAbout(ctx, tx, about)
	}
	return err
}

// keepRectAct keeps the next act of r, bound to the last one of any order.
func (db *DB) keepRectAct(ctx context.Context, tx *sql.Tx, r office.Rectification, a office.RectAct) error {
	head, err := db.lockActs(ctx, tx)
	if err != nil {
		return err
	}
	name := office.ActName{Number: r.Number}
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(step), 0) + 1 FROM rectification_act WHERE number = $1`, name.Number).Scan(&name.Step); err != nil {
		return err
	}
	var order *office.OrderRow
	if name.Step == 1 {
		row := r.Row()
		order = &row
	}
	b := head.Next(a.Row(), order)
	hidden, err := db.bind(ctx, tx, &head, name, hiddenRectAct{a.Text, a.Parts, &b})
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO rectification_act (number, step, verb, at_ms, who, reason, kiosk, record, hidden) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		name.Number, name.Step, a.Verb, a.At.UnixMilli(), a.By, a.Reason, a.Kiosk, a.Record, hidden)
	return err
}

// tellRectification writes the news to the machine whose inspection an order is about.
// What was typed is not in it: it lies there in clear.
func (db *DB) tellRectification(ctx context.Context, tx *sql.Tx, r office.Rectification, step village.CaseStep) error {
	if r.Kiosk == "" || r.Record == "" {
		return nil
	}
	step.Record, step.Order, step.AtMS = r.Record, r.Number, db.now().UnixMilli()
	letter, err := village.NewLetter(village.LetterCase, db.now(), step)
	if err != nil {
		return err
	}
	_, _, err = writeLetter(ctx, tx, r.Kiosk, letter)
	return err
}

type rectRow struct {
	office.Rectification
	openedMS int64
	hidden   []byte
}

type rectActRow struct {
	number string
	step   int
	office.RectAct
	atMS   int64
	hidden []byte
}

func (db *DB) Rectifications(ctx context.Context) (list []office.Rectification, err error) {
	err = db.read(ctx, "list orders", func(tx *sql.Tx) error {
		list, err = db.rectifications(ctx, tx, `ORDER BY opened_ms, number`)
		return err
	})
	for i := range list {
		list[i].Centre = db.Today(list[i].Centre)
	}
	return list, err
}

// rectifications are the orders of a choice, with the places as they are stored.
func (db *DB) rectifications(ctx context.Context, tx *sql.Tx, choice string, args ...any) ([]office.Rectification, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT number, centre, source, template, version, rule, kiosk, record, ref, about, severity, due, opened_ms, hidden FROM rectification `+choice, args...)
	found, err := collect(rows, err, func(r *rectRow) []any {
		return []any{&r.Number, &r.Centre, &r.Source, &r.Template, &r.Version, &r.Rule, &r.Kiosk, &r.Record, &r.Ref, &r.About, &r.Severity, &r.Due, &r.openedMS, &r.hidden}
	})
	if err != nil {
		return nil, err
	}
	acts, err := db.rectActs(ctx, tx, choice, args...)
	if err != nil {
		return nil, err
	}
	var list []office.Rectification
	for _, row := range found {
		r := row.Rectification
		r.OpenedAt, r.Acts = time.UnixMilli(row.openedMS).In(village.Zone), acts[r.Number]
		if db.data != nil {
			var h hiddenRectAct
			if err := db.unhide(row.hidden, &h, rectificationTable, r.Number); err != nil {
				return nil, err
			}
			r.Text = h.Text
		}
		list = append(list, r)
	}
	return list, nil
}

// rectActs are the acts of the orders of a choice.
func (db *DB) rectActs(ctx context.Context, tx *sql.Tx, choice string, args ...any) (map[string][]office.RectAct, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT number, step, verb, at_ms, who, reason, kiosk, record, hidden FROM rectification_act
		WHERE number IN (SELECT number FROM rectification `+choice+`) ORDER BY number, step`, args...)
	list, err := collect(rows, err, func(a *rectActRow) []any {
		return []any{&a.number, &a.step, &a.Verb, &a.atMS, &a.By, &a.Reason, &a.Kiosk, &a.Record, &a.hidden}
	})
	out := map[string][]office.RectAct{}
	for _, row := range list {
		a := row.RectAct
		a.At = time.UnixMilli(row.atMS).In(village.Zone)
		if db.data != nil {
			var h hiddenRectAct
			if err := db.unhide(row.hidden, &h, rectActTable, row.number, strconv.Itoa(row.step)); err != nil {
				return nil, err
			}
			a.Text, a.Parts = h.Text, h.Parts
		}
		out[row.number] = append(out[row.number], a)
	}
	return out, err
}

// ActRectification locks the list of acts first, so that two officers who decide do it one
// after the other.
func (db *DB) ActRectification(ctx context.Context, number string, decide func(office.Rectification) (office.RectAct, error), shots ...office.Shot) error {
	return db.db.Write(ctx, "decide about an order", func(tx *sql.Tx) error {
		if _, err := db.lockActs(ctx, tx); err != nil {
			return err
		}
		list, err := db.rectifications(ctx, tx, `WHERE number = $1`, number)
		if err == nil && len(list) == 0 {
			err = sql.ErrNoRows
		}
		if err != nil {
			return err
		}
		act, err := decide(list[0])
		if err != nil {
			return err
		}
		if err := db.keepShots(ctx, tx, number, shots); err != nil {
			return err
		}
		return db.actRectification(ctx, tx, list[0], act)
	})
}

func (db *DB) actRectification(ctx context.Context, tx *sql.Tx, r office.Rectification, act office.RectAct) error {
	if err := db.keepRectAct(ctx, tx, r, act); err != nil {
		return err
	}
	told := map[inspect.Verb]village.CaseState{
		inspect.Replied: village.Answered, inspect.Rejected: village.Dispatched, inspect.Accepted: village.Completed, inspect.Struck: village.Completed,
	}
	step := village.CaseStep{State: told[act.Verb]}
	if act.Verb == inspect.Rejected {
		step.Due = r.Due
	}
	if step.State == village.Completed { // the receipt is of all that the visit found
		open, err := db.openBeside(ctx, tx, r)
		if err != nil {
			return err
		}
		if open {
			step.State = village.Answered
		}
	}
	return db.tellRectification(ctx, tx, r, step)
}

// openBeside reports whether another order about the same record is not over.
func (db *DB) openBeside(ctx context.Context, tx *sql.Tx, r office.Rectification) (bool, error) {
	if r.Kiosk == "" {
		return false, nil
	}
	list, err := db.rectifications(ctx, tx, `WHERE kiosk = $1 AND record = $2 AND number <> $3`, r.Kiosk, r.Record, r.Number)
	for _, other := range list {
		if !other.State().Over() {
			return true, err
		}
	}
	return false, err
}

// problemNoOrder is that of a reply whose visit is not here yet, or never was.
const problemNoOrder = "err.rectify.unknown"

// insertRectReply keeps a centre's word, when there is an order of that number for the
// centre that waits for one; else it is set aside.
func (db *DB) insertRectReply(ctx context.Context, tx *sql.Tx, r office.RectReply) (problem string, err error) {
	if _, err := db.lockActs(ctx, tx); err != nil { // an officer may be judging it
		return "", err
	}
	list, err := db.rectifications(ctx, tx, `WHERE number = $1`, r.Number)
	if err != nil {
		return "", err
	}
	if len(list) == 0 || db.Today(list[0].Centre) != db.Today(r.Village) {
		return problemNoOrder, nil
	}
	if _, ok := list[0].State().Next(inspect.Replied); !ok {
		return "err.rectify.order", nil
	}
	return "", db.actRectification(ctx, tx, list[0], r.Act())
}
