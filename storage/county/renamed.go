package county

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bianmin/app/village"
)

// whereNow are the columns that say where a machine stands, where something was handed in
// or what it is about, what somebody may see, and for whom times are open. Records stay as
// they came, and visits, orders and extensions as they were decided: they are read by the
// code of today.
func whereNow() [][2]string {
	return [][2]string{
		{"kiosk", "village"}, {"enrolment", "village"}, {"office_case", "village"}, {"office_rating", "village"},
		{"office_request", "village"}, {"office_request", "place"}, {"account", "division"}, {"slot", "area"},
	}
}

// ReadBy reads places by their codes of today from then on; nothing is written. Nobody may be
// reading yet.
func (db *DB) ReadBy(today map[village.DivisionCode]village.DivisionCode) { db.renamed = today }

// MoveRenamed moves what stands under an earlier code of a place to that of today, in one
// transaction; see [DB.ReadBy]. Who served at the place served at it under either code. What is
// moved already is left alone.
func (db *DB) MoveRenamed(ctx context.Context) error {
	today := db.renamed
	if len(today) == 0 {
		return nil
	}
	return db.db.Write(ctx, "move places to their codes of today", func(tx *sql.Tx) error {
		for _, before := range slices.Sorted(maps.Keys(today)) {
			for _, at := range whereNow() {
				move := fmt.Sprintf(`UPDATE %s SET %s = $1 WHERE %s = $2`, at[0], at[1], at[1])
				if _, err := tx.ExecContext(ctx, move, today[before], before); err != nil {
					return err
				}
			}
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO staff_service (badge, centre, first_day, last_day, noted_ms)
				SELECT badge, $1, first_day, last_day, noted_ms FROM staff_service WHERE centre = $2
				ON CONFLICT (badge, centre, first_day) DO NOTHING`, today[before], before); err != nil {
				return err
			}
		}
		return nil
	})
}

// Today is the code that a place has now.
func (db *DB) Today(place village.DivisionCode) village.DivisionCode {
	if now, ok := db.renamed[place]; ok {
		return now
	}
	return place
}

// todays is SQL for the code of today of the place in a column.
func (db *DB) todays(column string) string {
	if len(db.renamed) == 0 {
		return column
	}
	var b strings.Builder
	b.WriteString("CASE " + column)
	for _, before := range slices.Sorted(maps.Keys(db.renamed)) {
		fmt.Fprintf(&b, " WHEN '%s' THEN '%s'", literal(before), literal(db.renamed[before]))
	}
	return b.String() + " ELSE " + column + " END"
}

// literal is a code between marks of SQL: codes are digits.
func literal(c village.DivisionCode) string { return strings.ReplaceAll(string(c), "'", "") }
