package inspect

import (
	"time"

	"bianmin/app/village"
)

// Month is where a centre stood in a month.
type Month struct {
	Text string // as 2026-11
	Full Points // of the checklist of its last visit
	Place
}

// Trends are where each visited centre stood in so many months up to that of a moment, the
// earliest first. A month without a visit has none.
func Trends(list []Template, visits []Visit, until time.Time, months int) map[village.DivisionCode][]Month {
	until = until.In(village.Zone)
	last := time.Date(until.Year(), until.Month(), 1, 0, 0, 0, 0, village.Zone)
	of := map[village.DivisionCode][]Visit{}
	for _, v := range visits {
		if v.Subject == OfCentre {
			of[v.Centre] = append(of[v.Centre], v)
		}
	}
	trends := map[village.DivisionCode][]Month{}
	for centre, its := range of {
		for n := range months {
			from := last.AddDate(0, n+1-months, 0)
			m := Month{Text: from.Format("2006-01")}
			if here := between(its, centre, from, from.AddDate(0, 1, 0)); len(here) > 0 {
				m.Place = placeOf(centre, list, here)
				t, _ := Find(list, here[len(here)-1].Template, here[len(here)-1].Version)
				m.Full = t.Full
			}
			trends[centre] = append(trends[centre], m)
		}
	}
	return trends
}
