package flow

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Confirm shows everything once more, takes the signature and hands it in.
type Confirm struct {
	page
	Rows      []Answer
	Modes     []desk.DeliveryMode // how the result can reach the person
	Mode      desk.DeliveryMode
	Signs     bool   // the item wants a signature
	Signature []byte // PNG; empty until signed
	Later     []string
	Busy      bool
	Problem   Problem
	Pages     Pages

	Application func() desk.Application
	Edit        func(field string, p Problem)
	Done        func(context.Context, desk.Accepted)

	item    village.ServiceItem
	signKey string

	twice  string // key of the hint that the same came today; "" while none is known
	looked int    // how often it was asked
}

// Answer is one line of the summary. Field is "" when it cannot be changed.
type Answer struct{ Field, Label, Value string }

// look asks whether the same came today, so that the person hears of it before handing it in. No
// answer is no hint: the counter looks once more.
func (c *Confirm) look() {
	if c.kiosk.Again == nil {
		return
	}
	c.twice, c.looked = "", c.looked+1
	a, turn := c.Application(), c.looked
	var key string
	var err error
	c.run(func() { key, err = c.kiosk.Again(context.Background(), a) }, func() {
		if err == nil && key != "" && c.looked == turn {
			c.twice = key
			c.Changed()
		}
	})
}

// Advice says that the same seems to have come today, and where a request belongs instead, as
// far as its words tell; it can be sent all the same.
func (c *Confirm) Advice() (list []string) {
	if c.twice != "" {
		list = append(list, c.T(c.twice))
	}
	words, _ := c.Application().Form[village.TicketContent].(string)
	if c.item.Code.Kind() != village.RecordTicket {
		return list
	}
	for _, d := range desk.Advise(words) {
		list = append(list, c.T("warn.triage."+d.ID))
	}
	return list
}

// Pledge is the key of what the person says with handing in, where no paper is to follow.
func (c *Confirm) Pledge() string { return c.Of(c.item.Code, "confirm.true") }

// CanSubmit reports whether 确认提交 is live.
func (c *Confirm) CanSubmit() bool { return !c.Busy && (!c.Signs || len(c.Signature) > 0) }

// Sign takes the signature as a PNG; nil takes it back.
func (c *Confirm) Sign(png []byte) {
	c.Signature, c.Problem = png, Problem{}
	c.Changed()
}

// Deliver chooses how the result comes; 快递 asks for the address.
func (c *Confirm) Deliver(m desk.DeliveryMode) {
	c.Mode = m
	if m == desk.Express {
		c.Edit(FieldAddress, Problem{})
		return
	}
	c.Changed()
}

// Correct opens the question of one answer.
func (c *Confirm) Correct(field string) { c.Edit(field, Problem{}) }

// Submit hands in: off the UI goroutine the counter checks, stores and signs.
// A field that it refuses is opened with the reason.
func (c *Confirm) Submit(ctx context.Context) {
	if !c.CanSubmit() {
		return
	}
	c.Busy, c.Problem = true, Problem{}
	c.Changed()
	var accepted desk.Accepted
	var err error
	a := c.Application()
	c.run(func() { accepted, err = c.kiosk.Accept(ctx, a) }, func() {
		c.Busy = false
		if err == nil {
			c.Done(ctx, accepted)
			return
		}
		c.Problem = c.problem(err, "confirm.failed")
		c.Changed()
		if field := fieldOf(c.Problem.Field); field != "" {
			c.Edit(field, c.Problem)
		}
	})
}

// fieldOf is the page's name for a field of the counter: materials[2].declared
// is asked on the page of the materials.
func fieldOf(field string) string {
	if strings.HasPrefix(field, FieldMaterials) {
		return FieldMaterials
	}
	for _, form := range []string{"tolerance", "promise"} {
		if strings.HasPrefix(field, form) {
			return form
		}
	}
	return strings.TrimSuffix(field, ".file") // of the letter of entrustment
}

// Down goes on to the page that starts at next.
func (c *Confirm) Down(next int) { c.Pages.Down(next); c.Changed() }

// Up goes back one page.
func (c *Confirm) Up() { c.Pages.Up(); c.Changed() }

// complete adds what this page knows to the application.
func (c *Confirm) complete(a *desk.Application) {
	if a.Delivery.Mode = c.Mode; c.Mode != desk.Express {
		a.Delivery = desk.DeliveryInput{Mode: c.Mode}
	}
	if len(c.Signature) > 0 {
		signed := "data:image/png;base64," + base64.StdEncoding.EncodeToString(c.Signature)
		switch {
		case c.signKey != "":
			a.Form[c.signKey] = signed
		case a.HomeVisit != nil:
			a.HomeVisit.Signature = signed
		}
	}
}

// open prepares the page for an item; a signature given before stays.
// What is taken at somebody's home is signed, whatever the item says.
func (c *Confirm) open(it village.ServiceItem, home bool) {
	if c.item.Code != it.Code {
		c.wipe()
	}
	c.item, c.Problem = it, Problem{}
	c.Modes = []desk.DeliveryMode{desk.Pickup}
	for _, m := range []desk.DeliveryMode{desk.AtPoint, desk.Express} {
		if slices.Contains(it.Delivery, string(m)) {
			c.Modes = append(c.Modes, m)
		}
	}
	if c.Mode == "" {
		c.Mode = c.Modes[0]
	}
	c.Signs, c.signKey = home, ""
	answers := c.Application().Form
	for _, f := range it.Form() {
		if f.Type == village.FieldSignature && f.Required && f.Asked(answers) {
			c.Signs, c.signKey = true, f.Key
		}
	}
}

func (c *Confirm) wipe() {
	*c = Confirm{page: c.page, Application: c.Application, Edit: c.Edit, Done: c.Done, looked: c.looked + 1}
}

// edit opens the page on which field was answered, with what is wrong there.
func (t *Turn) edit(field string, p Problem) {
	switch {
	case t.Form.correct(field, p):
		t.show(RouteForm)
	case field == FieldMaterials, field == "tolerance", field == "promise": // what is signed follows from what is said there
		t.popTo(RouteMaterials)
	case field == FieldConsent:
		t.popTo(RouteNotice)
	}
}
