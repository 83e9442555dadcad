package kiosk

import (
	"context"
	"database/sql"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// AuditFault is the first thing that does not fit in an audit log.
type AuditFault struct {
	Seq  int64  // the row; the last one when all fits
	What string // "row", "head", "gap", "act": of an accepted record no row tells; "" = all fits
}

// CheckAudit makes the whole log anew from its rows, compares the heads that are
// stored, and looks for a row to every record that was accepted since there is a
// log. marks are places that somebody holds on paper; it reports what the log says
// there.
func (db *DB) CheckAudit(ctx context.Context, marks ...village.AuditMark) (fault AuditFault, answers []AuditAnswer, err error) {
	err = db.snapshot(ctx, "check the audit log", func(tx *sql.Tx) error {
		c := auditCheck{told: map[string]bool{}, marks: marks, answers: make([]AuditAnswer, len(marks))}
		if err := c.walk(ctx, tx); err != nil {
			return err
		}
		fault, answers = c.fault, c.answers
		if fault.What != "" {
			return nil
		}
		fault, err = c.untold(ctx, tx)
		return err
	})
	return fault, answers, err
}

// AuditAnswer is what a log says at a place that somebody holds on paper.
type AuditAnswer string

const (
	AuditMatch   AuditAnswer = "match"   // the same acts led there
	AuditMissing AuditAnswer = "missing" // the log ends before it
	AuditDiffers AuditAnswer = "differs" // other acts led there
	AuditEarlier AuditAnswer = "earlier" // the rows are on the disk that was restored
)

// auditCheck is one walk over the log.
type auditCheck struct {
	told    map[string]bool // records that a row tells of
	marks   []village.AuditMark
	answers []AuditAnswer
	fault   AuditFault
	last    int64
}

func (c *auditCheck) walk(ctx context.Context, tx *sql.Tx) error {
	var base []byte
	if err := tx.QueryRowContext(ctx, `SELECT base, head FROM audit_log`).Scan(&c.last, &base); err != nil {
		return err
	}
	for i, m := range c.marks {
		c.answers[i] = AuditMissing
		if m.Seq <= c.last {
			c.answers[i] = AuditEarlier
		}
	}
	rows, err := tx.QueryContext(ctx, `SELECT seq, row, head FROM audit ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for head := seal.Head(base); rows.Next(); {
		var seq int64
		var raw, stored []byte
		if err := rows.Scan(&seq, &raw, &stored); err != nil {
			return err
		}
		head = head.Audit(raw)
		c.see(seq, raw, head, stored)
	}
	return rows.Err()
}

// see takes a row and the head that follows from all rows so far.
func (c *auditCheck) see(seq int64, raw []byte, head seal.Head, stored []byte) {
	row, err := seal.ParseAudit(raw)
	what := ""
	switch {
	case seq != c.last+1:
		what = "gap"
	case err != nil || row.Seq != seq:
		what = "row"
	case string(stored) != string(head[:]):
		what = "head"
	}
	if c.last = seq; what != "" && c.fault.What == "" {
		c.fault = AuditFault{seq, what}
	}
	if row.Kind == village.AuditAccepted || row.Kind == village.AuditRated {
		c.told[row.Subject] = true
	}
	for i, m := range c.marks {
		if m.Seq != seq {
			continue
		}
		c.answers[i] = AuditDiffers
		if n := len(m.Head); n >= 8 && n <= len(head) && string(head[:n]) == string(m.Head) {
			c.answers[i] = AuditMatch
		}
	}
}

// untold finds a record that no row tells of.
func (c *auditCheck) untold(ctx context.Context, tx *sql.Tx) (AuditFault, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id FROM outbox WHERE place > (SELECT place FROM audit_log) ORDER BY place`)
	if err != nil {
		return AuditFault{}, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return AuditFault{}, err
		}
		if !c.told[id] {
			return AuditFault{c.last, "act"}, nil
		}
	}
	return AuditFault{Seq: c.last}, rows.Err()
}

// AuditRows calls each for every row of the log, in order, until one returns an
// error.
func (db *DB) AuditRows(ctx context.Context, each func(village.AuditRow) error) error {
	rows, err := db.sql.Read().QueryContext(ctx, `SELECT row FROM audit ORDER BY seq`)
	if err != nil {
		return sqldb.Failed("read the audit log", err)
	}
	defer rows.Close()
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return sqldb.Failed("read the audit log", err)
		}
		row, err := seal.ParseAudit(raw)
		if err != nil {
			return sqldb.Failed("read the audit log", err)
		}
		if err := each(row); err != nil {
			return err
		}
	}
	return sqldbFailed("read the audit log", rows.Err())
}
