package console

import (
	"slices"
	"strconv"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

// counted are the pages about one figure.
func (c *Console) counted() map[string]page {
	return map[string]page{
		"GET /figures.xlsx":     {office.SeeFigures, c.figuresSheet},
		"GET /figures":          {office.SeeFigures, c.figuresAll},
		"GET /figures/{figure}": {office.SeeFigures, c.oneFigure},
	}
}

type figurePage struct {
	Name, Period, Part, Back string
	Value                    string
	Numerator, Under         string // Under is "" of a count
	Filter, Rounding         string
	Hash                     string
	Rows                     []figureRow
	Total                    int
	Cut                      bool   // rows outside the account's scope are left out
	Of                       string // kind of rows
	Dated, Cases, Valued     bool   // they have a day; they are cases; they bring more than themselves
	Pager                    pager
}

type figureRow struct {
	ID, Unit, Of, Channel, Place, At, Value string
	Hit                                     bool
}

// oneFigure serves GET /figures/{figure}: what [Console.figuresAsked] reads, and &page=. The
// rows are read at the visit, and the figure is made of just them. It is the county's, or of
// the part that was asked for: of its rows an account sees those of its scope.
func (c *Console) oneFigure(v *visit) error {
	a, err := c.figuresAsked(v)
	if err != nil {
		return err
	}
	data, err := c.rows(a)
	if err != nil {
		return err
	}
	id := v.PathValue("figure")
	f, lines, ok := data.Lines(id)
	if !ok {
		return &village.Error{Kind: village.NotFound}
	}
	t := v.view.text.T
	page := figurePage{
		Name: t("stats." + id), Period: a.words(v.view), Part: c.part(v.view, a), Back: a.link(v.view, "/figures"),
		Value: f.Shown(), Numerator: strconv.FormatInt(f.Numerator, 10), Filter: t("county.figure.filter." + id), Rounding: t("county.figure." + f.Rounding),
		Hash: data.Hash(), Total: len(lines),
	}
	if f.Denominator > 0 {
		page.Under = strconv.FormatInt(f.Denominator, 10)
	}
	scope, err := c.scopeToday(v)
	if err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(l stats.Line) bool { return !lineIn(scope, data.Units, l) })
	page.Cut, page.Total = page.Total > len(lines), len(lines)
	at := onPage(v.URL.Query().Get("page"), len(lines))
	page.Pager = newPager(at, len(lines), func(n int) string { return a.link(v.view, "/figures/"+id, "page", n) })
	for _, l := range lines[(at-1)*perPage : min(at*perPage, len(lines))] {
		page.Of = t("county.figure.of." + l.Kind)
		page.Dated, page.Cases, page.Valued = page.Dated || !l.At.IsZero(), page.Cases || l.Channel != "", page.Valued || l.Value != ""
		page.Rows = append(page.Rows, c.figureRow(v.view, data.Units, l))
	}
	return c.show(v, "figure.html", frame{Active: "dashboard", Title: page.Name, Page: page})
}

// onPage is the number of a page of so many rows: the last one of what is beyond.
func onPage(text string, rows int) int {
	n, _ := strconv.Atoi(text)
	return max(1, min(n, (rows+perPage-1)/perPage))
}

// unitName is what the register of units calls a code, or the code itself.
func unitName(units []stats.Unit, code string) string {
	if i := slices.IndexFunc(units, func(u stats.Unit) bool { return u.Code == code }); i >= 0 {
		return units[i].Name
	}
	return code
}

// lineIn reports whether a row lies in a scope, which names its unit by code or by name. An
// item has no place: no town's rows have it.
func lineIn(s office.Scope, units []stats.Unit, l stats.Line) bool {
	return s.Holds(l.Place, l.Unit) || s.Holds(l.Place, unitName(units, l.Unit))
}

func (c *Console) figureRow(v *view, units []stats.Unit, l stats.Line) figureRow {
	row := figureRow{ID: l.ID, Unit: unitName(units, l.Unit), Of: v.category(l.Of), Place: c.place(l.Place), Value: l.Value, Hit: l.Hit}
	if !l.At.IsZero() {
		row.At = v.moment(l.At, c.Now())
	}
	if l.Channel != "" {
		row.Channel = v.text.T("county.channel." + l.Channel)
	}
	return row
}

// category is the type of a request in words, else what it is called.
func (v *view) category(name string) string {
	if key := "hotline.type." + name; v.text.Has(key) {
		return v.text.T(key)
	}
	return name
}
