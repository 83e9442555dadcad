package stats

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
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

// middle is a figure that is the median of what of gives; of an even number of rows it is the
// mean of the two in the middle, kept as their sum over 2.
type middle[T any] struct {
	id, filter, unit string
	of               func(T) (int64, bool) // ok is whether the row counts
}

func (m middle[T]) figure(rows []T) Figure {
	var values []int64
	for _, r := range rows {
		if v, ok := m.of(r); ok {
			values = append(values, v)
		}
	}
	f := Figure{ID: m.id, Unit: m.unit, Rounding: truncated, Filter: m.filter}
	if n := len(values); n > 0 {
		slices.Sort(values)
		f.Numerator, f.Denominator = values[(n-1)/2]+values[n/2], 2
		f.Displayed = cut(f.Numerator, f.Denominator)
	}
	return f
}

// lines are the rows that count, each with its value.
func (m middle[T]) lines(rows []T, line func(T) Line) (list []Line) {
	for _, r := range rows {
		if v, ok := m.of(r); ok {
			l := line(r)
			l.Value, l.Hit = strconv.FormatInt(v, 10), true
			list = append(list, l)
		}
	}
	return list
}

// What a row of a figure is.
const (
	RowUnit   = "unit"
	RowItem   = "item"
	RowCase   = "case"
	RowTicket = "ticket"
	RowVisit  = "visit"
	RowCentre = "centre"
)

// Line is a row that a figure counts. Nothing in it is personal.
type Line struct {
	Kind     string // RowUnit to RowCentre
	ID, Unit string
	Of       string               // item of a case, category of a ticket
	Channel  string               // of a case
	Place    village.DivisionCode // "" = not known
	At       time.Time            // accepted, dispatched, or visited; zero of a register
	Value    string               // what the row brings to a median or to a sum; "" = it is counted once
	Hit      bool                 // it is above the line
}

func unitLine(u Unit) Line { return Line{Kind: RowUnit, ID: u.Code, Unit: u.Code} }
func itemLine(i Item) Line { return Line{Kind: RowItem, ID: i.Code, Unit: i.Unit} }

func caseLine(c Case) Line {
	return Line{Kind: RowCase, ID: c.ID, Unit: c.Unit, Of: c.Item, Channel: c.Channel, Place: c.Place, At: c.AcceptedAt}
}

func ticketLine(t Ticket) Line {
	return Line{Kind: RowTicket, ID: t.ID, Unit: t.Unit, Of: t.Category, Place: t.Place, At: t.DispatchedAt}
}

// Lines are the rows that a figure counts: what is below the line alone first, then by the
// names of rows. ok is whether there is such a figure.
func (d Data) Lines(id string) (f Figure, list []Line, ok bool) {
	figures := d.Figures()
	i := slices.IndexFunc(figures, func(f Figure) bool { return f.ID == id })
	if i < 0 {
		return f, nil, false
	}
	list = d.linesOf(id)
	slices.SortStableFunc(list, func(a, b Line) int {
		if a.Hit != b.Hit {
			return cmp.Compare(asInt(a.Hit), asInt(b.Hit))
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return figures[i], list, true
}

func (d Data) linesOf(id string) []Line {
	if channel, ok := strings.CutPrefix(id, "K3."); ok {
		return share[Case]{of: cameBy(channel), hit: all[Case]}.lines(d.Cases, caseLine)
	}
	for _, of := range []func(string) []Line{d.linesOfRegisters, d.linesOfCases, d.linesOfTickets, d.linesOfVisits} {
		if list := of(id); list != nil {
			return list
		}
	}
	return nil
}

func (d Data) linesOfRegisters(id string) []Line {
	items := map[string]share[Item]{"K1": promised(), "K2": online(), "K4.items": {of: all[Item], hit: all[Item]}, "K10": without(), "K12": entered()}
	switch id {
	case "K4.units":
		return share[Unit]{of: all[Unit], hit: all[Unit]}.lines(d.Units, unitLine)
	case "K7":
		return share[UnitRow]{of: UnitRow.Perfect, hit: all[UnitRow]}.lines(d.UnitTable(time.Time{}), func(r UnitRow) Line { return unitLine(r.Unit) })
	case "K8":
		return share[Counted]{of: all[Counted], hit: once(d)}.lines(frequent(d), d.frequentLine)
	}
	if s, ok := items[id]; ok {
		return s.lines(d.Items, itemLine)
	}
	return nil
}

// frequentLine is an item with how many cases it had.
func (d Data) frequentLine(c Counted) Line {
	l := Line{Kind: RowItem, ID: c.Name, Value: strconv.Itoa(c.N)}
	if i := slices.IndexFunc(d.Items, func(i Item) bool { return i.Code == c.Name }); i >= 0 {
		l.Unit = d.Items[i].Unit
	}
	return l
}

func (d Data) linesOfCases(id string) []Line {
	switch id {
	case "K1.lived":
		return lived(d).lines(d.Cases, caseLine)
	case "K3":
		return share[Case]{of: all[Case], hit: all[Case]}.lines(d.Cases, caseLine)
	case "K9":
		return atOneWindow(d).lines(d.Cases, caseLine)
	case "K11":
		return byLine().lines(d.Cases, caseLine)
	case "K13.steps":
		return steps().lines(d.Cases, caseLine)
	case "K13.hand_overs":
		return handOvers().lines(d.Cases, caseLine)
	}
	return nil
}

func (d Data) linesOfTickets(id string) []Line {
	open := func(t Ticket) bool { return !t.closed() }
	shares := map[string]share[Ticket]{
		"K5": closing(), "K5.backlog": {of: open, hit: all[Ticket]}, "K6": pleased(), "K6.surveyed": asked(),
		"K14.overdue": overdue(), "K14.reopened": reopened(), "K14.returned": returned(),
	}
	if id == "K14.sign" {
		return signFor().lines(d.Tickets, ticketLine)
	}
	if s, ok := shares[id]; ok {
		return s.lines(d.Tickets, ticketLine)
	}
	return nil
}

// linesOfVisits are spot checks with their points, in tenths, and what was told of centres; or
// the centres that were visited.
func (d Data) linesOfVisits(id string) (list []Line) {
	switch id {
	case "K15.score":
		for _, v := range d.Visits {
			list = append(list, Line{Kind: RowVisit, ID: v.Centre, Place: village.DivisionCode(v.Centre), At: v.At, Value: fmt.Sprintf("%d ÷ %d", v.Points, v.Full), Hit: true})
		}
		for _, t := range d.Told {
			list = append(list, Line{Kind: RowVisit, ID: t.Centre, Of: t.Section, Place: village.DivisionCode(t.Centre), At: t.At, Value: strconv.Itoa(-t.Points)})
		}
	case "K15.coverage":
		for _, c := range mostOf(d.Visits, func(v Visit) string { return v.Centre }, len(d.Visits)) {
			list = append(list, Line{Kind: RowCentre, ID: c.Name, Place: village.DivisionCode(c.Name), Value: strconv.Itoa(c.N), Hit: true})
		}
	}
	return list
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
