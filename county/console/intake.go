package console

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bianmin/app/catalog"
	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

// intaken are the pages about what came in, and what was closed past that.
func (c *Console) intaken() map[string]page {
	return map[string]page{
		"GET /intakes":                     {office.SeeIntakes, c.intakes},
		"POST /intakes":                    {office.RunIntakes, c.intake},
		listIntakes:                        {office.RunClosures, c.intakeList},
		"GET /intakes.xlsx":                {office.SeeIntakes, c.intakesSheet},
		"GET /closures":                    {office.SeeIntakes, c.closures},
		listClosed:                         {office.RunClosures, c.closureList},
		"POST /closures/settle":            {office.RunIntakes, c.settleBypass},
		"GET /closures.xlsx":               {office.SeeIntakes, c.closuresSheet},
		"POST /cases/{kiosk}/{id}/outside": {office.RunIntakes, c.noteOutside},
	}
}

type intakesPage struct {
	quartered
	Channels []string    // in their order
	Units    []intakeSum // by unit, and the sum of all
	Total    intakeSum
	Rows     []intakeRow
	Count    int
	Pager    pager
	Ways     []choice // that one may be noted by
	OfUnit   []choice
	Places   []choice
	Items    []choice
	Form     map[string]string // of the last try
	May      bool              // note one
	MayList  bool
	Today    string
	Problem  string // in words
	Said     string // what became of the last one
	Export   string
}

// intakeSum is how many cases of a unit came by each channel.
type intakeSum struct {
	Unit  string
	By    []int
	Total int
}

type intakeRow struct {
	Number                                         int64
	Day, Channel, Code, Unit, Item, Place, Account string
}

// wayIn is how accepted cases of one unit, place and channel.
type wayIn struct {
	unit    string
	place   village.DivisionCode
	channel string
}

func waysIn(d stats.Data) map[wayIn]int {
	n := map[wayIn]int{}
	for _, k := range d.Cases {
		n[wayIn{unitName(d.Units, k.Unit), k.Place, k.Channel}]++
	}
	return n
}

// intakes serves GET /intakes: ?quarter= &page=.
func (c *Console) intakes(v *visit) error {
	page := intakesPage{}
	if n, err := strconv.ParseInt(v.URL.Query().Get("kept"), 10, 64); err == nil {
		page.Said = v.view.text.T("county.intake.kept", "number", n)
	}
	return c.showIntakes(v, page)
}

func (c *Console) showIntakes(v *visit, page intakesPage) error {
	head, period, err := c.quartered(v, "/intakes")
	if err != nil {
		return err
	}
	page.quartered, page.Channels = head, stats.Channels()
	of, err := c.quarter(head.Quarter, period)
	if err != nil {
		return err
	}
	scope, err := c.scopeToday(v)
	if err != nil {
		return err
	}
	page.sum(of.ways, scope)
	q := office.IntakeQuery{Scope: v.account.Scope, From: village.DayOf(period.From), To: village.DayOf(period.To).Add(-1), Page: pageNumber(v.URL.Query().Get("page")), PerPage: perPage}
	list, total, err := c.Book.Intakes(v.Context(), q)
	if err != nil {
		return err
	}
	names, err := c.itemNames(v)
	if err != nil {
		return err
	}
	for _, i := range list {
		page.Rows = append(page.Rows, c.intakeRow(v.view, i, names))
	}
	page.Count, page.Export = total, v.view.link("/intakes.xlsx", "quarter", head.Quarter)
	page.Pager = newPager(q.Page, total, func(n int) string { return v.view.link("/intakes", "quarter", head.Quarter, "page", n) })
	page.May, page.MayList, page.Today = v.account.Role.May(office.RunIntakes), v.account.Role.May(office.RunClosures), string(village.DayOf(c.Now()))
	if page.May {
		if err := c.intakeChoices(v, &page, names); err != nil {
			return err
		}
	}
	return c.show(v, "intakes.html", frame{Active: "cases", Title: v.view.text.T("county.intakes.title"), Page: page})
}

