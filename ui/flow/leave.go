package flow

import (
	"context"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Leave is for who cannot finish now: it asks, keeps the turn for the rest of the
// day and shows the code that leads back to it.
type Leave struct {
	page
	Item    village.ServiceItem
	Left    desk.Left // zero until the turn is kept
	Busy    bool
	Problem Problem
	Paper   PrintState // of the slip; "" before it was asked for
	Seconds int        // until the home page, once the code is shown

	Draft func() desk.Draft
	Stay  func() // goes on filling in
	Home  func() // forgets everything

	gone func() // the turn is kept: nothing of it stays on the screen
}

// Gone reports whether the turn is kept and over.
func (l *Leave) Gone() bool { return l.Left.Code != "" }

// Keep keeps the turn, shows the code and prints it, or says why it cannot.
func (l *Leave) Keep(ctx context.Context) {
	if l.Busy || l.Gone() {
		return
	}
	l.Busy, l.Problem = true, Problem{}
	l.Changed()
	var left desk.Left
	var err error
	d := l.Draft()
	l.run(func() { left, err = l.kiosk.Drafts.Leave(d) }, func() {
		l.Busy = false
		if err != nil {
			l.Problem = l.problem(err, "leave.failed")
			l.Changed()
			return
		}
		l.Left, l.Seconds = left, AcceptedFor
		l.gone()
		l.Print(ctx)
	})
}

// Print prints the code on a slip; it can be asked for again.
func (l *Leave) Print(ctx context.Context) {
	if l.Paper == Printing || !l.Gone() || l.kiosk.PrintSlip == nil {
		return
	}
	l.Paper, l.Problem = Printing, Problem{}
	l.Changed()
	var err error
	slip := Slip{Code: l.Left.Code, Item: l.Item.Name, Until: l.Left.Until}
	var came bool
	l.run(func() { came, err = l.kiosk.PrintSlip(ctx, slip) }, func() {
		l.Paper, l.Problem = printed(came, err), l.problem(err, "leave.print.failed")
		if l.Paper == NoPrinter {
			l.Problem = l.told("leave.print.none")
		}
		l.Changed()
	})
}

// tick counts a second down; nobody else shall read the code.
func (l *Leave) tick() {
	if l.Seconds--; l.Seconds <= 0 {
		l.Home()
	}
}

func (l *Leave) open(it village.ServiceItem) {
	l.wipe()
	l.Item = it
}

func (l *Leave) wipe() {
	*l = Leave{page: l.page, Draft: l.Draft, Stay: l.Stay, Home: l.Home, gone: l.gone}
}
