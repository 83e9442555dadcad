package office

import (
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// partOf is what a part of a package is a part of.
type partOf struct {
	whole CaseHead
	sub   SubCase
}

// course is how long it takes from the common start to the end of a part: what it waits for goes
// before, and moves it (ADR 0062).
type course struct {
	limit            calendar.Limit
	paused, extended int  // days on that way that did not count, and that were added
	halted           bool // a special procedure runs on it: nobody knows its end
}

// deadline is the end of its last day.
func (w course) deadline(start time.Time, cal *calendar.Calendar) (time.Time, error) {
	why, err := cal.ExplainMoved(start, w.limit, w.paused, w.extended)
	return why.Deadline(), err
}

// courseTo is the way to the end of a part with these days of its own: the latest by what it waits
// for. Known are ways that were looked at.
func (f *Flow) courseTo(p partOf, own course, start time.Time, cal *calendar.Calendar, known map[int]course) (course, error) {
	last := own
	if start.IsZero() { // not accepted: nothing runs
		return last, nil
	}
	at, err := last.deadline(start, cal)
	if err != nil {
		return last, err
	}
	for _, n := range p.sub.After {
		before, err := f.courseBefore(p.whole, n, cal, known)
		if err != nil {
			return last, err
		}
		own.halted = own.halted || before.halted
		w := course{
			limit:  calendar.Limit{Days: min(before.limit.Days+p.sub.Days, longestLimit), Unit: own.limit.Unit},
			paused: before.paused + own.paused, extended: before.extended + own.extended,
		}
		end, err := w.deadline(start, cal)
		if err != nil {
			return last, err
		}
		if end.After(at) {
			last, at = w, end
		}
	}
	last.halted = own.halted
	return last, nil
}

// courseBefore is the way to the end of part n, as it stands now.
func (f *Flow) courseBefore(whole CaseHead, n int, cal *calendar.Calendar, known map[int]course) (course, error) {
	if w, ok := known[n]; ok {
		return w, nil
	}
	s, _ := whole.Sub(n)
	h := f.part(whole, s)
	fold, err := f.fold(h, cal)
	if err != nil {
		return course{}, err
	}
	own := course{limit: s.Limit, paused: fold.Paused + fold.cut, extended: fold.Extended, halted: h.State == village.Paused}
	known[n] = own // a part that waited for itself would find this; the linter refuses it
	w, err := f.courseTo(partOf{whole, s}, own, fold.StartAt, cal, known)
	known[n] = w
	return w, err
}

// follow winds the total clock of a part.
func (s *Standing) follow(f *Flow, c CaseHead, cal *calendar.Calendar) (err error) {
	w, err := f.courseTo(*c.part, course{limit: c.Limit, paused: s.Paused, extended: s.Extended}, s.StartAt, cal, map[int]course{})
	if err != nil {
		return err
	}
	if w.halted {
		s.Clock = ""
		return nil
	}
	s.WayPaused, s.WayExtended = w.paused-s.Paused, w.extended-s.Extended
	s.Why, err = cal.ExplainMoved(s.StartAt, w.limit, w.paused, w.extended)
	return err
}
