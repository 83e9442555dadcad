package console

import (
	"strings"

	"bianmin/county/office"
)

// agent is who handed a case in instead of its applicant.
type agent struct {
	Name, ID, Phone string
	Relation, There string
	Letter          string // what the letter says; "" = there is none
}

// agent is b in words, masked unless what is personal is open.
func (v *view) agent(b *office.Behalf, open bool) *agent {
	if b == nil {
		return nil
	}
	out := &agent{
		Name: v.maskedName(b.Agent), ID: maskedID(b.Agent), Phone: maskedPhone(b.Agent.Phone),
		Relation: v.known("behalf.relation.", string(b.Relation)), There: v.text.T("county.behalf.absent"),
	}
	if open {
		out.Name, out.ID, out.Phone = b.Agent.Name, string(b.Agent.ID), string(b.Agent.Phone)
	}
	if b.Present {
		out.There = v.text.T("county.behalf.present")
	}
	var scope []string
	for _, s := range b.Scope {
		scope = append(scope, v.known("behalf.scope.", string(s)))
	}
	if len(scope) > 0 {
		out.Letter = v.text.T("county.behalf.letter", "scope", strings.Join(scope, v.text.T("county.comma")), "day", b.ValidTo)
	}
	return out
}
