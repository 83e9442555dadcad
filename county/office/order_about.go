package office

import (
	"context"

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

// name is what there is one order about.
func (a About) name() string { return string(a.Source) + " " + string(a.Kiosk) + " " + string(a.ID) }

// AboutRating is a rating as what an order is about. Whose it was is not in the order: the
// centre sees that, and the words that the officer writes, and no more. One that is not
// poor, or was excluded, is [village.Conflict] at "order", err.rectify.not_poor.
func AboutRating(r RatingCase) (About, error) {
	if !r.Grade.Poor() || r.Default || r.State == RatingExcluded {
		return About{}, &village.Error{Kind: village.Conflict, Field: "order", Key: "err.rectify.not_poor"}
	}
	return About{Source: inspect.ByRating, Kiosk: r.Kiosk, ID: r.ID, Centre: r.Village}, nil
}

// AboutTicket is a request as what an order is about. One without a number is not taken in
// yet: [village.Conflict] at "order", err.rectify.not_registered. One that is confidential
// has no number in the order.
func AboutTicket(r Request) (About, error) {
	if r.Order == "" {
		return About{}, &village.Error{Kind: village.Conflict, Field: "order", Key: "err.rectify.not_registered"}
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

// OrderAbout is the number of the order about a; "" = there is none.
func (n *Inspectorate) OrderAbout(ctx context.Context, a About) (string, error) {
	return n.Book.OrderAbout(ctx, a.name())
}
