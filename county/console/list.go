package console

import (
	"strconv"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
)

const perPage = 16 // fills 900 px

type casesPage struct {
	Query    office.CaseQuery
	Rows     []caseRow
	Total    int
	All      int
	Villages []choice
	States   []choice
	Pager    pager
	Filtered bool
}

type caseRow struct {
	Chip                                                    chip
	Link                                                    string
	Code, Item, Department, Name, Place, Accepted, Received string
}

type choice struct {
	Value, Text string
	Chosen      bool
}

// cases serves GET /cases: ?q= &state= &village= &page=.
func (c *Console) cases(v *visit) error {
	in := v.URL.Query()
	q := office.CaseQuery{
		Scope: v.account.Scope,
		Text:  strings.TrimSpace(in.Get("q")), State: village.CaseState(in.Get("state")),
		Village: village.DivisionCode(in.Get("village")), Page: pageNumber(in.Get("page")), PerPage: perPage,
	}
	found, err := c.Book.Cases(v.Context(), q)
	if err != nil {
		return err
	}
	page := casesPage{
		Query: q, Total: found.Total, All: found.All, Filtered: q.Text != "" || q.State != "" || q.Village != "",
		Pager: newPager(q.Page, found.Total, func(n int) string {
			return v.view.link("/cases", "q", q.Text, "state", q.State, "village", q.Village, "page", n)
		}),
	}
	for _, place := range found.Villages {
		page.Villages = append(page.Villages, choice{
			Value: string(place.Village), Chosen: place.Village == q.Village,
			Text: v.view.text.T("county.cases.place_count", "place", c.place(place.Village), "n", place.Cases),
		})
	}
	for _, s := range office.DefaultFlow().States {
		page.States = append(page.States, choice{
			Value: string(s.Name), Text: v.view.text.T(chipOf(s.Name).State), Chosen: s.Name == q.State,
		})
	}
	now := c.Now()
	for _, k := range found.Cases {
		page.Rows = append(page.Rows, caseRow{
			Chip: chipOf(k.State),
			Link: v.view.link("/cases/" + string(k.Kiosk) + "/" + string(k.ID)), Code: k.ShortCode.Spaced(),
			Item: k.ItemName, Department: k.Department, Name: maskedName(k.Applicant), Place: c.place(k.Village),
			Accepted: v.view.moment(k.AcceptedAt, now), Received: v.view.moment(k.ReceivedAt, now),
		})
	}
	return c.show(v, "cases.html", frame{Active: "cases", Title: v.view.text.T("county.cases.title"), Page: page})
}

// chip is a state in a word, with its icon and colour.
type chip struct{ State, Mark, Kind string }

func chipOf(state village.CaseState) chip {
	c := chip{State: "county.state." + string(state), Mark: "clock", Kind: "wait"}
	switch state {
	case village.CaseAccepted, village.Completed, village.UnderReview, village.Extended, village.Approved, village.Making, village.Delivery:
		c.Mark, c.Kind = "check", "done"
	case village.NotAccepted, village.Refused, village.Withdrawn, village.Ended:
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
const maxPage = 1_000_000

func pageNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxPage)
}
