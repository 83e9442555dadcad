package console

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
	"bianmin/county/office"
)

const perPage = 16 // fills 900 px

type casesPage struct {
	Query    office.CaseQuery
	Rows     []caseRow
	Total    int  // at most office.MaxListed
	More     bool // are chosen than are listed
	All      int
	Villages []choice
	States   []choice
	Dues     []choice
	Sorts    []choice
	Export   string // as XLSX
	CSV      string
	Pager    pager
	Filtered bool
}

type caseRow struct {
	Chip                                                    chip
	Link                                                    string
	Code, Item, Department, Name, Place, Accepted, Received string
	Due                                                     string
	First                                                   string // it goes first, and who approved that; ""
	Late, Twin                                              bool   // Twin: another case is perhaps the same
}

type choice struct {
	Value, Text string
	Chosen      bool
}

// cases serves GET /cases: ?q= &state= &village= &due= &sort= &page=.
func (c *Console) cases(v *visit) error {
	q := c.caseQuery(v)
	found, err := c.Book.Cases(v.Context(), q)
	if err != nil {
		return err
	}
	due := v.URL.Query().Get("due")
	asked := []any{"q", q.Text, "state", q.State, "village", q.Village, "due", due, "sort", q.Sort}
	page := casesPage{
		Query: q, Total: min(found.Total, office.MaxListed), More: found.Total > office.MaxListed, All: found.All, Filtered: q.Text != "" || q.State != "" || q.Village != "" || !q.DueTo.IsZero(),
		Export: v.view.link("/cases.xlsx", asked...), CSV: v.view.link("/cases.csv", asked...),
		Pager: newPager(q.Page, min(found.Total, office.MaxListed), func(n int) string {
			return v.view.link("/cases", append(slices.Clone(asked), "page", n)...)
		}),
	}
	for _, place := range found.Villages {
		page.Villages = append(page.Villages, choice{
			Value: string(place), Chosen: place == q.Village, Text: c.place(place),
		})
	}
	page.choices(v.view, q, due)
	now := c.Now()
	for _, k := range found.Cases {
		page.Rows = append(page.Rows, c.caseRow(v.view, k, now))
	}
	return c.show(v, "cases.html", frame{Active: "cases", Title: v.view.text.T("county.cases.title"), Page: page})
}

// caseQuery is what the address asks for; what it says wrongly is not asked.
func (c *Console) caseQuery(v *visit) office.CaseQuery {
	in := v.URL.Query()
	q := office.CaseQuery{
		Scope: v.account.Scope,
		Text:  strings.TrimSpace(in.Get("q")), State: village.CaseState(in.Get("state")),
		Village: village.DivisionCode(in.Get("village")), Page: pageNumber(in.Get("page")), PerPage: perPage,
	}
	if sort := office.CaseSort(in.Get("sort")); slices.Contains(office.CaseSorts(), sort) && sort != office.SortNewest {
		q.Sort = sort
	}
	now := c.Now().In(village.Zone)
	tomorrow := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, village.Zone)
	switch in.Get("due") { // a day that is due ends at its 24:00
	case "over":
		q.DueTo = now
	case "today":
		q.DueFrom, q.DueTo = now.Add(time.Millisecond), tomorrow
	case "week":
		q.DueFrom, q.DueTo = now.Add(time.Millisecond), tomorrow.AddDate(0, 0, 6)
	}
	return q
}

// choices fills the lists to choose from.
func (p *casesPage) choices(v *view, q office.CaseQuery, due string) {
	for _, s := range office.DefaultFlow().States {
		p.States = append(p.States, choice{Value: string(s.Name), Text: v.text.T(chipOf(s.Name).State), Chosen: s.Name == q.State})
	}
	for _, value := range []string{"", "over", "today", "week"} {
		key := value
		if key == "" {
			key = "any"
		}
		p.Dues = append(p.Dues, choice{Value: value, Text: v.text.T("county.cases.due." + key), Chosen: value == due})
	}
	for _, s := range office.CaseSorts() {
		p.Sorts = append(p.Sorts, choice{Value: string(s), Text: v.text.T("county.cases.sort." + string(s)), Chosen: s == q.Sort})
	}
}

