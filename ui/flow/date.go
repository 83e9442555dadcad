package flow

import (
	"strconv"
	"time"

	"bianmin/app/village"
)

// Month is the page of a calendar on which a date is chosen.
type Month struct {
	Year, Name    string // 2026年, 11月
	First         int    // weekday of the 1st, 0 for Monday
	Days          int
	Chosen, Today int // 0 when they lie in another month
}

// Years that the calendar leads to: the oldest people, and what is planned.
const (
	firstYear = 1900
	lastYear  = 2100
)

// Month is the month that the calendar of a date shows: the one turned to, else
// that of the answer, else this one.
func (f *Form) Month() Month {
	page, today := f.monthShown(), f.kiosk.Now().In(village.Zone)
	m := Month{
		Year: f.T("date.year", "year", page.Year()), Name: f.T("calendar.month." + strconv.Itoa(int(page.Month()))),
		First: (int(page.Weekday()) + 6) % 7, Days: page.AddDate(0, 1, -1).Day(),
	}
	if day, ok := f.date(); ok && sameMonth(day, page) {
		m.Chosen = day.Day()
	}
	if sameMonth(today, page) {
		m.Today = today.Day()
	}
	return m
}

// TurnYear goes a year back (-1) or on (1), TurnMonth a month.
func (f *Form) TurnYear(by int) { f.turnTo(f.monthShown().AddDate(by, 0, 0)) }

// TurnMonth goes a month back (-1) or on (1).
func (f *Form) TurnMonth(by int) { f.turnTo(f.monthShown().AddDate(0, by, 0)) }

func (f *Form) turnTo(month time.Time) {
	if month.Year() < firstYear || month.Year() > lastYear {
		return
	}
	f.month = month
	f.Changed()
}

// PickDay answers with a day of the month shown.
func (f *Form) PickDay(day int) {
	f.Set(f.monthShown().AddDate(0, 0, day-1).Format(digitsOfDate))
	f.checkNow()
}

// TypeDate changes between the calendar and digits.
func (f *Form) TypeDate(digits bool) {
	f.Digits, f.month = digits, time.Time{}
	f.hush()
	f.Changed()
}

// Picking reports whether the question shown is answered on a calendar.
func (f *Form) Picking() bool { return f.Question().Type == village.FieldDate && !f.Digits }

const digitsOfDate = "20060102"

// date is the answer as a day; false while it is none.
func (f *Form) date() (time.Time, bool) {
	day, err := time.ParseInLocation(digitsOfDate, f.Value(), village.Zone)
	return day, err == nil
}

// monthShown is the first day of the month shown.
func (f *Form) monthShown() time.Time {
	if !f.month.IsZero() {
		return f.month
	}
	day, ok := f.date()
	if !ok || day.Year() < firstYear || day.Year() > lastYear {
		day = f.kiosk.Now().In(village.Zone)
	}
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, village.Zone)
}

func sameMonth(a, b time.Time) bool { return a.Year() == b.Year() && a.Month() == b.Month() }
