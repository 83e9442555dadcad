package county

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// Audit implements office.AuditTx.
func (t *chainTx) Audit() office.AuditState { return t.audit }

// AuditHeads implements office.AuditTx.
func (t *chainTx) AuditHeads(first, last int64) ([]office.AuditHead, error) {
	return auditHeads(t.tx.QueryContext(t.ctx, `
		SELECT branch, seq, head, told_ms FROM audit_head WHERE kiosk = $1 AND branch = $2 AND seq >= $3 AND seq <= $4 ORDER BY seq`,
		t.kiosk, t.audit.Branch, first, last))
}

func auditHeads(rows *sql.Rows, err error) ([]office.AuditHead, error) {
	type row struct {
		office.AuditHead
		head []byte
		ms   int64
	}
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.Branch, &r.Seq, &r.head, &r.ms} })
	heads := make([]office.AuditHead, len(list))
	for i, r := range list {
		heads[i] = r.AuditHead
		copy(heads[i].Head[:], r.head)
		heads[i].ToldAt = at(r.ms)
	}
	return heads, err
}

// AuditPages implements office.AuditTx.
func (t *chainTx) AuditPages(first, last int64) ([]office.AuditPage, error) {
	return auditPages(t.tx.QueryContext(t.ctx, `
		SELECT branch, first, last, prev, head, body FROM audit_page
		WHERE kiosk = $1 AND branch = $2 AND last >= $3 AND first <= $4 ORDER BY first`, t.kiosk, t.audit.Branch, first, last))
}

type auditPageRow struct {
	office.AuditPage
	prev, head, body []byte
}

func (r *auditPageRow) fields() []any {
	return []any{&r.Branch, &r.First, &r.Last, &r.prev, &r.head, &r.body}
}

// page is the row as the office knows it. A body that is damaged gives fewer rows,
// which do not give the head.
func (r *auditPageRow) page() office.AuditPage {
	p := r.AuditPage
	copy(p.Prev[:], r.prev)
	copy(p.Head[:], r.head)
	for b := r.body; len(b) > 2; {
		n := 2 + int(binary.BigEndian.Uint16(b))
		if n > len(b) {
			break
		}
		p.Rows, b = append(p.Rows, b[2:n]), b[n:]
	}
	return p
}

func auditPages(rows *sql.Rows, err error) ([]office.AuditPage, error) {
	list, err := collect(rows, err, (*auditPageRow).fields)
	pages := make([]office.AuditPage, len(list))
	for i := range list {
		pages[i] = list[i].page()
	}
	return pages, err
}

// OpenAlarms implements office.AuditTx.
func (t *chainTx) OpenAlarms() (n int, err error) {
	err = t.tx.QueryRowContext(t.ctx, `SELECT COUNT(*) FROM audit_alarm WHERE kiosk = $1 AND settled_ms = 0`, t.kiosk).Scan(&n)
	return n, err
}

