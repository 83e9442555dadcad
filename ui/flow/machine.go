package flow

import (
	"context"
	"slices"
	"strconv"
	"time"

	"bianmin/app/village"
)

// MachineFacts are what a machine knows of itself.
type MachineFacts struct {
	ID      string // its name, as on receipts
	Version string // of the program
	Count   village.OutboxCount
}

// Machine is the maintainer's page behind the PIN (本机): how the machine stands, to
// be compared with receipts and with the district. Of anybody's papers there are the
// codes of those alone of which nobody knows whether they came out.
type Machine struct {
	page
	Facts   MachineFacts
	Known   bool               // Facts are there
	Prints  []village.PrintJob // of which nobody knows whether they came out
	Problem Problem
	Pages   Pages

	Quit func() // closes the window
	Try  func() // opens the page of devices
	Home func()

	looking bool
}

// MachineRow is one fact with what it is of.
type MachineRow struct{ Label, Value string }

// Look reads the facts anew.
func (m *Machine) Look(ctx context.Context) {
	if m.looking || m.kiosk.Machine == nil {
		return
	}
	m.looking = true
	var facts MachineFacts
	var prints []village.PrintJob
	var err error
	m.run(func() {
		if facts, err = m.kiosk.Machine(ctx); err == nil && m.kiosk.OpenPrints != nil {
			prints, err = m.kiosk.OpenPrints(ctx)
		}
	}, func() {
		m.looking = false
		was, known, problem, open := m.Facts, m.Known, m.Problem, m.Prints
		if m.Problem = m.problem(err, "machine.failed"); err == nil {
			m.Facts, m.Known, m.Prints = facts, true, prints
		}
		if !m.Facts.same(was) || m.Known != known || m.Problem != problem || !slices.EqualFunc(open, m.Prints, samePrint) {
			m.Changed()
		}
	})
}

func samePrint(a, b village.PrintJob) bool { return a.ID == b.ID }

// PrintText says which paper a job is and when it went to the printer.
func (m *Machine) PrintText(job village.PrintJob) (title, when string) {
	title = m.T("machine.print", "paper", m.T("letter."+string(job.Paper)), "code", job.Code.Spaced())
	if when = m.moment(job.At); job.Again > 0 {
		when += "  " + m.T("receipt.again", "n", job.Again)
	}
	return title, when
}

// Came takes the maintainer's word on a paper.
func (m *Machine) Came(ctx context.Context, id int64, came bool) {
	m.Prints = slices.DeleteFunc(slices.Clone(m.Prints), func(job village.PrintJob) bool { return job.ID == id })
	m.Changed()
	var err error
	m.run(func() { err = m.kiosk.PrintCame(ctx, id, came) }, func() {
		if err != nil {
			m.Problem = m.problem(err, "machine.failed")
			m.Changed()
			return
		}
		m.Look(ctx)
	})
}

func (f MachineFacts) same(o MachineFacts) bool {
	a, b := f.Count.LastContact, o.Count.LastContact
	if (a == nil) != (b == nil) || a != nil && !a.Equal(*b) {
		return false
	}
	f.Count.LastContact, o.Count.LastContact = nil, nil
	return f == o
}

// Figures are the queue: what was ever taken in, what the district has, what waits,
// and what somebody has to look at.
func (m *Machine) Figures() []Figure {
	n := m.Facts.Count
	one := func(key string, n int64) Figure {
		return Figure{Label: m.T("machine." + key), Value: strconv.FormatInt(n, 10), Unit: m.T("machine.unit"), Note: m.T("machine." + key + ".note")}
	}
	return []Figure{
		one("lifetime", n.Lifetime), one("stored", int64(n.Stored+n.Durable)), one("waiting", int64(n.Waiting)), one("attention", int64(n.NeedsAttention)),
	}
}

// Rows are the other facts, in their order.
func (m *Machine) Rows() []MachineRow {
	n := m.Facts.Count
	contact := m.T("machine.never")
	if n.LastContact != nil {
		contact = m.moment(*n.LastContact)
	}
	return []MachineRow{
		{m.T("machine.contact"), contact},
		{m.T("machine.durable"), m.count(n.Durable - n.Pruned)},
		{m.T("machine.pruned"), m.count(n.Pruned)},
		{m.T("machine.sent"), m.count(n.Sent)},
		{m.T("machine.partial"), m.count(n.Partial)},
		{m.T("machine.id"), m.Facts.ID},
		{m.T("machine.centre"), m.kiosk.Centre().Name},
		{m.T("machine.version"), m.Facts.Version},
	}
}

func (m *Machine) count(n int) string { return m.T("machine.count", "n", n) }

func (m *Machine) moment(t time.Time) string { return m.Day(t) + " " + m.Clock(t) }

// Down goes on to the page that starts at next.
func (m *Machine) Down(next int) { m.Pages.Down(next); m.Changed() }

// Up goes back one page.
func (m *Machine) Up() { m.Pages.Up(); m.Changed() }

func (m *Machine) wipe() { *m = Machine{page: m.page, Quit: m.Quit, Try: m.Try, Home: m.Home} }

func (m *Machine) aloud() []Phrase {
	s := m.script("machine.title")
	if s.speak(m.Problem.Text); !m.Known {
		return s.phrases
	}
	for _, f := range m.Figures() {
		s.speak(f.Label + " " + f.Value + f.Unit)
	}
	for _, r := range m.Rows() {
		s.speak(r.Label + " " + r.Value)
	}
	for _, job := range m.Prints {
		s.speak(m.PrintText(job))
	}
	return s.phrases
}

// openMachine shows the maintainer how the machine stands.
func (t *Turn) openMachine(ctx context.Context) {
	if t.route != RouteMachine {
		t.show(RouteMachine)
	}
	t.Machine.Look(ctx)
}
