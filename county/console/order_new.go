package console

import (
	"net/url"
	"slices"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

// openForm is the form of an order that comes from no visit, rating or request: what province
// or city fed back, what the district or a town saw. The zero value is none.
type openForm struct {
	Action                  string // "" = the account gives none
	Name                    string // of the form: it gives one order
	Centres, Sources, Rules []choice
	Form                    url.Values // what was typed and refused
	Problem                 string     // message key
}

// opening is the form, with what was typed when the last try was refused.
func (c *Console) opening(v *visit, problem string) (f openForm, err error) {
	if v.account.Role != office.RoleCounty {
		return f, nil
	}
	f.Action, f.Form, f.Problem = v.view.link("/orders"), v.PostForm, problem
	if f.Name = v.PostFormValue("form"); f.Name == "" {
		if f.Name, err = c.Inspectorate.NewForm(); err != nil {
			return f, err
		}
	}
	for _, code := range c.Names.Centres {
		if v.account.Scope.Holds(code, "") {
			f.Centres = append(f.Centres, choice{Value: string(code), Text: c.place(code), Chosen: string(code) == v.PostFormValue("centre")})
		}
	}
	for _, s := range inspect.Sources() {
		if s.Inspects() {
			f.Sources = append(f.Sources, choice{Value: string(s), Text: v.view.text.T("check.source." + string(s)), Chosen: string(s) == v.PostFormValue("source")})
		}
	}
	f.Rules, err = c.centreRules(v)
	return f, err
}

// openOrder serves POST /orders.
func (c *Console) openOrder(v *visit) error {
	r, err := c.openByForm(v)
	return v.acted(err, "/orders/"+r.Number, func(key string) error { return c.showOrders(v, key) })
}

// openByForm gives the order that a form asks for.
func (c *Console) openByForm(v *visit) (r office.Rectification, err error) {
	if v.account.Role != office.RoleCounty {
		return r, &village.Error{Kind: village.Conflict, Field: "order", Key: "err.case.role"}
	}
	shots, err := v.readForm(shotKinds()...)
	if err != nil {
		return r, err
	}
	text := func(name string) string { return strings.TrimSpace(v.PostFormValue(name)) }
	r = orderTyped(v)
	if r.Centre, r.Source, r.Ref = village.DivisionCode(text("centre")), inspect.Source(text("source")), text("ref"); !slices.Contains(c.Names.Centres, r.Centre) || !v.account.Scope.Holds(r.Centre, "") {
		return r, village.Refuse("centre", "err.county.village")
	}
	return c.Inspectorate.OpenForm(v.Context(), text("form"), r, v.account.Person, shots...)
}

// orderTyped is what every form that gives an order asks for.
func orderTyped(v *visit) office.Rectification {
	text := func(name string) string { return strings.TrimSpace(v.PostFormValue(name)) }
	return office.Rectification{Severity: inspect.Severity(text("severity")), Rule: inspect.RuleID(text("rule")), Text: text("text")}
}
