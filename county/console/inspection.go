package console

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

type inspectionsPage struct {
	Period, Before, Behind string // links; "" leads nowhere
	Tiles                  []tile
	Rows                   []leagueRow
	Orders                 []orderRow
	Over                   int // orders that are over
}

type leagueRow struct {
	Rank                       int
	Place, Points, Delta, Last string
	Visits                     int
	Chip                       chip
	Down                       bool
}

type orderRow struct {
	Link, Number, Place, What, Source, Due string
	Days, Late                             int
	Level                                  string
	Chip                                   chip
}

// inspections serves GET /inspections: ?period=.
func (c *Console) inspections(v *visit) error {
	now := c.Now().In(village.Zone)
	text := v.URL.Query().Get("period")
	if text == "" {
		text = now.Format("2006-01")
	}
	period, err := inspect.ParsePeriod(text)
	if err != nil {
		return err
	}
	_, scored, err := c.Inspectorate.Visits(v.Context())
	if err != nil {
		return err
	}
	centres := slices.DeleteFunc(slices.Clone(c.Names.Centres), func(code village.DivisionCode) bool { return !v.account.Scope.Holds(code, "") })
	l := inspect.MakeLeague(period, c.Inspectorate.Templates, scored, centres)
	page := inspectionsPage{Before: v.view.link("/inspections", "period", period.Before.Format("2006-01")), Tiles: v.view.leagueTiles(l)}
	if period.To.Before(now) {
		page.Behind = v.view.link("/inspections", "period", period.To.Format("2006-01"))
	}
	for _, p := range l.Places {
		if p.Visits > 0 {
			page.Rows = append(page.Rows, c.leagueRow(v.view, p))
		}
	}
	orders, err := c.orders(v)
	if err != nil {
		return err
	}
	for _, r := range orders {
		row := c.orderRow(v.view, r)
		if r.State().Over() {
			page.Over++
			continue
		}
		page.Orders = append(page.Orders, row)
	}
	slices.SortStableFunc(page.Orders, func(a, b orderRow) int { return cmp.Compare(b.Late, a.Late) })
	page.Period = v.view.text.T("county.league.period", "period", period.Text)
	return c.show(v, "inspections.html", frame{Active: "inspections", Title: v.view.text.T("county.menu.inspections"), Page: page})
}

func (v *view) leagueTiles(l inspect.League) []tile {
	t := v.text.T
	return []tile{
		{Name: t("county.league.coverage"), Value: l.Coverage, Unit: "%", From: t("county.league.of", "n", l.Visited, "of", l.Centres)},
		{Name: t("check.band.green"), Value: strconv.Itoa(l.Green), From: t("county.league.green")},
		{Name: t("check.band.yellow"), Value: strconv.Itoa(l.Yellow), From: t("county.league.yellow")},
		{Name: t("check.band.red"), Value: strconv.Itoa(l.Red), From: t("county.league.red")},
	}
}

func (c *Console) leagueRow(v *view, p inspect.Place) leagueRow {
	row := leagueRow{Rank: p.Rank, Place: c.place(p.Centre), Points: p.Points.String(), Delta: "–", Visits: p.Visits, Chip: bandChip(p.Band), Last: v.day(p.Last)}
	if p.Delta != nil {
		row.Delta, row.Down = p.Delta.String(), *p.Delta < 0
		if *p.Delta > 0 {
			row.Delta = "+" + row.Delta
		}
	}
	return row
}

func bandChip(b inspect.Band) chip {
	k := map[inspect.Band]chip{
		inspect.Green: {Mark: "check", Kind: "done"}, inspect.Yellow: {Mark: "warn", Kind: "wait"}, inspect.Red: {Mark: "warn", Kind: "wrong"},
	}[b]
	k.State = "check.band." + string(b)
	return k
}

// day is a day as people write it; "" for none.
func (v *view) day(d village.Day) string {
	day, err := time.ParseInLocation(time.DateOnly, string(d), village.Zone)
	if err != nil {
		return ""
	}
	return calendar.DateText(v.text, day)
}

// orders are those of centres that the account sees.
func (c *Console) orders(v *visit) ([]office.Rectification, error) {
	list, err := c.Inspectorate.Book.Rectifications(v.Context())
	return slices.DeleteFunc(list, func(r office.Rectification) bool { return !v.account.Scope.Holds(r.Centre, "") }), err
}

