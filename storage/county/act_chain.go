package county

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"strconv"

	"bianmin/county/office"
)

const rectHeadTable = "rectification_head"

// lockActs is where the list of acts ends. Every transaction that keeps acts asks for it
// before it locks anything else, so that acts come one after another and no two
// transactions wait for each other. The first one binds what was there before.
func (db *DB) lockActs(ctx context.Context, tx *sql.Tx) (h office.ActHead, err error) {
	var hidden []byte
	err = tx.QueryRowContext(ctx, `
		INSERT INTO rectification_head (one, hidden) VALUES (1, $1)
		ON CONFLICT (one) DO UPDATE SET hidden = rectification_head.hidden RETURNING hidden`, []byte{}).Scan(&hidden)
	if err != nil {
		return h, err
	}
	if db.unhide(hidden, &h, rectHeadTable) == nil {
		return h, nil
	}
	return db.bindOldActs(ctx, tx)
}

// bind seals what is hidden of an act with what binds it, and moves the end of the list
// behind it.
func (db *DB) bind(ctx context.Context, tx *sql.Tx, head *office.ActHead, name office.ActName, h hiddenRectAct) ([]byte, error) {
	hidden, err := db.hide(h, rectActTable, name.Number, strconv.Itoa(name.Step))
	if err != nil {
		return nil, err
	}
	head.Place, head.Last, head.Sum = h.Bound.Place, name, sumOf(hidden)
	if h.Bound.Early {
		head.Early++
	}
	return hidden, db.keepActHead(ctx, tx, *head)
}

func (db *DB) keepActHead(ctx context.Context, tx *sql.Tx, head office.ActHead) error {
	hidden, err := db.hide(head, rectHeadTable)
	if err == nil {
		_, err = tx.ExecContext(ctx, `UPDATE rectification_head SET hidden = $1 WHERE one = 1`, hidden)
	}
	return err
}

func sumOf(hidden []byte) []byte {
	sum := sha256.Sum256(hidden)
	return sum[:]
}

// bindOldActs begins the list where there is no end of it that can be read: acts of before
// are bound as they are found and marked so. When some are bound already somebody took
// the end away, and the list remembers it.
func (db *DB) bindOldActs(ctx context.Context, tx *sql.Tx) (h office.ActHead, err error) {
	chain, hidden, err := db.actChain(ctx, tx)
	if err != nil {
		return h, err
	}
	for _, a := range chain.Acts {
		if a.Bound != nil && a.Bound.Place > h.Place {
			h.Place, h.Last, h.Sum, h.Lost = a.Bound.Place, a.ActName, a.Sum, a.Bound.Place
		}
	}
	if err := db.keepActHead(ctx, tx, h); err != nil {
		return h, err
	}
	for i, a := range chain.Acts {
		if a.Bound != nil || a.Shut {
			continue
		}
		var order *office.OrderRow
		if row, there := chain.Orders[a.Number]; there && a.Step == 1 {
			order = &row
		}
		b := h.Next(a.Row, order)
		b.Early, hidden[i].Bound = true, &b
		sealed, err := db.bind(ctx, tx, &h, a.ActName, hidden[i])
		if err != nil {
			return h, err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE rectification_act SET hidden = $1 WHERE number = $2 AND step = $3`, sealed, a.Number, a.Step); err != nil {
			return h, err
		}
	}
	return h, nil
}

// ActChain is everything that was decided about orders.
func (db *DB) ActChain(ctx context.Context) (chain office.ActChain, err error) {
	err = db.read(ctx, "read the list of acts", func(tx *sql.Tx) error {
		chain, err = db.wholeActChain(ctx, tx)
		return err
	})
	return chain, err
}

func (db *DB) wholeActChain(ctx context.Context, tx *sql.Tx) (office.ActChain, error) {
	chain, _, err := db.actChain(ctx, tx)
	if err != nil {
		return chain, err
	}
	var hidden []byte
	err = tx.QueryRowContext(ctx, `SELECT COALESCE((SELECT hidden FROM rectification_head WHERE one = 1), $1)`, []byte{}).Scan(&hidden)
	var head office.ActHead
	if err == nil && db.unhide(hidden, &head, rectHeadTable) == nil {
		chain.Head = &head
	}
	return chain, err
}

// actChain reads orders and acts in the order of their moments, with what is hidden of
// each act. One that cannot be opened is shut.
func (db *DB) actChain(ctx context.Context, tx *sql.Tx) (chain office.ActChain, hidden []hiddenRectAct, err error) {
	if db.data == nil {
		return chain, nil, errLocked()
	}
	type orderRow struct {
		number string
		office.OrderRow
	}
	rows, err := tx.QueryContext(ctx, `SELECT number, centre, source, template, version, rule, kiosk, record, ref, about, severity, due, opened_ms FROM rectification`)
	orders, err := collect(rows, err, func(o *orderRow) []any {
		return []any{&o.number, &o.Centre, &o.Source, &o.Template, &o.Version, &o.Rule, &o.Kiosk, &o.Record, &o.Ref, &o.About, &o.Severity, &o.Due, &o.OpenedMS}
	})
	if err != nil {
		return chain, nil, err
	}
	chain.Orders = map[string]office.OrderRow{}
	for _, o := range orders {
		chain.Orders[o.number] = o.OrderRow
	}
	type actRow struct {
		office.ChainAct
		hidden []byte
	}
	rows, err = tx.QueryContext(ctx, `SELECT number, step, verb, at_ms, who, reason, kiosk, record, hidden FROM rectification_act ORDER BY at_ms, number, step`)
	acts, err := collect(rows, err, func(a *actRow) []any {
		return []any{&a.Number, &a.Step, &a.Row.Verb, &a.Row.AtMS, &a.Row.By, &a.Row.Reason, &a.Row.Kiosk, &a.Row.Record, &a.hidden}
	})
	for _, a := range acts {
		var h hiddenRectAct
		a.Shut = db.unhide(a.hidden, &h, rectActTable, a.Number, strconv.Itoa(a.Step)) != nil
		a.Bound, a.Parts, a.Sum = h.Bound, h.Parts, sumOf(a.hidden)
		h.Bound = nil
		chain.Acts, hidden = append(chain.Acts, a.ChainAct), append(hidden, h)
	}
	return chain, hidden, err
}
