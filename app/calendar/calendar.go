// Package calendar counts working days (工作日) by the official calendar and
// explains what it counted. Days are civil days of [village.Zone], whatever
// zone a time is given in. A year without a calendar is counted by weekends
// alone, and the answer says so.
package calendar

import (
	"time"

	"bianmin/app/village"
)

// Calendar knows the days off of the years that were published. Make one with
// [Load]. It may be used by several goroutines at once.
type Calendar struct {
	Version string

	years map[int]bool
	off   map[time.Time]string // day -> name of the holiday
	work  map[time.Time]bool   // Saturdays and Sundays that are worked
}

// DayKind says whether a day is worked, and why or why not.
type DayKind string

const (
	Workday        DayKind = "workday"
	Weekend        DayKind = "weekend"
	Holiday        DayKind = "holiday"         // off by the notice, a weekend inside it too
	WorkingWeekend DayKind = "working_weekend" // 调休上班
)

// Day is one day of the calendar.
type Day struct {
	Date    time.Time // 00:00
	Kind    DayKind
	Name    string // of the holiday
	Guessed bool   // the year's calendar is missing: by weekday alone
}

// Worked reports whether offices work on the day.
func (d Day) Worked() bool { return d.Kind == Workday || d.Kind == WorkingWeekend }

// Calendar is c: code that takes a calendar which may change is handed one that does not.
func (c *Calendar) Calendar() *Calendar { return c }

// Knows reports whether the calendar of year was published and is here.
func (c *Calendar) Knows(year int) bool { return c.years[year] }

// IsWorkday reports whether offices work on the day of t.
func (c *Calendar) IsWorkday(t time.Time) bool { return c.day(date(t)).Worked() }

// NextWorkday is the first working day after the day of t, at 00:00.
func (c *Calendar) NextWorkday(t time.Time) time.Time {
	day := date(t).AddDate(0, 0, 1)
	for !c.day(day).Worked() {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// Days are the days from the day of from to the day of to, both included.
func (c *Calendar) Days(from, to time.Time) []Day {
	var days []Day
	for day, last := date(from), date(to); !day.After(last); day = day.AddDate(0, 0, 1) {
		days = append(days, c.day(day))
	}
	return days
}

func (c *Calendar) day(day time.Time) Day {
	d := Day{Date: day, Kind: Workday, Guessed: !c.years[day.Year()]}
	name, off := c.off[day]
	switch weekend := isWeekend(day); {
	case off:
		d.Kind, d.Name = Holiday, name
	case weekend && c.work[day]:
		d.Kind = WorkingWeekend
	case weekend:
		d.Kind = Weekend
	}
	return d
}

func isWeekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

// date is the civil day of t at 00:00. Two equal days are == as keys of a map,
// because both carry the same zone.
func date(t time.Time) time.Time {
	y, m, d := t.In(village.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, village.Zone)
}
