package console

import (
	"net/http"
	"strconv"

	"bianmin/app/village"
	"bianmin/county/office"
)

type measuresPage struct {
	Rows    []measureRow
	Form    map[string]string // of the last try
	Units   []choice          // that the account may put one down for
	May     bool
	States  []office.MeasureState
	Problem string // message key
	Of      int64  // number of the measure that Problem is about; 0 = a new one
}

type measureRow struct {
	Number                  int64
	Title, Basis, Unit, Due string
	By                      string
	State                   office.MeasureState
	Late, Open              bool
	Notes                   []measureNote
}

type measureNote struct{ Text, By string }

const measuresShown = 200

// measures serves GET /measures.
func (c *Console) measures(v *visit) error { return c.showMeasures(v, measuresPage{}) }

func (c *Console) showMeasures(v *visit, page measuresPage) error {
	found, err := c.Book.Measures(v.Context(), v.account.Scope, measuresShown)
	if err != nil {
		return err
	}
	today := village.DayOf(c.Now())
	page.May, page.States = v.account.Role.May(office.RunMeasures), office.MeasureStates()
	for _, m := range found {
		row := measureRow{
			Number: m.Number, Title: m.Title, Basis: m.Basis, Unit: m.Unit, Due: v.view.dayText(m.Due), By: v.view.by(m.Account),
			State: m.State(), Late: m.Late(today), Open: m.State() == office.MeasureOpen,
		}
		for _, n := range m.Notes {
			row.Notes = append(row.Notes, measureNote{n.Text, v.view.by(n.Account) + v.view.text.T("county.comma") + v.view.dayText(village.DayOf(n.At))})
		}
		page.Rows = append(page.Rows, row)
	}
	if page.May {
		if page.Units, err = c.measuringUnits(v, page.Form["unit"]); err != nil {
			return err
		}
	}
	return c.show(v, "measures.html", frame{Active: "measures", Title: v.view.text.T("county.menu.measures"), Page: page})
}

// measuringUnits are those that the account may put a measure down for: a unit its own.
func (c *Console) measuringUnits(v *visit, chosen string) (list []choice, err error) {
	units := []string{v.account.Scope.Unit}
	if v.account.Scope.Unit == "" {
		if units, err = c.Book.Units(v.Context()); err != nil {
			return nil, err
		}
	}
	for _, unit := range units {
		list = append(list, choice{Value: unit, Text: unit, Chosen: unit == chosen})
	}
	return list, nil
}

// by is who did something.
func (v *view) by(account string) string {
	if account == "" {
		return v.text.T("county.act.command")
	}
	return account
}

// measure serves POST /measures: a new one, or a note of the one that is numbered.
func (c *Console) measure(v *visit) error {
	form := v.posted("number", "title", "basis", "unit", "due", "state", "text")
	number, err := int64(0), error(nil)
	if form["number"] != "" {
		number, err = strconv.ParseInt(form["number"], 10, 64)
	}
	switch {
	case err != nil:
		err = &village.Error{Kind: village.NotFound, Field: "number", Key: "err.measure.unknown", Err: err}
	case number == 0:
		err = c.newMeasure(v, form)
	default:
		n := office.MeasureNote{State: office.MeasureState(form["state"]), Text: form["text"], Account: v.account.Name, At: c.Now()}
		if err = n.Check(); err == nil {
			err = c.Book.NoteMeasure(v.Context(), number, v.account.Scope, n)
		}
	}
	if err != nil {
		k := village.Keyed(err)
		if k.Kind == village.Internal {
			return err
		}
		v.status = http.StatusBadRequest
		return c.showMeasures(v, measuresPage{Form: form, Problem: k.Key, Of: number})
	}
	http.Redirect(v.w, v.Request, v.view.link("/measures"), http.StatusSeeOther)
	return nil
}

func (c *Console) newMeasure(v *visit, form map[string]string) error {
	m := office.Measure{
		Title: form["title"], Basis: form["basis"], Unit: form["unit"], Due: village.Day(form["due"]), Account: v.account.Name, At: c.Now(),
	}
	if s := v.account.Scope.Unit; s != "" && m.Unit != s {
		return village.Refuse("unit", "err.measure.unit")
	}
	if err := m.Check(); err != nil {
		return err
	}
	_, err := c.Book.KeepMeasure(v.Context(), m)
	return err
}
