package console

import (
	"net/http"

	"bianmin/app/village"
	"bianmin/county/office"
)

type closuresPage struct {
	quartered
	Tally   office.ClosureTally
	Rows    []bypassRow
	More    bool // are there than are shown
	Units   []choice
	May     bool // say why one was so
	MayList bool
	Of      string            // number of the finding that Problem is about; "" = a list
	Form    map[string]string // of the last try
	Problem string            // in words
	Said    string
	Rule    string
	Export  string
}

type bypassRow struct {
	Unit, Number, Item, Closed, Says, Since, Found string
	Settled                                        string // in words; "" = open
	Chip                                           chip
	Sum                                            string // of what the rule looked at
}

const bypassesShown = 200

// closures serves GET /closures: ?quarter=.
func (c *Console) closures(v *visit) error { return c.showClosures(v, closuresPage{}) }

func (c *Console) showClosures(v *visit, page closuresPage) error {
	head, period, err := c.quartered(v, "/closures")
	if err != nil {
		return err
	}
	page.quartered, page.Rule, page.Export = head, office.BypassRule+"/"+office.BypassVersion, v.view.link("/closures.xlsx")
	page.Tally, err = c.Book.Closures(v.Context(), v.account.Scope, village.DayOf(period.From), village.DayOf(period.To).Add(-1))
	if err != nil {
		return err
	}
	list, err := c.Book.Bypasses(v.Context(), v.account.Scope, bypassesShown+1)
	if err != nil {
		return err
	}
	if page.More = len(list) > bypassesShown; page.More {
		list = list[:bypassesShown]
	}
	for _, b := range list {
		page.Rows = append(page.Rows, v.view.bypassRow(b))
	}
	page.May, page.MayList = v.account.Role.May(office.RunIntakes), v.account.Role.May(office.RunClosures)
	if page.MayList {
		if page.Units, err = c.measuringUnits(v, page.Form["unit"]); err != nil {
			return err
		}
	}
	return c.show(v, "closures.html", frame{Active: "cases", Title: v.view.text.T("county.closures.title"), Page: page})
}

func (v *view) bypassRow(b office.Bypass) bypassRow {
	row := bypassRow{
		Unit: b.Unit, Number: b.Number, Item: string(b.Item), Closed: string(b.Day), Says: v.text.T(b.Key()), Found: v.dayText(village.DayOf(b.FoundAt)), Sum: b.Sum(),
		Chip: chip{State: "county.bypass.open", Mark: "warn", Kind: "wrong"},
	}
	if b.Since != "" {
		row.Since = v.text.T("county.bypass.since", "day", b.Since)
	}
	if b.Settled != nil {
		row.Chip = chip{State: "county.bypass.settled", Mark: "check", Kind: "done"}
		row.Settled = b.Settled.Words + v.text.T("county.comma") + v.by(b.Settled.Account) + v.text.T("county.comma") + v.dayText(village.DayOf(b.Settled.At))
	}
	return row
}

// closureList serves POST /closures: what a unit's own system closed is held against what
// came in.
func (c *Console) closureList(v *visit) error {
	form := v.posted("unit")
	rows, sum, err := c.listed(v)
	var list []office.Closure
	if err == nil {
		list, err = office.ClosuresFromRows(rows, form["unit"], village.DayOf(c.Now()))
	}
	if err != nil {
		words, err := v.wrong(err)
		if err != nil {
			return err
		}
		return c.showClosures(v, closuresPage{Form: form, Problem: words})
	}
	tally, err := c.Book.KeepClosures(v.Context(), sum, list, c.Now())
	if err != nil {
		return err
	}
	return c.showClosures(v, closuresPage{Said: v.view.text.T("county.closures.kept", "all", tally.All, "known", tally.Known, "none", tally.None, "late", tally.Late)})
}

// settleBypass serves POST /closures/settle.
func (c *Console) settleBypass(v *visit) error {
	form := v.posted("unit", "number", "words")
	s := office.Settled{Words: form["words"], Account: v.account.Name, At: c.Now()}
	err := s.Check()
	if err == nil {
		err = c.Book.SettleBypass(v.Context(), v.account.Scope, office.Closure{Unit: form["unit"], Number: form["number"]}, s)
	}
	if err != nil {
		words, err := v.wrong(err)
		if err != nil {
			return err
		}
		return c.showClosures(v, closuresPage{Of: form["number"], Form: form, Problem: words})
	}
	http.Redirect(v.w, v.Request, v.view.link("/closures"), http.StatusSeeOther)
	return nil
}

// closuresSheet serves GET /closures.xlsx: all findings.
func (c *Console) closuresSheet(v *visit) error {
	list, err := c.Book.Bypasses(v.Context(), v.account.Scope, office.MaxListed+1)
	if err != nil {
		return err
	}
	if err := whole("q", len(list)); err != nil {
		return err
	}
	t := v.view.text.T
	s := Sheet{Title: t("county.closures.title"), Head: []string{
		t("county.intake.unit"), t("county.intake.outside"), t("county.case.item_code"), t("county.bypass.closed"), t("county.bypass.says"), t("county.bypass.found"),
		t("county.bypass.rule"), "SHA-256", t("county.cases.state"), t("county.bypass.words"),
	}}
	for _, b := range list {
		r := v.view.bypassRow(b)
		s.Rows = append(s.Rows, []any{b.Unit, b.Number, string(b.Item), string(b.Day), r.Says, string(village.DayOf(b.FoundAt)), b.Name(), b.Inputs, t(r.Chip.State), r.Settled})
	}
	return c.sheet(v, "closures", s)
}

// cameIn is by which way a case came, and its numbers in other systems.
type cameIn struct {
	Channel  string
	Outsides []outsideLine
	Action   string // where another is noted; "" = not by who looks
}

type outsideLine struct{ Number, By string }

func (c *Console) cameIn(v *visit, k office.Case) (*cameIn, error) {
	came := &cameIn{Channel: v.view.text.T("county.channel." + k.Source())}
	list, err := c.Book.Outsides(v.Context(), k.Kiosk, k.ID)
	for _, n := range list {
		came.Outsides = append(came.Outsides, outsideLine{n.Number, v.view.by(n.Account) + v.view.text.T("county.comma") + v.view.dayText(village.DayOf(n.At))})
	}
	if v.account.Role.May(office.RunIntakes) && k.WholeIn(v.account.Scope) {
		came.Action = v.view.link(casePath(k.Kiosk, k.ID) + "/outside")
	}
	return came, err
}

// noteOutside serves POST /cases/{kiosk}/{id}/outside: the number of a case in another system.
func (c *Console) noteOutside(v *visit) error {
	k, err := scoped(v, c.Book.Case)
	if err != nil {
		return err
	}
	if !k.WholeIn(v.account.Scope) {
		return &village.Error{Kind: village.NotFound}
	}
	number, err := office.OutsideNumber(v.PostFormValue("outside"))
	if err == nil && number == "" {
		err = village.Refuse("outside", "err.intake.outside")
	}
	if err != nil {
		v.status = http.StatusBadRequest
		return c.showCase(v, k, problem{Act: village.Keyed(err).Key})
	}
	if err := c.Book.NoteOutside(v.Context(), k.Kiosk, k.ID, office.OutsideNote{Number: number, Account: v.account.Name, At: c.Now()}); err != nil {
		return err
	}
	http.Redirect(v.w, v.Request, v.view.link(casePath(k.Kiosk, k.ID)), http.StatusSeeOther)
	return nil
}
