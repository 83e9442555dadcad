package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bianmin/app/village"
)

// MakeUpRule is the rule, with its version, by which the end of a case is proposed: the
// papers that were to follow (容缺) did not come by their last day. Somebody who handles
// the case confirms it; no clock ends a case.
const MakeUpRule = "make_up_over/1"

// Followed is a case whose papers are still to follow.
type Followed struct {
	CaseHead
	ItemName string
	Last     village.Day // for the papers
	Over     bool        // it is over: the end of the case is proposed
}

// MakeUpBook knows such cases.
type MakeUpBook interface {
	// MakeUps are the accepted cases of a scope whose papers still follow, with their
	// acts.
	MakeUps(ctx context.Context, s Scope) ([]Followed, error)
}

// MakeUpOver reports whether papers that were to follow did not come by their last day.
func (s Standing) MakeUpOver(now time.Time) bool {
	return s.MakeUp && !s.MakeUpDue.IsZero() && !now.Before(s.MakeUpDue)
}

// MakeUpDay is the last day for papers that follow; "" when none runs.
func (s Standing) MakeUpDay() village.Day {
	if !s.MakeUp || s.MakeUpDue.IsZero() {
		return ""
	}
	return village.DayOf(s.MakeUpDue.Add(-time.Millisecond))
}

// MakeUps are the cases of a scope whose papers still follow, the first last day first.
func (o *Office) MakeUps(ctx context.Context, book MakeUpBook, s Scope) ([]Followed, error) {
	list, err := book.MakeUps(ctx, s)
	if err != nil {
		return nil, err
	}
	for i := range list {
		stand, err := o.Standing(list[i].CaseHead)
		if err != nil {
			return nil, err
		}
		list[i].Last, list[i].Over = stand.MakeUpDay(), stand.MakeUpOver(o.Now())
	}
	list = slices.DeleteFunc(list, func(f Followed) bool { return f.Last == "" })
	slices.SortStableFunc(list, func(a, b Followed) int {
		return cmp.Or(cmp.Compare(a.Last, b.Last), a.ReceivedAt.Compare(b.ReceivedAt), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}
