package flow

import (
	"strconv"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// StripMark is what a day of the weeks of a limit stands for.
type StripMark string

// The marks of a day.
const (
	StripOther   StripMark = ""        // off, or outside the limit
	StripStart   StripMark = "start"   // the day of acceptance, which is not counted
	StripCounted StripMark = "counted" // and passed
	StripToday   StripMark = "today"   // counted
	StripAhead   StripMark = "ahead"   // to be counted
	StripDue     StripMark = "due"     // the last day
)

// StripDay is one day as a person reads it: 28, 第1.
type StripDay struct {
	Mark       StripMark
	Day, Words string
}

// Strip is how a limit is counted, in whole weeks from Monday.
type Strip struct {
	Range string // 9月21日 — 10月18日
	Days  []StripDay
}

// strip words the days of a limit; an empty one has none.
func (p page) strip(days []calendar.StripDay) Strip {
	if len(days) == 0 {
		return Strip{}
	}
	text := p.kiosk.Text
	s := Strip{Range: p.T("strip.range", "from", calendar.DateText(text, days[0].Date), "to", calendar.DateText(text, days[len(days)-1].Date))}
	today := p.kiosk.Now().In(village.Zone).Format(time.DateOnly)
	within := false
	for _, d := range days {
		within = within || d.Start
		day := StripDay{Mark: stripMark(d, today), Day: strconv.Itoa(d.Date.Day())}
		if d.Date.Day() == 1 {
			day.Day = d.Date.Format("1/2")
		}
		if within {
			day.Words = p.stripWords(d, day.Mark)
		}
		within = within && !d.Due
		s.Days = append(s.Days, day)
	}
	return s
}

func stripMark(d calendar.StripDay, today string) StripMark {
	date := d.Date.Format(time.DateOnly)
	switch {
	case d.Start:
		return StripStart
	case d.Due:
		return StripDue
	case d.Count == 0:
		return StripOther
	case date == today:
		return StripToday
	case date < today:
		return StripCounted
	}
	return StripAhead
}

// stripWords stand under a day between the first and the last.
func (p page) stripWords(d calendar.StripDay, mark StripMark) string {
	switch {
	case mark == StripStart:
		return p.T("strip.start")
	case mark == StripDue:
		return p.T("strip.due", "n", d.Count)
	case d.Count == 0 && d.Kind == calendar.Holiday:
		return p.T("strip.holiday")
	case d.Count == 0 && d.Kind == calendar.Weekend:
		return p.T("strip.weekend")
	case d.Count == 0:
		return ""
	case mark == StripToday:
		return p.T("strip.today", "n", d.Count)
	case d.Kind == calendar.WorkingWeekend:
		return p.T("strip.work", "n", d.Count)
	}
	return p.T("strip.count", "n", d.Count)
}
