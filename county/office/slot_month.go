package office

import (
	"cmp"
	"slices"

	"bianmin/app/village"
)

// SlotMonth is what became of a month's appointments at one service centre.
type SlotMonth struct {
	Month string // 2026-12
	Area  village.DivisionCode
	Seats int // that were opened
	SlotUse
}

// SlotMonths adds slots up to a day up by month and centre, the first first. It counts the
// month for which an appointment was made, not that in which somebody said what became of it.
func SlotMonths(list []SlotState, to village.Day) (months []SlotMonth) {
	for _, s := range list {
		slot, ok := s.Slot.Slot()
		if !ok || slot.Day > to {
			continue
		}
		month := string(slot.Day[:len("2026-12")])
		i := slices.IndexFunc(months, func(m SlotMonth) bool { return m.Month == month && m.Area == slot.Area })
		if i < 0 {
			i, months = len(months), append(months, SlotMonth{Month: month, Area: slot.Area})
		}
		months[i].Seats += s.Seats
		months[i].SlotUse = months[i].Add(s.SlotUse)
	}
	slices.SortFunc(months, func(a, b SlotMonth) int { return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Area, b.Area)) })
	return months
}
