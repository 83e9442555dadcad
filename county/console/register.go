package console

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// table is one that officers search, sort, filter, page through and export, all in one way.
type table struct {
	title string       // message key
	right office.Right // who sees it
	back  string       // the page that it belongs to
	heads []head
	rows  func(*Console, *visit) ([]entry, error) // of the account's scope, in their usual order; nothing personal
}

// head is a column.
type head struct {
	Name   string // in the address
	Key    string // message key
	Number bool
	pick   bool // one of its values can be chosen
}

// entry is a row with a cell for each column.
type entry []cell

// cell is a value as it is shown.
type cell struct {
	Text string
	Link string // "" = leads nowhere
	sort string // what it is ordered by; "" = Text
	n    *int64 // a number, as a sheet takes it
}

func text(s string) cell         { return cell{Text: s} }
func linked(s, link string) cell { return cell{Text: s, Link: link} }
func timed(s string, t time.Time) cell {
	return cell{Text: s, sort: fmt.Sprintf("%020d", max(0, t.UnixMilli()))}
}
func dated(s string, d village.Day) cell { return cell{Text: s, sort: cmp.Or(string(d), "9999")} } // without a day behind those with one

func counted[T int | int64](n T) cell {
	n64 := int64(n)
	return cell{Text: fmt.Sprint(n), sort: fmt.Sprintf("%020d", n), n: &n64}
}

func (c cell) order() string { return cmp.Or(c.sort, c.Text) }

func (c cell) value() any {
	if c.n != nil {
		return *c.n
	}
	return c.Text
}

type registerPage struct {
	Title, Back, BackText, Path, Text, Sort string
	Heads                                   []sortedHead
	Picks                                   []pick
	Rows                                    []entry
	Total                                   int
	More, Filtered                          bool
	Clear, CSV, XLSX                        string
	Pager                                   pager
}

// sortedHead is a column with the link that orders by it.
type sortedHead struct {
	head
	Link, Sorted string // ascending, descending or ""
}

type pick struct {
	Name, Key string
	Choices   []choice
}

// registerAsked is what the address asks of a register; what it says wrongly is not asked.
type registerAsked struct {
	q, sort string
	picked  map[string]string
}

// register serves GET /lists/{list}: ?q= &sort=NAME or -NAME &page= and a value for each column that
// can be chosen.
func (c *Console) register(v *visit) error {
	r, err := c.registerOf(v)
	if err != nil {
		return err
	}
	all, err := r.rows(c, v)
	if err != nil {
		return err
	}
	more := len(all) > office.MaxListed
	all = all[:min(len(all), office.MaxListed)]
	asked := r.asked(v)
	found := r.chosen(all, asked)
	path, number := "/lists/"+v.PathValue("list"), pageNumber(v.URL.Query().Get("page"))
	page := registerPage{
		Title: v.view.text.T(r.title), Back: v.view.link(r.back), Path: path, Text: asked.q, Sort: asked.sort, Total: len(found), More: more, Filtered: asked.q != "" || len(asked.picked) > 0,
		Picks: r.picks(all, asked), Clear: v.view.link(path), CSV: v.view.link(path+"/export", asked.pairs("form", "csv")...), XLSX: v.view.link(path+"/export", asked.pairs("form", "xlsx")...),
		Pager: newPager(number, len(found), func(n int) string { return v.view.link(path, asked.pairs("page", n)...) }),
	}
	page.Rows = found[min(len(found), (number-1)*perPage):min(len(found), number*perPage)]
	for _, h := range r.heads {
		s := sortedHead{head: h}
		next := asked
		next.sort = h.Name
		switch asked.sort {
		case h.Name:
			s.Sorted, next.sort = "ascending", "-"+h.Name
		case "-" + h.Name:
			s.Sorted = "descending"
		}
		s.Link = v.view.link(path, next.pairs()...)
		page.Heads = append(page.Heads, s)
	}
	return c.show(v, "register.html", frame{Active: strings.TrimPrefix(r.back, "/"), Title: page.Title, Page: page})
}

