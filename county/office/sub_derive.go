package office

import (
	"context"
	"slices"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// subs are the parts of a case of a package by its own catalogue, without those that the
// answers of the form do not call for. A case of any other item has none.
func (v *Validators) subs(ctx context.Context, b caseBody) (list []SubCase, err error) {
	items, err := v.edition(ctx, b.Catalogue)
	if err != nil {
		if village.KindOf(err) == village.NotFound {
			err = nil
		}
		return nil, err
	}
	item := items[b.Item.Code]
	for _, way := range item.Ways(b.Form) {
		p := item.Parts[way.N-1]
		s := SubCase{
			N: way.N, Item: p.Item, Name: shown(p.Name), Unit: shown(p.Department), Days: min(p.Days, longestLimit), After: way.After,
			Limit: calendar.Limit{Days: min(way.EndDays, longestLimit), Unit: item.DaysUnit}, Materials: p.Materials, State: village.Received,
		}
		for _, m := range b.Materials {
			if slices.Contains(p.Materials, m.Code) && m.later() {
				s.Later++
			}
		}
		list = append(list, s)
	}
	return list, nil
}
