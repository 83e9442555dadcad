package office

import (
	"context"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// About is a poor rating, or a request to 12345, of which an officer makes an order.
type About struct {
	Source inspect.Source // ByRating or Hotline
	Kiosk  seal.KioskID
	ID     village.RecordID
	Centre village.DivisionCode // that has to put it right
	Ref    string               // that may be told; "" = none
}

// AboutName is what there is one order about, as [Rectification.About] has it.
func AboutName(s inspect.Source, kiosk seal.KioskID, id village.RecordID) string {
	return string(s) + " " + string(kiosk) + " " + string(id)
}

func (a About) name() string { return AboutName(a.Source, a.Kiosk, a.ID) }

// AboutOf is the rating or the request that an order was made of; ok is false for one that
// was made of neither.
func AboutOf(r Rectification) (a About, ok bool) {
	parts := strings.Split(r.About, " ")
	if len(parts) != 3 || parts[0] != string(r.Source) {
		return a, false
	}
	return About{Source: r.Source, Kiosk: seal.KioskID(parts[1]), ID: village.RecordID(parts[2]), Centre: r.Centre, Ref: r.Ref}, true
}

// Given is how the order stands that was made of a rating or a request; the zero value is
// none. It is the one place that says what the order lets be done with either: neither is
// put right while its order waits, and then the order's result is the next word.
type Given struct {
	Number string
	Centre village.DivisionCode
	State  inspect.RectState
	Result string // of one that was closed: what was put right, in the words of the last reply, or of who looked
}

// GivenOf is how r stands.
func GivenOf(r Rectification) Given {
	g := Given{Number: r.Number, Centre: r.Centre, State: r.State()}
	if g.State != inspect.RectClosed {
		return g
	}
	for _, a := range r.Acts {
		if a.Text != "" && (a.Verb == inspect.Replied || a.Verb == inspect.Accepted && g.Result == "") {
			g.Result = a.Text
		}
	}
	return g
}

// Settled reports whether there is an order and it was closed as put right.
func (g Given) Settled() bool { return g.State == inspect.RectClosed }

// over refuses what says that it is put right while the order waits: [village.Conflict] at
// "state", err.rectify.waits.
func (g Given) over() error {
	return unless(g.Number == "" || g.State.Over(), conflict("err.rectify.waits"))
}

var errAboutClosed = &village.Error{Kind: village.Conflict, Field: "order", Key: "err.rectify.closed"}

// AboutRating is a rating as what an order is about. Whose it was is not in the order: the
// centre sees that, and the words that the officer writes, and no more. One that is not
// poor, or was excluded, is [village.Conflict] at "order", err.rectify.not_poor; one that is
// closed err.rectify.closed, for what is closed was told as put right.
func AboutRating(r RatingCase) (About, error) {
	if !r.Grade.Poor() || r.Default || r.State == RatingExcluded {
		return About{}, &village.Error{Kind: village.Conflict, Field: "order", Key: "err.rectify.not_poor"}
	}
	if r.State == RatingClosed {
		return About{}, errAboutClosed
	}
	return About{Source: inspect.ByRating, Kiosk: r.Kiosk, ID: r.ID, Centre: r.Village}, nil
}

// AboutTicket is a request as what an order is about. One without a number is not taken in
// yet: [village.Conflict] at "order", err.rectify.not_registered; one that is over
// err.rectify.closed. One that is confidential has no number in the order.
func AboutTicket(r Request) (About, error) {
	if r.Order == "" {
		return About{}, &village.Error{Kind: village.Conflict, Field: "order", Key: "err.rectify.not_registered"}
	}
	if r.State.Over() {
		return About{}, errAboutClosed
	}
	a := About{Source: inspect.Hotline, Kiosk: r.Kiosk, ID: r.ID, Centre: r.Place, Ref: r.Order}
	if r.Confidential || r.Anonymous {
		a.Ref = ""
	}
	return a, nil
}

// OpenAbout gives the one order about a: severity, text and rule are those of r. The errors
// are those of [Inspectorate.Open], and [village.Conflict] at "order", err.rectify.once, when
// there is one.
func (n *Inspectorate) OpenAbout(ctx context.Context, a About, r Rectification, by string, shots ...Shot) (Rectification, error) {
	return n.Open(ctx, Rectification{Centre: a.Centre, Source: a.Source, Ref: a.Ref, About: a.name(), Severity: r.Severity, Rule: r.Rule, Text: r.Text}, by, shots...)
}
