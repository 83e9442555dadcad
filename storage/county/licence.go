package county

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"bianmin/app/seal"
	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

const licenceTable = "licence_check"

// Derive implements office.DeriveBook. It looks first, so that nobody waits for the writer
// while there is nothing to do.
func (db *DB) Derive(ctx context.Context, limit int) (n int, err error) {
	var one int
	switch err := db.db.Read().QueryRowContext(ctx, `SELECT 1 FROM office_case WHERE derived = 0 LIMIT 1`).Scan(&one); {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, failed("look what follows from cases", err)
	}
	err = db.db.Write(ctx, "look what follows from cases", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+caseColumns+` FROM office_case WHERE derived = 0 ORDER BY received_ms LIMIT $1`, limit)
		list, err := collect(rows, err, (*caseRow).columns)
		if err != nil {
			return err
		}
		n = len(list)
		cases, err := db.readCases(list)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if err := db.derive(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

func (db *DB) derive(ctx context.Context, tx *sql.Tx, c office.Case) error {
	for _, paper := range c.ByLicence() {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO licence_check (kiosk, id, paper, state, tries, next_ms, why, by_name, at_ms, hidden)
			VALUES ($1, $2, $3, $4, 0, $5, '', '', 0, $6) ON CONFLICT (kiosk, id, paper) DO NOTHING`,
			c.Kiosk, c.ID, paper, village.LicenceWaiting, c.ReceivedAt.UnixMilli(), []byte{})
		if err != nil {
			return err
		}
	}
	if c.Priority != nil {
		var digest []byte
		if err := tx.QueryRowContext(ctx, `SELECT digest FROM record WHERE kiosk = $1 AND id = $2`, c.Kiosk, c.ID).Scan(&digest); err != nil {
			return err
		}
		if err := keepRulings(ctx, tx, c.First(digest, db.now())); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE office_case SET derived = 1, channel = $1, usual = $2, source = $3 WHERE kiosk = $4 AND id = $5`,
		asNumber(c.Priority != nil), asNumber(!c.GoesFirst()), c.Source(), c.Kiosk, c.ID)
	return err
}

const licenceColumns = `l.kiosk, l.id, l.paper, l.state, l.tries, l.next_ms, l.why, l.by_name, l.at_ms, l.hidden,
	c.short_code, c.item, c.item_name, c.village, c.state, c.received_ms`

type licenceRow struct {
	office.LicenceCheck
	nextMS, atMS, receivedMS int64
	hidden                   []byte
}

func (r *licenceRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.Paper, &r.State, &r.Tries, &r.nextMS, &r.Why, &r.By, &r.atMS, &r.hidden,
		&r.Case.ShortCode, &r.Case.Item, &r.Case.ItemName, &r.Case.Village, &r.Case.State, &r.receivedMS,
	}
}

// licencePlace is where the answer of a request is hidden.
func licencePlace(l office.LicenceCheck) []string {
	return []string{licenceTable, string(l.Kiosk), string(l.ID), strconv.Itoa(l.Paper)}
}

// licences are the requests that a condition chooses.
func (db *DB) licences(ctx context.Context, tx *sql.Tx, choice string, args ...any) (all []office.LicenceCheck, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+licenceColumns+` FROM licence_check l JOIN office_case c ON c.kiosk = l.kiosk AND c.id = l.id `+choice, args...)
	list, err := collect(rows, err, (*licenceRow).columns)
	for _, r := range list {
		l := r.LicenceCheck
		l.Next, l.At, l.Case.ReceivedAt = at(r.nextMS), at(r.atMS), at(r.receivedMS)
		if len(r.hidden) > 0 {
			if err := db.unhide(r.hidden, &l.Found, licencePlace(l)...); err != nil {
				return nil, err
			}
		}
		all = append(all, l)
	}
	return all, err
}

// DueLicence implements office.LicenceBook, as do all that follow.
func (db *DB) DueLicence(ctx context.Context, now time.Time) (l office.LicenceCheck, ok bool, err error) {
	err = db.read(ctx, "find a licence to look up", func(tx *sql.Tx) error {
		list, err := db.licences(ctx, tx, `WHERE l.next_ms > 0 AND l.next_ms <= $1 ORDER BY l.next_ms, l.kiosk, l.id, l.paper LIMIT 1`, now.UnixMilli())
		if ok = len(list) > 0; ok {
			l = list[0]
		}
		return err
	})
	return l, ok, err
}

