package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// RequestHead is what is not hidden of a request that is no application: a 12345
// request (热线工单) or a booking (预约).
type RequestHead struct {
	Kiosk        seal.KioskID
	ID           village.RecordID
	Seq          int64
	ShortCode    village.ShortCode
	Item         village.ItemCode
	Place        village.DivisionCode // that it is about
	Village      village.DivisionCode // where it was handed in
	State        village.CaseState
	Order        string         // 工单号, of an appointment its own number; "" = not registered yet
	Slot         village.SlotID // of an appointment
	Due          village.Day    // last day of its limit; "" = no limit, or not registered yet
	Unit         string         // who has it; "" = nobody yet
	Rework       bool           // it was answered and given out again
	Anonymous    bool
	Confidential bool
	FiledAt      time.Time // by the kiosk's clock
	ReceivedAt   time.Time // by the county's
}

// Request is a request as officers see it. Form and Parts are hidden in the
// database.
type Request struct {
	RequestHead
	Form  map[string]any // as it was filled in
	Parts []Part
}

// Text is an answer of the form; "" when it is none, or no text.
func (r Request) Text(key string) string { s, _ := r.Form[key].(string); return s }

// readRequest makes the officer's view of a record of a request.
func readRequest(kiosk seal.KioskID, r village.Record, text []byte) (*Request, error) {
	var b caseBody
	if err := readText(text, &b); err != nil {
		return nil, fmt.Errorf("read a request: %w", err)
	}
	code, err := village.ParseShortCode(b.ShortCode)
	if err != nil {
		return nil, err
	}
	if !asked(b.Item.Code) || b.Item.Code.Kind() != r.Kind || b.ID != r.ID || b.AcceptedAt.IsZero() {
		return nil, errors.New("read a request: id, type or time is missing")
	}
	out := &Request{
		RequestHead: RequestHead{
			Kiosk: kiosk, ID: r.ID, Seq: r.Seq, ShortCode: code, Item: b.Item.Code, State: village.Received, FiledAt: b.AcceptedAt,
		},
		Form: b.Form,
	}
	if err := out.place(b.Number); err != nil {
		return nil, err
	}
	if place, err := village.ParseDivisionCode(b.Village); err == nil {
		out.Village = place
	}
	out.Anonymous, _ = b.Form[village.TicketAnonymous].(bool)
	out.Confidential, _ = b.Form[village.TicketConfidential].(bool)
	out.Parts, err = b.parts(len(r.Parts))
	return out, err
}

// asked reports whether c is something that can be asked for.
func asked(c village.ItemCode) bool {
	kind, ok := c.Ticket()
	return ok && slices.Contains(village.TicketTypes(), kind) || c == village.BookWindow || c == village.BookHome
}

// place finds where a request belongs. An appointment belongs where its slot is; it
// needs nobody to number it.
func (r *Request) place(number village.CaseNumber) (err error) {
	if r.Item != village.BookWindow {
		r.Place, err = village.ParseDivisionCode(r.Text(village.TicketPlace))
		return err
	}
	id, _, ok := number.Seat()
	if !ok || string(id) != r.Text(village.BookSlot) {
		return errors.New("read a booking: its number is not of its slot")
	}
	slot, _ := id.Slot()
	r.Slot, r.Place, r.Order, r.State = id, slot.Area, string(number), village.Registered
	return nil
}

// Requests is where the county keeps requests. Every method is one transaction.
type Requests interface {
	// FindRequests are those with a short code or an order number.
	FindRequests(ctx context.Context, text string) ([]RequestHead, error)

	// RequestSteps are the acts of the office on one, the first first.
	RequestSteps(ctx context.Context, kiosk seal.KioskID, id village.RecordID) ([]village.CaseStep, error)

	// Request is one of them in full; see [village.NotFound].
	Request(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Request, error)

	// ListRequests are those of a kind in a state, "" for all, that came latest.
	ListRequests(ctx context.Context, kind village.RecordKind, state village.CaseState, limit int) ([]RequestHead, error)

	// Unregistered are those without a number, the oldest first.
	Unregistered(ctx context.Context, limit int) ([]RequestHead, error)

	// RegisterRequest counts one serial of day further and keeps the step that
	// decide makes of it, with the letter. It does nothing for one that has a number
	// meanwhile, or on a day on which the county came out of a backup or before: it
	// may have forgotten numbers of that day.
	RegisterRequest(ctx context.Context, r RequestHead, day village.Day, decide func(serial int) village.CaseStep) error

	// StepRequest lets decide judge a request and keeps what it decides, together
	// with the letter to its kiosk.
	StepRequest(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(Request) (village.CaseStep, error)) error
}

// Hotline handles the requests to 12345.
type Hotline struct {
	Store Requests
	Limit func(village.ItemCode) int                              // working days; 0 = none
	Due   func(received time.Time, days int) (village.Day, error) // last day of a limit
	Now   func() time.Time
}

