package county

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const requestTable = "office_request"

// hiddenRequest is what only a reader with the data key sees of a request.
type hiddenRequest struct {
	Form  map[string]any `json:"form"`
	Parts []office.Part  `json:"parts"`
}

func (db *DB) insertRequest(ctx context.Context, tx *sql.Tx, r office.Request) error {
	hidden, err := db.hide(hiddenRequest{r.Form, r.Parts}, requestTable, string(r.Kiosk), string(r.ID))
	if err != nil {
		return err
	}
	if r.Order, err = ownNumber(ctx, tx, r); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO office_request (kiosk, id, seq, short_code, item, place, village, state, order_no, due, unit, rework, anonymous, confidential,
			filed_ms, received_ms, hidden, slot)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', 0, $10, $11, $12, (SELECT received_ms FROM record WHERE kiosk = $1 AND id = $2), $13, $14)`,
		r.Kiosk, r.ID, r.Seq, r.ShortCode, r.Item, r.Place, r.Village, r.State, r.Order, asNumber(r.Anonymous), asNumber(r.Confidential),
		r.FiledAt.UnixMilli(), hidden, r.Slot)
	return err
}

// ownNumber is the number of an appointment. One that another has already, off a disk
// that was put back, gets its code behind: both are kept, and officers see it.
func ownNumber(ctx context.Context, tx *sql.Tx, r office.Request) (string, error) {
	var taken bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM office_request WHERE order_no = $1 AND order_no <> '')`, r.Order).Scan(&taken)
	if taken {
		return r.Order + "+" + string(r.ShortCode), err
	}
	return r.Order, err
}

const requestColumns = `kiosk, id, seq, short_code, item, place, village, state, order_no, due, unit, rework, anonymous, confidential, filed_ms, received_ms, slot`

// requestRow takes a row of requestColumns apart.
type requestRow struct {
	office.RequestHead
	filedMS, receivedMS             int64
	rework, anonymous, confidential int
}

func (r *requestRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.Seq, &r.ShortCode, &r.Item, &r.Place, &r.Village, &r.State, &r.Order, &r.Due, &r.Unit,
		&r.rework, &r.anonymous, &r.confidential, &r.filedMS, &r.receivedMS, &r.Slot,
	}
}

func (r *requestRow) head() office.RequestHead {
	h := r.RequestHead
	h.FiledAt, h.ReceivedAt = time.UnixMilli(r.filedMS), time.UnixMilli(r.receivedMS)
	h.Rework, h.Anonymous, h.Confidential = r.rework == 1, r.anonymous == 1, r.confidential == 1
	return h
}

// requests are those that a condition chooses.
func (db *DB) requests(ctx context.Context, choice string, args ...any) ([]office.RequestHead, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+requestColumns+` FROM office_request `+choice, args...)
	list, err := collect(rows, err, (*requestRow).columns)
	var heads []office.RequestHead
	for i := range list {
		heads = append(heads, list[i].head())
	}
	return heads, failed("find requests", err)
}

// FindRequests implements office.Requests, as do all that follow.
func (db *DB) FindRequests(ctx context.Context, text string) ([]office.RequestHead, error) {
	return db.requests(ctx, `WHERE short_code = $1 OR $1 <> '' AND order_no = $1 ORDER BY received_ms, kiosk, seq`, text)
}

func (db *DB) ListRequests(ctx context.Context, kind village.RecordKind, state village.CaseState, limit int) ([]office.RequestHead, error) {
	return db.requests(ctx, `r WHERE ($1 = '' OR state = $1)
		AND EXISTS (SELECT 1 FROM record x WHERE x.kiosk = r.kiosk AND x.id = r.id AND x.kind = $2)
		ORDER BY received_ms DESC, kiosk DESC, seq DESC LIMIT $3`, state, kind, limit)
}

func (db *DB) Unregistered(ctx context.Context, limit int) ([]office.RequestHead, error) {
	return db.requests(ctx, `WHERE order_no = '' ORDER BY received_ms, kiosk, seq LIMIT $1`, limit)
}

func (db *DB) Request(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (r office.Request, err error) {
	err = db.read(ctx, "find request "+string(id), func(tx *sql.Tx) (err error) {
		r, err = db.request(ctx, tx, kiosk, id)
		return err
	})
	return r, err
}

func (db *DB) request(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) (office.Request, error) {
	var row requestRow
	var hidden []byte
	err := tx.QueryRowContext(ctx, `SELECT `+requestColumns+`, hidden FROM office_request WHERE kiosk = $1 AND id = $2`, kiosk, id).Scan(
		append(row.columns(), &hidden)...)
	if err != nil {
		return office.Request{}, err
	}
	var h hiddenRequest
	err = db.unhide(hidden, &h, requestTable, string(kiosk), string(id))
	return office.Request{RequestHead: row.head(), Form: h.Form, Parts: h.Parts}, err
}

func (db *DB) RequestSteps(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (steps []village.CaseStep, err error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT body FROM request_step WHERE kiosk = $1 AND id = $2 ORDER BY step`, kiosk, id)
	list, err := collect(rows, err, func(b *[]byte) []any { return []any{b} })
	for _, body := range list {
		s, err := village.Letter{Kind: village.LetterCase, Body: body}.Case()
		if err != nil {
			return nil, failed("read a step of a request", err)
		}
		steps = append(steps, s)
	}
	return steps, failed("find the steps of a request", err)
}

