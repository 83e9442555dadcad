package county

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const requestTable = "office_request"

// hiddenRequest is what only a reader with the data key sees of a request.
type hiddenRequest struct {
	Form  map[string]any `json:"form"`
	Parts []office.Part  `json:"parts"`

	Priority *office.Priority `json:"priority,omitempty"`
	Advice   []office.Advice  `json:"advice,omitempty"`

	Decided []village.Decided `json:"decided,omitempty"`
}

func (db *DB) insertRequest(ctx context.Context, tx *sql.Tx, r office.Request) error {
	hidden, err := db.hide(hiddenRequest{r.Form, r.Parts, r.Priority, r.Advice, r.Decided}, requestTable, string(r.Kiosk), string(r.ID))
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
	if err != nil {
		return err
	}
	return db.matchRequest(ctx, tx, r)
}

// ownNumber is the number of an appointment. One that another has already, off a disk
// that was put back, gets its code behind: both are kept, and officers see it.
//
// Of one that was called off the machine may have given the seat to another before it heard.
func ownNumber(ctx context.Context, tx *sql.Tx, r office.Request) (string, error) {
	if _, _, seat := village.CaseNumber(r.Order).Seat(); seat {
		if _, err := tx.ExecContext(ctx, `UPDATE office_request SET order_no = order_no || '+' || short_code WHERE order_no = $1 AND state = 'not_accepted'`, r.Order); err != nil {
			return "", err
		}
	}
	var taken bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM office_request WHERE order_no = $1 AND order_no <> '')`, r.Order).Scan(&taken)
	if taken {
		return r.Order + "+" + string(r.ShortCode), err
	}
	return r.Order, err
}

// coBreak stands before, between and behind the names of units that help.
const coBreak = "\n"

const requestColumns = `kiosk, id, seq, short_code, item, place, village, state, order_no, due, unit, rework, anonymous, confidential, filed_ms, received_ms, slot, co_units`

// requestRow takes a row of requestColumns apart.
type requestRow struct {
	office.RequestHead
	filedMS, receivedMS             int64
	rework, anonymous, confidential int
	co                              string
}

func (r *requestRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.Seq, &r.ShortCode, &r.Item, &r.Place, &r.Village, &r.State, &r.Order, &r.Due, &r.Unit,
		&r.rework, &r.anonymous, &r.confidential, &r.filedMS, &r.receivedMS, &r.Slot, &r.co,
	}
}

func (r *requestRow) head() office.RequestHead {
	h := r.RequestHead
	h.FiledAt, h.ReceivedAt = time.UnixMilli(r.filedMS), time.UnixMilli(r.receivedMS)
	if r.co != "" {
		h.Co = strings.Split(strings.Trim(r.co, coBreak), coBreak)
	}
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

// requestsIn are the requests that a query chooses; the parameters are those of
// choosing.
const requestsIn = ` FROM office_request r WHERE ($1 = '' OR place LIKE $1) AND ($2 = '' OR unit = $2 OR co_units LIKE $3 ESCAPE '!') AND ($4 = '' OR state = $4)
	AND (item LIKE '12345-%') = $5 AND ($6 = 0 OR EXISTS (SELECT 1 FROM request_twin t WHERE t.kiosk = r.kiosk AND t.id = r.id)) `

func (db *DB) ListRequests(ctx context.Context, q office.RequestQuery) (page office.RequestPage, err error) {
	choosing := []any{within(q.Scope), q.Scope.Unit, "%" + coBreak + likely(q.Scope.Unit) + coBreak + "%", q.State, q.Kind == village.RecordTicket, asNumber(q.Twins)}
	err = db.read(ctx, "list requests", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*)`+requestsIn, choosing...).Scan(&page.Total); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT `+requestColumns+requestsIn+`ORDER BY received_ms DESC, kiosk DESC, seq DESC LIMIT $7 OFFSET $8`,
			append(choosing, q.PerPage, (max(q.Page, 1)-1)*q.PerPage)...)
		list, err := collect(rows, err, (*requestRow).columns)
		for i := 0; err == nil && i < len(list); i++ {
			r := list[i].head()
			if !q.Bare {
				r.Twin, err = twinRules(ctx, tx, r.Kiosk, r.ID)
			}
			page.Requests = append(page.Requests, r)
		}
		return err
	})
	return page, err
}

// Units implements office.Requests.
func (db *DB) Units(ctx context.Context) ([]string, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT name FROM register_unit UNION SELECT unit FROM account WHERE unit <> '' AND disabled = 0 ORDER BY 1`)
	list, err := collect(rows, err, func(s *string) []any { return []any{s} })
	return list, failed("list units", err)
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
	if err := db.unhide(hidden, &h, requestTable, string(kiosk), string(id)); err != nil {
		return office.Request{}, err
	}
	acts, err := db.requestActs(ctx, tx, kiosk, id)
	if err != nil {
		return office.Request{}, err
	}
	given, err := db.given(ctx, tx, inspect.Hotline, kiosk, id)
	return office.Request{RequestHead: row.head(), Form: h.Form, Parts: h.Parts, Priority: h.Priority, Acts: acts, Given: given, Advice: h.Advice, Decided: h.Decided}, err
}