func (c *Console) orderRow(v *view, r office.Rectification) orderRow {
	s := r.Standing(c.Now(), c.Inspectorate.Days)
	row := orderRow{
		Link: v.link("/orders/" + r.Number), Number: r.Number, Place: c.place(r.Centre), Source: v.text.T("check.source." + string(r.Source)), Due: v.day(r.Due),
		Days: s.Days, Late: s.Late, Chip: rectChip(s), What: r.Text,
	}
	if r.Centre == "" { // a site has no place
		row.Place = r.Ref
	}
	if s.Level > 0 {
		row.Level = v.text.T("rectify.level." + []string{"town", "group", "report"}[s.Level-1])
	}
	if t, ok := inspect.Find(c.Inspectorate.Templates, r.Template, r.Version); ok {
		if _, rule, ok := t.Rule(r.Rule); ok {
			row.What = rule.Text
		}
	}
	return row
}

func rectChip(s inspect.RectStanding) chip {
	k := map[inspect.RectState]chip{
		inspect.RectOpen: {Mark: "clock", Kind: "wait"}, inspect.RectReplied: {Mark: "clock", Kind: "neutral"},
		inspect.RectClosed: {Mark: "check", Kind: "done"}, inspect.RectStruck: {Mark: "check", Kind: "neutral"},
	}[s.State]
	k.State = "rectify.state." + string(s.State)
	return k
}

type orderPage struct {
	orderRow
	Action  string
	Note    string
	Lines   []line
	Can     map[string]bool // by the verb
	Over    bool
	Problem string // message key
}

// order serves GET /orders/{number}.
func (c *Console) order(v *visit) error {
	r, err := c.scopedOrder(v)
	if err != nil {
		return err
	}
	return c.showOrder(v, r, "")
}

func (c *Console) scopedOrder(v *visit) (office.Rectification, error) {
	list, err := c.orders(v)
	if err != nil {
		return office.Rectification{}, err
	}
	i := slices.IndexFunc(list, func(r office.Rectification) bool { return r.Number == v.PathValue("number") })
	if i < 0 {
		return office.Rectification{}, &village.Error{Kind: village.NotFound}
	}
	return list[i], nil
}

func (c *Console) showOrder(v *visit, r office.Rectification, problem string) error {
	now := c.Now()
	page := orderPage{orderRow: c.orderRow(v.view, r), Action: v.view.link("/orders/" + r.Number + "/act"), Can: map[string]bool{}, Over: r.State().Over(), Problem: problem}
	if r.Text != page.What {
		page.Note = r.Text
	}
	for _, a := range r.Acts {
		who := a.By
		if who == "" && a.Verb == inspect.Replied {
			who = v.view.text.T("rectify.by.centre")
		}
		page.Lines = append(page.Lines, line{What: v.view.text.T("rectify.verb." + string(a.Verb)), When: v.view.moment(a.At, now), Who: who, More: a.Text})
	}
	for _, verb := range orderVerbs(v.account) {
		if _, ok := r.State().Next(verb); ok {
			page.Can[string(verb)] = true
		}
	}
	return c.show(v, "order.html", frame{Active: "inspections", Title: page.Number, Page: page})
}

// orderVerbs are what the account may try: towns hand in what a centre says, inspectors
// and the county look again, the county alone decides about objections.
func orderVerbs(a office.Account) []inspect.Verb {
	switch a.Role {
	case office.RoleCounty:
		return []inspect.Verb{inspect.Replied, inspect.Accepted, inspect.Rejected, inspect.Struck}
	case office.RoleInspector:
		return []inspect.Verb{inspect.Accepted, inspect.Rejected}
	case office.RoleTown:
		return []inspect.Verb{inspect.Replied}
	}
	return nil
}

// orderAct serves POST /orders/{number}/act.
func (c *Console) orderAct(v *visit) error {
	r, err := c.scopedOrder(v)
	if err != nil {
		return err
	}
	verb := inspect.Verb(v.PostFormValue("verb"))
	err = &village.Error{Kind: village.Conflict, Field: "verb", Key: "err.case.role"}
	if slices.Contains(orderVerbs(v.account), verb) {
		_, err = c.Inspectorate.Act(v.Context(), r.Number, verb, v.account.Person, v.PostFormValue("text"))
	}
	if err != nil {
		e := village.Keyed(err)
		if e.Kind == village.Internal || e.Kind == village.NotFound {
			return err
		}
		v.status = http.StatusConflict
		return c.showOrder(v, r, e.Key)
	}
	http.Redirect(v.w, v.Request, v.view.link("/orders/"+r.Number), http.StatusSeeOther)
	return nil
}
