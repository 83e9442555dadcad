package console

import (
	"slices"
	"strconv"

	"bianmin/app/stats"
	"bianmin/app/village"
)

// asked is what figures somebody wants: of which time, and of which part of the county.
type asked struct {
	Name   string // 2026Q4 or 2026-11
	Period stats.Period
	stats.Slice
}

// figuresAsked reads ?quarter= or ?month=, and ?unit= &item= &channel= &town= &village=. The
// quarter that runs is the usual one.
func (c *Console) figuresAsked(v *visit) (a asked, err error) {
	q := v.URL.Query()
	a.Slice = stats.Slice{
		Unit: q.Get("unit"), Item: q.Get("item"), Channel: q.Get("channel"),
		Town: village.DivisionCode(q.Get("town")), Village: village.DivisionCode(q.Get("village")),
	}
	if err := a.Check(); err != nil {
		return a, err
	}
	if a.Name = q.Get("month"); a.Name != "" {
		a.Period, err = stats.Month(a.Name)
		return a, err
	}
	if a.Name = q.Get("quarter"); a.Name == "" {
		a.Name = quarterOf(c.Now())
	}
	a.Period, _, err = stats.Quarter(a.Name)
	return a, err
}

func (a asked) monthly() bool { return len(a.Name) == len("2026-11") && a.Name[4] == '-' }

// link is a page about the same time and part.
func (a asked) link(v *view, path string, more ...any) string {
	span := "quarter"
	if a.monthly() {
		span = "month"
	}
	query := []any{span, a.Name, "town", a.Town, "village", a.Village, "unit", a.Unit, "item", a.Item, "channel", a.Channel}
	return v.link(path, append(query, more...)...)
}

// words says the time.
func (a asked) words(v *view) string {
	if a.monthly() {
		return v.text.T("county.figure.month", "year", a.Name[:4], "month", a.Name[5:])
	}
	return v.text.T("county.quarter.name", "year", a.Name[:4], "quarter", v.text.T("bulletin.quarter."+a.Name[5:]))
}

// rows are those that the figures are made of.
func (c *Console) rows(a asked) (stats.Data, error) {
	d, err := c.Figures(a.Period)
	return c.cut(d.In(a.Period), a.Slice), err
}

// cut is the data of a part of the county, with the centres that are there.
func (c *Console) cut(d stats.Data, s stats.Slice) stats.Data {
	if s == (stats.Slice{}) {
		return d
	}
	d.Centres = s.Among(c.Names.Places())
	return d.Of(s)
}

type figuresPage struct {
	Period, Part, Back, Export string
	Quarters, Towns, Channels  []choice
	Units                      []choice
	Month, Item                string
	Rows                       []figureLine
	Hash                       string
}

type figureLine struct {
	Link, ID, Name, Value, Of, Filter string
}

// figuresAll serves GET /figures: all of them, of a time and of a part of the county.
func (c *Console) figuresAll(v *visit) error {
	a, err := c.figuresAsked(v)
	if err != nil {
		return err
	}
	made, hash, units, err := c.figuresOf(a)
	if err != nil {
		return err
	}
	page := figuresPage{Period: a.words(v.view), Part: c.part(v.view, a), Back: v.view.link("/"), Item: a.Item, Hash: hash, Export: a.link(v.view, "/figures.xlsx")}
	if a.monthly() {
		page.Month = a.Name
	}
	for _, f := range made {
		page.Rows = append(page.Rows, figureLine{
			Link: a.link(v.view, "/figures/"+f.ID), ID: f.ID, Name: v.view.text.T("stats." + f.ID), Value: f.Shown(),
			Of: fraction(f), Filter: v.view.text.T("county.figure.filter." + f.ID),
		})
	}
	c.figureSides(v.view, &page, a, units)
	return c.show(v, "figures.html", frame{Active: "dashboard", Title: v.view.text.T("county.figures.title"), Page: page})
}

// figuresOf are all figures with the hash of their rows, and the units that they can be cut by.
// Those of a whole quarter are kept a while, see [Console.quarter].
func (c *Console) figuresOf(a asked) (made []stats.Figure, hash string, units []string, err error) {
	if a.Slice == (stats.Slice{}) && !a.monthly() {
		of, err := c.quarter(a.Name, a.Period)
		return of.figures, of.hash, of.names, err
	}
	d, err := c.Figures(a.Period)
	units = unitNames(d.Units)
	d = c.cut(d.In(a.Period), a.Slice)
	return d.Figures(), d.Hash(), units, err
}

func unitNames(units []stats.Unit) (names []string) {
	for _, u := range units {
		names = append(names, u.Name)
	}
	return names
}

// part names the part of the county; "" for the whole.
func (c *Console) part(v *view, a asked) string {
	var words []string
	for _, place := range []village.DivisionCode{a.Town, a.Village} {
		if place != "" {
			words = append(words, c.place(place))
		}
	}
	if a.Channel != "" {
		words = append(words, v.text.T("county.channel."+a.Channel))
	}
	return v.joined(append(words, a.Unit, a.Item))
}

// figureSides fills in what can be chosen.
func (c *Console) figureSides(v *view, page *figuresPage, a asked, units []string) {
	for n := range 8 {
		name := quarterBefore(c.Now(), n)
		page.Quarters = append(page.Quarters, choice{name, asked{Name: name}.words(v), name == a.Name})
	}
	if !a.monthly() && !slices.ContainsFunc(page.Quarters, func(q choice) bool { return q.Chosen }) {
		page.Quarters = append(page.Quarters, choice{a.Name, a.words(v), true})
	}
	for _, p := range c.Names.Places() {
		if p.Town() == p {
			page.Towns = append(page.Towns, choice{string(p), c.place(p), p == a.Town})
		}
	}
	for _, channel := range stats.Channels() {
		page.Channels = append(page.Channels, choice{channel, v.text.T("county.channel." + channel), channel == a.Channel})
	}
	for _, u := range units {
		page.Units = append(page.Units, choice{u, u, u == a.Unit})
	}
}

// fraction is numerator over denominator; the numerator alone of a count.
func fraction(f stats.Figure) string {
	n := strconv.FormatInt(f.Numerator, 10)
	if f.Denominator == 0 {
		return n
	}
	return n + " ÷ " + strconv.FormatInt(f.Denominator, 10)
}