// sum counts the cases of a scope by unit and channel, the unit with most first.
func (p *intakesPage) sum(ways map[wayIn]int, s office.Scope) {
	units := map[string]*intakeSum{}
	p.Total.By = make([]int, len(p.Channels))
	for w, n := range ways {
		at := slices.Index(p.Channels, w.channel)
		if at < 0 || !s.Holds(w.place, w.unit) {
			continue
		}
		u := units[w.unit]
		if u == nil {
			u = &intakeSum{Unit: w.unit, By: make([]int, len(p.Channels))}
			units[w.unit] = u
		}
		u.By[at] += n
		u.Total += n
		p.Total.By[at] += n
		p.Total.Total += n
	}
	for _, u := range units {
		p.Units = append(p.Units, *u)
	}
	slices.SortFunc(p.Units, func(a, b intakeSum) int {
		if a.Total != b.Total {
			return b.Total - a.Total
		}
		return strings.Compare(a.Unit, b.Unit)
	})
}

// itemNames are the names of the items in use, by code.
func (c *Console) itemNames(v *visit) (map[village.ItemCode]string, error) {
	used, err := c.Catalogue.InUse(v.Context())
	names := map[village.ItemCode]string{}
	for _, i := range used.Items {
		names[i.Code] = i.Name
	}
	return names, err
}

func (c *Console) intakeRow(v *view, i office.Intake, names map[village.ItemCode]string) intakeRow {
	row := intakeRow{
		Number: i.Number, Day: v.dayText(i.Day), Channel: v.text.T("county.channel." + i.Channel), Code: i.Outside, Unit: i.Unit, Item: string(i.Item),
		Place: v.text.T("county.intake.district"), Account: v.by(i.Account),
	}
	if row.Code == "" {
		row.Code = string(i.CaseNo)
	}
	if name := names[i.Item]; name != "" {
		row.Item = name
	}
	if i.Place != "" {
		row.Place = c.place(i.Place)
	}
	return row
}

// intakeChoices fills the lists to choose from: a unit notes its own, a town what its places
// take in.
func (c *Console) intakeChoices(v *visit, page *intakesPage, names map[village.ItemCode]string) (err error) {
	for _, way := range office.IntakeChannels() {
		page.Ways = append(page.Ways, choice{Value: way, Text: v.view.text.T("county.channel." + way), Chosen: way == page.Form["channel"]})
	}
	if page.OfUnit, err = c.measuringUnits(v, page.Form["unit"]); err != nil {
		return err
	}
	if v.account.Scope.Division == "" {
		page.Places = []choice{{Text: v.view.text.T("county.intake.district")}}
	}
	for _, centre := range c.Names.Centres {
		if v.account.Scope.Holds(centre, v.account.Scope.Unit) {
			page.Places = append(page.Places, choice{Value: string(centre), Text: c.place(centre), Chosen: string(centre) == page.Form["place"]})
		}
	}
	for code, name := range names {
		page.Items = append(page.Items, choice{Value: string(code), Text: name})
	}
	slices.SortFunc(page.Items, func(a, b choice) int { return strings.Compare(a.Text+a.Value, b.Text+b.Value) })
	return nil
}

// intake serves POST /intakes: one that an officer notes.
func (c *Console) intake(v *visit) error {
	form := v.posted("channel", "outside", "unit", "item", "place", "day", "one_window")
	kept, err := c.keepIntake(v, form)
	if err != nil {
		return c.refuseIntake(v, form, err)
	}
	http.Redirect(v.w, v.Request, v.view.link("/intakes", "kept", kept.Number), http.StatusSeeOther)
	return nil
}

func (c *Console) keepIntake(v *visit, form map[string]string) (i office.Intake, err error) {
	i = office.Intake{
		Channel: form["channel"], Unit: form["unit"], Item: village.ItemCode(form["item"]), Place: village.DivisionCode(form["place"]), Day: village.Day(form["day"]),
		OneWindow: form["one_window"] != "", Account: v.account.Name, At: c.Now(),
	}
	if i.Outside, err = office.OutsideNumber(form["outside"]); err == nil {
		err = i.Check()
	}
	s := v.account.Scope
	switch {
	case err != nil:
		return i, err
	case s.Unit != "" && i.Unit != s.Unit:
		return i, village.Refuse("unit", "err.intake.unit")
	case i.Place == "" && s.Division != "" || i.Place != "" && (!s.Holds(i.Place, s.Unit) || !slices.Contains(c.Names.Centres, i.Place)):
		return i, village.Refuse("place", "err.intake.place")
	}
	return c.Book.KeepIntake(v.Context(), i)
}

