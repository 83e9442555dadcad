package county

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// changesBooking reports whether something is a word about an appointment.
func changesBooking(f *office.FollowUp) bool {
	return f != nil && f.Item.Kind() == village.RecordBooking
}

// lockChanges locks the mailboxes that changes of appointments and surveys write to, always
// in one order over all that is opened together.
func lockChanges(ctx context.Context, tx *sql.Tx, opened []office.Opened) error {
	for _, kiosk := range changedBoxes(opened) {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, kiosk); err != nil {
			return err
		}
	}
	return nil
}

// changedBoxes are the kiosks that lockChanges locks, in its order and each once.
func changedBoxes(opened []office.Opened) []seal.KioskID {
	var kiosks []seal.KioskID
	for _, o := range opened {
		if changesBooking(o.FollowUp) || o.FollowUp != nil && o.FollowUp.Verb == village.Survey {
			kiosks = append(kiosks, o.FollowUp.Kiosk, o.FollowUp.CaseKiosk)
		}
	}
	slices.Sort(kiosks)
	return slices.Compact(kiosks)
}

// changeBooking moves an appointment or takes it back, and tells its machine: at once, in
// the order in which the machine did it, for the record behind it may be of who has the
// seat now. problem says that there is no such appointment here.
func (db *DB) changeBooking(ctx context.Context, tx *sql.Tx, f office.FollowUp) (problem string, err error) {
	var row requestRow
	err = tx.QueryRowContext(ctx, `SELECT `+requestColumns+` FROM office_request WHERE kiosk = $1 AND id = $2 AND short_code = $3`,
		f.CaseKiosk, f.CaseID, f.Code).Scan(row.columns()...)
	if errors.Is(err, sql.ErrNoRows) {
		return problemNoCase, nil
	}
	if err != nil {
		return "", err
	}
	now := db.now()
	of := row.head()
	act, outcome := office.ChangeBooking(of, f, now)
	left, _, _ := f.Left.Seat()
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO booking_change (kiosk, id, seq, case_kiosk, case_id, verb, number, left_number, left_slot, filed_ms, received_ms, outcome)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT received_ms FROM record WHERE kiosk = $1 AND id = $2), $11)`,
		f.Kiosk, f.ID, f.Seq, f.CaseKiosk, f.CaseID, f.Verb, f.Number, f.Left, left, f.FiledAt.UnixMilli(), outcome); err != nil {
		return "", err
	}
	if act != nil {
		if err := db.reseat(ctx, tx, of, f); err != nil {
			return "", err
		}
		if err := db.keepRequestAct(ctx, tx, of.Kiosk, of.ID, *act); err != nil {
			return "", err
		}
	}
	letter, err := village.NewLetter(village.LetterFollow, now, village.Outcome{Record: f.ID, State: outcome, AtMS: now.UnixMilli()})
	if err == nil {
		_, _, err = writeLetter(ctx, tx, f.Kiosk, letter)
	}
	return "", err
}

// reseat gives an appointment its new number; one that is taken back keeps its time to be
// shown and its number with its code behind, for the number is another's from now on.
func (db *DB) reseat(ctx context.Context, tx *sql.Tx, of office.RequestHead, f office.FollowUp) error {
	id, _, moved := f.Number.Seat()
	if !moved {
		_, err := tx.ExecContext(ctx, `UPDATE office_request SET order_no = $1 WHERE kiosk = $2 AND id = $3`, string(f.Left)+"+"+string(of.ShortCode), of.Kiosk, of.ID)
		return err
	}
	slot, _ := id.Slot()
	number, err := ownNumber(ctx, tx, office.Request{RequestHead: office.RequestHead{Kiosk: of.Kiosk, ID: of.ID, Order: string(f.Number), ShortCode: of.ShortCode}})
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE office_request SET order_no = $1, slot = $2, place = $3 WHERE kiosk = $4 AND id = $5`,
		number, id, db.Today(slot.Area), of.Kiosk, of.ID)
	return err
}
