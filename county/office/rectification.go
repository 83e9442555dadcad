package office

import (
	"context"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Rectification is an order to put something right (整改单). What was found at a visit,
// a poor rating, a request and what province or city fed back are followed up alike.
type Rectification struct {
	Number   string
	Centre   village.DivisionCode
	Source   inspect.Source
	Template string         // "" = no checklist, as the two that follow
	Version  string         //
	Rule     inspect.RuleID //
	Kiosk    seal.KioskID   // of the record that it is about; "" = none
	Record   village.RecordID
	Ref      string // of what it is about, when that is no record: a code, a number
	Unit     string // that has to put it right, where there is no centre; see [Inspectorate.Orders]
	About    string // of which there is one order only, see [About]; "" = there may be several
	Severity inspect.Severity
	Due      village.Day
	OpenedAt time.Time
	Text     string // what was found, in words
	Acts     []RectAct
}

// RectAct is one act on it.
type RectAct struct {
	Verb   inspect.Verb
	At     time.Time
	By     string // who, as the office writes it; of a record: the badge of who helped, "" = not told
	Text   string
	Reason inspect.Reason // of a rejection; "" = of another act, or of an old one
	Kiosk  seal.KioskID   // of the record that it came in; "" = none
	Record village.RecordID
	Parts  []Part // its files
}

// RectReply is a centre's word that it put something right.
type RectReply struct {
	Kiosk   seal.KioskID
	Record  village.RecordID
	Number  string
	Village village.DivisionCode
	At      time.Time
	Helper  string // badge; "" = not told
	Text    string
	Parts   []Part
}

// Act is what a reply does to its order.
func (r RectReply) Act() RectAct {
	return RectAct{Verb: inspect.Replied, At: r.At, By: r.Helper, Text: r.Text, Kiosk: r.Kiosk, Record: r.Record, Parts: r.Parts}
}

// Standing is where r stands at a moment.
func (r Rectification) Standing(now time.Time, days *calendar.Calendar) inspect.RectStanding {
	acts := make([]inspect.RectAct, len(r.Acts))
	for i, a := range r.Acts {
		acts[i] = inspect.RectAct{Verb: a.Verb, At: a.At}
	}
	return inspect.Stand(r.Due, acts, now, days)
}

// State is where the acts have led.
func (r Rectification) State() (s inspect.RectState) {
	for _, a := range r.Acts {
		s, _ = s.Next(a.Verb)
	}
	return s
}

// InspectionBook is where the county keeps visits and orders. Every method is one
// transaction.
type InspectionBook interface {
	ServiceList
	ProposalBook
	ShotBook

	// Inspections are all visits, without what is hidden of people.
	Inspections(ctx context.Context) ([]Inspection, error)

	// Inspection is the visit with a code, in full; see [village.NotFound].
	Inspection(ctx context.Context, code village.ShortCode) (Inspection, error)

	// Rectifications are all orders with their acts, the oldest first; words only when
	// the data key is here.
	Rectifications(ctx context.Context) ([]Rectification, error)

	// OpenRectification keeps a new order with its unit and the photographs of its first act.
	// A number that is taken is a [village.Conflict], a second one about the same thing one at
	// "order", err.rectify.once. One of a rating or a request is judged again by [AboutRating]
	// and [AboutTicket], as they stand in that moment.
	OpenRectification(ctx context.Context, r Rectification, shots ...Shot) error

	// ActRectification lets decide judge an order and keeps the act that it decides, with
	// a letter to the kiosk whose record the order is about, and its photographs, which are
	// those of its parts. An unknown number is [village.NotFound].
	ActRectification(ctx context.Context, number string, decide func(Rectification) (RectAct, error), shots ...Shot) error
}

// Inspectorate follows up what was found.
type Inspectorate struct {
	Book      InspectionBook
	Templates *Checklists
	Days      Calendars
	Now       func() time.Time
	Rand      io.Reader // of numbers

	looking  sync.Mutex // over proposed: officers and the look of the program's own meet here
	proposed string     // mark of the visits that were looked at, see [Inspectorate.Propose]
}

// Limits of an order, in characters.
const (
	maxRectText = 500
	maxRectBy   = 40
)

// Open gives an order that comes from no visit: a poor rating, a request to 12345, what
// province or city fed back, an own look. Number, due day and first act are filled in.
// The errors are [village.Invalid] at "centre", "source", "severity", "rule", "text", "ref",
// "by" or "photos".
func (n *Inspectorate) Open(ctx context.Context, r Rectification, by string, shots ...Shot) (Rectification, error) {
	r, err := n.prepare(ctx, r, by)
	if err != nil {
		return r, err
	}
	if r.Acts[0].Parts, err = parts(shots); err != nil {
		return r, err
	}
	return r, n.Book.OpenRectification(ctx, r, shots...)
}

// prepare checks an order and fills in its number, due day and first act.
func (n *Inspectorate) prepare(ctx context.Context, r Rectification, by string) (Rectification, error) {
	t, err := n.templateOf(ctx, r)
	if err != nil {
		return r, err
	}
	if r, err = r.byRule(t); err != nil {
		return r, err
	}
	switch {
	case t.For(inspect.OfCentre) && r.Centre.Town() == "":
		return r, village.Refuse("centre", "err.division.format")
	case !t.For(inspect.OfCentre) && r.Ref == "": // a site or an account has no place
		return r, village.Refuse("ref", "err.rectify.ref")
	case !slices.Contains(inspect.Sources(), r.Source):
		return r, village.Refuse("source", "err.inspect.source")
	case t.Days[r.Severity] == 0:
		return r, village.Refuse("severity", "err.inspect.severity")
	case !short(r.Text, 1, maxRectText):
		return r, village.Refuse("text", "err.rectify.text")
	case !short(r.Ref, 0, maxRectBy):
		return r, village.Refuse("ref", "err.rectify.ref")
	case !short(by, 1, maxRectBy):
		return r, village.Refuse("by", "err.rectify.by")
	}
	now := n.Now()
	due, err := n.Days.Calendar().AddWorkdays(now.In(village.Zone), t.Days[r.Severity])
	if err != nil {
		return r, err
	}
	var seed [32]byte
	if _, err := io.ReadFull(n.Rand, seed[:]); err != nil {
		return r, village.Failed("draw a number", err)
	}
	r.Number = inspect.OrderNumber(village.NewShortCode(rand.New(rand.NewChaCha8(seed))), 0) //nolint:gosec // a name, no secret
	r.Due, r.OpenedAt = village.DayOf(due), now
	r.Acts = []RectAct{{Verb: inspect.Opened, At: now, By: by}}
	return r, nil
}

// templateOf is the checklist of an order; one without is about a centre.
func (n *Inspectorate) templateOf(ctx context.Context, r Rectification) (inspect.Template, error) {
	list, err := n.Templates.All(ctx)
	if t, ok := inspect.Find(list, r.Template, r.Version); ok {
		return t, err
	}
	t, _ := inspect.ForCentres(list)
	return t, err
}

func short(text string, least, most int) bool {
	n := utf8.RuneCountInString(strings.TrimSpace(text))
	return n >= least && n <= most && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' })
}

// Act takes an order one step on, by the verb, who, text and reason of act. The errors are
// [village.Invalid] at "number", "by", "text", "reason" or "photos"; [village.NotFound] at "number";
// [village.Conflict] at "verb", err.rectify.order. Striking and rejecting need words, and
// rejecting a reason that the centre is told.
func (n *Inspectorate) Act(ctx context.Context, number string, act RectAct, shots ...Shot) (r Rectification, err error) {
	if number, err = inspect.ParseOrderNumber(number); err != nil {
		return r, err
	}
	if err := act.check(); err != nil {
		return r, err
	}
	if act.Verb != inspect.Rejected {
		act.Reason = ""
	}
	if act.Parts, err = parts(shots); err != nil {
		return r, err
	}
	err = n.Book.ActRectification(ctx, number, func(found Rectification) (RectAct, error) {
		if _, ok := found.State().Next(act.Verb); !ok || act.Verb == inspect.Opened {
			return RectAct{}, &village.Error{Kind: village.Conflict, Field: "verb", Key: "err.rectify.order"}
		}
		act.At = n.Now()
		r = found
		r.Acts = append(slices.Clone(found.Acts), act)
		return act, nil
	}, shots...)
	if err != nil && village.KindOf(err) == village.NotFound {
		err = &village.Error{Kind: village.NotFound, Field: "number", Key: "err.rectify.unknown", Err: err}
	}
	return r, err
}

// check judges what somebody typed.
func (a RectAct) check() error {
	least := 0
	if a.Verb != inspect.Accepted {
		least = 1
	}
	switch {
	case !short(a.By, 1, maxRectBy):
		return village.Refuse("by", "err.rectify.by")
	case !short(a.Text, least, maxRectText):
		return village.Refuse("text", "err.rectify.text")
	case a.Verb == inspect.Rejected && !slices.Contains(inspect.Reasons(), a.Reason):
		return village.Refuse("reason", "err.rectify.reason")
	}
	return nil
}

// Rows are the visits as their scores are made from them, and who serves where as of each
// visit's own day.
func Rows(visits []Inspection, orders []Rectification, serving []inspect.Service) []inspect.Row {
	type finding struct {
		kiosk seal.KioskID
		id    village.RecordID
		rule  inspect.RuleID
	}
	struck := map[finding]bool{}
	for _, r := range orders {
		if r.State() == inspect.RectStruck {
			struck[finding{r.Kiosk, r.Record, r.Rule}] = true
		}
	}
	var rows []inspect.Row
	for _, v := range visits {
		b := v.Record
		row := inspect.Row{
			Kiosk: string(v.Kiosk), ID: b.ID, Centre: b.Centre, Template: b.Template, Version: b.Version, Subject: b.Subject, Source: b.Source,
			At: b.VisitedAt, Inspectors: v.Shown.Inspectors(), Duty: v.Shown.Duty,
		}
		day := village.DayOf(b.VisitedAt)
		row.Serves = inspect.ServesThere(serving, b.Centre, day, day, row.Inspectors...)
		for _, f := range b.Findings {
			row.Found = append(row.Found, inspect.FoundRow{Rule: f.Rule, Times: f.Times, Struck: struck[finding{v.Kiosk, b.ID, f.Rule}]})
		}
		rows = append(rows, row)
	}
	return rows
}

// Visits are all visits with the scores that count.
func (n *Inspectorate) Visits(ctx context.Context) ([]Inspection, []inspect.Visit, error) {
	visits, err := n.Book.Inspections(ctx)
	if err != nil {
		return nil, nil, err
	}
	orders, err := n.Book.Rectifications(ctx)
	if err != nil {
		return nil, nil, err
	}
	list, err := n.Templates.All(ctx)
	if err != nil {
		return nil, nil, err
	}
	serving, err := n.Book.Serving(ctx)
	if err != nil {
		return nil, nil, err
	}
	scored, err := Scored(list, visits, orders, serving)
	return visits, scored, err
}

// Scored are visits with the scores that count, the earliest first.
func Scored(list []inspect.Template, visits []Inspection, orders []Rectification, serving []inspect.Service) ([]inspect.Visit, error) {
	return inspect.FoldTold(list, Rows(visits, orders, serving), told(orders))
}
