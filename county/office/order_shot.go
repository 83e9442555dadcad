package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// Shot is a photograph that comes with an act by the console or a command.
type Shot struct {
	Of   string // the rule that it shows, or [inspect.Before] or [inspect.After]
	Data []byte // JPEG or PNG
}

// ShotBook has such photographs and the units of orders without a place, which are kept with
// the act and the order. Every method is one transaction.
type ShotBook interface {
	// OpenShot is the photograph that an act names, and notes who opened it; see
	// [village.NotFound].
	OpenShot(ctx context.Context, number string, p Part, l Look) ([]byte, error)

	// OrderUnits are the units by the numbers of their orders.
	OrderUnits(ctx context.Context) (map[string]string, error)
}

// Limits of the photographs of an act. Defaults of ours.
const (
	MaxShots     = 6
	MaxShotBytes = 4 << 20
)

// parts are what an act says of its photographs. A part without pieces lies in the
// [ShotBook] under its sum. The error is [village.Invalid] at "photos".
func parts(shots []Shot) (list []Part, err error) {
	if len(shots) > MaxShots {
		return nil, village.Refuse("photos", "err.rectify.photos")
	}
	for _, s := range shots {
		p := s.part()
		if !strings.HasPrefix(p.Type, "image/") || p.Bytes > MaxShotBytes {
			return nil, village.Refuse("photos", "err.rectify.photos")
		}
		list = append(list, p)
	}
	return list, nil
}

// part is what an act says of one file. Its type is told by its first bytes; "" for one that
// nobody opens here.
func (s Shot) part() Part {
	p := Part{Material: s.Of, SHA256: sha256.Sum256(s.Data), Bytes: int64(len(s.Data))}
	for begin, of := range map[string]string{"\xff\xd8\xff": "image/jpeg", "\x89PNG\r\n": "image/png", "%PDF-": "application/pdf"} {
		if bytes.HasPrefix(s.Data, []byte(begin)) {
			p.Type = of
		}
	}
	return p
}

// Orders are all orders, each with the unit that it is for.
func (n *Inspectorate) Orders(ctx context.Context) ([]Rectification, error) {
	list, err := n.Book.Rectifications(ctx)
	if err != nil {
		return nil, err
	}
	units, err := n.Book.OrderUnits(ctx)
	for i := range list {
		list[i].Unit = units[list[i].Number]
	}
	return list, err
}

// In reports whether an order lies in a scope: of its centre, or of the unit that it is for.
func (r Rectification) In(s Scope) bool { return s.Holds(r.Centre, r.Unit) }

// Of names the file that p is on a page: before, after, or what was found.
func (p Part) Of() string {
	if p.Material == inspect.Before || p.Material == inspect.After {
		return p.Material
	}
	return "found"
}
