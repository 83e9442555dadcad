package office

import (
	"cmp"
	"slices"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/stats"
)

// Named are the orders of the last level at the end of a period, the latest first: those that are
// not over, and those that were put right in it. What was done later is not known then.
func Named(list []Rectification, in stats.Period, days *calendar.Calendar, place func(Rectification) string) (named []stats.Named) {
	for _, r := range list {
		r.Acts = slices.DeleteFunc(slices.Clone(r.Acts), func(a RectAct) bool { return !a.At.Before(in.To) })
		s := r.Standing(in.To.Add(-1), days)
		over := s.State == inspect.RectClosed
		if s.Level < len(inspect.Levels()) || over && r.Acts[len(r.Acts)-1].At.Before(in.From) {
			continue
		}
		named = append(named, stats.Named{Number: r.Number, Place: place(r), Source: string(r.Source), Due: r.Due, Late: s.Late, Over: over})
	}
	slices.SortFunc(named, func(a, b stats.Named) int {
		return cmp.Or(cmp.Compare(b.Late, a.Late), cmp.Compare(a.Number, b.Number))
	})
	return named
}
