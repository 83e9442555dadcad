package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"bianmin/app/desk"
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
	Co           []string       // units that help
	Rework       bool           // it was answered and given out again
	Anonymous    bool
	Confidential bool
	Twin         []string  // rules by which another is perhaps the same; only where requests are listed
	FiledAt      time.Time // by the kiosk's clock
	ReceivedAt   time.Time // by the county's
}

// Request is a request as officers see it. Form and Parts are hidden in the
// database.
type Request struct {
	RequestHead
	Form  map[string]any // as it was filled in
	Parts []Part
	Acts  []TicketAct // in their order

	Priority *Priority // an appointment asked to be served first; nil = it did not, or came before rules were named

	Given Given // the order that was made of it

	Advice  []Advice          // what the machine said of where it belongs; none by machines of before
	Decided []village.Decided // by its machine, the same advice among it with the digest of its inputs; none by machines of before
}

// Advice is a door that the words of a request spoke of, by its rule (分流).
type Advice struct {
	Rule    string `json:"rule"`
	Version int    `json:"version"`
}

// Steps are the acts that the kiosk was told, as it was told them.
func (r Request) Steps() (steps []village.CaseStep) {
	for _, a := range r.Acts {
		if a.Tell {
			steps = append(steps, a.Step(r.ID))
		}
	}
	return steps
}

// Doors are the decisions of its machine about where it belongs.
func (r Request) Doors() []village.Decided {
	return slices.DeleteFunc(slices.Clone(r.Decided), func(d village.Decided) bool { return !strings.HasPrefix(d.Rule, desk.TriageRule) })
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
		Form: b.Form, Priority: shownPriority(b.Priority), Advice: b.Advice[:min(len(b.Advice), maxShownLines)], Decided: shownDecided(b.Decided),
	}
	for i, a := range out.Advice {
		out.Advice[i].Rule = shown(a.Rule)
	}
	if place, err := village.ParseDivisionCode(b.Village); err == nil {
		out.Village = place
	}
	if err := out.place(b.Number); err != nil {
		return nil, err
	}
	out.Anonymous, _ = b.Form[village.TicketAnonymous].(bool)
	out.Confidential, _ = b.Form[village.TicketConfidential].(bool)
	if out.Parts, err = b.parts(len(r.Parts)); err != nil {
		return nil, err
	}
	return out, nil
}

// asked reports whether c is something that can be asked for.
func asked(c village.ItemCode) bool {
	kind, ok := c.Ticket()
	return ok && slices.Contains(village.TicketTypes(), kind) || slices.Contains([]village.ItemCode{village.BookWindow, village.BookHome, village.BookLonger}, c)
}

