package calendar

import (
	"time"

	"bianmin/app/village"
)

// StripDay is one day of the weeks that show how a limit is counted.
type StripDay struct {
	Day
	Count      int // which counted day it is; 0 when it is not counted
	Start, Due bool
}

// Strip are the whole weeks, from Monday to Sunday, that the limit of e lies in:
// each day with its place in the count. A last day that moved on (民法典 art. 203)
// keeps the count of the limit.
func (c *Calendar) Strip(e Explanation) []StripDay {
	var days []StripDay
	count := 0
	for _, day := range c.Days(monday(e.Start), monday(e.Due).AddDate(0, 0, 6)) {
		d := StripDay{Day: day, Start: day.Date.Equal(e.Start), Due: day.Date.Equal(e.Due)}
		if e.counts(day) {
			count++
			d.Count = count
		}
		if d.Due && e.MovedFrom != nil && e.ExtendedFrom == nil {
			d.Count = e.Limit.Days
		}
		days = append(days, d)
	}
	return days
}

// counts reports whether a day runs against the limit.
func (e Explanation) counts(day Day) bool {
	if e.ExtendedFrom != nil && day.Date.After(*e.ExtendedFrom) {
		return !day.Date.After(e.Due) && day.Worked()
	}
	last := e.Due
	if e.MovedFrom != nil {
		last = *e.MovedFrom
	}
	if !day.Date.After(e.Start) || day.Date.After(last) {
		return false
	}
	return e.Limit.Unit == village.CalendarDays || day.Worked()
}

// monday is the first day of the week of day.
func monday(day time.Time) time.Time {
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}
