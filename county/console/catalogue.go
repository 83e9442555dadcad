package console

import (
	"io"
	"net/http"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/catalog"
	"bianmin/app/village"
)

// ReadItems reads a list of items; the ending of name says its kind.
type ReadItems func(r io.Reader, name string) (catalog.Catalogue, []catalog.Problem, error)

type cataloguePage struct {
	InUse    string // version; "" = none was published
	Items    int
	Plans    []planRow
	Waits    bool
	Versions []choice
	Refused  string    // why a list was, in words; ""
	Lint     []lintRow // of a list that was refused
	More     int       // problems that are not shown
}

type planRow struct {
	Version, Link, Day, Account, Made string
	Chip                              chip
}

type lintRow struct {
	Item, Field, Text string
	Blocks            bool
}

const lintShown = 100

// catalogue serves GET /catalogue.
func (c *Console) catalogue(v *visit) error { return c.showCatalogue(v, cataloguePage{}) }

func (c *Console) showCatalogue(v *visit, page cataloguePage) error {
	now := c.Now()
	used, err := c.Catalogue.InUse(v.Context())
	if err != nil {
		return err
	}
	page.InUse, page.Items = used.Version, len(used.Items)
	versions, err := c.Catalogue.Editions.Editions(v.Context())
	if err != nil {
		return err
	}
	for _, version := range versions {
		page.Versions = append(page.Versions, choice{Value: v.view.link("/catalogue/" + version), Text: version, Chosen: version == used.Version})
	}
	plans, err := c.Catalogue.Plans.Plans(v.Context())
	if err != nil {
		return err
	}
	for _, p := range plans {
		row := planRow{Version: p.Version, Link: v.view.link("/catalogue/" + p.Version), Day: v.view.dayText(p.Day), Account: p.Account, Made: v.view.moment(p.MadeAt, now)}
		switch {
		case p.Waits():
			page.Waits = true
			row.Chip = chip{State: "county.plan.waits", Mark: "clock", Kind: "wait"}
		case !p.PublishedAt.IsZero():
			row.Chip = chip{State: "county.plan.done", Mark: "check", Kind: "done"}
		default:
			row.Chip = chip{State: "county.plan.dropped", Mark: "close", Kind: "neutral"}
		}
		page.Plans = append(page.Plans, row)
	}
	return c.show(v, "catalogue.html", frame{Active: "catalogue", Title: v.view.text.T("county.menu.catalogue"), Page: page})
}

// dayText is a day as pages say it, or what it is when it is none.
func (v *view) dayText(d village.Day) string {
	at, err := time.ParseInLocation(time.DateOnly, string(d), village.Zone)
	if err != nil {
		return string(d)
	}
	return calendar.DateText(v.text, at)
}

// maxListBytes is the longest list that a browser may hand in.
const maxListBytes = 16 << 20

// keepCatalogue serves POST /catalogue: a list is kept whole or not at all.
func (c *Console) keepCatalogue(v *visit) error {
	file, head, err := v.FormFile("list")
	if err != nil {
		return c.refuseCatalogue(v, v.view.text.T("err.list.open"), nil)
	}
	defer file.Close()
	list, problems, err := c.Items(file, head.Filename)
	version := ""
	if err == nil {
		version, err = c.Catalogue.Keep(v.Context(), list, problems)
	}
	if err != nil {
		e := village.Keyed(err)
		if e.Kind == village.Internal {
			return err
		}
		return c.refuseCatalogue(v, v.view.text.Map(e.Key, e.Args), problems)
	}
	http.Redirect(v.w, v.Request, v.view.link("/catalogue/"+version), http.StatusSeeOther)
	return nil
}

func (c *Console) refuseCatalogue(v *visit, why string, problems []catalog.Problem) error {
	page := cataloguePage{Refused: why}
	for _, p := range problems {
		if p.Severity != catalog.Error {
			continue
		}
		if len(page.Lint) == lintShown {
			page.More++
			continue
		}
		page.Lint = append(page.Lint, lintRow{Item: string(p.Item), Field: p.Field, Text: p.Text(v.view.text), Blocks: true})
	}
	v.status = http.StatusBadRequest
	return c.showCatalogue(v, page)
}

type editionPage struct {
	Version, InUse        string
	Items                 int
	Changes               []changeRow
	Gone, Added, Changed  int
	More                  int // changes that are not shown
	Today, Action, Source string
	Example               bool
	Problem               problem
}

type changeRow struct {
	catalog.Change
	Chip   chip
	Fields []fieldRow
}

type fieldRow struct{ Name, Before, After string }

const changesShown = 200

// edition serves GET /catalogue/{version}: what is different from what is in use.
func (c *Console) edition(v *visit) error { return c.showEdition(v, problem{}) }

func (c *Console) showEdition(v *visit, p problem) error {
	version := v.PathValue("version")
	list, changes, err := c.Catalogue.Edition(v.Context(), version)
	if err != nil {
		return err
	}
	used, err := c.Catalogue.InUse(v.Context())
	if err != nil {
		return err
	}
	page := editionPage{
		Version: version, InUse: used.Version, Items: len(list.Items), Problem: p, Today: string(village.DayOf(c.Now())),
		Action: v.view.link("/catalogue/" + version + "/plan"), Source: list.Source, Example: list.Example,
	}
	for _, change := range changes {
		row := changeRow{Change: change}
		switch change.Kind {
		case catalog.ItemGone:
			page.Gone++
			row.Chip = chip{State: "county.change.gone", Mark: "close", Kind: "wrong"}
		case catalog.ItemAdded:
			page.Added++
			row.Chip = chip{State: "county.change.added", Mark: "check", Kind: "done"}
		default:
			page.Changed++
			row.Chip = chip{State: "county.change.changed", Mark: "suppl", Kind: "wait"}
		}
		for _, f := range change.Fields {
			row.Fields = append(row.Fields, fieldRow{v.view.known("county.item.", f.Field), f.Before, f.After})
		}
		if len(page.Changes) == changesShown {
			page.More++
			continue
		}
		page.Changes = append(page.Changes, row)
	}
	return c.show(v, "edition.html", frame{Active: "catalogue", Title: version, Page: page})
}

// planCatalogue serves POST /catalogue/{version}/plan.
func (c *Console) planCatalogue(v *visit) error {
	err := c.Catalogue.Plan(v.Context(), v.PathValue("version"), village.Day(v.PostFormValue("day")), v.account)
	if err != nil {
		e := village.Keyed(err)
		if e.Kind != village.Invalid {
			return err
		}
		v.status = http.StatusBadRequest
		return c.showEdition(v, problem{Act: e.Key})
	}
	http.Redirect(v.w, v.Request, v.view.link("/catalogue"), http.StatusSeeOther)
	return nil
}

// dropPlan serves POST /catalogue/drop.
func (c *Console) dropPlan(v *visit) error {
	if err := c.Catalogue.Plans.DropPlan(v.Context(), c.Now()); err != nil {
		return err
	}
	http.Redirect(v.w, v.Request, v.view.link("/catalogue"), http.StatusSeeOther)
	return nil
}
