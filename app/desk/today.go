package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"bianmin/app/village"
)

// WorkBook is where the cases of a machine stand that its staff may have to do with.
type WorkBook interface {
	// CasesInHand are the codes of the cases taken in at or after today, and of those
	// since an earlier moment that may wait for somebody here: papers follow, a result is
	// on its way, a visit was asked for, or a record was set aside. The newest is first.
	CasesInHand(ctx context.Context, today, since time.Time) ([]village.ShortCode, error)
	// Unprinted are the last jobs of the receipts that were asked for since a moment and of
	// which none is on paper.
	Unprinted(ctx context.Context, since time.Time) ([]village.PrintJob, error)
}

// UnprintedFor is how long a receipt that is not on paper is listed: a person who comes back
// for it has come by then.
const UnprintedFor = 7 * 24 * time.Hour

// Today is what the staff of a centre see of the cases on their machine (今天的办件): codes,
// items, states and papers, nothing personal.
type Today struct {
	Cases   []Status // taken in today, the newest first, with appointments; no request to 12345 and no inspection
	Aside   []Status // 需要处理: a record of the case was set aside by the county
	MakeUps []Status // papers follow by a last day (容缺), the soonest first
	Visits  []Status // home visits of today
	Results []Status // results that lie at the village, to be handed over

	Unprinted []Status // 没打出来: the person left without a receipt, as when the power went
}

// Today reads the work of the day out of what this machine keeps in clear.
func (d *Desk) Today(ctx context.Context, book WorkBook) (Today, error) {
	now, _ := d.Now()
	day := village.DayOf(now)
	codes, err := book.CasesInHand(ctx, day.Begins(), now.AddDate(-1, 0, 0))
	if err != nil {
		return Today{}, err
	}
	var t Today
	for _, code := range codes {
		s, err := d.Status(ctx, string(code))
		if err != nil {
			return Today{}, err
		}
		t.add(s, day)
	}
	if t.Unprinted, err = d.unprinted(ctx, book, now.Add(-UnprintedFor)); err != nil {
		return Today{}, err
	}
	slices.SortStableFunc(t.MakeUps, func(a, b Status) int { return strings.Compare(string(a.MakeUpBy), string(b.MakeUpBy)) })
	return t, nil
}

// unprinted are the cases whose receipts are on no paper. A request to 12345 is not named
// here, as among those of the day.
func (d *Desk) unprinted(ctx context.Context, book WorkBook, since time.Time) (list []Status, err error) {
	jobs, err := book.Unprinted(ctx, since)
	for i := 0; err == nil && i < len(jobs); i++ {
		var s Status
		if s, err = d.Status(ctx, string(jobs[i].Code)); err == nil && s.Listed() {
			list = append(list, s)
		}
	}
	return list, err
}

func (t *Today) add(s Status, day village.Day) {
	if village.DayOf(s.Case.AcceptedAt) == day && s.Listed() {
		t.Cases = append(t.Cases, s)
	}
	if s.SetAside() != "" {
		t.Aside = append(t.Aside, s)
	}
	if s.MakeUpBy != "" {
		t.MakeUps = append(t.MakeUps, s)
	}
	if s.VisitOn() == day {
		t.Visits = append(t.Visits, s)
	}
	if w, ok := s.Delivery(); ok && w.State == village.DeliveryAtVillage && !s.Collected() {
		t.Results = append(t.Results, s)
	}
}

// Listed reports whether the code of s may stand among those of the day. The code is all that
// is asked of whoever judges an answer of 12345, and a complaint may be about who reads here.
func (s Status) Listed() bool {
	kind := s.Case.Item.Kind()
	return kind == village.RecordCase || kind == village.RecordBooking
}

// SetAside is why the county set the record of the case, or of something handed in with
// its paper, aside, as a message key; "" when it did not.
func (s Status) SetAside() string {
	if s.Problem != "" {
		return s.Problem
	}
	for _, f := range s.FollowUps {
		if f.Problem != "" {
			return f.Problem
		}
	}
	return ""
}

// VisitOn is the day of a home visit that the county granted and that is not over; "" for
// any other case.
func (s Status) VisitOn() (day village.Day) {
	if s.Case.Item != village.BookHome || s.Case.State.Over() {
		return ""
	}
	for _, step := range s.Steps {
		if step.Due != "" {
			day = step.Due
		}
	}
	return day
}