// KeepAudit implements office.AuditTx.
func (t *chainTx) KeepAudit(news office.AuditNews) error {
	s := news.State
	_, err := t.tx.ExecContext(t.ctx, `
		UPDATE kiosk SET audit_branch = $1, audit_want = $2, audit_head = $3, audit_told = $4, said_ms = $5, said_lifetime = $6, said_waiting = $7
		WHERE id = $8`, s.Branch, s.Want, s.Head[:], s.Told, s.SaidMS, s.Lifetime, s.Waiting, t.kiosk)
	if err != nil {
		return err
	}
	t.audit = s
	if h := news.Head; h != nil {
		if _, err := t.tx.ExecContext(t.ctx, `INSERT INTO audit_head (kiosk, branch, seq, head, told_ms) VALUES ($1, $2, $3, $4, $5)`,
			t.kiosk, h.Branch, h.Seq, h.Head[:], t.nowMS); err != nil {
			return err
		}
	}
	if p := news.Page; p != nil {
		var body []byte
		for _, row := range p.Rows {
			body = append(binary.BigEndian.AppendUint16(body, uint16(len(row))), row...) //nolint:gosec // a row has a few hundred bytes at most
		}
		if _, err := t.tx.ExecContext(t.ctx, `INSERT INTO audit_page (kiosk, branch, first, last, prev, head, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			t.kiosk, p.Branch, p.First, p.Last, p.Prev[:], p.Head[:], body); err != nil {
			return err
		}
	}
	for _, a := range news.Alarms {
		if _, err := t.tx.ExecContext(t.ctx, `
			INSERT INTO audit_alarm (kiosk, kind, seq, head, told_ms, settled_ms) VALUES ($1, $2, $3, $4, $5, 0)
			ON CONFLICT (kiosk, kind, seq, head) DO NOTHING`, t.kiosk, a.Kind, a.Seq, a.Head[:], t.nowMS); err != nil {
			return err
		}
	}
	return nil
}

// AuditOf is everything that the county holds of a machine's log, on one state of
// the database.
func (db *DB) AuditOf(ctx context.Context, kiosk seal.KioskID) (log office.AuditLog, err error) {
	tx, err := db.db.Read().BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelDefault})
	if err != nil {
		return log, failed("read a machine's log", err)
	}
	defer tx.Rollback() //nolint:errcheck // it only read
	err = tx.QueryRowContext(ctx, `SELECT audit_branch, audit_want, audit_told FROM kiosk WHERE id = $1`, kiosk).
		Scan(&log.Branch, &log.Want, &log.Told)
	if err != nil {
		return log, failed("read a machine's log", err)
	}
	heads, err := auditHeads(tx.QueryContext(ctx, `SELECT branch, seq, head, told_ms FROM audit_head WHERE kiosk = $1 ORDER BY branch, seq`, kiosk))
	log.Heads = heads
	if err == nil {
		log.Pages, err = auditPages(tx.QueryContext(ctx, `
			SELECT branch, first, last, prev, head, body FROM audit_page WHERE kiosk = $1 ORDER BY branch, first`, kiosk))
	}
	if err == nil {
		log.Alarms, err = auditAlarms(tx.QueryContext(ctx, `
			SELECT kind, seq, head, told_ms, settled_ms FROM audit_alarm WHERE kiosk = $1 ORDER BY told_ms, kind, seq`, kiosk))
	}
	return log, failed("read a machine's log", err)
}

func auditAlarms(rows *sql.Rows, err error) ([]office.AuditAlarm, error) {
	type row struct {
		office.AuditAlarm
		head          []byte
		told, settled int64
	}
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.Kind, &r.Seq, &r.head, &r.told, &r.settled} })
	alarms := make([]office.AuditAlarm, len(list))
	for i, r := range list {
		alarms[i] = r.AuditAlarm
		copy(alarms[i].Head[:], r.head)
		alarms[i].ToldAt, alarms[i].Settled = at(r.told), at(r.settled)
	}
	return alarms, err
}

// SettleAudit notes that an operator has looked at every alarm of a machine. The
// alarms stay; the machine's log is kept again.
func (db *DB) SettleAudit(ctx context.Context, kiosk seal.KioskID) (settled int64, err error) {
	err = db.db.Write(ctx, "settle alarms of "+string(kiosk), func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE audit_alarm SET settled_ms = $1 WHERE kiosk = $2 AND settled_ms = 0`, db.now().UnixMilli(), kiosk)
		if err != nil {
			return err
		}
		settled, err = done.RowsAffected()
		return err
	})
	return settled, err
}

// RecordDigest is the digest of a stored record; nil when there is none.
func (db *DB) RecordDigest(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (digest []byte, err error) {
	err = db.db.Read().QueryRowContext(ctx, `SELECT digest FROM record WHERE kiosk = $1 AND id = $2`, kiosk, id).Scan(&digest)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return digest, failed("find a record", err)
}
