package office

import (
	"context"

	"bianmin/app/stats"
	"bianmin/app/village"
)

// Priority says that the green channel was chosen for a case (绿色通道), and why. It may
// tell of somebody's health: a page opens it as it opens a name.
type Priority struct {
	Class    village.PriorityClass `json:"class"`
	Version  int                   `json:"version"` // of the rule of that class
	Reason   string                `json:"reason,omitempty"`
	Approved string                `json:"approved_by,omitempty"` // badge; "" = nobody of the centre looked
}

func shownPriority(p *Priority) *Priority {
	if p == nil {
		return nil
	}
	return &Priority{Class: shown(p.Class), Version: p.Version, Reason: shown(p.Reason), Approved: shown(p.Approved)}
}

// GoesFirst reports whether the case goes before others that are due on the same day: the
// channel was chosen, and who helped agreed, or the number of a citizen ID bears it out. What
// nobody has looked at is marked and waits its turn.
func (c Case) GoesFirst() bool {
	p := c.Priority
	return p != nil && (p.Approved != "" || p.Class == village.PriorityElder && c.Applicant.IDType == village.IDResident)
}

// PriorityBook knows who uses the green channel.
type PriorityBook interface {
	// PriorityUses are the cases of a scope and a period, one row a case.
	PriorityUses(ctx context.Context, s Scope, p stats.Period) ([]stats.PriorityUse, error)
}