// place finds where a request belongs. An appointment belongs where its slot is; it
// needs nobody to number it.
func (r *Request) place(number village.CaseNumber) (err error) {
	switch r.Item {
	case village.BookWindow:
	case village.BookLonger: // the centre where it was asked
		r.Place = r.Village
		return nil
	default:
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

	// Request is one of them in full; see [village.NotFound].
	Request(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Request, error)

	// ListRequests is one page of what q chooses, the latest first.
	ListRequests(ctx context.Context, q RequestQuery) (RequestPage, error)

	// Units are those that can be given a request: those of the register and those
	// that somebody has an account for, in order.
	Units(ctx context.Context) ([]string, error)

	// Near are others of the type and place of r that came less than so long before or
	// after it, the nearest first, without their acts.
	Near(ctx context.Context, r RequestHead, within time.Duration, limit int) ([]Request, error)

	// Unregistered are those without a number, the oldest first.
	Unregistered(ctx context.Context, limit int) ([]RequestHead, error)

	// Visited are the open bookings of home visits whose code a case names that was taken
	// at somebody's home, and no other booking has, the oldest first.
	Visited(ctx context.Context, limit int) ([]RequestHead, error)

	// RegisterRequest counts one serial of day further and keeps the step that
	// decide makes of it, with the letter. It does nothing for one that has a number
	// meanwhile, or on a day on which the county came out of a backup or before: it
	// may have forgotten numbers of that day.
	RegisterRequest(ctx context.Context, r RequestHead, day village.Day, decide func(serial int) TicketAct) error

	// StepRequest lets decide judge a request and keeps what it decides, together
	// with the letter to its kiosk if that is told, and the files that come with it.
	StepRequest(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(Request) (TicketAct, error), files ...Shot) error

	// RequestFile is a file that came with a reply; see [village.NotFound].
	RequestFile(ctx context.Context, kiosk seal.KioskID, id village.RecordID, p Part) ([]byte, error)
}

// RequestQuery chooses requests; empty fields choose all.
type RequestQuery struct {
	Scope   Scope
	Kind    village.RecordKind
	State   village.CaseState
	Twins   bool // only those of which another is perhaps the same
	Page    int  // from 1
	PerPage int
	Bare    bool // nobody reads which of them are perhaps the same
}

// RequestPage is one page of requests.
type RequestPage struct {
	Requests []RequestHead
	Total    int // that the query chooses
}

// Hotline handles the requests to 12345.
type Hotline struct {
	Store Requests
	Limit func(village.ItemCode) int                              // working days; 0 = none
	Due   func(received time.Time, days int) (village.Day, error) // last day of a limit
	Now   func() time.Time
	Days  Calendars // that Due counts by; nil where nobody asks which
}

// countedBy is the version of the calendar that days are counted by; "" where nobody knows.
func (h *Hotline) countedBy() string {
	if h.Days == nil {
		return ""
	}
	return h.Days.Calendar().Version
}

// OlderCalendar are the version of the calendar by which the last day of a request was counted,
// and of the one in use, when they differ. The day stays: the person was told it.
func (h *Hotline) OlderCalendar(r Request) (then, now string, older bool) {
	for _, a := range r.Acts {
		if a.Due != "" && a.Calendar != "" {
			then = a.Calendar
		}
	}
	now = h.countedBy()
	return then, now, then != "" && now != "" && then != now
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
		err := h.Store.RegisterRequest(ctx, r, day, func(serial int) TicketAct {
			return TicketAct{State: village.Registered, At: h.Now(), Order: OrderNumber(r.Place, day, serial), Due: due, Tell: true, Calendar: h.countedBy()}
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

// Decide takes a request one step on in the county's name. The errors are those of
// [Hotline.Find] and [Hotline.Do].
func (h *Hotline) Decide(ctx context.Context, d RequestDecision) (RequestHead, error) {
	if err := d.check(); err != nil {
		return RequestHead{}, err
	}
	found, err := h.Find(ctx, d.Text, d.Kiosk)
	if err != nil {
		return RequestHead{}, err
	}
	verb := verbFor(found, d.State)
	deed := TicketDeed{Verb: verb, Unit: d.Unit, Day: d.Day, Words: d.Answer, Reason: d.Reason}
	return h.Do(ctx, found.Kiosk, found.ID, deed, Account{Name: "countyd", Role: RoleCounty})
}

// verbFor is what takes a request to a state.
func verbFor(r RequestHead, to village.CaseState) Verb {
	if r.Item.Kind() == village.RecordBooking {
		if r.Item == village.BookLonger && to == village.NotAccepted {
			return VerbDecline
		}
		return map[village.CaseState]Verb{village.Dispatched: VerbArrange, village.Answered: VerbAnswer, village.Completed: VerbHeld, village.NotAccepted: VerbCallOff, village.Missed: VerbMissed}[to]
	}
	if to == village.Dispatched && r.State == village.Answered {
		return VerbRework
	}
	return map[village.CaseState]Verb{village.Dispatched: VerbDispatch, village.Answered: VerbAnswer, village.Completed: VerbComplete, village.NotAccepted: VerbRefuse}[to]
}

func (d RequestDecision) check() error {
	switch {
	case !slices.Contains([]village.CaseState{village.Dispatched, village.Answered, village.Completed, village.NotAccepted, village.Missed}, d.State):
		return village.Refuse("state", "err.ticket.state")
	case (d.State == village.Dispatched) != (strings.TrimSpace(d.Unit) != ""):
		return village.Refuse("unit", "err.ticket.unit")
	case d.State != village.NotAccepted && d.Reason != "":
		return village.Refuse("reason", "err.case.reason")
	case d.State != village.Answered && d.Answer != "":
		return village.Refuse("answer", "err.ticket.answer")
	}
	return nil
}

// idDigits is how many digits in a row are taken for a number of a document or an
// account.
const idDigits = 15

// maySay refuses words that whoever holds the paper must not read: they name the
// person, or a number of theirs, or are an answer at all when that person asked to be
// kept secret. No words say nothing.
func (r Request) maySay(field, words string) error {
	switch {
	case words == "":
		return nil
	case r.Confidential && field == "answer":
		return village.Refuse("answer", "err.ticket.confidential")
	}
	return unless(!namesPerson(words, r.Text(village.TicketName), r.Text(village.TicketPhone)), village.Refuse(field, "err.ticket.names"))
}

// namesPerson reports whether words hold a person's name or telephone, or digits in a row
// that could be the number of anybody's document.
func namesPerson(words, name, phone string) bool {
	bare := func(s string) string {
		return strings.Map(func(c rune) rune {
			if unicode.IsSpace(c) || c == '-' {
				return -1
			}
			return c
		}, s)
	}
	holds := func(s string) bool { return bare(s) != "" && strings.Contains(bare(words), bare(s)) }
	run := 0
	for _, c := range bare(words) {
		if run++; c < '0' || c > '9' {
			run = 0
		}
		if run >= idDigits {
			return true
		}
	}
	return holds(name) || holds(phone)
}
