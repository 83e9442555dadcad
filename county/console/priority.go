package console

import (
	"bianmin/app/stats"
	"bianmin/county/office"
)

// priority is why a case goes first, and who approved it. The why may tell of
// somebody's health: it is said only while what is personal is open.
func (v *view) priority(p *office.Priority, open bool) (why, approved string) {
	if p == nil {
		return "", ""
	}
	why, approved = v.text.T("county.priority.closed"), v.text.T("county.priority.unapproved")
	if open {
		why = v.text.T("county.priority.why", "class", v.known("priority.class.", string(p.Class)), "version", p.Version)
		if p.Reason != "" {
			why += v.text.T("county.semicolon") + p.Reason
		}
	}
	if p.Approved != "" {
		approved = v.text.T("county.priority.approved", "badge", p.Approved)
	}
	return why, approved
}

// prioritiesPage is how often the green channel was chosen in a quarter.
type prioritiesPage struct {
	quartered

	Centres []priorityRow
	Helpers []priorityRow
	Chosen  int // in all
}

type priorityRow struct {
	Who, Share           string
	Cases, Chosen, First int
}

// priorities serves GET /priorities: by centre and by who helped, of this quarter, or of the
// one that is asked for.
func (c *Console) priorities(v *visit) error {
	head, quarter, err := c.quartered(v, "/priorities")
	if err != nil {
		return err
	}
	uses, err := c.Book.PriorityUses(v.Context(), v.account.Scope, quarter)
	if err != nil {
		return err
	}
	centres, helpers := stats.Priorities(uses)
	page := prioritiesPage{quartered: head}
	for _, p := range centres {
		page.Chosen += p.Chosen
		page.Centres = append(page.Centres, priorityRow{c.place(p.Centre), p.Displayed, p.Cases, p.Chosen, p.First})
	}
	for _, p := range helpers {
		page.Helpers = append(page.Helpers, priorityRow{Who: p.Helper, Chosen: p.Chosen, First: p.First})
	}
	return c.show(v, "priorities.html", frame{Active: "cases", Title: v.view.text.T("county.priorities.title"), Page: page})
}
