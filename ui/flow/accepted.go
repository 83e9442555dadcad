package flow

import (
	"context"
	"errors"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/village"
)

// AcceptedFor is how long the receipt stays on the screen when nobody touches
// it.
const AcceptedFor = 60

// PrintState is where the paper is.
type PrintState string

const (
	Printing    PrintState = "printing"
	Printed     PrintState = "printed"
	PrintUnsure PrintState = "unsure" // it went to the printer, which did not answer
	PrintFailed PrintState = "failed"
	NoPrinter   PrintState = "none" // the machine has none
)

// Accepted shows what was taken in: the code, its QR, and what comes next.
type Accepted struct {
	page
	Accepted desk.Accepted
	Item     village.ServiceItem
	Paper    PrintState
	Record   village.RecordState // how far the record has come, as far as was seen
	Problem  Problem             // why the paper did not come
	Missing  []string
	Agent    string // who handed in for the applicant, masked; "" when it was the applicant
	Calls    bool   // whoever made a request asked to be called back
	Warnings []string
	Left     int // seconds until the home page
	Pages    Pages

	Home func()
	// Letters opens the page of what can be printed on A4.
	Letters func(ctx context.Context, code village.ShortCode, name string)
	Rate    func(code village.ShortCode, act, name string)

	looking bool // the machine is being asked
	online  bool // the line when it was last looked at
}

// noPrinter is the key of what a machine without a printer answers.
const noPrinter = "err.printer.none"

// printed is where a paper is after the printer had it; came reports that the printer
// said so.
func printed(came bool, err error) PrintState {
	e, ok := errors.AsType[*village.Error](err)
	switch {
	case ok && e.Key == noPrinter:
		return NoPrinter
	case err != nil:
		return PrintFailed
	case !came:
		return PrintUnsure
	}
	return Printed
}

// Print prints the receipt, or says why not; it can be asked for again.
func (a *Accepted) Print(ctx context.Context) {
	if a.Paper == Printing {
		return
	}
	a.Paper, a.Problem = Printing, Problem{}
	a.Changed()
	var err error
	var came bool
	code := a.Accepted.ShortCode
	a.run(func() { came, err = a.kiosk.Print(ctx, code) }, func() {
		a.Paper, a.Problem = printed(came, err), a.problem(err, "accepted.print.failed")
		a.Changed()
	})
}

// Came takes the person's word on the paper; when there is none, another one is
// printed, with its mark.
func (a *Accepted) Came(ctx context.Context, came bool) {
	if a.Paper != PrintUnsure || a.kiosk.Came == nil {
		return
	}
	a.Paper = Printing
	a.Changed()
	code := a.Accepted.ShortCode
	var err error
	a.run(func() { err = a.kiosk.Came(ctx, code, came) }, func() {
		a.Paper = Printed
		if err != nil && a.kiosk.Trouble != nil { // the paper is there or is not, whatever the journal says
			a.kiosk.Trouble("print journal", err)
		}
		a.Changed()
		if !came {
			a.Print(ctx)
		}
	})
}

// PrinterTrouble is what keeps the printer from going on at this moment, or "".
func (a *Accepted) PrinterTrouble() string {
	if told := a.kiosk.printer(); a.Paper == Printing && !told.Prints && told.Trouble != "" {
		return a.T(told.Trouble)
	}
	return ""
}

// RateIt opens the rating of this act.
func (a *Accepted) RateIt() { a.Rate(a.Accepted.ShortCode, desk.ActReceive, a.Item.Name) }

// PrintA4 opens the page of what can be printed on A4.
func (a *Accepted) PrintA4(ctx context.Context) {
	a.Letters(ctx, a.Accepted.ShortCode, a.Item.Name)
}

// When is the moment of the commit.
func (a *Accepted) When() time.Time {
	t, err := time.Parse(time.RFC3339, a.Accepted.AcceptedAt)
	if err != nil {
		return a.kiosk.Now()
	}
	return t
}

// Steps say what comes next, each with its reason.
func (a *Accepted) Steps() []Answer {
	keep := Answer{"", a.T("accepted.keep"), a.T("accepted.keep.note")}
	if a.Paper == NoPrinter || a.Paper == PrintFailed {
		keep.Label = a.T("accepted.keep.copy")
	}
	steps := []Answer{keep, a.sent()}
	if len(a.Missing) > 0 {
		steps = append(steps, Answer{"", a.T("accepted.bring", "n", len(a.Missing)), join(a.Missing, a.T("confirm.between"))})
	}
	if a.Agent != "" {
		steps = append(steps, Answer{"", a.T("accepted.agent"), a.Agent})
	}
	return append(steps, a.wait())
}

