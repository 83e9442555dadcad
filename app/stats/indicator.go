package stats

import (
	"slices"
	"time"
)

// licence is the type of items that are 行政许可.
const licence = "01"

func number[T any](rows []T, of func(T) bool) int {
	n := 0
	for _, r := range rows {
		if of(r) {
			n++
		}
	}
	return n
}

func all[T any](T) bool { return true }

// Figures are all indicators in their order.
func (d Data) Figures() []Figure {
	return slices.Concat(
		K1(d), []Figure{K2(d)}, K3(d), K4(d), K5(d), K6(d), []Figure{K7(d), K8(d), K9(d), K10(d), K11(d), K12(d)}, K13(d), K14(d), K15(d),
	)
}

// K1 is the share of licences that need no visit (行政许可事项网上零次跑动比率), as
// promised and as people lived it.
func K1(d Data) []Figure {
	licences := map[string]bool{}
	for _, i := range d.Items {
		licences[i.Code] = i.Type == licence
	}
	lived := ratio("K1.lived", "cases of type 01 without a visit ÷ cases of type 01 whose visits were recorded",
		number(d.Cases, func(c Case) bool { return licences[c.Item] && c.Came == 0 }),
		number(d.Cases, func(c Case) bool { return licences[c.Item] && c.Came >= 0 }))
	return []Figure{promised().figure(d.Items), lived}
}

func promised() share[Item] {
	return share[Item]{"K1", "items of type 01 with 0 visits ÷ items of type 01", func(i Item) bool { return i.Type == licence }, Item.noVisit}
}

func (i Item) noVisit() bool { return i.Visits == 0 }

// K2 is the share of items that can be applied for online (网上可办率).
func K2(d Data) Figure {
	return online().figure(d.Items)
}

func online() share[Item] {
	return share[Item]{"K2", "items that can be applied for online ÷ items", all[Item], func(i Item) bool { return i.Online }}
}

// K3 is how many cases were accepted (受理量), all and by channel.
func K3(d Data) []Figure {
	figures := []Figure{count("K3", "accepted cases", len(d.Cases))}
	for _, channel := range Channels() {
		n := number(d.Cases, func(c Case) bool { return c.Channel == channel })
		figures = append(figures, count("K3."+channel, "accepted cases that came by "+channel, n))
	}
	return figures
}

// Channels are all ways in which a case comes.
func Channels() []string {
	return []string{"window", "gdzwfw", "kiosk", "assisted", "home_visit", "hotline", "mobile"}
}

// K4 is how many units and items there are (进驻单位, 事项总数).
func K4(d Data) []Figure {
	return []Figure{count("K4.units", "units in the register", len(d.Units)), count("K4.items", "items in the register", len(d.Items))}
}

// K5 is the share of dispatched tickets that are closed (办结率).
func K5(d Data) []Figure {
	closed := closing().figure(d.Tickets)
	return []Figure{closed, count("K5.backlog", "dispatched tickets that are not closed", int(closed.Denominator-closed.Numerator))}
}

func closing() share[Ticket] {
	return share[Ticket]{"K5", "closed tickets ÷ dispatched tickets", all[Ticket], Ticket.closed}
}

func (t Ticket) closed() bool    { return !t.ClosedAt.IsZero() }
func (t Ticket) satisfied() bool { return t.closed() && t.Satisfied }

// K6 is the share of closed tickets whose person is satisfied (满意率), as the
// district's reports count it, and of those who were asked.
func K6(d Data) []Figure {
	return []Figure{
		pleased().figure(d.Tickets),
		ratio("K6.surveyed", "satisfied ÷ closed tickets whose person was asked", number(d.Tickets, Ticket.satisfied),
			number(d.Tickets, func(t Ticket) bool { return t.closed() && t.Surveyed })),
	}
}

func pleased() share[Ticket] {
	return share[Ticket]{"K6", "satisfied ÷ closed tickets", Ticket.closed, Ticket.satisfied}
}

// K7 is how many units closed every ticket and satisfied everybody.
func K7(d Data) Figure {
	return count("K7", "units with dispatched = closed = satisfied, more than 0", number(d.UnitTable(time.Time{}), UnitRow.Perfect))
}

// mostAtOnce is how long the list of frequent items is (百项高频事项).
const mostAtOnce = 100