func (c *Console) caseRow(v *view, k office.Case, now time.Time) caseRow {
	row := caseRow{
		Chip: chipOf(k.State), Link: v.link(casePath(k.Kiosk, k.ID)), Code: k.ShortCode.Spaced(),
		Item: k.ItemName, Department: k.Department, Name: v.maskedName(k.Applicant), Place: c.place(k.Village),
		Accepted: v.moment(k.AcceptedAt, now), Received: v.moment(k.ReceivedAt, now), Twin: k.Twin,
	}
	_, row.First = v.priority(k.Priority, false)
	if !k.Due.IsZero() { // the last day, not the first moment after it
		row.Due, row.Late = calendar.DateText(v.text, k.Due.Add(-time.Millisecond)), !now.Before(k.Due)
	}
	return row
}

// casesSheet serves GET /cases.xlsx: the list as a sheet, masked as on the page.
func (c *Console) casesSheet(v *visit) error {
	q := c.caseQuery(v)
	q.Page, q.PerPage = 1, office.MaxListed
	found, err := c.Book.Cases(v.Context(), q)
	if err != nil {
		return err
	}
	if err := whole("q", found.Total); err != nil {
		return err
	}
	t, now := v.view.text.T, c.Now()
	s := Sheet{Title: t("county.cases.title") + " " + v.view.moment(now, now), Head: []string{
		t("county.case.code"), t("county.case.number"), t("county.case.item"), t("county.case.department"), t("county.case.applicant"), t("county.case.village"),
		t("county.cases.state"), t("county.case.accepted"), t("county.case.received"), t("county.cases.due"),
	}}
	for _, k := range found.Cases {
		r := c.caseRow(v.view, k, now)
		s.Rows = append(s.Rows, []any{r.Code, string(k.Number), r.Item, r.Department, r.Name, r.Place, t(r.Chip.State), r.Accepted, r.Received, r.Due})
	}
	return c.sheet(v, "cases", s)
}

// whole refuses at a field to hand out a list of so many rows that it would be cut: a part of
// them would be taken for all.
func whole(field string, rows int) error {
	if rows > office.MaxListed {
		return village.Refuse(field, "err.cases.many")
	}
	return nil
}

// chip is a state in a word, with its icon and colour.
type chip struct{ State, Mark, Kind string }

func chipOf(state village.CaseState) chip {
	c := chip{State: "county.state." + string(state), Mark: "clock", Kind: "wait"}
	switch state {
	case village.CaseAccepted, village.Completed, village.UnderReview, village.Extended, village.Approved, village.Making, village.Delivery:
		c.Mark, c.Kind = "check", "done"
	case village.NotAccepted, village.Refused, village.Withdrawn, village.Ended, village.Missed:
		c.Mark, c.Kind = "close", "neutral"
	}
	return c
}

// place is a place in words, or its code when nobody named it.
func (c *Console) place(code village.DivisionCode) string {
	if name := c.Names.Place(code); name != "" {
		return name
	}
	return string(code)
}

// joined are the words that say something, in one line.
func (v *view) joined(words []string) string {
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), v.text.T("county.semicolon"))
}

func count(materials []office.Material, states ...village.MaterialState) int {
	n := 0
	for _, m := range materials {
		for _, s := range states {
			if m.How == s {
				n++
			}
		}
	}
	return n
}

// pager leads through the pages of a list; a link that leads nowhere is "".
type pager struct {
	Number, Pages  int
	Before, Behind string
}

func newPager(number, total int, link func(int) string) pager {
	p := pager{Number: number, Pages: max(1, (total+perPage-1)/perPage)}
	if number > 1 {
		p.Before = link(min(number-1, p.Pages))
	}
	if number < p.Pages {
		p.Behind = link(number + 1)
	}
	return p
}

// maxPage keeps a hand-made address from walking the whole table.
const maxPage = (office.MaxListed + perPage - 1) / perPage

func pageNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxPage)
}