// serialOfRequests is the row of the county's serials that numbers of requests are
// counted in.
const serialOfRequests = "12345"

func (db *DB) RegisterRequest(ctx context.Context, r office.RequestHead, day village.Day, decide func(serial int) village.CaseStep) error {
	err := db.db.Write(ctx, "register request "+string(r.ID), func(tx *sql.Tx) error {
		if restored, err := restoredAt(ctx, tx); err != nil || !restored.IsZero() && day <= village.DayOf(restored) {
			return errors.Join(err, errNoNumber)
		}
		var serial int
		err := tx.QueryRowContext(ctx, `
			INSERT INTO serial (item, day, last) VALUES ($1, $2, 1)
			ON CONFLICT (item, day) DO UPDATE SET last = serial.last + 1 RETURNING last`, serialOfRequests, day).Scan(&serial)
		if err != nil {
			return err
		}
		step := decide(serial)
		done, err := tx.ExecContext(ctx, `
			UPDATE office_request SET order_no = $1, due = $2 WHERE kiosk = $3 AND id = $4 AND order_no = ''`, step.Order, step.Due, r.Kiosk, r.ID)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errNoNumber)
		}
		return keepRequestStep(ctx, tx, r.Kiosk, step)
	})
	if errors.Is(err, errNoNumber) {
		return nil
	}
	return err
}

// StepRequest locks the kiosk's row first, so that two officers who decide about one
// request do it one after the other.
func (db *DB) StepRequest(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(office.Request) (village.CaseStep, error)) error {
	return db.db.Write(ctx, "decide about request "+string(id), func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, kiosk); err != nil {
			return err
		}
		r, err := db.request(ctx, tx, kiosk, id)
		if err != nil {
			return err
		}
		step, err := decide(r)
		if err != nil {
			return err
		}
		again := r.State == village.Answered && step.State == village.Dispatched
		if step.Unit != "" {
			r.Unit = step.Unit
		}
		if _, err := tx.ExecContext(ctx, `UPDATE office_request SET unit = $1, rework = $2 WHERE kiosk = $3 AND id = $4`,
			r.Unit, asNumber(r.Rework || again), kiosk, id); err != nil {
			return err
		}
		return keepRequestStep(ctx, tx, kiosk, step)
	})
}

func keepRequestStep(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, step village.CaseStep) error {
	letter, err := village.NewLetter(village.LetterCase, time.UnixMilli(step.AtMS), step)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE office_request SET state = $1 WHERE kiosk = $2 AND id = $3`, step.State, kiosk, step.Record); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO request_step (kiosk, id, step, state, body)
		VALUES ($1, $2, (SELECT COUNT(*) FROM request_step WHERE kiosk = $1 AND id = $2) + 1, $3, $4)`,
		kiosk, step.Record, step.State, letter.Body); err != nil {
		return err
	}
	_, _, err = writeLetter(ctx, tx, kiosk, letter)
	return err
}