// K8 is how many of the 100 most frequent items need one visit at most (最多跑一次).
func K8(d Data) Figure {
	visits, volume := map[string]int{}, map[string]int{}
	for _, i := range d.Items {
		visits[i.Code] = i.Visits
	}
	for _, c := range d.Cases {
		volume[c.Item]++
	}
	var codes []string
	for code := range volume {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b string) int {
		if volume[a] != volume[b] {
			return volume[b] - volume[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
	codes = codes[:min(len(codes), mostAtOnce)]
	once := number(codes, func(code string) bool { v, known := visits[code]; return known && v >= 0 && v <= 1 })
	return ratio("K8", "items with at most 1 visit ÷ the 100 items with most cases", once, len(codes))
}

// K9 is the share of cases taken at a comprehensive window, of those that could be
// (一窗受理率). The formula is ours: no report gives one.
func K9(d Data) Figure {
	able := map[string]bool{}
	for _, i := range d.Items {
		able[i.Code] = i.OneWindow
	}
	return ratio("K9", "cases at a comprehensive window ÷ cases of items that can be taken there",
		number(d.Cases, func(c Case) bool { return able[c.Item] && c.OneWindow }), number(d.Cases, func(c Case) bool { return able[c.Item] }))
}

// K10 is the share of all items that need no visit.
func K10(d Data) Figure {
	return without().figure(d.Items)
}

func without() share[Item] {
	return share[Item]{"K10", "items with 0 visits ÷ items", all[Item], Item.noVisit}
}

// K11 is the share of cases that came online (上网受理率). A machine is online, whoever stands
// at it or carries it to somebody's home.
func K11(d Data) Figure {
	return byLine().figure(d.Cases)
}

func byLine() share[Case] {
	channels := []string{"gdzwfw", "kiosk", "assisted", "home_visit", "mobile"}
	return share[Case]{"K11", "cases by gdzwfw, kiosk, assisted, home_visit or mobile ÷ cases", all[Case], func(c Case) bool { return slices.Contains(channels, c.Channel) }}
}

// K12 is the share of items on the must-enter list that are at the centre (应进必进).
func K12(d Data) Figure {
	return entered().figure(d.Items)
}

func entered() share[Item] {
	return share[Item]{"K12", "items at the centre ÷ items that must be there and are not exempt",
		func(i Item) bool { return i.MustEnter && !i.Exempt }, func(i Item) bool { return i.Enter }}
}

// K13 is how many steps and hand-overs a case takes (多头多层审批): medians.
func K13(d Data) []Figure {
	return []Figure{
		median("K13.steps", "median of steps of a case", "steps", d.Cases, func(c Case) (int64, bool) { return int64(c.Steps), c.Steps > 0 }),
		median("K13.hand_overs", "median of hand-overs of a case", "count", d.Cases, func(c Case) (int64, bool) { return int64(c.HandOvers), c.Steps > 0 }),
	}
}

// K14 is how units attend to tickets: hours until they sign for one, overdue,
// reopened and returned ones.
func K14(d Data) []Figure {
	return []Figure{
		signFor(d.Tickets),
		ratio("K14.overdue", "tickets closed after they were due ÷ closed tickets", number(d.Tickets, Ticket.late), number(d.Tickets, Ticket.closed)),
		ratio("K14.reopened", "tickets that were reopened ÷ closed tickets",
			number(d.Tickets, func(t Ticket) bool { return t.closed() && t.Reopens > 0 }), number(d.Tickets, Ticket.closed)),
		ratio("K14.returned", "tickets that a unit returned ÷ dispatched tickets", number(d.Tickets, func(t Ticket) bool { return t.Returns > 0 }), len(d.Tickets)),
	}
}

// signFor is how long it takes until a unit signs for one of tickets.
func signFor(tickets []Ticket) Figure {
	return median("K14.sign", "median hours from dispatch to sign-for", "hours", tickets, func(t Ticket) (int64, bool) {
		return int64(t.SignedAt.Sub(t.DispatchedAt) / time.Hour), !t.SignedAt.IsZero()
	})
}

// late reports whether t was closed after it was due.
func (t Ticket) late() bool { return t.closed() && !t.DueAt.IsZero() && t.ClosedAt.After(t.DueAt) }

// waits reports whether t was open and overdue at a moment.
func (t Ticket) waits(at time.Time) bool {
	open := !t.closed() || !t.ClosedAt.Before(at)
	return open && !t.DueAt.IsZero() && t.DueAt.Before(at)
}

// K15 is the score of spot checks, and how many centres were visited.
func K15(d Data) []Figure {
	full, visited := 0, map[string]bool{}
	for _, v := range d.Visits {
		full, visited[v.Centre] = full+v.Full, true
	}
	return []Figure{
		ratio("K15.score", "points ÷ possible points of all spot checks, less what was told of their centres, in tenths", d.points(), full),
		ratio("K15.coverage", "centres that were visited ÷ centres", len(visited), d.Centres),
	}
}

// points are those of spot checks less what was told, of each centre at least 0, as ranks have
// them.
func (d Data) points() (sum int) {
	type part struct{ centre, section string }
	points, visits, taken := map[string]int{}, map[string]int{}, map[part]int{}
	for _, v := range d.Visits {
		points[v.Centre], visits[v.Centre] = points[v.Centre]+v.Points, visits[v.Centre]+1
	}
	for _, t := range d.Told {
		at := part{t.Centre, t.Section}
		if taken[at] += t.Points; t.Max > 0 {
			taken[at] = min(taken[at], t.Max*visits[t.Centre])
		}
	}
	for at, n := range taken {
		points[at.centre] -= n
	}
	for _, n := range points {
		sum += max(n, 0)
	}
	return sum
}

// median is that of what of gives; of an even number it is the mean of the two in the
// middle, kept as their sum over 2.
func median[T any](id, filter, unit string, rows []T, of func(T) (int64, bool)) Figure {
	var values []int64
	for _, r := range rows {
		if v, ok := of(r); ok {
			values = append(values, v)
		}
	}
	f := Figure{ID: id, Unit: unit, Rounding: truncated, Filter: filter}
	if n := len(values); n > 0 {
		slices.Sort(values)
		f.Numerator, f.Denominator = values[(n-1)/2]+values[n/2], 2
		f.Displayed = cut(f.Numerator, f.Denominator)
	}
	return f
}

// Counted is something with how often it was there.
type Counted struct {
	Name string
	N    int
}

// Categories are the tickets by category, the most frequent first, at most limit.
func (d Data) Categories(limit int) []Counted {
	n := map[string]int{}
	for _, t := range d.Tickets {
		n[t.Category]++
	}
	var list []Counted
	for name, count := range n {
		list = append(list, Counted{name, count})
	}
	slices.SortFunc(list, func(a, b Counted) int {
		if a.N != b.N {
			return b.N - a.N
		}
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list[:min(len(list), limit)]
}