// Register gives requests their numbers and their last days.
//
// Source: 广东省12345政务服务便民热线管理办法 counts from receipt.
func (h *Hotline) Register(ctx context.Context) error {
	waiting, err := h.Store.Unregistered(ctx, numbersAtOnce)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		due := village.Day("")
		if days := h.Limit(r.Item); days > 0 {
			if due, err = h.Due(r.ReceivedAt, days); err != nil {
				return err
			}
		}
		day := village.DayOf(h.Now())
		err := h.Store.RegisterRequest(ctx, r, day, func(serial int) village.CaseStep {
			return village.CaseStep{
				Record: r.ID, State: village.Registered, AtMS: h.Now().UnixMilli(), Order: OrderNumber(r.Place, day, serial), Due: due,
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// OrderNumber is the number of a work order: day, county, serial of the day.
func OrderNumber(place village.DivisionCode, day village.Day, serial int) string {
	return strings.ReplaceAll(string(day), "-", "") + string(place[:6]) + fmt.Sprintf("%05d", serial)
}

// RequestDecision is what an officer decides about a request.
type RequestDecision struct {
	Text   string       // short code or order number
	Kiosk  seal.KioskID // "" unless several machines gave out the code
	State  village.CaseState
	Unit   string             // dispatched only
	Day    village.Day        // dispatched only, of a home visit: when they come
	Answer string             // answered only; lies on the kiosk in clear
	Reason village.CaseReason // not accepted only
}

// Find is the one request that text names; kiosk "" is any. The errors are those of
// [Office.FindCase].
func (h *Hotline) Find(ctx context.Context, text string, kiosk seal.KioskID) (RequestHead, error) {
	if code, err := village.ParseShortCode(text); err == nil {
		text = string(code)
	}
	found, err := h.Store.FindRequests(ctx, text)
	if err != nil {
		return RequestHead{}, err
	}
	found = slices.DeleteFunc(found, func(r RequestHead) bool { return kiosk != "" && r.Kiosk != kiosk })
	switch len(found) {
	case 0:
		return RequestHead{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.ticket.unknown"}
	case 1:
		return found[0], nil
	}
	return RequestHead{}, &village.Error{Kind: village.Conflict, Field: "code", Key: "err.case.several"}
}

// Decide takes a request one step on and writes the news to its kiosk, both or
// neither. The errors are those of [Hotline.Find]; [village.Conflict] at "state",
// err.ticket.order; [village.Invalid] at "state", "unit", "reason" or "answer".
func (h *Hotline) Decide(ctx context.Context, d RequestDecision) (RequestHead, error) {
	if err := d.check(); err != nil {
		return RequestHead{}, err
	}
	found, err := h.Find(ctx, d.Text, d.Kiosk)
	if err != nil {
		return RequestHead{}, err
	}
	err = h.Store.StepRequest(ctx, found.Kiosk, found.ID, func(r Request) (village.CaseStep, error) {
		if err := r.mayBecome(d.State); err != nil {
			return village.CaseStep{}, err
		}
		if err := r.maySay(d.Answer); err != nil {
			return village.CaseStep{}, err
		}
		found = r.RequestHead
		return village.CaseStep{
			Record: r.ID, State: d.State, AtMS: h.Now().UnixMilli(), Reason: d.Reason, Unit: d.Unit, Due: d.Day, Text: d.Answer,
		}, nil
	})
	if found.State = d.State; d.Unit != "" {
		found.Unit = d.Unit
	}
	return found, err
}

func (d RequestDecision) check() error {
	switch {
	case !slices.Contains([]village.CaseState{village.Dispatched, village.Answered, village.Completed, village.NotAccepted}, d.State):
		return village.Refuse("state", "err.ticket.state")
	case (d.State == village.Dispatched) != (strings.TrimSpace(d.Unit) != "") || utf8.RuneCountInString(d.Unit) > 60:
		return village.Refuse("unit", "err.ticket.unit")
	case d.Day != "" && (d.State != village.Dispatched || d.Day.Add(0) != d.Day || len(d.Day) != 10):
		return village.Refuse("day", "err.book.day")
	case d.State == village.NotAccepted != slices.Contains(village.CaseReasons(), d.Reason) || d.State != village.NotAccepted && d.Reason != "":
		return village.Refuse("reason", "err.case.reason")
	case d.State != village.Answered && d.Answer != "" || utf8.RuneCountInString(d.Answer) > village.MaxAnswer:
		return village.Refuse("answer", "err.ticket.answer")
	}
	return nil
}

// mayBecome holds the order of a request's way: it is given to a unit, answered,
// and over; after an answer it is given out again once (二次办理).
func (r RequestHead) mayBecome(next village.CaseState) error {
	from := map[village.CaseState][]village.CaseState{
		village.Dispatched:  {village.Registered, village.Dispatched, village.Answered},
		village.Answered:    {village.Registered, village.Dispatched},
		village.NotAccepted: {village.Registered, village.Dispatched},
		village.Completed:   {village.Answered},
	}[next]
	if r.Item.Kind() == village.RecordBooking && next == village.Completed { // somebody came
		from = []village.CaseState{village.Registered, village.Dispatched}
	}
	if !slices.Contains(from, r.State) || next == village.Dispatched && r.State == village.Answered && r.Rework {
		return &village.Error{Kind: village.Conflict, Field: "state", Key: "err.ticket.order"}
	}
	return nil
}

// idDigits is how many digits in a row are taken for a number of a document or an
// account.
const idDigits = 15

// maySay refuses an answer that whoever holds the paper must not read: it names the
// person, or a number of theirs, or anything at all when that person asked to be kept
// secret. An empty answer says nothing.
func (r Request) maySay(answer string) error {
	bare := strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '-' {
			return -1
		}
		return c
	}, answer)
	name, phone := r.Text(village.TicketName), r.Text(village.TicketPhone)
	switch {
	case answer == "":
		return nil
	case r.Confidential:
		return village.Refuse("answer", "err.ticket.confidential")
	case name != "" && strings.Contains(answer, name), phone != "" && strings.Contains(bare, strings.ReplaceAll(phone, "-", "")):
		return village.Refuse("answer", "err.ticket.names")
	}
	run := 0
	for _, c := range bare {
		if run++; c < '0' || c > '9' {
			run = 0
		}
		if run >= idDigits {
			return village.Refuse("answer", "err.ticket.names")
		}
	}
	return nil
}
