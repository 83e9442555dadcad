package console

import (
	"bianmin/app/stats"
)

// licencesPage is how often licences replaced papers in a quarter.
type licencesPage struct {
	quartered

	Rows  []licenceRow
	Total stats.LicenceCount
}

type licenceRow struct {
	stats.LicenceCount
	Place string
}

// licences serves GET /licences: by month, centre and item, of this quarter, or of the one that is
// asked for. The figures are those of `countyd licences counts`.
func (c *Console) licences(v *visit) error {
	head, quarter, err := c.quartered(v, "/licences")
	if err != nil {
		return err
	}
	uses, err := c.Book.LicenceUses(v.Context(), v.account.Scope, quarter)
	if err != nil {
		return err
	}
	page := licencesPage{quartered: head}
	for _, l := range stats.Licences(uses) {
		page.Rows = append(page.Rows, licenceRow{l, c.place(l.Centre)})
		t := &page.Total
		t.Agreed, t.Found, t.None, t.Open, t.Asked, t.Replaced = t.Agreed+l.Agreed, t.Found+l.Found, t.None+l.None, t.Open+l.Open, t.Asked+l.Asked, t.Replaced+l.Replaced
	}
	page.Total.Displayed = stats.Percent(page.Total.Replaced, page.Total.Agreed)
	return c.show(v, "licences.html", frame{Active: "cases", Title: v.view.text.T("county.licences.title"), Page: page})
}
