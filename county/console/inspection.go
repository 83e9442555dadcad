package console

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

type inspectionsPage struct {
	Period, Before, Behind string // name; links, "" leads nowhere
	Spans                  []choice
	Tiles                  []tile
	Rows                   []leagueRow
	Flagged                []flaggedRow
	Proposals              []proposalRow
	MoreProposals          bool
	Problem                string // message key
	Orders                 []orderRow
	Over                   int // orders that are over
	Open                   openForm
}

// flaggedRow is a visit that somebody has to look at.
type flaggedRow struct {
	Place, Day, Who string
	Why             []string // message keys
}

// flagged are visits of a period that are not as they should be, the latest first.
func (c *Console) flagged(v *visit, scored []inspect.Visit, p inspect.Period) (rows []flaggedRow) {
	for _, one := range slices.Backward(scored) {
		if !one.OwnWork && !one.Alone || one.At.Before(p.From) || !one.At.Before(p.To) || !v.account.Scope.Holds(one.Centre, "") {
			continue
		}
		row := flaggedRow{Place: c.place(one.Centre), Day: v.view.day(village.DayOf(one.At)), Who: strings.Join(one.Inspectors, v.view.text.T("county.comma"))}
		if one.OwnWork {
			row.Why = append(row.Why, "county.flagged.own_work")
		}
		if one.Alone {
			row.Why = append(row.Why, "county.flagged.alone")
		}
		rows = append(rows, row)
	}
	return rows
}

type orderRow struct {
	Link, Number, Place, What, Source, Due string
	Days, Late                             int
	Level                                  string
	level                                  int
	Chip                                   chip
}

// inspections serves GET /inspections: ?period=.
func (c *Console) inspections(v *visit) error { return c.showInspections(v, "") }

func (c *Console) showInspections(v *visit, problem string) error {
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
	templates, err := c.Inspectorate.Templates.All(v.Context())
	if err != nil {
		return err
	}
	l := inspect.MakeLeague(period, templates, scored, centres)
	page := inspectionsPage{Tiles: v.view.leagueTiles(l), Flagged: c.flagged(v, scored, period), Problem: problem}
	page.leads(v.view, period, now)
	page.Rows = c.leagueRows(v.view, l, inspect.Trends(templates, scored, lastOf(period, now), trendMonths))
	if page.Orders, page.Over, err = c.openOrders(v, templates); err != nil {
		return err
	}
	if page.Open, err = c.opening(v, ""); err != nil {
		return err
	}
	if page.Proposals, page.MoreProposals, err = c.proposals(v); err != nil {
		return err
	}
	page.Period = v.view.text.T("county.league.period", "period", period.Text)
	return c.show(v, "inspections.html", frame{Active: "inspections", Title: v.view.text.T("county.menu.inspections"), Page: page})
}

// openOrders are the orders that are not over, the latest behind their day first, and
// how many are over.
func (c *Console) openOrders(v *visit, templates []inspect.Template) (rows []orderRow, over int, err error) {
	orders, err := c.orders(v)
	for _, r := range orders {
		if r.State().Over() {
			over++
			continue
		}
		rows = append(rows, c.orderRow(v.view, r, templates))
	}
	slices.SortStableFunc(rows, func(a, b orderRow) int { return cmp.Compare(b.Late, a.Late) })
	return rows, over, err
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
	list, err := c.Inspectorate.Orders(v.Context())
	return slices.DeleteFunc(list, func(r office.Rectification) bool { return !r.In(v.account.Scope) }), err
}

