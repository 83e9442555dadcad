package stats

import (
	"cmp"
	"slices"
	"time"

	"bianmin/app/village"
)

// share is a figure that counts rows among rows of one kind.
type share[T any] struct {
	id, filter string
	of, hit    func(T) bool // what is below the line, and what of that above it
}

func (s share[T]) figure(rows []T) Figure {
	return ratio(s.id, s.filter, number(rows, func(r T) bool { return s.of(r) && s.hit(r) }), number(rows, s.of))
}

// lines are the rows of the figure as people read them.
func (s share[T]) lines(rows []T, line func(T) Line) (list []Line) {
	for _, r := range rows {
		if s.of(r) {
			l := line(r)
			l.Hit = s.hit(r)
			list = append(list, l)
		}
	}
	return list
}

// Line is a row that a figure counts. Nothing in it is personal.
type Line struct {
	ID, Unit string
	Of       string               // item of a case, category of a ticket
	Channel  string               // of a case
	Place    village.DivisionCode // "" = not known
	At       time.Time            // accepted, or dispatched; zero of an item
	Hit      bool                 // it is above the line
}

// Lines are a figure with the rows that it counts: what is below the line alone first, then by
// the names of rows. ok is whether it is one whose rows can be listed, see [Listed].
func (d Data) Lines(id string) (f Figure, list []Line, ok bool) {
	item := func(i Item) Line { return Line{ID: i.Code, Unit: i.Unit} }
	ofCase := func(c Case) Line {
		return Line{ID: c.ID, Unit: c.Unit, Of: c.Item, Channel: c.Channel, Place: c.Place, At: c.AcceptedAt}
	}
	ticket := func(t Ticket) Line {
		return Line{ID: t.ID, Unit: t.Unit, Of: t.Category, Place: t.Place, At: t.DispatchedAt}
	}
	switch id {
	case "K1":
		f, list = promised().figure(d.Items), promised().lines(d.Items, item)
	case "K2":
		f, list = K2(d), online().lines(d.Items, item)
	case "K3":
		f, list = K3(d)[0], share[Case]{of: all[Case], hit: all[Case]}.lines(d.Cases, ofCase)
	case "K5":
		f, list = K5(d)[0], closing().lines(d.Tickets, ticket)
	case "K6":
		f, list = K6(d)[0], pleased().lines(d.Tickets, ticket)
	case "K10":
		f, list = K10(d), without().lines(d.Items, item)
	case "K11":
		f, list = K11(d), byLine().lines(d.Cases, ofCase)
	case "K12":
		f, list = K12(d), entered().lines(d.Items, item)
	default:
		return f, nil, false
	}
	slices.SortStableFunc(list, func(a, b Line) int {
		if a.Hit != b.Hit {
			return cmp.Compare(asInt(a.Hit), asInt(b.Hit))
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return f, list, true
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Listed are the figures that [Data.Lines] knows.
func Listed() []string { return []string{"K1", "K2", "K3", "K5", "K6", "K10", "K11", "K12"} }
