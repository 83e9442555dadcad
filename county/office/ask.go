package office

import (
	"context"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// CaseQuestion is what a kiosk asks about a receipt in the name of who holds it.
type CaseQuestion struct {
	Kiosk    seal.KioskID // that asks
	Code     village.ShortCode
	LastFour string
	Village  village.DivisionCode // "" unless several cases have the code
}

// Tries of a day (China's), wrong ones only: a code is tried ten thousand times by
// nobody, and a machine that was stolen asks for few. Defaults of ours.
const (
	CodeTries  = 5
	KioskTries = 40
)

// AskBook is what questions need of the county's database. Every method is one
// transaction.
type AskBook interface {
	// TryAsk counts a try of the day for a code and for a kiosk, and commits the count
	// before anything is compared. More than CodeTries or KioskTries are a
	// [village.Denied] at "code", err.ask.code or err.ask.kiosk.
	TryAsk(ctx context.Context, kiosk seal.KioskID, code village.ShortCode, day village.Day) error

	// Forgive takes back the try that TryAsk counted: it was right.
	Forgive(ctx context.Context, kiosk seal.KioskID, code village.ShortCode, day village.Day) error

	// FindCases are the cases with a short code.
	FindCases(ctx context.Context, text string) ([]CaseHead, error)

	// CaseHead is a case with its acts.
	CaseHead(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (CaseHead, error)

	// Case is a case with its applicant.
	Case(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Case, error)
}

// Ask finds the case of a receipt for who knows the last four of its applicant. Code
// and four are judged together: which of them is wrong nobody is told. The errors are
// [village.Denied] at "code", see [AskBook.TryAsk]; [village.Invalid] at "code",
// err.ask.no_match; [village.Conflict] at "village", err.ask.several, or err.ask.place when
// none of them was given out in the one that was named.
func (o *Office) Ask(ctx context.Context, book AskBook, q CaseQuestion) (Case, CaseHead, error) {
	day := village.DayOf(o.Now())
	if err := book.TryAsk(ctx, q.Kiosk, q.Code, day); err != nil {
		return Case{}, CaseHead{}, err
	}
	heads, err := book.FindCases(ctx, string(q.Code))
	if err != nil {
		return Case{}, CaseHead{}, err
	}
	var found []Case
	for _, h := range heads {
		c, err := book.Case(ctx, h.Kiosk, h.ID)
		if err != nil {
			return Case{}, CaseHead{}, err
		}
		if secret := c.Applicant.Secret(); secret != "" && secret == q.LastFour && c.ShortCode == q.Code {
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return Case{}, CaseHead{}, village.Refuse("code", "err.ask.no_match")
	}
	if err := book.Forgive(ctx, q.Kiosk, q.Code, day); err != nil {
		return Case{}, CaseHead{}, err
	}
	if q.Village != "" {
		found = slices.DeleteFunc(found, func(c Case) bool { return c.Village != q.Village })
	}
	switch {
	case len(found) == 0:
		return Case{}, CaseHead{}, &village.Error{Kind: village.Conflict, Field: "village", Key: "err.ask.place"}
	case len(found) > 1:
		return Case{}, CaseHead{}, &village.Error{Kind: village.Conflict, Field: "village", Key: "err.ask.several"}
	}
	head, err := book.CaseHead(ctx, found[0].Kiosk, found[0].ID)
	return found[0], head, err
}

// Told are the acts that the person is told of.
func (c CaseHead) Told() []Act {
	return slices.DeleteFunc(slices.Clone(c.Acts), func(a Act) bool {
		verb, ok := DefaultFlow().verb(a.Verb)
		return !ok || !verb.Tell || verb.Delivery != "" // the way of a result is told to its own machine alone
	})
}
