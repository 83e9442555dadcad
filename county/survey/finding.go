package survey

import (
	"fmt"
	"regexp"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// dayText is a day as pages write it: 2026-11-23, 2026/11/23, 2026.11.23, and in
// Chinese with the words for year and month between the numbers.
var dayText = regexp.MustCompile(`(20[0-9]{2})(?:[-/.]|\x{5e74})([0-9]{1,2})(?:[-/.]|\x{6708})([0-9]{1,2})`)

// latest is the last day that a page names, today or before; "" = none.
func latest(page string, today village.Day) (last village.Day) {
	for _, m := range dayText.FindAllStringSubmatch(page, -1) {
		var y, mo, d int
		if _, err := fmt.Sscan(m[1], &y); err != nil {
			continue
		}
		_, _ = fmt.Sscan(m[2], &mo)
		_, _ = fmt.Sscan(m[3], &d)
		day := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, village.Zone)
		if named := village.DayOf(day); day.Day() == d && int(day.Month()) == mo && named <= today && named > last {
			last = named
		}
	}
	return last
}

// Unreachable reports whether the front page could not be opened at any of the tries.
func (r Report) Unreachable() bool {
	return (r.Front.Status < 200 || r.Front.Status >= 400) && !(r.Front.Status == 0 && r.Blocked > 0)
}

// Findings are the rules of the checklist for websites that a report shows broken; a
// rule counts at most as often as the checklist says.
func (r Report) Findings(s Site, t inspect.Template, b Bounds) (list []inspect.Found) {
	add := func(rule inspect.RuleID, times int) {
		if _, known, ok := t.Rule(rule); ok && times > 0 {
			list = append(list, inspect.Found{Rule: rule, Times: min(times, max(known.Times, 1))})
		}
	}
	if r.Front.Status >= 300 && r.Front.Status < 400 || r.Front.Status == 0 && r.Blocked > 0 {
		return nil // it moved, or asks not to be looked at: a person judges
	}
	if r.Unreachable() {
		add("veto.unreachable", 1)
		return list
	}
	days := s.FrontDays
	if days == 0 {
		days = frontDays
	}
	if older(r.Front.Changed, days, r.At) {
		add("veto.front-stale", 1)
	}
	stale := 0
	for _, c := range r.Columns {
		if c.Stale {
			stale++
		}
	}
	if stale >= manyColumns {
		add("veto.column-stale", 1)
	}
	add("publish.column", stale)
	add("design.dead-link", len(r.Dead))
	if r.Front.Millis > b.filled().Slow.Milliseconds() {
		add("design.slow", 1)
	}
	return list
}
