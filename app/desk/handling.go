package desk

import (
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Handling is who has a case now, since when and until when (M13), as the county told last. It
// is zero while nobody has it: nothing was told, papers are waited for, the result is on its way or
// there, or the county is of an earlier release.
type Handling struct {
	Unit  string
	Since time.Time
	Due   village.Day // last day; "" = no clock runs
	Left  int         // working days from tomorrow on up to Due; negative = Due is over
	Today bool        // Due is today
}

// Handling is who has the case of steps now. Of a request it says nothing: its steps do.
func (d *Desk) Handling(item village.ItemCode, steps []village.CaseStep) Handling {
	n := len(steps)
	if n == 0 || item.IsRequest() || d.Days == nil {
		return Handling{}
	}
	last := steps[n-1]
	if last.Unit == "" || last.State.Over() || last.State == village.SupplementAsked || last.State == village.Delivery {
		return Handling{}
	}
	now, _ := d.Now()
	h := Handling{Unit: last.Unit, Since: time.UnixMilli(last.AtMS), Due: last.Due}
	if due, err := time.ParseInLocation(time.DateOnly, string(last.Due), village.Zone); err == nil {
		h.Left, h.Today = left(d.Days(), now, due), last.Due == village.DayOf(now)
	}
	return h
}

// left counts the working days after now's up to due; -1 when due is over.
func left(days *calendar.Calendar, now, due time.Time) (n int) {
	if village.DayOf(due) < village.DayOf(now) {
		return -1
	}
	for _, day := range days.Days(now, due)[1:] {
		if day.Worked() {
			n++
		}
	}
	return n
}
