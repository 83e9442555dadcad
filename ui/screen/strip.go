package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// strip shows how a limit is counted; nothing when it is longer than a column.
func (sh *sheet) strip(s flow.Strip, col area) []block {
	if len(s.Days) == 0 {
		return nil
	}
	marks := map[flow.StripMark]touch.DayMark{
		flow.StripStart: touch.DayStart, flow.StripCounted: touch.DayCounted, flow.StripToday: touch.DayToday,
		flow.StripAhead: touch.DayAhead, flow.StripDue: touch.DayDue,
	}
	days := make([]touch.StripDay, len(s.Days))
	for i, d := range s.Days {
		days[i] = touch.StripDay{Mark: marks[d.Mark], Day: d.Day, Words: d.Words}
	}
	weeks := touch.NewCalendarStrip(sh.look, sh.stage.weekdays(), days)
	l, high := sh.look, weeks.Height()
	head := l.Head.Line + 28
	if high+head+pagerBar+12 > col.h {
		return nil
	}
	return []block{{height: head + high + 16, count: 1, draw: func(a area) {
		words, to := sh.t("strip.heading"), l.Small.Width(s.Range)+2
		sh.text(sh.fit(words, 1, a.w-to-gap, l.Head, l.Title.B(), l.Body.B()), area{a.x, a.y + 14, a.w - to - gap, 0})
		sh.text(style.NewText(l.Small, l.Ink2, s.Range).Align(trailing), area{a.x + a.w - to, a.y + 14 + (l.Head.Line-l.Small.Line)/2, to, 0})
		style.Put(weeks, a.x, a.y+head, a.w, high)
		sh.add(weeks)
	}}}
}
