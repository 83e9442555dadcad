package calendar

import (
	"strings"
	"time"

	"bianmin/app/village"
)

// Texts gives the text of a message key, with {name} replaced by the value
// after that name in pairs. A *lang.Text is one.
type Texts interface {
	T(key string, pairs ...any) string
}

// Sentence says how the deadline of an accepted case comes about: the day, the
// limit, what was not counted and why, the last day.
func (e Explanation) Sentence(t Texts) string { return e.render(t, "calendar.why") }

// Condition says the same of a case that nobody has accepted yet: "if it is
// accepted on that day, then at the latest on this day".
func (e Explanation) Condition(t Texts) string { return e.render(t, "calendar.if") }

func (e Explanation) render(t Texts, key string) string {
	limit := "calendar.limit.workdays"
	if e.Limit.Unit == village.CalendarDays {
		limit = "calendar.limit.days"
	}
	length := t.T(limit, "days", e.Limit.Days)
	if e.Extended > 0 {
		length = t.T("calendar.limit.extended", "limit", length, "days", e.Extended)
	}
	pairs := []any{
		"start", DateText(t, e.Start),
		"limit", length,
		"due", e.DueText(t),
	}
	text := ""
	if reasons := e.reasons(t); len(reasons) > 0 {
		text = t.T(key+".because", append(pairs, "reasons", strings.Join(reasons, t.T("calendar.and")))...)
	} else {
		text = t.T(key, pairs...)
	}
	for _, year := range e.UnknownYears {
		text += t.T("calendar.unknown_year", "year", year)
	}
	return text
}

// DueText is the last day as the sentences name it; with its year when that is
// not the year of the start.
func (e Explanation) DueText(t Texts) string {
	if e.Due.Year() != e.Start.Year() {
		return t.T("calendar.date_year", "date", DateText(t, e.Due), "year", e.Due.Year())
	}
	return DateText(t, e.Due)
}

func (e Explanation) reasons(t Texts) []string {
	var list []string
	weekends := false
	for _, s := range e.Skipped {
		if s.Kind == Weekend {
			weekends = true
			continue
		}
		list = append(list, t.T("calendar.skip.holiday", "range", rangeText(t, s.From, s.To), "name", s.Name))
	}
	for _, day := range e.WorkingWeekends {
		list = append(list, t.T("calendar.count.weekend", "date", DateText(t, day), "weekday", WeekdayText(t, day)))
	}
	switch {
	case weekends && len(list) > 0:
		list = append(list, t.T("calendar.skip.other_weekends"))
	case weekends:
		list = append(list, t.T("calendar.skip.weekends"))
	}
	if e.MovedFrom != nil {
		list = append(list, t.T("calendar.moved", "date", DateText(t, *e.MovedFrom)))
	}
	return list
}

// DateText is the month and the day of t, as 11月23日.
func DateText(t Texts, day time.Time) string {
	day = day.In(village.Zone)
	return t.T("calendar.date", "month", t.T("calendar.month."+day.Format("1")), "day", day.Day())
}

// WeekdayText is the weekday of t, as 星期一.
func WeekdayText(t Texts, day time.Time) string {
	return t.T("calendar.weekday." + string(rune('0'+day.In(village.Zone).Weekday())))
}

func rangeText(t Texts, from, to time.Time) string {
	switch {
	case from.Equal(to):
		return DateText(t, from)
	case from.Month() == to.Month() && from.Year() == to.Year():
		return t.T("calendar.range.month", "from", from.Day(), "to", to.Day(), "month", t.T("calendar.month."+from.Format("1")))
	default:
		return t.T("calendar.range", "from", DateText(t, from), "to", DateText(t, to))
	}
}
