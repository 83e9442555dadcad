package console

import (
	"net/http"

	"bianmin/app/village"
	"bianmin/county/office"
)

type extensionsPage struct {
	Rows    []extensionRow
	Form    map[string]string // of the last try
	Centres []choice
	Counts  []hoursCountRow // of this month
	May     bool            // note one
	Today   string
	Problem string // message key
	Said    string // what became of the last one; ""
}

type extensionRow struct {
	Number                                                          int64
	Day, Hours, Place, Basis, Reason, Badge, Case, Account, Minutes string
}

// hoursCountRow says how often a centre was asked to stay open, and did.
type hoursCountRow struct {
	Place, Minutes                    string
	Asked, Granted, Declined, Waiting int
}

const extensionsShown = 200

// extensions serves GET /extensions.
func (c *Console) extensions(v *visit) error {
	page := extensionsPage{}
	switch noted := v.URL.Query().Get("noted"); office.Showing(noted) {
	case office.NotShown, office.Shown, office.NotShownYet:
		page.Said = "county.extension.noted." + noted
	}
	return c.showExtensions(v, page)
}

func (c *Console) showExtensions(v *visit, page extensionsPage) error {
	found, err := c.Hours.Book.Extensions(v.Context(), v.account.Scope, extensionsShown)
	if err != nil {
		return err
	}
	for _, e := range found {
		row := extensionRow{
			Number: e.Number, Day: v.view.dayText(e.Day), Hours: e.Span.String(), Place: c.place(e.Centre), Basis: e.Basis, Reason: e.Reason, Badge: e.Badge,
			Account: v.view.by(e.Account), Minutes: v.view.text.T("county.extension.minutes", "n", e.Minutes()),
		}
		if e.Case != "" {
			row.Case = e.Case.Spaced()
		}
		page.Rows = append(page.Rows, row)
	}
	if page.Counts, err = c.hoursCounts(v); err != nil {
		return err
	}
	page.May, page.Today = v.account.Role.May(office.RunHours), string(village.DayOf(c.Now()))
	for _, centre := range c.Names.Centres {
		if v.account.Scope.Holds(centre, v.account.Scope.Unit) {
			page.Centres = append(page.Centres, choice{Value: string(centre), Text: c.place(centre), Chosen: string(centre) == page.Form["centre"]})
		}
	}
	return c.show(v, "extensions.html", frame{Active: "extensions", Title: v.view.text.T("county.extensions.title"), Page: page})
}

// hoursCounts are those of this month.
func (c *Console) hoursCounts(v *visit) (rows []hoursCountRow, err error) {
	today := village.DayOf(c.Now())
	counts, err := c.Hours.Book.CountHours(v.Context(), v.account.Scope, today[:len("2006-01-")]+"01", today)
	for _, n := range counts {
		rows = append(rows, hoursCountRow{
			Place: c.place(n.Centre), Minutes: v.view.text.T("county.extension.minutes", "n", n.Minutes),
			Asked: n.Asked, Granted: n.Granted, Declined: n.Declined, Waiting: n.Asked - n.Granted - n.Declined,
		})
	}
	return rows, err
}

// extend serves POST /extensions.
func (c *Console) extend(v *visit) error {
	form := v.posted("centre", "day", "from", "to", "basis", "reason", "badge", "case")
	e, err := extensionOf(form)
	var shown office.Showing
	if err == nil {
		e.Account = v.account.Name
		_, shown, err = c.Hours.Extend(v.Context(), e, v.account.Scope)
	}
	if err != nil {
		k := village.Keyed(err)
		if k.Kind == village.Internal {
			return err
		}
		v.status = http.StatusBadRequest
		return c.showExtensions(v, extensionsPage{Form: form, Problem: k.Key})
	}
	http.Redirect(v.w, v.Request, v.view.link("/extensions", "noted", shown), http.StatusSeeOther)
	return nil
}

func extensionOf(form map[string]string) (e office.Extension, err error) {
	e = office.Extension{
		Centre: village.DivisionCode(form["centre"]), Day: village.Day(form["day"]), Basis: form["basis"], Reason: form["reason"], Badge: form["badge"],
	}
	if err := e.Span.UnmarshalText([]byte(form["from"] + "-" + form["to"])); err != nil {
		return e, &village.Error{Kind: village.Invalid, Field: "hours", Key: "err.extension.hours", Err: err}
	}
	if form["case"] != "" {
		e.Case, err = village.ParseShortCode(form["case"])
	}
	return e, err
}
