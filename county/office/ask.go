package office

import (
	"context"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// CaseQuestion is what a kiosk asks about a receipt in the name of who holds it.
type CaseQuestion struct {
	Kiosk    seal.KioskID // that asks
	Code     village.ShortCode
	LastFour string
	Village  village.DivisionCode // "" unless several cases have the code
	All      bool                 // the asker understands requests and bookings too
}

// Asked is what has the receipt that somebody asked about, as far as its holder is told.
type Asked struct {
	Kiosk   seal.KioskID // that took it in
	ID      village.RecordID
	Item    village.ItemCode
	Name    string // of the item; "" of a request
	Number  string // of a case, of an order, of an appointment; "" = none yet
	Village village.DivisionCode
	FiledAt time.Time // by the clock of its machine
	State   village.CaseState
	Phone   village.Phone
	Steps   []village.CaseStep // each with its sentence of why, where somebody wrote one

	Wanted    []Material  // of a case: asked for and not here yet
	Follow    []Material  // that were to follow and are not here yet
	FollowBy  village.Day // last day for those that were signed for; "" = none runs
	Delivered []village.DeliveryWord
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

	// Today is the code of today of the place that a machine may know by an earlier one.
	Today(place village.DivisionCode) village.DivisionCode

	// FindCases are the cases with a short code.
	FindCases(ctx context.Context, text string) ([]CaseHead, error)

	// CaseHead is a case with its acts.
	CaseHead(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (CaseHead, error)

	// Case is a case with its applicant.
	Case(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Case, error)

	// FollowUps are those of a case, the first first.
	FollowUps(ctx context.Context, kiosk seal.KioskID, id village.RecordID) ([]FollowUp, error)

	// FindRequests are the requests and bookings with a short code.
	FindRequests(ctx context.Context, text string) ([]RequestHead, error)

	// Request is one of them in full.
	Request(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Request, error)
}

// Ask finds what has a receipt, for who knows the last four of its applicant, or of the
// telephone of a request. Code and four are judged together: which of them is wrong nobody is
// told, nor whether it was a case. The errors are [village.Denied] at "code", see
// [AskBook.TryAsk]; [village.Invalid] at "code", err.ask.no_match; [village.Conflict] at
// "village", err.ask.several, or err.ask.place when none of them was given out in the one that
// was named.
func (o *Office) Ask(ctx context.Context, book AskBook, q CaseQuestion) (Asked, error) {
	day := village.DayOf(o.Now())
	if err := book.TryAsk(ctx, q.Kiosk, q.Code, day); err != nil {
		return Asked{}, err
	}
	found, err := o.casesAsked(ctx, book, q)
	if err == nil && q.All {
		var more []Asked
		more, err = requestsAsked(ctx, book, q)
		found = append(found, more...)
	}
	if err != nil {
		return Asked{}, err
	}
	if len(found) == 0 {
		return Asked{}, village.Refuse("code", "err.ask.no_match")
	}
	if err := book.Forgive(ctx, q.Kiosk, q.Code, day); err != nil {
		return Asked{}, err
	}
	if q.Village != "" {
		place := book.Today(q.Village)
		found = slices.DeleteFunc(found, func(a Asked) bool { return a.Village != place })
	}
	switch {
	case len(found) == 0:
		return Asked{}, &village.Error{Kind: village.Conflict, Field: "village", Key: "err.ask.place"}
	case len(found) > 1:
		return Asked{}, &village.Error{Kind: village.Conflict, Field: "village", Key: "err.ask.several"}
	}
	return found[0], nil
}

// casesAsked are the cases whose code and four a question has.
func (o *Office) casesAsked(ctx context.Context, book AskBook, q CaseQuestion) (found []Asked, err error) {
	heads, err := book.FindCases(ctx, string(q.Code))
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		c, err := book.Case(ctx, h.Kiosk, h.ID)
		if err != nil {
			return nil, err
		}
		if secret := c.Applicant.Secret(); secret == "" || secret != q.LastFour || c.ShortCode != q.Code {
			continue
		}
		head, err := book.CaseHead(ctx, c.Kiosk, c.ID)
		if err != nil {
			return nil, err
		}
		a := Asked{
			Kiosk: c.Kiosk, ID: c.ID, Item: c.Item, Name: c.ItemName, Number: string(c.Number), Village: c.Village, FiledAt: c.AcceptedAt, State: c.State, Phone: c.Applicant.Phone,
		}
		if err = o.tell(&a, head); err != nil {
			return nil, err
		}
		list, err := book.FollowUps(ctx, c.Kiosk, c.ID)
		if err != nil {
			return nil, err
		}
		a.bring(c, head, list)
		found = append(found, a)
	}
	return found, nil
}

// requestsAsked are the requests and bookings whose code and four a question has. One without
// a telephone is told of at its own machine alone: nothing proves whose it is.
func requestsAsked(ctx context.Context, book AskBook, q CaseQuestion) (found []Asked, err error) {
	heads, err := book.FindRequests(ctx, string(q.Code))
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		r, err := book.Request(ctx, h.Kiosk, h.ID)
		if err != nil {
			return nil, err
		}
		phone := r.Text(village.TicketPhone)
		if secret := village.LastFour(phone); secret == "" || secret != q.LastFour || r.ShortCode != q.Code {
			continue
		}
		found = append(found, Asked{
			Kiosk: r.Kiosk, ID: r.ID, Item: r.Item, Number: r.Order, Village: r.Village, FiledAt: r.FiledAt, State: r.State, Phone: village.Phone(phone), Steps: r.Steps(),
		})
	}
	return found, nil
}

// Told are the acts that the person is told of.
func (c CaseHead) Told() []Act {
	return slices.DeleteFunc(slices.Clone(c.Acts), func(a Act) bool {
		verb, ok := DefaultFlow().verb(a.Verb)
		return !ok || !verb.Tell || verb.Delivery != "" // the way of a result is told to its own machine alone
	})
}
