package office

import "bianmin/app/village"

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