// MoveLicence locks the kiosk's row first, as every step of a case does.
func (db *DB) MoveLicence(ctx context.Context, from, to office.LicenceCheck) (moved bool, err error) {
	err = db.db.Write(ctx, "note the look-up of a licence", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, from.Kiosk); err != nil {
			return err
		}
		hidden := []byte{}
		if to.State.Answered() {
			if hidden, err = db.hide(to.Found, licencePlace(to)...); err != nil {
				return err
			}
		}
		done, err := tx.ExecContext(ctx, `
			UPDATE licence_check SET state = $1, tries = $2, next_ms = $3, why = $4, by_name = $5, at_ms = $6, hidden = $7
			WHERE kiosk = $8 AND id = $9 AND paper = $10 AND state = $11 AND tries = $12 AND next_ms = $13`,
			to.State, to.Tries, orZero(to.Next), to.Why, to.By, orZero(to.At), hidden,
			from.Kiosk, from.ID, from.Paper, from.State, from.Tries, orZero(from.Next))
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if moved = n > 0; err != nil || !moved || !to.State.Answered() {
			return err
		}
		letter, err := village.NewLetter(village.LetterLicence, to.At, village.LicenceWord{Record: to.ID, Paper: to.Paper, State: to.State, AtMS: to.At.UnixMilli()})
		if err == nil {
			_, _, err = writeLetter(ctx, tx, to.Kiosk, letter)
		}
		return err
	})
	return moved && err == nil, err
}

func (db *DB) AgainLicences(ctx context.Context, now time.Time) (n int, err error) {
	err = db.db.Write(ctx, "ask for licences again", func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE licence_check SET tries = 0, next_ms = $1 WHERE state = $2`, now.UnixMilli(), village.LicenceFailed)
		if err != nil {
			return err
		}
		count, err := done.RowsAffected()
		n = int(count)
		return err
	})
	return n, err
}

// Licences are the requests of a case, in the order of its papers.
func (db *DB) Licences(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (list []office.LicenceCheck, err error) {
	err = db.read(ctx, "find look-ups of licences", func(tx *sql.Tx) error {
		list, err = db.licences(ctx, tx, `WHERE l.kiosk = $1 AND l.id = $2 ORDER BY l.paper`, kiosk, id)
		return err
	})
	return list, err
}

// LicencesIn are all requests in a state, "" = any, by when their cases came.
func (db *DB) LicencesIn(ctx context.Context, state village.LicenceState) (list []office.LicenceCheck, err error) {
	err = db.read(ctx, "list look-ups of licences", func(tx *sql.Tx) error {
		list, err = db.licences(ctx, tx, `WHERE $1 = '' OR l.state = $1 ORDER BY c.received_ms, l.kiosk, l.id, l.paper`, state)
		return err
	})
	return list, err
}

// LicenceUses are the papers of a scope's and a period's cases that may be looked up, one row a paper, and
// whether an officer asked for each all the same.
func (db *DB) LicenceUses(ctx context.Context, s office.Scope, p stats.Period) (uses []stats.LicenceUse, err error) {
	var c choice
	c.add("(kiosk, id) IN (SELECT kiosk, id FROM licence_check)")
	c.add("received_ms >= ?", orZero(p.From))
	if !p.To.IsZero() {
		c.add("received_ms < ?", orZero(p.To))
	}
	if place := within(s); place != "" {
		c.add("village LIKE ?", place)
	}
	if s.Unit != "" {
		c.add("department = ?", s.Unit)
	}
	err = db.read(ctx, "count look-ups of licences", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+caseColumns+` FROM office_case`+c.where()+` ORDER BY received_ms, kiosk, id`, c.args...)
		list, err := collect(rows, err, (*caseRow).columns)
		if err != nil {
			return err
		}
		cases, err := db.readCases(list)
		if err != nil {
			return err
		}
		for _, c := range cases {
			head, err := headOf(ctx, tx, c.Kiosk, c.ID)
			if err != nil {
				return err
			}
			checks, err := db.licences(ctx, tx, `WHERE l.kiosk = $1 AND l.id = $2 ORDER BY l.paper`, c.Kiosk, c.ID)
			if err != nil {
				return err
			}
			for _, l := range checks {
				uses = append(uses, l.Use(c, head.Acts))
			}
		}
		return nil
	})
	return uses, err
}
