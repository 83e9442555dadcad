package county

import (
	"context"
	"database/sql"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// given is how the order stands that was made of a rating or a request, in the transaction in
// which that is judged.
func (db *DB) given(ctx context.Context, tx *sql.Tx, s inspect.Source, kiosk seal.KioskID, id village.RecordID) (office.Given, error) {
	list, err := db.rectifications(ctx, tx, `WHERE about = $1`, office.AboutName(s, kiosk, id))
	if err != nil || len(list) == 0 {
		return office.Given{}, err
	}
	list[0].Centre = db.Today(list[0].Centre)
	return office.GivenOf(list[0]), nil
}

// stillAbout judges once more what an order is made of. It locks the row that whoever judges the
// rating or the request locks, so that one comes after the other and sees what the other did.
func (db *DB) stillAbout(ctx context.Context, tx *sql.Tx, a office.About) error {
	if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, a.Kiosk); err != nil {
		return err
	}
	if a.Source == inspect.ByRating {
		r, err := db.rating(ctx, tx, a.Kiosk, a.ID)
		if err == nil {
			_, err = office.AboutRating(r)
		}
		return err
	}
	r, err := db.request(ctx, tx, a.Kiosk, a.ID)
	if err == nil {
		_, err = office.AboutTicket(r)
	}
	return err
}
