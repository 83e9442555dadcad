package console

import "bianmin/county/office"

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
