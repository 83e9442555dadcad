package console

import (
	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

type sitesPage struct {
	In, Left siteTable // in the register, out of it
}

type siteTable struct {
	Rows   []siteRow
	Orders bool // the account sees orders about sites
}

type siteRow struct {
	Name, Sponsor, Kind string
	Last, Updated       string // days; "–" = none
	Points, Delta       string
	Down                bool
	Chip                *chip    // nil without a look
	Found               []string // rules that were found broken at the last look
	Looks, Orders       int      // Orders are open ones
}

// sites serves GET /sites.
func (c *Console) sites(v *visit) error {
	list, err := c.Book.Sites(v.Context())
	if err != nil {
		return err
	}
	templates, err := c.Inspectorate.Templates.All(v.Context())
	if err != nil {
		return err
	}
	orders, err := c.Inspectorate.Orders(v.Context())
	if err != nil {
		return err
	}
	open := map[string]int{}
	for _, o := range orders {
		if o.Centre == "" && !o.State().Over() { // the Ref of an order about a centre is another's number
			open[o.Ref]++
		}
	}
	var page sitesPage
	// Orders about sites have no place and each its unit: who has a scope does not see them all.
	page.In.Orders = v.account.Role.May(office.SeeOrders) && v.account.Scope == office.Scope{}
	page.Left.Orders = page.In.Orders
	for _, s := range list {
		row := c.siteRow(v.view, s, templates)
		row.Orders = open[s.ID]
		if s.Left.IsZero() {
			page.In.Rows = append(page.In.Rows, row)
		} else {
			page.Left.Rows = append(page.Left.Rows, row)
		}
	}
	return c.show(v, "sites.html", frame{Active: "inspections", Title: v.view.text.T("county.sites.title"), Page: page})
}

func (c *Console) siteRow(v *view, s office.SiteStanding, templates []inspect.Template) siteRow {
	row := siteRow{Name: s.Name, Sponsor: s.Sponsor, Kind: v.text.T("county.sites.kind." + string(s.Kind)), Last: "–", Updated: "–", Points: "–", Delta: "–", Looks: s.Looks}
	if p := s.Platform(); p != "" {
		row.Kind = p
	}
	if s.Last == nil {
		return row
	}
	row.Last = v.day(village.DayOf(s.Last.At))
	chip := chip{Mark: "clock", Kind: "wait", State: "county.sites.silent"}
	if s.Last.Score != nil {
		chip, row.Points = bandChip(s.Last.Score.Band), s.Last.Score.Points.String()
	}
	row.Chip = &chip
	if s.Last.Updated != "" {
		row.Updated = v.day(s.Last.Updated)
	}
	row.Delta, row.Down = deltaText(s.Delta())
	t, _ := inspect.Find(templates, s.Last.Template, s.Last.Version)
	for _, f := range s.Last.Found {
		if _, rule, ok := t.Rule(f.Rule); ok {
			row.Found = append(row.Found, rule.Text)
		}
	}
	return row
}

// deltaText is a change of points as it is shown; down when it got worse.
func deltaText(d *inspect.Points) (text string, down bool) {
	switch {
	case d == nil:
		return "–", false
	case *d > 0:
		return "+" + d.String(), false
	}
	return d.String(), *d < 0
}
