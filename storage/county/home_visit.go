package county

import (
	"context"
	"database/sql"

	"bianmin/app/village"
	"bianmin/county/office"
)

// homeBooking is the code of the booking at whose visit a case was taken; "" = none.
func homeBooking(v *office.HomeVisit) village.ShortCode {
	if v == nil {
		return ""
	}
	return v.Booking
}

// nameStaff fills in who stands behind the badges of a case.
func nameStaff(ctx context.Context, tx *sql.Tx, c *office.Case) (err error) {
	if c.HelperName, err = memberName(ctx, tx, c.Helper); err == nil && c.HomeVisit != nil {
		c.HomeVisit.SecondName, err = memberName(ctx, tx, c.HomeVisit.Second)
	}
	return err
}

// Visited implements office.Requests. Codes are drawn by machines that do not know each
// other: where two bookings have one, an officer completes them.
func (db *DB) Visited(ctx context.Context, limit int) ([]office.RequestHead, error) {
	return db.requests(ctx, `
		WHERE item = 'book-home' AND state IN ('registered', 'dispatched')
			AND EXISTS (SELECT 1 FROM office_case c WHERE c.home_booking = office_request.short_code AND c.home_booking <> '')
			AND (SELECT COUNT(*) FROM office_request o WHERE o.item = 'book-home' AND o.short_code = office_request.short_code) = 1
		ORDER BY received_ms, kiosk, seq LIMIT $1`, limit)
}
