package console

import (
	"net/http"
	"strconv"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

// registered are the pages about the register of units and items.
func (c *Console) registered() map[string]page {
	return map[string]page{
		"GET /frequent":      {office.SeeFigures, c.frequent},
		"GET /frequent.xlsx": {office.SeeFigures, c.frequentSheet},
		"GET /units":         {office.RunCatalogue, c.unitNames},
		"POST /units":        {office.RunCatalogue, c.renameUnit},
	}
}

type frequentPage struct {
	quartered
	Rows               []frequentRow
	Once               int // need one visit at most
	Share              string
	Rule, Hash, Export string
}

type frequentRow struct {
	Rank, Cases              int
	Item, Code, Unit, Visits string
	Once                     bool
}

// frequent serves GET /frequent: ?quarter=, of the year up to its end.
func (c *Console) frequent(v *visit) error {
	page, err := c.frequents(v)
	if err != nil {
		return err
	}
	return c.show(v, "frequent.html", frame{Active: "catalogue", Title: v.view.text.T("county.frequent.title"), Page: page})
}

func (c *Console) frequents(v *visit) (page frequentPage, err error) {
	if page.quartered, _, err = c.quartered(v, "/frequent"); err != nil {
		return page, err
	}
	_, year, err := stats.Quarter(page.Quarter)
	if err != nil {
		return page, err
	}
	data, err := c.Figures(year)
	if err != nil {
		return page, err
	}
	names, err := c.itemNames(v)
	if err != nil {
		return page, err
	}
	data = data.In(year)
	for _, f := range data.Frequents() {
		row := frequentRow{Rank: f.Rank, Cases: f.Cases, Code: f.Item, Item: names[village.ItemCode(f.Item)], Unit: unitName(data.Units, f.Unit), Visits: "–", Once: f.Once()}
		if row.Item == "" {
			row.Item = f.Item
		}
		if f.Visits >= 0 {
			row.Visits = strconv.Itoa(f.Visits)
		}
		if row.Once {
			page.Once++
		}
		page.Rows = append(page.Rows, row)
	}
	page.Share, page.Rule, page.Hash = stats.K8(data).Displayed, stats.FrequentRule, data.Hash()
	page.Export = v.view.link("/frequent.xlsx", "quarter", page.Quarter)
	return page, nil
}

// frequentSheet serves GET /frequent.xlsx.
func (c *Console) frequentSheet(v *visit) error {
	page, err := c.frequents(v)
	if err != nil {
		return err
	}
	t := v.view.text.T
	s := Sheet{Title: t("county.frequent.title") + " " + page.Quarter + " " + page.Rule + " SHA-256 " + page.Hash, Head: []string{
		t("county.frequent.rank"), t("county.case.item_code"), t("county.case.item"), t("bulletin.unit"), t("county.frequent.cases"), t("county.frequent.visits"), t("county.frequent.once"),
	}}
	for _, r := range page.Rows {
		once := t("county.frequent.no")
		if r.Once {
			once = t("county.frequent.yes")
		}
		s.Rows = append(s.Rows, []any{r.Rank, r.Code, r.Item, r.Unit, r.Cases, r.Visits, once})
	}
	return c.sheet(v, "frequent-"+page.Quarter, s)
}

// scopeToday is the scope of an account with its unit's name of today, under which figures and
// their rows stand.
func (c *Console) scopeToday(v *visit) (office.Scope, error) {
	s := v.account.Scope
	if s.Unit == "" {
		return s, nil
	}
	names, err := c.Book.UnitNames(v.Context())
	s.Unit = office.UnitsToday(names, village.DayOf(c.Now()))(s.Unit)
	return s, err
}

type unitNamesPage struct {
	Rows    []unitNameRow
	Units   []choice
	Form    map[string]string // of the last try
	Today   string
	Problem string // message key
}

type unitNameRow struct{ Old, New, Day, Basis, By string }

// unitNames serves GET /units.
func (c *Console) unitNames(v *visit) error { return c.showUnitNames(v, unitNamesPage{}) }

func (c *Console) showUnitNames(v *visit, page unitNamesPage) error {
	list, err := c.Book.UnitNames(v.Context())
	if err != nil {
		return err
	}
	for _, u := range list {
		page.Rows = append(page.Rows, unitNameRow{u.Old, u.New, string(u.Day), u.Basis, v.view.by(u.Account)})
	}
	page.Today = string(village.DayOf(c.Now()))
	if page.Units, err = c.measuringUnits(v, ""); err != nil {
		return err
	}
	return c.show(v, "units.html", frame{Active: "catalogue", Title: v.view.text.T("county.units.names"), Page: page})
}

// renameUnit serves POST /units.
func (c *Console) renameUnit(v *visit) error {
	form := v.posted("old", "new", "day", "basis")
	u := office.UnitName{Old: form["old"], New: form["new"], Day: village.Day(form["day"]), Basis: form["basis"], Account: v.account.Name, At: c.Now()}
	err := u.Check()
	if err == nil {
		err = c.Book.RenameUnit(v.Context(), u)
	}
	if err != nil {
		k := village.Keyed(err)
		if k.Kind == village.Internal {
			return err
		}
		v.status = http.StatusBadRequest
		return c.showUnitNames(v, unitNamesPage{Form: form, Problem: k.Key})
	}
	c.quarters.forget()
	http.Redirect(v.w, v.Request, v.view.link("/units"), http.StatusSeeOther)
	return nil
}
