package office

import (
	"context"
	"slices"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Winder keeps by when the next thing of a case is due.
type Winder interface {
	// Unwound are cases with their acts whose clock nobody has looked at, at most
	// limit.
	Unwound(ctx context.Context, limit int) ([]CaseHead, error)

	// Wind keeps when the next thing of a case is due, zero = never, unless somebody
	// acted on the case meanwhile.
	Wind(ctx context.Context, kiosk seal.KioskID, id village.RecordID, acts int, due time.Time) error
}

const windAtOnce = 200

// Wind starts the clocks of cases that came in.
func (o *Office) Wind(ctx context.Context, w Winder) error {
	for {
		list, err := w.Unwound(ctx, windAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, c := range list {
			s, err := o.Standing(c)
			if err != nil {
				return err
			}
			if err := w.Wind(ctx, c.Kiosk, c.ID, len(c.Acts), s.Due); err != nil {
				return err
			}
		}
	}
}

// limits is how long a case may take by its own catalogue, as promised, else as the
// law says, and in how many of these days papers may follow that somebody signed for;
// 0 days when neither is known.
func (v *Validators) limits(ctx context.Context, b caseBody) (limit calendar.Limit, makeUp int, err error) {
	items, err := v.edition(ctx, b.Catalogue)
	if err != nil {
		if village.KindOf(err) == village.NotFound {
			err = nil
		}
		return calendar.Limit{}, 0, err
	}
	item := items[b.Item.Code]
	days := item.PromisedDays
	if days == 0 {
		days = item.LegalDays
	}
	if slices.ContainsFunc(b.Materials, func(m Material) bool { return m.How == village.Deferred }) {
		makeUp = min(item.MakeUpDays(), longestLimit)
	}
	return calendar.Limit{Days: min(max(days, 0), longestLimit), Unit: item.DaysUnit}, makeUp, nil
}
