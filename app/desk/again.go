package desk

import (
	"context"

	"bianmin/app/village"
)

// Again is the message key of the hint that the same seems to have been handed in here today,
// before in is handed in; "" = it does not. It is the rule of the hint that [Desk.Accept] gives
// afterwards, asked of what is answered so far: of an application that does not say yet whose
// it is, it says nothing. Nothing is stored, and nothing is refused for it.
func (d *Desk) Again(ctx context.Context, in Application) (key string, err error) {
	item, ok := d.Item(in.Item)
	if !ok || in.Practice {
		return "", nil
	}
	now, _ := d.Now()
	c := checked{item: item}
	if c.applicant, err = applicantOf(item, in.Applicant, now); err != nil {
		return "", nil //nolint:nilerr // nobody is named yet
	}
	f := formCheck{desk: d, item: item, now: now, who: said(c.applicant)}
	c.form = f.sound(item.Form(), in.Form)
	if item.Code.IsRequest() && c.form[village.TicketPhone] == nil && c.form[village.TicketContent] == nil {
		return "", nil
	}
	warnings, err := d.hint(ctx, &village.Case{Item: item.Code, AcceptedAt: now}, c)
	if err != nil || len(warnings) == 0 {
		return "", err
	}
	return warnings[0].Key + ".before", nil
}
