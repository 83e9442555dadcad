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
