package console

import (
	"slices"

	"bianmin/county/office"
)

// escalatedPage are the late orders that the account is told of, the latest first.
type escalatedPage struct {
	Rows []orderRow
	N    int // of them, also of those that are not shown
	More string
}

// escalatedShown is how many of them the overview has. A default of ours.
const escalatedShown = 10

// waitingPage is what waits today for who looks.
type waitingPage struct {
	Tasks     []task
	Escalated escalatedPage
	Warnings  warningsPage
}

func (c *Console) waiting(v *visit, look office.Overview) (w waitingPage, err error) {
	over, err := c.overMakeUps(v)
	if err != nil {
		return w, err
	}
	if w.Escalated, err = c.escalated(v); err != nil {
		return w, err
	}
	if w.Warnings, err = c.firstWarnings(v); err != nil {
		return w, err
	}
	refused, err := c.refusedByCity(v)
	w.Tasks = c.tasks(v.view, look, over, w.Escalated.N, refused)
	return w, err
}

func (c *Console) escalated(v *visit) (e escalatedPage, err error) {
	if !v.account.Role.May(office.SeeOrders) {
		return e, nil
	}
	templates, err := c.Inspectorate.Templates.All(v.Context())
	if err != nil {
		return e, err
	}
	rows, _, err := c.openOrders(v, templates)
	rows = slices.DeleteFunc(rows, func(r orderRow) bool { return !v.account.Role.Told(r.level) })
	e.N, e.Rows, e.More = len(rows), rows[:min(len(rows), escalatedShown)], v.view.link("/orders")
	return e, err
}
