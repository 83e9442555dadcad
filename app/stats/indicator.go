package stats

import (
	"cmp"
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
func K1(d Data) []Figure { return []Figure{promised().figure(d.Items), lived(d).figure(d.Cases)} }

func lived(d Data) share[Case] {
	licences := map[string]bool{}
	for _, i := range d.Items {
		licences[i.Code] = i.Type == licence
	}
	return share[Case]{"K1.lived", "cases of type 01 without a visit ÷ cases of type 01 whose visits were recorded",
		func(c Case) bool { return licences[c.Item] && c.Came >= 0 }, func(c Case) bool { return c.Came == 0 }}
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
		figures = append(figures, count("K3."+channel, "accepted cases that came by "+channel, number(d.Cases, cameBy(channel))))
	}
	return figures
}

func cameBy(channel string) func(Case) bool { return func(c Case) bool { return c.Channel == channel } }

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
func (t Ticket) asked() bool     { return t.closed() && t.Surveyed }

// K6 is the share of closed tickets whose person is satisfied (满意率), as the
// district's reports count it, and of those who were asked.
func K6(d Data) []Figure {
	return []Figure{pleased().figure(d.Tickets), asked().figure(d.Tickets)}
}

func asked() share[Ticket] {
	return share[Ticket]{"K6.surveyed", "satisfied ÷ closed tickets whose person was asked", Ticket.asked, Ticket.satisfied}
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
	return share[Counted]{"K8", "items with at most 1 visit ÷ the 100 items with most cases", all[Counted], once(d)}.figure(frequent(d))
}

// frequent are the items with most cases, at most 100, the most frequent first.
func frequent(d Data) []Counted {
	return mostOf(d.Cases, func(c Case) string { return c.Item }, mostAtOnce)
}

// once tells whether an item needs one visit at most.
func once(d Data) func(Counted) bool {
	visits := map[string]int{}
	for _, i := range d.Items {
		visits[i.Code] = i.Visits
	}
	return func(c Counted) bool { v, known := visits[c.Name]; return known && v >= 0 && v <= 1 }
}

// K9 is the share of cases taken at a comprehensive window, of those that could be
// (一窗受理率). The formula is ours: no report gives one.
func K9(d Data) Figure { return atOneWindow(d).figure(d.Cases) }

func atOneWindow(d Data) share[Case] {
	able := map[string]bool{}
	for _, i := range d.Items {
		able[i.Code] = i.OneWindow
	}
	return share[Case]{"K9", "cases at a comprehensive window ÷ cases of items that can be taken there",
		func(c Case) bool { return able[c.Item] }, func(c Case) bool { return c.OneWindow }}
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
func K13(d Data) []Figure { return []Figure{steps().figure(d.Cases), handOvers().figure(d.Cases)} }

func steps() middle[Case] {
	return middle[Case]{"K13.steps", "median of steps of a case", "steps", func(c Case) (int64, bool) { return int64(c.Steps), c.Steps > 0 }}
}

func handOvers() middle[Case] {
	return middle[Case]{"K13.hand_overs", "median of hand-overs of a case", "count", func(c Case) (int64, bool) { return int64(c.HandOvers), c.Steps > 0 }}
}

// K14 is how units attend to tickets: hours until they sign for one, overdue,
// reopened and returned ones.
func K14(d Data) []Figure {
	return []Figure{signFor().figure(d.Tickets), overdue().figure(d.Tickets), reopened().figure(d.Tickets), returned().figure(d.Tickets)}
}

// signFor is how long it takes until a unit signs for a ticket.
func signFor() middle[Ticket] {
	return middle[Ticket]{"K14.sign", "median hours from dispatch to sign-for", "hours", func(t Ticket) (int64, bool) {
		return int64(t.SignedAt.Sub(t.DispatchedAt) / time.Hour), !t.SignedAt.IsZero()
	}}
}

func overdue() share[Ticket] {
	return share[Ticket]{"K14.overdue", "tickets closed after they were due ÷ closed tickets", Ticket.closed, Ticket.late}
}

func reopened() share[Ticket] {
	return share[Ticket]{"K14.reopened", "tickets that were reopened ÷ closed tickets", Ticket.closed, func(t Ticket) bool { return t.Reopens > 0 }}
}

func returned() share[Ticket] {
	return share[Ticket]{"K14.returned", "tickets that a unit returned ÷ dispatched tickets", all[Ticket], func(t Ticket) bool { return t.Returns > 0 }}
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

// Counted is something with how often it was there.
type Counted struct {
	Name string
	N    int
}

// Categories are the tickets by category, the most frequent first, at most limit.
func (d Data) Categories(limit int) []Counted {
	return mostOf(d.Tickets, func(t Ticket) string { return t.Category }, limit)
}

// mostOf are the names of rows with how often each stands there, the most frequent first, then
// by name, at most limit.
func mostOf[T any](rows []T, name func(T) string, limit int) (list []Counted) {
	n := map[string]int{}
	for _, r := range rows {
		n[name(r)]++
	}
	for name, count := range n {
		list = append(list, Counted{name, count})
	}
	slices.SortFunc(list, func(a, b Counted) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name)) })
	return list[:min(len(list), limit)]
}