const requestStepTable = "request_step"

// requestActs are the acts on a request. Of one before verbs were kept, what the kiosk
// was told is all there is.
func (db *DB) requestActs(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) (acts []office.TicketAct, err error) {
	type row struct {
		step         int
		body, hidden []byte
	}
	rows, err := tx.QueryContext(ctx, `SELECT step, body, hidden FROM request_step WHERE kiosk = $1 AND id = $2 ORDER BY step`, kiosk, id)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.step, &r.body, &r.hidden} })
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		var a office.TicketAct
		if len(r.hidden) > 0 {
			err = db.unhide(r.hidden, &a, requestStepTable, string(kiosk), string(id), strconv.Itoa(r.step))
		} else {
			var s village.CaseStep
			s, err = village.Letter{Kind: village.LetterCase, Body: r.body}.Case()
			a = office.TicketAct{State: s.State, At: time.UnixMilli(s.AtMS), Unit: s.Unit, Reason: s.Reason, Words: s.Text, Due: s.Due, Order: s.Order, Tell: true}
		}
		if err != nil {
			return nil, fmt.Errorf("read a step of a request: %w", err)
		}
		acts = append(acts, a)
	}
	return acts, nil
}

// serialOfRequests is the row of the county's serials that numbers of requests are
// counted in.
const serialOfRequests = "12345"

func (db *DB) RegisterRequest(ctx context.Context, r office.RequestHead, day village.Day, decide func(serial int) office.TicketAct) error {
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
		return db.keepRequestAct(ctx, tx, r.Kiosk, r.ID, step)
	})
	if errors.Is(err, errNoNumber) {
		return nil
	}
	return err
}

// StepRequest locks the kiosk's row first, so that two officers who decide about one
// request do it one after the other.
func (db *DB) StepRequest(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(office.Request) (office.TicketAct, error), files ...office.Shot) error {
	return db.db.Write(ctx, "decide about request "+string(id), func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, kiosk); err != nil {
			return err
		}
		r, err := db.request(ctx, tx, kiosk, id)
		if err != nil {
			return err
		}
		a, err := decide(r)
		if err != nil {
			return err
		}
		if err := db.keepRequestFiles(ctx, tx, kiosk, id, files); err != nil {
			return err
		}
		again := r.State == village.Answered && a.State == village.Dispatched
		co := r.Co
		if a.Verb == office.VerbDispatch || a.Verb == office.VerbRework {
			co = a.Co
		}
		due := r.Due
		if a.Due != "" || a.Verb == office.VerbArrange { // of an extension; of a visit its day, or none
			due = a.Due
		}
		if _, err := tx.ExecContext(ctx, `UPDATE office_request SET unit = $1, rework = $2, co_units = $3, due = $4 WHERE kiosk = $5 AND id = $6`,
			a.Has(r.Unit), asNumber(r.Rework || again), helpers(co), due, kiosk, id); err != nil {
			return err
		}
		if a.Longer != nil {
			if a.Longer.Number, err = db.keepExtension(ctx, tx, *a.Longer); err != nil {
				return err
			}
		}
		return db.keepRequestAct(ctx, tx, kiosk, id, a)
	})
}

func helpers(units []string) string {
	if len(units) == 0 {
		return ""
	}
	return coBreak + strings.Join(units, coBreak) + coBreak
}

func (db *DB) keepRequestAct(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID, a office.TicketAct) error {
	letter, err := village.NewLetter(village.LetterCase, a.At, a.Step(id))
	if err != nil {
		return err
	}
	body := []byte{}
	if a.Tell {
		body = letter.Body
	}
	if _, err := tx.ExecContext(ctx, `UPDATE office_request SET state = $1 WHERE kiosk = $2 AND id = $3`, a.State, kiosk, id); err != nil {
		return err
	}
	var step int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) + 1 FROM request_step WHERE kiosk = $1 AND id = $2`, kiosk, id).Scan(&step); err != nil {
		return err
	}
	hidden, err := db.hide(a, requestStepTable, string(kiosk), string(id), strconv.Itoa(step))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO request_step (kiosk, id, step, state, body, verb, at_ms, account, hidden, pleased) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		kiosk, id, step, a.State, body, a.Verb, a.At.UnixMilli(), a.Account, hidden, a.Pleased); err != nil || !a.Tell {
		return err
	}
	_, _, err = writeLetter(ctx, tx, kiosk, letter)
	return err
}
