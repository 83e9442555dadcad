package calendar

import (
	"time"

	"bianmin/app/village"
)

// Limit is a time limit (办理期限). Unit is [village.WorkingDays] or
// [village.CalendarDays]; "" means working days.
type Limit struct {
	Days int
	Unit string
}

// Explanation is a deadline with everything that it was counted from. Its days
// are at 00:00.
type Explanation struct {
	Start           time.Time   // the day of acceptance, not counted
	Due             time.Time   // the last day; the deadline is its end, see [Explanation.Deadline]
	Limit           Limit       // as asked for, with its unit filled in
	Skipped         []Skip      // working days only: what was not counted, in order
	WorkingWeekends []time.Time // working days only: Saturdays and Sundays that were counted
	MovedFrom       *time.Time  // calendar days only: the day off that the limit would have ended on
	Extended        int         // calendar days only: working days that were added behind
	ExtendedFrom    *time.Time  // calendar days only: the last day without them
	UnknownYears    []int       // years counted by weekends alone (暂按周末推算)
}

// Skip is a run of days off of one kind.
type Skip struct {
	From, To time.Time
	Kind     DayKind // [Weekend] or [Holiday]
	Name     string  // of the holiday
}

// Deadline is the last moment that still keeps the limit: 24:00 of the last day.
func (e Explanation) Deadline() time.Time { return e.Due.AddDate(0, 0, 1) }

// AddWorkdays is the last day of a limit of days working days that starts on
// the day of start, at 00:00. Counting starts the day after. days is 1 to 365;
// other values are an [village.Invalid] error, because they are catalogue
// faults, not slow service.
//
// Source: 民法典 art. 201 (the first day is not counted), art. 203 (a last day
// that is a holiday moves on; the period ends at 24:00 of its last day).
func (c *Calendar) AddWorkdays(start time.Time, days int) (time.Time, error) {
	e, err := c.Explain(start, Limit{Days: days})
	return e.Due, err
}

// Deadline is the last moment at which a case accepted at accepted still meets
// limit (承诺办结时限): 24:00 of the last day. The error is that of [Calendar.AddWorkdays].
func (c *Calendar) Deadline(accepted time.Time, limit Limit) (time.Time, error) {
	e, err := c.Explain(accepted, limit)
	if err != nil {
		return time.Time{}, err
	}
	return e.Deadline(), nil
}

// Explain counts limit from the day of start and keeps what it counted.
// The error is that of [Calendar.AddWorkdays].
func (c *Calendar) Explain(start time.Time, limit Limit) (Explanation, error) {
	return c.ExplainMoved(start, limit, 0, 0)
}

// ExplainMoved counts a limit whose end moved on: paused days did not count, in the
// unit of the limit; extended ones were added, which are working days whatever the unit
// (行政许可法 art. 42, 82). Only the limit itself has a longest value. The error is that
// of [Calendar.AddWorkdays].
func (c *Calendar) ExplainMoved(start time.Time, limit Limit, paused, extended int) (Explanation, error) {
	if limit.Unit == "" {
		limit.Unit = village.WorkingDays
	}
	if limit.Days < 1 || limit.Days > 365 || limit.Unit != village.WorkingDays && limit.Unit != village.CalendarDays {
		return Explanation{}, village.Refuse("item.promised_days", "err.item.promised_days")
	}
	limit.Days += paused
	e := Explanation{Start: date(start), Limit: limit}
	if limit.Unit == village.CalendarDays {
		c.countCalendarDays(&e)
		c.extend(&e, extended)
	} else {
		e.Limit.Days += extended
		e.Due = c.countWorkdays(&e, e.Start, e.Limit.Days)
	}
	for year := e.Start.Year(); year <= e.Due.Year(); year++ {
		firstCounted := e.Start.AddDate(0, 0, 1)
		if year >= firstCounted.Year() && !c.years[year] {
			e.UnknownYears = append(e.UnknownYears, year)
		}
	}
	return e, nil
}

// countWorkdays is the last of so many working days after day.
func (c *Calendar) countWorkdays(e *Explanation, day time.Time, left int) time.Time {
	for left > 0 {
		day = day.AddDate(0, 0, 1)
		d := c.day(day)
		if !d.Worked() {
			e.skip(d)
			continue
		}
		left--
		if d.Kind == WorkingWeekend {
			e.WorkingWeekends = append(e.WorkingWeekends, day)
		}
	}
	return day
}

// extend adds working days behind a limit of calendar days.
func (c *Calendar) extend(e *Explanation, days int) {
	if days == 0 {
		return
	}
	last := e.Due
	e.Extended, e.ExtendedFrom = days, &last
	e.Due = c.countWorkdays(e, last, days)
}

func (e *Explanation) skip(d Day) {
	if n := len(e.Skipped); n > 0 {
		last := &e.Skipped[n-1]
		if last.Kind == d.Kind && last.Name == d.Name && last.To.AddDate(0, 0, 1).Equal(d.Date) {
			last.To = d.Date
			return
		}
	}
	e.Skipped = append(e.Skipped, Skip{From: d.Date, To: d.Date, Kind: d.Kind, Name: d.Name})
}

func (c *Calendar) countCalendarDays(e *Explanation) {
	last := e.Start.AddDate(0, 0, e.Limit.Days)
	e.Due = last
	if !c.day(last).Worked() {
		e.MovedFrom, e.Due = &last, c.NextWorkday(last)
	}
}

// MakeUp counts the days in which papers of an item may follow (容缺补正) from its
// acceptance. The error is that of [Calendar.AddWorkdays], where no limit is known too.
func (c *Calendar) MakeUp(item village.ServiceItem, accepted time.Time) (Explanation, error) {
	return c.Explain(accepted, Limit{Days: item.MakeUpDays(), Unit: item.DaysUnit})
}
