package kiosk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// SaveCase implements desk.Store.
func (db *DB) SaveCase(ctx context.Context, c village.Case, r village.Record, sign village.SignReceipt) (village.Case, error) {
	err := db.sql.Write(ctx, "save case "+string(c.ID), func(tx *sql.Tx) (err error) {
		c, err = db.saveCase(ctx, tx, c, r, sign)
		return err
	})
	if err != nil {
		return village.Case{}, err
	}
	return c, nil
}

func (db *DB) saveCase(ctx context.Context, tx *sql.Tx, c village.Case, r village.Record, sign village.SignReceipt) (village.Case, error) {
	err := db.issue(ctx, tx, c.ShortCode)
	if err != nil {
		return c, err
	}
	if err := issueNumber(ctx, tx, c.Number); err != nil {
		return c, err
	}
	if c.Seq, err = enqueue(ctx, tx, c.ID, r); err != nil {
		return c, err
	}
	if c.Helper != "" {
		if _, err := db.note(ctx, tx, village.Act{Kind: village.AuditHelped, Subject: village.HelperSubject(c.ShortCode, c.Helper)}); err != nil {
			return c, err
		}
	}
	if c.Audit, err = db.note(ctx, tx, village.Act{Kind: village.AuditAccepted, Subject: string(c.ID)}); err != nil {
		return c, err
	}
	if c.QR, err = sign(c); err != nil {
		return c, err
	}
	if err := insertCase(ctx, tx, c); err != nil {
		return c, err
	}
	if c.Print {
		if err := db.waitForPrinter(ctx, tx, c.Seq, village.PaperReceipt); err != nil {
			return c, err
		}
	}
	return c, keepRectified(ctx, tx, c)
}

func insertCase(ctx context.Context, tx *sql.Tx, c village.Case) error {
	materials, err := json.Marshal(c.Materials)
	if err != nil {
		return err
	}
	entrust, err := entrustText(c.Entrust)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO cases (`+caseColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Seq, c.ShortCode, c.Number, c.Item, c.Catalogue, c.State, c.AcceptedAt.UnixMilli(), c.TimeTrust,
		string(materials), c.Digest, c.Village, c.Machine, c.QR, c.Tag, c.TagDay, c.Centre, c.Example, c.Behalf, entrust)
	return err
}

// entrustText is why an agent may come alone, as JSON; "" for a case without a letter.
func entrustText(e *village.Entrustment) (string, error) {
	if e == nil {
		return "", nil
	}
	raw, err := json.Marshal(e)
	return string(raw), err
}

// issue gives a short code out, once for ever. The writer lock is held, so that
// what is free stays free until the insert.
func (db *DB) issue(ctx context.Context, tx *sql.Tx, code village.ShortCode) error {
	var taken bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM issued_code WHERE code = ?)`, code).Scan(&taken); err != nil {
		return err
	}
	if taken || code == "" {
		return &village.Error{Kind: village.Conflict, Field: "short_code", Err: errors.New("short code is not free")}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO issued_code (code, issued_ms) VALUES (?, ?)`, code, db.now().UnixMilli())
	return err
}

const caseColumns = `id, place, short_code, number, item, catalogue, state, accepted_ms, time_trust,
	materials, digest, village, machine, qr, tag, tag_day, centre, example, behalf, entrust`

// CaseByCode implements desk.Store.
func (db *DB) CaseByCode(ctx context.Context, code village.ShortCode) (village.Case, error) {
	c, err := scanCase(db.sql.Read().QueryRowContext(ctx, `SELECT `+caseColumns+` FROM cases WHERE short_code = ?`, code))
	if err != nil {
		return village.Case{}, sqldb.Failed("find case by its code", err)
	}
	return c, nil
}

// scanCase reads caseColumns.
func scanCase(row *sql.Row) (c village.Case, err error) {
	var accepted int64
	var materials, entrust string
	err = row.Scan(
		&c.ID, &c.Seq, &c.ShortCode, &c.Number, &c.Item, &c.Catalogue, &c.State, &accepted, &c.TimeTrust,
		&materials, &c.Digest, &c.Village, &c.Machine, &c.QR, &c.Tag, &c.TagDay, &c.Centre, &c.Example, &c.Behalf, &entrust)
	if err == nil {
		c.AcceptedAt = moment(accepted)
		err = json.Unmarshal([]byte(materials), &c.Materials)
	}
	if err == nil && entrust != "" {
		err = json.Unmarshal([]byte(entrust), &c.Entrust)
	}
	return c, err
}

// TagSeen implements desk.Store.
func (db *DB) TagSeen(ctx context.Context, tag uint32, day string) (bool, error) {
	var seen bool
	err := db.sql.Read().QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM cases WHERE tag_day = ? AND tag = ?)`, day, tag).Scan(&seen)
	if err != nil {
		return false, sqldb.Failed("look for a tag", err)
	}
	return seen, nil
}
