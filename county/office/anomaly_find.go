package office

import (
	"cmp"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// RatedRow is what rules look at of one rating.
type RatedRow struct {
	Kiosk   seal.KioskID
	ID      village.RecordID
	Village village.DivisionCode
	At      time.Time // by the kiosk's clock
	Grade   village.Grade
	Text    string
}

// Find are the ratings among rows that look made, the latest first. Rows stand in their order
// of time.
func (r RatingRules) Find(rows []RatedRow) (list []RatingAnomaly) {
	machine := func(row RatedRow) (string, bool) { return "", true }
	minute := func(row RatedRow) (string, bool) {
		return row.At.UTC().Truncate(time.Minute).Format(time.RFC3339), true
	}
	words := func(row RatedRow) (string, bool) { same := r.SameText(row.Text); return same, same != "" }
	best := func(rows []RatedRow) bool {
		return !slices.ContainsFunc(rows, func(row RatedRow) bool { return row.Grade != 5 })
	}
	for _, rule := range []struct {
		name  string
		by    func(RatedRow) (string, bool)
		fits  func([]RatedRow) bool
		least Least
	}{
		{AnomalyBurst, minute, nil, r.Burst},
		{AnomalyAllBest, machine, best, r.AllBest},
		{AnomalySameWords, words, nil, r.SameWords},
	} {
		for _, group := range grouped(rows, rule.by) {
			if len(group) >= rule.least.Least && (rule.fits == nil || rule.fits(group)) {
				list = append(list, r.anomaly(rule.name, rule.least, group))
			}
		}
	}
	slices.SortStableFunc(list, func(a, b RatingAnomaly) int {
		return cmp.Or(b.To.Compare(a.To), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Kiosk, b.Kiosk), a.From.Compare(b.From))
	})
	return list
}

// grouped are the rows of one machine that have the same key, in the order of their first.
func grouped(rows []RatedRow, by func(RatedRow) (key string, ok bool)) (groups [][]RatedRow) {
	type place struct {
		kiosk seal.KioskID
		key   string
	}
	at := map[place]int{}
	for _, row := range rows {
		key, ok := by(row)
		if !ok {
			continue
		}
		i, there := at[place{row.Kiosk, key}]
		if !there {
			i = len(groups)
			at[place{row.Kiosk, key}] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], row)
	}
	return groups
}

// anomaly is what rows of one machine come to. Its digest is of the names of the ratings:
// nobody's words can be guessed from it.
func (r RatingRules) anomaly(rule string, least Least, rows []RatedRow) RatingAnomaly {
	type input struct {
		ID      village.RecordID `json:"id"`
		RatedMS int64            `json:"rated_ms"`
		Grade   village.Grade    `json:"grade"`
	}
	a := RatingAnomaly{Kiosk: rows[0].Kiosk, From: rows[0].At, To: rows[len(rows)-1].At, Ratings: len(rows)}
	var seen []input
	for _, row := range rows {
		a.Village = max(a.Village, row.Village)
		if rule != AnomalySameWords && row.Grade >= 4 {
			a.Best++
		}
		seen = append(seen, input{row.ID, row.At.UnixMilli(), row.Grade})
	}
	a.Decided = village.Decide(rule, r.Version, "ask", struct {
		Least   Least        `json:"least"`
		Kiosk   seal.KioskID `json:"kiosk"`
		Ratings []input      `json:"ratings"`
	}{least, a.Kiosk, seen})
	return a
}
