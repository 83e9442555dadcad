package stats

import (
	"slices"
	"time"
)

// UnitRow is a unit in the table of a bulletin, with how it attends to tickets (K14).
type UnitRow struct {
	Unit
	Rank                                          int // by closing, then by satisfaction; equals share one
	Dispatched, Closed, Satisfied, Overdue, Asked int // Overdue: closed after they were due
	Open                                          int // not closed and overdue, at a moment
	Returned, Reopened                            int
	Sign                                          string // median hours until it signed for one; "" = none was
}

// Perfect reports whether the unit closed everything and satisfied everybody.
func (r UnitRow) Perfect() bool {
	return r.Dispatched > 0 && r.Closed == r.Dispatched && r.Satisfied == r.Closed
}

// UnitTable are the units that had tickets, the best first; at is when open ones are overdue.
func (d Data) UnitTable(at time.Time) []UnitRow {
	names, tickets := map[string]string{}, map[string][]Ticket{}
	for _, u := range d.Units {
		names[u.Code] = u.Name
	}
	for _, t := range d.Tickets {
		tickets[t.Unit] = append(tickets[t.Unit], t)
	}
	var table []UnitRow
	for code, list := range tickets {
		name := names[code]
		if name == "" {
			name = code
		}
		table = append(table, unitRow(Unit{Code: code, Name: name}, list, at))
	}
	slices.SortFunc(table, better)
	for i := range table {
		table[i].Rank = i + 1
		if i > 0 && equal(table[i-1], table[i]) {
			table[i].Rank = table[i-1].Rank
		}
	}
	return table
}

func unitRow(u Unit, tickets []Ticket, at time.Time) UnitRow {
	return UnitRow{
		Unit: u, Dispatched: len(tickets), Closed: number(tickets, Ticket.closed), Satisfied: number(tickets, Ticket.satisfied),
		Overdue: number(tickets, Ticket.late), Asked: number(tickets, Ticket.asked),
		Open:     number(tickets, func(t Ticket) bool { return t.waits(at) }),
		Returned: number(tickets, func(t Ticket) bool { return t.Returns > 0 }), Reopened: number(tickets, func(t Ticket) bool { return t.closed() && t.Reopens > 0 }),
		Sign: signFor().figure(tickets).Displayed,
	}
}

// better compares by fractions, not by what is printed of them.
func better(a, b UnitRow) int {
	if c := b.Closed*a.Dispatched - a.Closed*b.Dispatched; c != 0 {
		return c
	}
	if c := b.Satisfied*max(a.Closed, 1) - a.Satisfied*max(b.Closed, 1); c != 0 {
		return c
	}
	if a.Code < b.Code {
		return -1
	}
	return 1
}

func equal(a, b UnitRow) bool {
	return b.Closed*a.Dispatched == a.Closed*b.Dispatched && b.Satisfied*max(a.Closed, 1) == a.Satisfied*max(b.Closed, 1)
}
