package county

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

const ratingTable = "office_rating"

func (db *DB) insertRating(ctx context.Context, tx *sql.Tx, seq int64, r office.Rating) error {
	tags, err := json.Marshal(r.Tags)
	if err != nil {
		return err
	}
	hidden, err := db.hide(r.Text, ratingTable, string(r.Kiosk), string(r.ID))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO office_rating (kiosk, id, seq, target, act, grade, tags, hidden, village, rated_ms, received_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT received_ms FROM record WHERE kiosk = $1 AND id = $2))`,
		r.Kiosk, r.ID, seq, r.Target, r.Act, r.Grade, string(tags), hidden, r.Village, r.RatedAt.UnixMilli())
	return err
}

type ratingRow struct {
	office.Rating
	tags, hidden        []byte
	ratedMS, receivedMS int64
}

func (r *ratingRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.Target, &r.Act, &r.Grade, &r.tags, &r.hidden, &r.Village, &r.ratedMS, &r.receivedMS,
		&r.CaseID, &r.Item,
	}
}

// ratingsIn are the ratings of a scope, each with its case; the parameters are $1
// and $2.
const ratingsIn = ` FROM office_rating r LEFT JOIN office_case c
	ON r.target <> '' AND c.kiosk = r.kiosk AND c.short_code = r.target
	WHERE ($1 = '' OR r.village LIKE $1) AND ($2 = '' OR c.department = $2) `

// Ratings is one page of ratings, the newest first.
func (db *DB) Ratings(ctx context.Context, q office.RatingQuery) (page office.RatingPage, err error) {
	page.Grades = map[village.Grade]int{}
	err = db.read(ctx, "list ratings", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT r.grade, COUNT(*)`+ratingsIn+`GROUP BY r.grade`, within(q.Scope), q.Scope.Unit)
		counts, err := collect(rows, err, func(c *gradeCount) []any { return []any{&c.grade, &c.count} })
		if err != nil {
			return err
		}
		for _, c := range counts {
			page.Grades[c.grade] = c.count
			if q.Grade == 0 || q.Grade == c.grade {
				page.Total += c.count
			}
		}
		rows, err = tx.QueryContext(ctx, `
			SELECT r.kiosk, r.id, r.target, r.act, r.grade, r.tags, r.hidden, r.village, r.rated_ms, r.received_ms,
				COALESCE(c.id, ''), COALESCE(c.item_name, '')`+ratingsIn+`AND ($3 = 0 OR r.grade = $3)
			ORDER BY r.received_ms DESC, r.kiosk DESC, r.seq DESC LIMIT $4 OFFSET $5`,
			within(q.Scope), q.Scope.Unit, q.Grade, q.PerPage, (max(q.Page, 1)-1)*q.PerPage)
		list, err := collect(rows, err, (*ratingRow).columns)
		for _, row := range list {
			r := row.Rating
			r.RatedAt, r.ReceivedAt = time.UnixMilli(row.ratedMS), time.UnixMilli(row.receivedMS)
			if err := errors.Join(json.Unmarshal(row.tags, &r.Tags), db.unhide(row.hidden, &r.Text, ratingTable, string(r.Kiosk), string(r.ID))); err != nil {
				return err
			}
			page.Ratings = append(page.Ratings, r)
		}
		return err
	})
	return page, err
}

type gradeCount struct {
	grade village.Grade
	count int
}
