package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bianmin/app/village"
)

// Followed is a case whose papers are still to follow; of a package, a part that needs them.
type Followed struct {
	CaseHead
	Sub      int // number of the part; 0 = the whole
	ItemName string
	Last     village.Day // for the papers
	Over     bool        // it is over: the end of the case is proposed, by
	Decided  village.Decided
}

// MakeUpBook knows such cases.
type MakeUpBook interface {
	// MakeUps are the accepted cases whose papers still follow, with their acts, that lie
	// in a scope or have a part in it.
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
	return lastDay(s.MakeUpDue)
}

// MakeUps are the cases of a scope whose papers still follow, the first last day first. Of a
// package the parts that need papers stand for it: their units end them.
func (o *Office) MakeUps(ctx context.Context, book MakeUpBook, s Scope) ([]Followed, error) {
	found, err := book.MakeUps(ctx, s)
	if err != nil {
		return nil, err
	}
	var list []Followed
	for _, whole := range found {
		for _, f := range whole.parts(s) {
			stand, err := o.Standing(f.CaseHead)
			if err != nil {
				return nil, err
			}
			if f.Last, f.Over = stand.MakeUpDay(), stand.MakeUpOver(o.Now()); f.Last == "" {
				continue
			}
			for _, d := range stand.decided(f.CaseHead, o.Now()) {
				if d.Rule == MakeUpRule {
					f.Decided = d
				}
			}
			list = append(list, f)
		}
	}
	slices.SortStableFunc(list, func(a, b Followed) int {
		return cmp.Or(cmp.Compare(a.Last, b.Last), a.ReceivedAt.Compare(b.ReceivedAt), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Sub, b.Sub))
	})
	return list, nil
}

// parts are the parts of a package that wait for papers, as far as who works in a scope sees
// them; of any other case, itself.
func (f Followed) parts(s Scope) (list []Followed) {
	if len(f.Subs) == 0 {
		return []Followed{f}
	}
	for _, p := range f.Subs {
		h := f.Part(p.N)
		open := slices.Contains([]village.CaseState{village.CaseAccepted, village.UnderReview, village.Extended, village.Paused}, h.State)
		if p.Later > 0 && open && (h.In(s) || f.In(s)) {
			list = append(list, Followed{CaseHead: h, Sub: p.N, ItemName: p.Name})
		}
	}
	return list
}
