package county

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const followTable = "office_follow_up"

// hiddenFollowUp is what only a reader with the data key sees of a follow-up.
type hiddenFollowUp struct {
	Materials []office.Material `json:"materials"`
	LastFour  string            `json:"last_four"`
	Parts     []office.Part     `json:"parts"`
	By        village.Comer     `json:"by,omitempty"`
	Behalf    *office.Behalf    `json:"behalf,omitempty"`
	Helper    string            `json:"helper,omitempty"`
}

// problemNoCase is why a follow-up is set aside whose case is not here, or has
// another code.
const problemNoCase = "err.county.no_case"

// insertFollowUp keeps one whose case, or appointment, is here; problem says that it is not.
func (db *DB) insertFollowUp(ctx context.Context, tx *sql.Tx, f office.FollowUp) (problem string, err error) {
	if f.Verb == village.Survey {
		return db.survey(ctx, tx, f)
	}
	if changesBooking(&f) {
		return db.changeBooking(ctx, tx, f)
	}
	var known bool
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM office_case WHERE kiosk = $1 AND id = $2 AND short_code = $3)`,
		f.CaseKiosk, f.CaseID, f.Code).Scan(&known)
	if err != nil || !known {
		return problemNoCase, err
	}
	hidden, err := db.hide(hiddenFollowUp{f.Materials, f.LastFour, f.Parts, f.By, f.Behalf, f.Helper}, followTable, string(f.Kiosk), string(f.ID))
	if err != nil {
		return "", err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO office_follow_up (kiosk, id, seq, case_kiosk, case_id, short_code, verb, filed_ms, received_ms, outcome, hidden)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT received_ms FROM record WHERE kiosk = $1 AND id = $2), '', $9)`,
		f.Kiosk, f.ID, f.Seq, f.CaseKiosk, f.CaseID, f.Code, f.Verb, f.FiledAt.UnixMilli(), hidden)
	return "", err
}

// lockBoth locks the rows of both kiosks of a follow-up, always in one order.
func lockBoth(ctx context.Context, tx *sql.Tx, f office.FollowUp) error {
	both := []seal.KioskID{f.Kiosk, f.CaseKiosk}
	slices.Sort(both)
	for _, kiosk := range both {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, kiosk); err != nil {
			return err
		}
	}
	return nil
}

// survey keeps what a person said of the answer to a request with the request itself, and
// tells the machine; problem says that it is not here. lockChanges has locked both kiosks.
func (db *DB) survey(ctx context.Context, tx *sql.Tx, f office.FollowUp) (problem string, err error) {
	r, err := db.request(ctx, tx, f.CaseKiosk, f.CaseID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && r.ShortCode != f.Code {
		return problemNoCase, nil
	}
	if err != nil {
		return "", err
	}
	now := db.now()
	act, outcome := r.Said(f, now)
	if outcome == village.OutcomeTaken {
		if err := db.keepRequestAct(ctx, tx, f.CaseKiosk, f.CaseID, act); err != nil {
			return "", err
		}
	}
	letter, err := village.NewLetter(village.LetterFollow, now, village.Outcome{Record: f.ID, State: outcome, AtMS: now.UnixMilli()})
	if err == nil {
		_, _, err = writeLetter(ctx, tx, f.Kiosk, letter)
	}
	return "", err
}

// lookAgain lets openers look again into what was set aside for a problem that may be
// over: the case has come, or the order.
func lookAgain(ctx context.Context, tx *sql.Tx, problem string) error {
	_, err := tx.ExecContext(ctx, `UPDATE record SET opened = 0 WHERE opened = 1
		AND (kiosk, seq) IN (SELECT q.kiosk, q.seq FROM quarantine q WHERE q.problem = $1)`, problem)
	return err
}

const followColumns = `kiosk, id, seq, case_kiosk, case_id, short_code, verb, filed_ms, received_ms, outcome, hidden`

type followRow struct {
	office.FollowUp
	filedMS, receivedMS int64
	hidden              []byte
}

func (r *followRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.Seq, &r.CaseKiosk, &r.CaseID, &r.Code, &r.Verb, &r.filedMS, &r.receivedMS, &r.Outcome, &r.hidden,
	}
}

// followUps are those that a condition chooses.
func (db *DB) followUps(ctx context.Context, tx *sql.Tx, choice string, args ...any) ([]office.FollowUp, error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+followColumns+` FROM office_follow_up `+choice, args...)
	list, err := collect(rows, err, (*followRow).columns)
	var all []office.FollowUp
	for _, r := range list {
		f := r.FollowUp
		f.FiledAt, f.ReceivedAt = time.UnixMilli(r.filedMS), time.UnixMilli(r.receivedMS)
		var h hiddenFollowUp
		if err := db.unhide(r.hidden, &h, followTable, string(f.Kiosk), string(f.ID)); err != nil {
			return nil, err
		}
		f.Materials, f.LastFour, f.Parts = h.Materials, h.LastFour, h.Parts
		f.By, f.Behalf, f.Helper = h.By, h.Behalf, h.Helper
		all = append(all, f)
	}
	return all, err
}

// FollowUps are those of a case, the first first.
func (db *DB) FollowUps(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (list []office.FollowUp, err error) {
	err = db.read(ctx, "find follow-ups", func(tx *sql.Tx) (err error) {
		list, err = db.followUps(ctx, tx, `WHERE case_kiosk = $1 AND case_id = $2 ORDER BY received_ms, kiosk, seq`, kiosk, id)
		for i := range list {
			if err == nil {
				list[i].HelperName, err = memberName(ctx, tx, list[i].Helper)
			}
		}
		return err
	})
	return list, err
}

// Unsettled implements office.FollowBook.
func (db *DB) Unsettled(ctx context.Context, limit int) (list []office.FollowUp, err error) {
	err = db.read(ctx, "find follow-ups", func(tx *sql.Tx) (err error) {
		list, err = db.followUps(ctx, tx, `WHERE outcome = '' ORDER BY received_ms, kiosk, seq LIMIT $1`, limit)
		return err
	})
	return list, err
}

// Settle implements office.FollowBook. Both kiosks' rows are locked first, always in
// one order.
func (db *DB) Settle(ctx context.Context, f office.FollowUp, decide func(office.CaseHead, []office.FollowUp) (*office.Act, village.Outcome, error)) error {
	return db.db.Write(ctx, "settle follow-up "+string(f.ID), func(tx *sql.Tx) error {
		if err := lockBoth(ctx, tx, f); err != nil {
			return err
		}
		c, err := headOf(ctx, tx, f.CaseKiosk, f.CaseID)
		if err != nil {
			return err
		}
		before, err := db.followUps(ctx, tx, `WHERE case_kiosk = $1 AND case_id = $2 AND outcome IN ('taken', 'unproven') ORDER BY received_ms, kiosk, seq`, f.CaseKiosk, f.CaseID)
		if err != nil {
			return err
		}
		act, outcome, err := decide(c, before)
		if err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, `UPDATE office_follow_up SET outcome = $1 WHERE kiosk = $2 AND id = $3 AND outcome = ''`, outcome.State, f.Kiosk, f.ID)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		if act != nil {
			if err := db.keepAct(ctx, tx, c, *act); err != nil {
				return err
			}
		}
		letter, err := village.NewLetter(village.LetterFollow, time.UnixMilli(outcome.AtMS), outcome)
		if err == nil {
			_, _, err = writeLetter(ctx, tx, f.Kiosk, letter)
		}
		return err
	})
}