// wait says how long it may take.
func (a *Accepted) wait() Answer {
	switch a.Item.Code {
	case village.BookWindow:
		id, _, _ := a.Accepted.Case.Number.Seat()
		when, where := calendar.SlotWhen(a.kiosk.Text, a.kiosk.Divisions, id)
		return Answer{"", when, where}
	case village.BookHome:
		return Answer{"", a.T("accepted.home"), a.T("accepted.home.note")}
	case village.BookLonger:
		return Answer{"", a.T("accepted.longer"), a.T("accepted.longer.note")}
	}
	if a.Item.Code.IsRequest() {
		answer := Answer{"", a.T("accepted.answer"), a.T("accepted.answer.note")}
		if a.Calls {
			answer.Value = a.T("accepted.answer.call")
		}
		if d := a.Item.PromisedDays; d > 0 {
			answer.Label = a.T("accepted.answer.days", "days", d)
		}
		return answer
	}
	last := Answer{"", a.T("accepted.wait"), a.T("accepted.wait.note")}
	if d := a.Item.PromisedDays; d > 0 {
		unit := a.T("guide.days.working")
		if a.Item.DaysUnit == village.CalendarDays {
			unit = a.T("guide.days.calendar")
		}
		last.Label = a.T("accepted.days", "days", d, "unit", unit)
	}
	return last
}

// sent says where the record is: nothing is claimed that was not seen.
func (a *Accepted) sent() Answer {
	switch a.Record {
	case village.RecordStored, village.RecordDurable, village.RecordPruned:
		return Answer{"", a.T("accepted.send.stored"), a.T("accepted.send.stored.note")}
	case village.RecordNeedsAttention:
		return Answer{"", a.T("accepted.send.problem"), a.T("accepted.send.problem.note")}
	case village.RecordSent:
		return Answer{"", a.T("accepted.send.unanswered"), a.T("accepted.send.now.note")}
	case village.RecordPartial:
		return Answer{"", a.T("accepted.send.partial"), a.T("accepted.send.partial.note")}
	}
	if a.kiosk.Line().Online {
		return Answer{"", a.T("accepted.send.now"), a.T("accepted.send.now.note")}
	}
	return Answer{"", a.T("accepted.send"), a.T("accepted.send.offline", "n", max(1, a.kiosk.Line().Waiting))}
}

// Look asks how far the record has come, and draws the page again when it is
// further than what the page says.
func (a *Accepted) Look(ctx context.Context) {
	if a.looking {
		return
	}
	a.looking = true
	var status desk.Status
	var err error
	code, online := a.Accepted.ShortCode, a.kiosk.Line().Online
	a.run(func() { status, err = a.kiosk.Status(ctx, string(code)) }, func() {
		a.looking = false
		if err == nil && (status.Record != a.Record || online != a.online) {
			a.Record, a.online = status.Record, online
			a.Changed()
		}
	})
}

// Down goes on to the page that starts at next.
func (a *Accepted) Down(next int) { a.Pages.Down(next); a.Changed() }

// Up goes back one page.
func (a *Accepted) Up() { a.Pages.Up(); a.Changed() }

// tick counts a second down. The screen moves its figure with the second hand
// and is not drawn anew.
func (a *Accepted) tick() {
	if a.Left--; a.Left <= 0 {
		a.Home()
	}
}

func (a *Accepted) open(accepted desk.Accepted, it village.ServiceItem) {
	a.wipe()
	a.Accepted, a.Item, a.Left = accepted, it, AcceptedFor
	a.Record, a.online = village.RecordLocal, a.kiosk.Line().Online
	for _, h := range accepted.Case.Materials {
		m, ok := it.Material(h.Code)
		if ok && (!h.How.There()) {
			a.Missing = append(a.Missing, m.Name)
		}
	}
	a.warn()
}

func (a *Accepted) warn() {
	a.Warnings = nil
	if a.Accepted.Copy == village.CopyLocalOnly {
		a.Warnings = append(a.Warnings, a.T("accepted.local_only"))
	}
	if trust := a.Accepted.Case.TimeTrust; trust != village.TimeSynced && trust != "" {
		a.Warnings = append(a.Warnings, a.T("receipt.clock"))
	}
	for _, w := range a.Accepted.Warnings {
		a.Warnings = append(a.Warnings, a.T(w.Key))
	}
}

func (a *Accepted) wipe() {
	*a = Accepted{page: a.page, Home: a.Home, Rate: a.Rate, Letters: a.Letters}
}

func join(names []string, between string) string {
	s := ""
	for i, n := range names {
		if i > 0 {
			s += between
		}
		s += n
	}
	return s
}

// accepted shows the receipt and prints it; there is no way back behind it.
func (t *Turn) accepted(ctx context.Context, a desk.Accepted) {
	if a.Practice {
		t.practised("practice.done")
		return
	}
	it, agent, calls := t.Guide.Item, t.Form.Agent(), t.Form.Calls()
	t.end()
	for _, p := range []interface{ wipe() }{t.Search, t.Form, t.Materials, t.Precheck, t.Tolerance, t.Promise, t.Confirm, t.Notice, t.Resume} {
		p.wipe()
	}
	t.Guide.wipe()
	t.stack, t.route = nil, RouteAccepted
	t.Accepted.open(a, it)
	t.Accepted.Agent, t.Accepted.Calls = agent, calls
	t.moved(RouteAccepted)
	t.Accepted.Print(ctx)
}
