package desk

import (
	"slices"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// makeUpBy is the last day for the papers that follow under 容缺受理: it counts from the
// acceptance that the county told, as the county counts it. "" while the county has not
// accepted, when none of them is to come any more, or when the catalogue has no limit.
func (s Status) makeUpBy(days *calendar.Calendar) village.Day {
	if s.May(village.MakeUp) != nil || !s.SignedToFollow() {
		return ""
	}
	for _, step := range slices.Backward(s.Steps) {
		if step.State != village.CaseAccepted {
			continue
		}
		if why, err := days.MakeUp(s.Item, time.UnixMilli(step.AtMS)); err == nil {
			return village.DayOf(why.Due)
		}
	}
	return ""
}

// SignedToFollow reports whether a paper is still to come for which the person signed
// (容缺承诺): that one has a last day.
func (s Status) SignedToFollow() bool {
	left := s.ToFollow()
	return slices.ContainsFunc(s.Case.Deferred(), func(code string) bool { return slices.Contains(left, code) })
}