// refuseIntake shows the page again with what is wrong.
func (c *Console) refuseIntake(v *visit, form map[string]string, err error) error {
	words, err := v.wrong(err)
	if err != nil {
		return err
	}
	return c.showIntakes(v, intakesPage{Form: form, Problem: words})
}

// wrong is what somebody typed or handed in wrongly, in words with its row; a fault of ours
// stays an error.
func (v *visit) wrong(err error) (string, error) {
	k := village.Keyed(err)
	if k.Kind == village.Internal {
		return "", err
	}
	v.status = http.StatusBadRequest
	words := v.view.text.Map(k.Key, k.Args)
	if row, ok := strings.CutPrefix(k.Field, "row "); ok {
		row, _, _ = strings.Cut(row, ",")
		words = v.view.text.T("county.list.row", "row", row, "words", words)
	}
	return words, nil
}

// intakeList serves POST /intakes/list: a list of a system that took cases in.
func (c *Console) intakeList(v *visit) error {
	units, err := office.KnownUnits(v.Context(), c.Book)
	if err != nil {
		return err
	}
	l := office.IntakeList{Unit: v.posted("unit")["unit"], Units: units, Place: c.Names.Place, Account: v.account.Name, At: c.Now()}
	var list []office.Intake
	if l.Rows, _, err = c.listed(v); err == nil {
		list, err = office.IntakesFromRows(l)
	}
	if err != nil {
		return c.refuseIntake(v, nil, err)
	}
	kept, known, err := c.Book.KeepIntakes(v.Context(), list)
	if err != nil {
		return err
	}
	c.quarters.forget()
	return c.showIntakes(v, intakesPage{Said: v.view.text.T("county.intake.listed", "kept", kept, "known", known)})
}

// listed are the rows of the list that was handed in, and the name of its bytes.
func (c *Console) listed(v *visit) (rows []catalog.Row, sum string, err error) {
	file, head, err := v.FormFile("list")
	if err != nil {
		return nil, "", &village.Error{Kind: village.Invalid, Field: "list", Key: "err.list.open", Err: err}
	}
	defer file.Close()
	h := sha256.New()
	rows, err = c.Lists(io.TeeReader(file, h), head.Filename) // it is read to its end
	return rows, hex.EncodeToString(h.Sum(nil)), err
}

// intakesSheet serves GET /intakes.xlsx: the intakes of a quarter.
func (c *Console) intakesSheet(v *visit) error {
	head, period, err := c.quartered(v, "/intakes")
	if err != nil {
		return err
	}
	list, total, err := c.Book.Intakes(v.Context(), office.IntakeQuery{
		Scope: v.account.Scope, From: village.DayOf(period.From), To: village.DayOf(period.To).Add(-1), Page: 1, PerPage: office.MaxListed,
	})
	if err != nil {
		return err
	}
	if err := whole("quarter", total); err != nil {
		return err
	}
	t := v.view.text.T
	s := Sheet{Title: t("county.intakes.title") + " " + head.Quarter, Head: []string{
		t("county.measure.number"), t("county.intake.day"), t("county.intake.channel"), t("county.intake.outside"), t("county.case.number"), t("county.intake.unit"),
		t("county.case.item_code"), t("county.intake.place"), t("county.extension.by"),
	}}
	for _, i := range list {
		r := c.intakeRow(v.view, i, nil)
		s.Rows = append(s.Rows, []any{i.Number, string(i.Day), r.Channel, i.Outside, string(i.CaseNo), i.Unit, string(i.Item), r.Place, r.Account})
	}
	return c.sheet(v, "intakes-"+head.Quarter, s)
}