func (c *Console) orderRow(v *view, r office.Rectification, templates []inspect.Template) orderRow {
	s := r.Standing(c.Now(), c.Inspectorate.Days.Calendar())
	row := orderRow{
		Link: v.link("/orders/" + r.Number), Number: r.Number, Place: c.place(r.Centre), Source: v.text.T("check.source." + string(r.Source)), Due: v.day(r.Due),
		Days: s.Days, Late: s.Late, Chip: rectChip(s), What: r.Text,
	}
	if r.Centre == "" { // a site has no place
		row.Place = r.Ref
	}
	if row.level = s.Level; s.Level > 0 {
		row.Level = v.text.T("rectify.level." + []string{"town", "group", "report"}[s.Level-1])
	}
	if t, ok := inspect.Find(templates, r.Template, r.Version); ok {
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
	Reasons []inspect.Reason
	Over    bool
	Shots   []orderShots
	Problem string // message key
	Rule    string // by which it was proposed, in words; "" = by none
	About   string // way to the rating or the request that it was made of; "" = none
	Visit   *orderVisit
	Repeat  string // number of the order that it repeats; "" = of none
	Counts  string // what it takes from the centre's points, in words; "" = a visit counts it, or nothing does
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
	templates, err := c.Inspectorate.Templates.All(v.Context())
	if err != nil {
		return err
	}
	page := orderPage{orderRow: c.orderRow(v.view, r, templates), Action: v.view.link("/orders/" + r.Number + "/act"), Can: map[string]bool{}, Reasons: inspect.Reasons(), Over: r.State().Over(), Problem: problem, About: aboutLink(v, r)}
	if page.Shots, err = c.shots(v, r); err != nil {
		return err
	}
	if page.Rule, err = c.proposedBy(v, r.Number); err != nil {
		return err
	}
	if page.Visit, err = c.visitOf(v, r); err != nil {
		return err
	}
	all, err := c.orders(v)
	if err != nil {
		return err
	}
	page.Repeat = office.RepeatOf(all, r)
	page.Counts = v.view.counts(r, templates, page.Repeat != "")
	if r.Text != page.What {
		page.Note = r.Text
	}
	page.Lines = v.view.orderLines(r, now)
	for _, verb := range orderVerbs(v.account) {
		if _, ok := r.State().Next(verb); ok {
			page.Can[string(verb)] = true
		}
	}
	return c.show(v, "order.html", frame{Active: ordersEntry(v.account), Title: page.Number, Page: page})
}

// orderLines are the acts of an order in words.
func (v *view) orderLines(r office.Rectification, now time.Time) (lines []line) {
	for _, a := range r.Acts {
		who := a.By
		if who == "" && a.Verb == inspect.Replied {
			who = v.text.T("rectify.by.centre")
		}
		what := v.text.T("rectify.verb." + string(a.Verb))
		if a.Reason != "" {
			what = v.text.T("county.rectify.rejected", "why", v.text.T("rectify.reason."+string(a.Reason)))
		}
		lines = append(lines, line{What: what, When: v.moment(a.At, now), Who: who, More: a.Text})
	}
	return lines
}

// counts says what an order that no visit made takes from its centre's points.
func (v *view) counts(r office.Rectification, templates []inspect.Template, again bool) string {
	t, _ := inspect.Find(templates, r.Template, r.Version)
	section, rule, ok := t.Rule(r.Rule)
	switch {
	case !ok || !r.Told() || r.Centre == "" || r.State() == inspect.RectStruck:
		return ""
	case section.Kind == inspect.Veto:
		return v.text.T("county.rectify.counts.veto")
	case again:
		return v.text.T("county.rectify.counts.again", "points", rule.Takes(r.Source, 1, true))
	}
	return v.text.T("county.rectify.counts", "points", rule.Takes(r.Source, 1, false))
}

// orderVerbs are what the account may try: towns hand in what a centre says, units what they did
// about a site or an account, inspectors
// and the county look again, the county alone decides about objections.
func orderVerbs(a office.Account) []inspect.Verb {
	switch a.Role {
	case office.RoleCounty:
		return []inspect.Verb{inspect.Replied, inspect.Accepted, inspect.Rejected, inspect.Struck}
	case office.RoleInspector:
		return []inspect.Verb{inspect.Accepted, inspect.Rejected}
	case office.RoleTown, office.RoleUnit:
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
	return v.acted(c.actByForm(v, r.Number), "/orders/"+r.Number, func(key string) error { return c.showOrder(v, r, key) })
}

// actByForm does with an order what a form says.
func (c *Console) actByForm(v *visit, number string) error {
	shots, err := v.readForm(shotKinds()...)
	if err != nil {
		return err
	}
	verb := inspect.Verb(v.PostFormValue("verb"))
	if !slices.Contains(orderVerbs(v.account), verb) {
		return &village.Error{Kind: village.Conflict, Field: "verb", Key: "err.case.role"}
	}
	act := office.RectAct{Verb: verb, By: v.account.Person, Text: v.PostFormValue("text"), Reason: inspect.Reason(v.PostFormValue("reason"))}
	_, err = c.Inspectorate.Act(v.Context(), number, act, shots...)
	return err
}
