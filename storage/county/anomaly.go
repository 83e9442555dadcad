package county

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// RatingAnomalies are the ratings of a scope since a time that look made, by rules, the
// latest first.
func (db *DB) RatingAnomalies(ctx context.Context, s office.Scope, rules office.RatingRules, since time.Time) (list []office.RatingAnomaly, err error) {
	err = db.read(ctx, "look for ratings that look made", func(tx *sql.Tx) error {
		for _, look := range []func(context.Context, *sql.Tx, office.Scope, office.RatingRules, int64) ([]office.RatingAnomaly, error){bursts, allBest, db.sameWords} {
			found, err := look(ctx, tx, s, rules, since.UnixMilli())
			if err != nil {
				return err
			}
			list = append(list, found...)
		}
		return nil
	})
	for i := range list {
		list[i].Version = rules.Version
	}
	slices.SortStableFunc(list, func(a, b office.RatingAnomaly) int {
		return cmp.Or(b.To.Compare(a.To), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Kiosk, b.Kiosk))
	})
	return list, err
}

// sinceIn are the ratings that people gave in a scope; the parameters are $1 and $2.
const sinceIn = ` FROM office_rating WHERE is_default = 0 AND rated_ms >= $1 AND ($2 = '' OR village LIKE $2) `

// bursts are minutes in which a machine was given more ratings than people make.
func bursts(ctx context.Context, tx *sql.Tx, s office.Scope, rules office.RatingRules, since int64) ([]office.RatingAnomaly, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT kiosk, MAX(village), MIN(rated_ms), MAX(rated_ms), COUNT(*), SUM(CASE WHEN grade >= 4 THEN 1 ELSE 0 END)`+sinceIn+`
		GROUP BY kiosk, rated_ms / 60000 HAVING COUNT(*) >= $3 ORDER BY kiosk, 3`, since, within(s), rules.Burst.Least)
	return anomalies(rows, err, office.AnomalyBurst)
}

// allBest are machines that were given nothing but the best grade.
func allBest(ctx context.Context, tx *sql.Tx, s office.Scope, rules office.RatingRules, since int64) ([]office.RatingAnomaly, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT kiosk, MAX(village), MIN(rated_ms), MAX(rated_ms), COUNT(*), COUNT(*)`+sinceIn+`
		GROUP BY kiosk HAVING COUNT(*) >= $3 AND MIN(grade) = 5 ORDER BY kiosk`, since, within(s), rules.AllBest.Least)
	return anomalies(rows, err, office.AnomalyAllBest)
}

type anomalyRow struct {
	office.RatingAnomaly
	fromMS, toMS int64
}

func anomalies(rows *sql.Rows, err error, rule string) ([]office.RatingAnomaly, error) {
	list, err := collect(rows, err, func(r *anomalyRow) []any {
		return []any{&r.Kiosk, &r.Village, &r.fromMS, &r.toMS, &r.Ratings, &r.Best}
	})
	all := make([]office.RatingAnomaly, len(list))
	for i, r := range list {
		all[i] = r.RatingAnomaly
		all[i].Rule, all[i].From, all[i].To = rule, time.UnixMilli(r.fromMS), time.UnixMilli(r.toMS)
	}
	return all, err
}

// sameWords are machines on which the same words were written again and again. Words lie
// hidden, so that they are compared here.
func (db *DB) sameWords(ctx context.Context, tx *sql.Tx, s office.Scope, rules office.RatingRules, since int64) ([]office.RatingAnomaly, error) {
	type row struct {
		kiosk   seal.KioskID
		id      village.RecordID
		village village.DivisionCode
		ratedMS int64
		hidden  []byte
	}
	rows, err := tx.QueryContext(ctx, `SELECT kiosk, id, village, rated_ms, hidden`+sinceIn+`ORDER BY rated_ms`, since, within(s))
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.kiosk, &r.id, &r.village, &r.ratedMS, &r.hidden} })
	if err != nil {
		return nil, err
	}
	type place struct {
		kiosk seal.KioskID
		words string
	}
	said := map[place]*office.RatingAnomaly{}
	for _, r := range list {
		var text string
		if err := db.unhide(r.hidden, &text, ratingTable, string(r.kiosk), string(r.id)); err != nil {
			return nil, err
		}
		at := place{r.kiosk, rules.SameText(text)}
		if at.words == "" {
			continue
		}
		a := said[at]
		if a == nil {
			a = &office.RatingAnomaly{Rule: office.AnomalySameWords, Kiosk: r.kiosk, Village: r.village, From: time.UnixMilli(r.ratedMS)}
			said[at] = a
		}
		a.Ratings, a.To = a.Ratings+1, time.UnixMilli(r.ratedMS)
	}
	var all []office.RatingAnomaly
	for _, a := range said {
		if a.Ratings >= rules.SameWords.Least {
			all = append(all, *a)
		}
	}
	return all, nil
}
