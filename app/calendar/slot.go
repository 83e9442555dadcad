package calendar

import (
	"strings"

	"bianmin/app/village"
)

// SlotText says a slot in a line: the day, from when to when, where.
func SlotText(t Texts, places village.Divisions, id village.SlotID) string {
	when, where := SlotWhen(t, places, id)
	return t.T("slot.text", "when", when, "where", where)
}

// SlotWhen says a slot in two: the day and the time, and the weekday with the place.
func SlotWhen(t Texts, places village.Divisions, id village.SlotID) (when, where string) {
	s, ok := id.Slot()
	if !ok {
		return string(id), ""
	}
	clock := func(c string) string { return strings.TrimPrefix(c[:2], "0") + ":" + c[2:] }
	at := s.Starts()
	return t.T("slot.when", "date", DateText(t, at), "from", clock(s.From), "to", clock(s.To)),
		t.T("slot.where", "weekday", WeekdayText(t, at), "place", places.Path(s.Area), "window", s.Window)
}
