package county

import (
	"context"
	"time"

	"bianmin/county/office"
)

// RatingAnomalies are the ratings of a scope since a time that look made, by rules, the
// latest first. Words lie hidden, so that they are compared outside the database.
func (db *DB) RatingAnomalies(ctx context.Context, s office.Scope, rules office.RatingRules, since time.Time) ([]office.RatingAnomaly, error) {
	type row struct {
		office.RatedRow
		ratedMS int64
		hidden  []byte
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT kiosk, id, village, rated_ms, grade, hidden FROM office_rating
		WHERE is_default = 0 AND rated_ms >= $1 AND ($2 = '' OR village LIKE $2) ORDER BY rated_ms, kiosk, seq`, since.UnixMilli(), within(s))
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Kiosk, &r.ID, &r.Village, &r.ratedMS, &r.Grade, &r.hidden}
	})
	rated := make([]office.RatedRow, len(list))
	for i, r := range list {
		rated[i] = r.RatedRow
		rated[i].At = time.UnixMilli(r.ratedMS)
		if err := db.unhide(r.hidden, &rated[i].Text, ratingTable, string(r.Kiosk), string(r.ID)); err != nil {
			return nil, failed("look for ratings that look made", err)
		}
	}
	return rules.Find(rated), failed("look for ratings that look made", err)
}
