package flow

import (
	"context"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// OrderDesk is what the pages of orders ask of the machine. Its functions may block.
type OrderDesk struct {
	// List is the orders of this centre, what is to be done first.
	List func(context.Context) ([]desk.CentreOrder, error)
	// Reply takes in what the centre put right.
	Reply func(context.Context, desk.RectifyInput) (desk.Accepted, error)
}

// Orders is the list of orders to put something right (整改单) at this centre, for who
// helps: what is to be done by which day, and what came of it.
type Orders struct {
	page
	List    []desk.CentreOrder
	Known   bool // List is there
	Problem Problem
	Pages   Pages
	Answer  func(desk.CentreOrder) // opens the reply to one

	looking bool
}

// Look reads the list anew.
func (o *Orders) Look(ctx context.Context) {
	if o.looking {
		return
	}
	o.looking = true
	var list []desk.CentreOrder
	var err error
	o.run(func() { list, err = o.kiosk.Orders.List(ctx) }, func() {
		o.looking = false
		if o.Problem = o.problem(err, "orders.failed"); err == nil {
			o.List, o.Known = list, true
		}
		o.Changed()
	})
}

// OrderText is what has to be put right. Where no checklist says it, it stands on the paper of
// the district, and in no machine.
func (p page) OrderText(o desk.CentreOrder) string {
	if o.What != "" {
		return o.What
	}
	return p.T("orders.untold")
}

// Words say whose order it is, its number, its last day, and how it stands.
func (o *Orders) Words(order desk.CentreOrder) string {
	step := order.Step()
	number, _, _ := strings.Cut(order.Number, "+") // what is behind it tells machines apart, for the county
	words := o.T("orders.row", "source", o.T("check.source."+string(order.Source)), "number", number)
	if !step.Over() {
		words += "\n" + o.DueText(order)
	}
	return words + "\n" + o.stepText(order)
}

// stepText is how an order stands; of one whose reply was rejected, why it was.
func (o *Orders) stepText(order desk.CentreOrder) string {
	step := order.Step()
	words := o.T("orders.step." + string(step))
	if step == desk.OrderAgain && order.Reason != "" {
		words = o.T("orders.rejected", "why", o.T("rectify.reason."+string(order.Reason))) + "\n" + words
	}
	return words
}

// DueText is the last day of an order, and whether it is over.
func (p page) DueText(o desk.CentreOrder) string {
	key := "orders.due"
	if o.Late(village.DayOf(p.kiosk.Now())) {
		key = "orders.late"
	}
	return p.T(key, "day", p.DayText(o.Due), "severity", p.T("finding.severity."+string(o.Severity)))
}

// Down goes on to the page that starts at next.
func (o *Orders) Down(next int) { o.Pages.Down(next); o.Changed() }

// Up goes back one page.
func (o *Orders) Up() { o.Pages.Up(); o.Changed() }

func (o *Orders) wipe() { *o = Orders{page: o.page, Answer: o.Answer} }

func (o *Orders) reword() { o.Problem = o.again(o.Problem) }

func (o *Orders) aloud() []Phrase {
	s := o.script("orders.title")
	s.speak(o.Problem.Text)
	for _, order := range o.List {
		s.speak(o.OrderText(order), o.Words(order))
	}
	if o.Known && len(o.List) == 0 {
		s.say("orders.none")
	}
	s.say("voice.next.orders")
	return s.phrases
}

// orderPages makes the pages of orders and the ways between them.
func (t *Turn) orderPages() {
	t.Orders = &Orders{page: t.page(), Answer: t.answer}
	t.Rectify = &Rectify{page: t.page(), Home: t.Finish, Shoot: t.photograph, Acting: func() string { return t.Helper.Acting() }}
	t.Rectify.wipe()
}

// HasOrders reports whether the machine is asked for orders: by who helps, and in no
// practice.
func (t *Turn) HasOrders() bool {
	return t.kiosk.Orders != nil && t.Helper.Acting() != "" && !t.Practice.On
}

// OpenOrders opens the list of orders of the centre.
func (t *Turn) OpenOrders(ctx context.Context) {
	if !t.HasOrders() || t.route != RouteHome {
		return
	}
	t.Orders.wipe()
	t.show(RouteOrders)
	t.Orders.Look(ctx)
}

// answer opens the reply to an order.
func (t *Turn) answer(o desk.CentreOrder) {
	t.Rectify.open(o)
	t.show(RouteRectify)
}

// endOrders leaves the pages of orders and of the day with who helps, and reports whether nothing of
// them is under way.
func (t *Turn) endOrders() bool {
	if !t.helping() {
		return true
	}
	if t.Busy() {
		return false
	}
	t.GoHome()
	return true
}

// endHelp ends what only a helper does.
func (t *Turn) endHelp() bool { return t.endOrders() && t.endPractice() }
