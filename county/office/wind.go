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

	// Wind keeps when the next things of a case and of its parts are due. It keeps nothing, and
	// says so, when somebody acted on the case meanwhile or days are counted by another
	// calendar by now.
	Wind(ctx context.Context, w Wound) (kept bool, err error)
}

// Wound is a case whose days were counted.
type Wound struct {
	Kiosk seal.KioskID
	ID    village.RecordID
	Acts  int               // with the case and its parts, when the days were counted
	Due   time.Time         // zero = never
	Parts map[int]time.Time // the same of each part by its number
	By    [32]byte          // sum of the calendar; zero = that of the program, while none was published
}

const windAtOnce = 200

// Wind starts the clocks of cases that came in. What it may not keep stands until it is called
// again.
func (o *Office) Wind(ctx context.Context, w Winder) error {
	for {
		list, err := w.Unwound(ctx, windAtOnce)
		if err != nil {
			return err
		}
		some := false
		for _, c := range list {
			wound, err := o.wound(c)
			if err != nil {
				return err
			}
			kept, err := w.Wind(ctx, wound)
			if err != nil {
				return err
			}
			some = some || kept
		}
		if !some {
			return nil
		}
	}
}

// wound counts the days of a case and of its parts.
func (o *Office) wound(c CaseHead) (Wound, error) {
	w := Wound{Kiosk: c.Kiosk, ID: c.ID, Acts: len(c.Acts), Parts: map[int]time.Time{}}
	if d, ok := o.Days.(*WorkingDays); ok {
		w.By = d.sum() // first: a newer calendar with an older sum is not kept
	}
	s, err := o.Standing(c)
	w.Due = s.Due
	for _, sub := range c.Subs {
		if err != nil {
			break
		}
		s, err = o.Standing(c.Part(sub.N))
		w.Acts += len(sub.Acts)
		w.Parts[sub.N] = s.Due
	}
	return w, err
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
