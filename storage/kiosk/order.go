package kiosk

import (
	"context"
	"database/sql"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/village"
)

// CentreOrders implements desk.OrderBook.
func (db *DB) CentreOrders(ctx context.Context) (list []desk.CentreOrder, err error) {
	err = db.snapshot(ctx, "list orders", func(tx *sql.Tx) error {
		letters, err := orderLetters(ctx, tx)
		if err != nil {
			return err
		}
		sent, err := sentReplies(ctx, tx)
		for _, n := range inspect.Latest(letters) {
			list = append(list, desk.CentreOrder{News: n, Sent: sent[n.Number]})
		}
		return err
	})
	return list, err
}

// orderLetters are the letters about orders, in the order in which the county told them.
func orderLetters(ctx context.Context, tx *sql.Tx) (letters []village.Letter, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT body FROM letter WHERE kind = 'order' ORDER BY place`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		l := village.Letter{Kind: inspect.LetterOrder}
		if err := rows.Scan(&l.Body); err != nil {
			return nil, err
		}
		letters = append(letters, l)
	}
	return letters, rows.Err()
}

// sentReplies are the replies that were handed in here, by the number of their order.
func sentReplies(ctx context.Context, tx *sql.Tx) (map[string][]desk.SentReply, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT r.number, c.id, c.short_code, c.accepted_ms, (SELECT `+stateColumn+` FROM outbox WHERE id = c.id), (SELECT problem FROM outbox WHERE id = c.id)
		FROM rectified r JOIN cases c ON c.place = r.place ORDER BY r.place`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sent := map[string][]desk.SentReply{}
	for rows.Next() {
		var number string
		var r desk.SentReply
		var ms int64
		if err := rows.Scan(&number, &r.ID, &r.Code, &ms, &r.Record, &r.Problem); err != nil {
			return nil, err
		}
		r.At = moment(ms)
		sent[number] = append(sent[number], r)
	}
	return sent, rows.Err()
}

// keepRectified notes which order a reply answers.
func keepRectified(ctx context.Context, tx *sql.Tx, c village.Case) error {
	if c.Order == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO rectified (place, number) VALUES (?, ?)`, c.Seq, c.Order)
	return err
}