// exportRegister serves GET /lists/{list}/export: ?form=csv or xlsx, and what the page asks.
func (c *Console) exportRegister(v *visit) error {
	r, err := c.registerOf(v)
	if err != nil {
		return err
	}
	all, err := r.rows(c, v)
	if err != nil {
		return err
	}
	if err := whole("q", len(all)); err != nil {
		return err
	}
	now := c.Now()
	s := Sheet{Title: v.view.text.T(r.title) + " " + v.view.moment(now, now)}
	for _, h := range r.heads {
		s.Head = append(s.Head, v.view.text.T(h.Key))
	}
	for _, e := range r.chosen(all, r.asked(v)) {
		row := make([]any, len(e))
		for i, one := range e {
			row[i] = one.value()
		}
		s.Rows = append(s.Rows, row)
	}
	return c.sheet(v, v.PathValue("list"), s)
}

// registerOf is the register of the address, if the account may see it.
func (c *Console) registerOf(v *visit) (table, error) {
	r, ok := registers()[v.PathValue("list")]
	switch {
	case !ok:
		return r, &village.Error{Kind: village.NotFound}
	case !v.account.Role.May(r.right):
		return r, &village.Error{Kind: village.Denied}
	}
	return r, nil
}

func (r table) asked(v *visit) registerAsked {
	in := v.URL.Query()
	a := registerAsked{q: strings.TrimSpace(in.Get("q")), picked: map[string]string{}}
	for _, h := range r.heads {
		if in.Get("sort") == h.Name || in.Get("sort") == "-"+h.Name {
			a.sort = in.Get("sort")
		}
		if value := in.Get(h.Name); h.pick && value != "" {
			a.picked[h.Name] = value
		}
	}
	return a
}

// pairs are the address's, with more behind them.
func (a registerAsked) pairs(more ...any) []any {
	list := []any{"q", a.q, "sort", a.sort}
	for name, value := range a.picked {
		list = append(list, name, value)
	}
	return append(list, more...)
}

// chosen are the rows that are asked for, in the order that is asked for.
func (r table) chosen(all []entry, a registerAsked) []entry {
	words := strings.Fields(strings.ToLower(a.q))
	found := slices.DeleteFunc(slices.Clone(all), func(e entry) bool {
		var said strings.Builder
		for i, h := range r.heads {
			if value, ok := a.picked[h.Name]; ok && e[i].Text != value {
				return true
			}
			said.WriteString(strings.ToLower(e[i].Text) + "\n")
		}
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(said.String(), w) })
	})
	name, down := strings.CutPrefix(a.sort, "-")
	i := slices.IndexFunc(r.heads, func(h head) bool { return h.Name == name })
	if i < 0 {
		return found
	}
	slices.SortStableFunc(found, func(x, y entry) int {
		if down {
			x, y = y, x
		}
		return strings.Compare(x[i].order(), y[i].order())
	})
	return found
}

// mostPicked is how many values of a column are offered.
const mostPicked = 200

// picks are the values of columns that can be chosen, as they are there.
func (r table) picks(all []entry, a registerAsked) (list []pick) {
	for i, h := range r.heads {
		if !h.pick {
			continue
		}
		seen := map[string]string{}
		for _, e := range all {
			if e[i].Text != "" {
				seen[e[i].Text] = e[i].order()
			}
		}
		p := pick{Name: h.Name, Key: h.Key}
		for value := range seen {
			p.Choices = append(p.Choices, choice{Value: value, Text: value, Chosen: a.picked[h.Name] == value})
		}
		slices.SortFunc(p.Choices, func(x, y choice) int {
			return cmp.Or(strings.Compare(seen[x.Value], seen[y.Value]), strings.Compare(x.Value, y.Value))
		})
		p.Choices = p.Choices[:min(len(p.Choices), mostPicked)]
		list = append(list, p)
	}
	return list
}
