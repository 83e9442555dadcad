package console

import (
	"strconv"
	"strings"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// warningRow is one task about a limit.
type warningRow struct {
	Link, Code, Name, Place, Unit string
	What                          string // what ends and when, in words
	Since                         string // it stands on this level
	Level                         int
	Kiosk, ID, Ends, Last         string // name the task in a form
	Taken, Settled                string // by whom and when; ""
}

// warningsPage are the tasks that the account is told of.
type warningsPage struct {
	Rows    []warningRow
	N       int // nobody settled
	More    string
	Rule    string // by which somebody is told
	Problem string // message key
}

// warningsShown is how many of them the overview has. A default of ours.
const warningsShown = 6

// warnings serves GET /warnings.
func (c *Console) warnings(v *visit) error { return c.showWarnings(v, "") }

func (c *Console) showWarnings(v *visit, problem string) error {
	page, err := c.warningsOf(v)
	if err != nil {
		return err
	}
	page.Problem = problem
	return c.show(v, "warnings.html", frame{Active: "dashboard", Title: v.view.text.T("county.warnings.title"), Page: page})
}

// warningsOf are all of them.
func (c *Console) warningsOf(v *visit) (page warningsPage, err error) {
	if !v.account.Role.May(office.SeeCases) {
		return page, nil
	}
	list, err := c.Warnings.List(v.Context(), v.account)
	for _, w := range list {
		if w.Settled.Verb == "" {
			page.N++
		}
		page.Rows = append(page.Rows, c.warningRow(v.view, w))
	}
	page.More, page.Rule = v.view.link("/warnings"), c.warningRule(v.view)
	return page, err
}

// firstWarnings are those of the overview: what nobody settled.
func (c *Console) firstWarnings(v *visit) (page warningsPage, err error) {
	page, err = c.warningsOf(v)
	page.Rows = page.Rows[:min(page.N, warningsShown)]
	return page, err
}

func (c *Console) warningRow(v *view, w office.Warning) warningRow {
	row := warningRow{
		Link: v.link(casePath(w.Kiosk, w.ID)), Code: w.ShortCode.Spaced(), Name: w.Name, Place: c.place(w.Place), Unit: w.Unit, Since: v.dayText(village.DayOf(w.Since)), Level: w.Level,
		What:  v.text.T("county.warning."+w.What, "day", v.dayText(w.Last)),
		Kiosk: string(w.Kiosk), ID: string(w.ID), Ends: w.What, Last: string(w.Last), Taken: c.warningAct(v, w.Taken), Settled: c.warningAct(v, w.Settled),
	}
	if kind, ok := w.Item.Ticket(); ok {
		row.Link, row.Name = v.link(ticketPath(office.RequestHead{Kiosk: w.Kiosk, ID: w.ID})), "12345 "+v.text.T("hotline.type."+string(kind))
	}
	return row
}

// warningAct says who did something with a task; "" when nobody did.
func (c *Console) warningAct(v *view, a office.WarningAct) string {
	if a.Verb == "" {
		return ""
	}
	return v.text.T("county.warning.did."+string(a.Verb), "account", a.Account, "role", v.text.T("county.role."+string(a.Role)), "at", v.moment(a.At, c.Now()))
}

// warningRule says by what somebody is told, and that it is a default while there is no document.
func (c *Console) warningRule(v *view) string {
	rules := c.Warnings.Rules
	if rules.Document == "" {
		return v.text.T("county.warnings.rule.default", "version", rules.Version)
	}
	return v.text.T("county.warnings.rule", "version", rules.Version, "document", rules.Document)
}

// warn serves POST /warnings: somebody takes or settles a task.
func (c *Console) warn(v *visit) error {
	text := func(name string) string { return strings.TrimSpace(v.PostFormValue(name)) }
	level, err := strconv.Atoi(text("level"))
	if err != nil {
		return village.Refuse("level", "err.warning.gone")
	}
	key := office.WarningKey{Kiosk: seal.KioskID(text("kiosk")), ID: village.RecordID(text("id")), What: text("what"), Last: village.Day(text("last")), Level: level}
	err = c.Warnings.Act(v.Context(), key, office.Verb(text("verb")), v.account)
	return v.acted(err, "/warnings", func(key string) error { return c.showWarnings(v, key) })
}
