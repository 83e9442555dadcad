package console

import (
	"net/url"
	"slices"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

// giving is the order about a rating or a request: the way to it, or the form that gives
// it. The zero value is neither.
type giving struct {
	Link, Number string
	Chip         chip       // how the order stands
	Settled      bool       // it was put right
	Due, Last    string     // its last day; what was done about it last, in words, "" = nothing yet
	Action       string     // "" = the account gives none
	Rules        []choice   // of the checklist for centres, that it may be found by
	Form         url.Values // what was typed and refused
}

// giving is the order that was made, or the form that gives one; why is the error of what
// no order can be about.
func (c *Console) giving(v *visit, path string, of office.Given, why error) (g giving, err error) {
	if of.Number != "" {
		g.Number, g.Settled = of.Number, of.Settled()
		return c.given(v, g)
	}
	if why != nil {
		return g, nil
	}
	if v.account.Role == office.RoleCounty {
		g.Action, g.Form = v.view.link(path+"/order"), v.PostForm
		g.Rules, err = c.centreRules(v)
	}
	return g, err
}

// centreRules are the rules of the checklist for centres that is in use, without what gives
// points.
func (c *Console) centreRules(v *visit) (rules []choice, err error) {
	list, err := c.Inspectorate.Templates.All(v.Context())
	t, _ := inspect.ForCentres(list)
	for _, s := range t.Sections {
		for _, r := range s.Rules {
			if s.Kind != inspect.Bonus && (s.Only == "" || s.Only == inspect.OfCentre) {
				rules = append(rules, choice{Value: string(s.ID(r)), Text: r.Text})
			}
		}
	}
	return rules, err
}

// given says how the order stands. What somebody wrote on it is read on its own page.
func (c *Console) given(v *visit, g giving) (giving, error) {
	list, err := c.Inspectorate.Book.Rectifications(v.Context())
	i := slices.IndexFunc(list, func(r office.Rectification) bool { return r.Number == g.Number })
	if err != nil || i < 0 {
		return g, err
	}
	r := list[i]
	g.Chip, g.Due = rectChip(r.Standing(c.Now(), c.Inspectorate.Days.Calendar())), v.view.day(r.Due)
	if last := r.Acts[len(r.Acts)-1]; last.Verb != inspect.Opened {
		g.Last = v.view.text.T("rectify.verb."+string(last.Verb)) + v.view.text.T("county.comma") + v.view.moment(last.At, c.Now())
	}
	if r.In(v.account.Scope) && v.account.Role.May(office.SeeOrders) {
		g.Link = v.view.link("/orders/" + g.Number)
	}
	return g, nil
}

// give gives the order about a by what the form says.
func (c *Console) give(v *visit, a office.About, err error) error {
	if err != nil {
		return err
	}
	if v.account.Role != office.RoleCounty {
		return &village.Error{Kind: village.Conflict, Field: "order", Key: "err.case.role"}
	}
	shots, err := v.readForm(shotKinds()...)
	if err != nil {
		return err
	}
	_, err = c.Inspectorate.OpenAbout(v.Context(), a, orderTyped(v), v.account.Person, shots...)
	return err
}

// ratingOrder serves POST /ratings/{kiosk}/{id}/order.
func (c *Console) ratingOrder(v *visit) error {
	r, err := scoped(v, c.ripe(v))
	if err != nil {
		return err
	}
	a, err := office.AboutRating(r)
	return v.acted(c.give(v, a, err), ratingPath(r.Rating), func(key string) error { return c.showRating(v, r, problem{Act: key}) })
}

// ticketOrder serves POST /tickets/{kiosk}/{id}/order.
func (c *Console) ticketOrder(v *visit) error {
	r, err := scoped(v, c.requestOf(village.RecordTicket))
	if err != nil {
		return err
	}
	a, err := office.AboutTicket(r)
	return v.acted(c.give(v, a, err), ticketPath(r.RequestHead), func(key string) error { return c.showTicket(v, r, problem{Act: key}) })
}

// result are the words of an order that was settled, for who may read them on its page.
func result(a office.Account, g office.Given) string {
	if a.Role.May(office.SeeOrders) && a.Scope.Holds(g.Centre, "") {
		return g.Result
	}
	return ""
}

// aboutLink is the way from an order to the rating or the request that it was made of. The
// county alone goes it: whoever answers for the centre is not told whose it was.
func aboutLink(v *visit, r office.Rectification) string {
	a, ok := office.AboutOf(r)
	if !ok || v.account.Role != office.RoleCounty {
		return ""
	}
	folder := map[inspect.Source]string{inspect.ByRating: "/ratings/", inspect.Hotline: "/tickets/"}[a.Source]
	return v.view.link(folder + string(a.Kiosk) + "/" + string(a.ID))
}
