package console

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/office"
)

type publicationsPage struct {
	Rows    []publicationRow
	Refused string // why a file was, in words; ""
	Said    string // what was published, in words; ""
	Lint    []lintRow
	More    int // faults that are not shown
	Offer   *offerPage
}

type publicationRow struct {
	Name, InUse, Action, Note string
}

// offerPage is a file that was handed in, before it is published.
type offerPage struct {
	Name, Action, Plain, Last string
	Rows                      []offerRow
	More                      int // changes that are not shown
}

type offerRow struct {
	Name string
	Chip chip
}

// publications serves GET /publications.
func (c *Console) publications(v *visit) error {
	page := publicationsPage{}
	if done := snapshot.Stream(v.URL.Query().Get("done")); slices.Contains(office.Publishable(), done) {
		page.Said = v.view.text.T("publication.done", "stream", v.view.text.T("stream."+string(done)))
	}
	return c.showPublications(v, page)
}

func (c *Console) showPublications(v *visit, page publicationsPage) error {
	for _, stream := range office.Publishable() {
		last, err := c.Publications.Last(v.Context(), stream)
		if err != nil {
			return err
		}
		row := publicationRow{
			Name: v.view.text.T("stream." + string(stream)), Action: v.view.link("/publications/" + string(stream)), InUse: v.view.text.T("publication.none"),
			Note: v.view.text.T("publication.note." + string(stream)),
		}
		if last > 0 {
			row.InUse = v.view.text.T("publication.in_use", "n", last)
		}
		page.Rows = append(page.Rows, row)
	}
	return c.show(v, "publications.html", frame{Active: "publications", Title: v.view.text.T("county.menu.publications"), Page: page})
}

// offer serves POST /publications/{stream}: a file is compared, and not published yet.
func (c *Console) offer(v *visit) error {
	stream, err := publishable(v)
	if err != nil {
		return err
	}
	file, _, err := v.FormFile("list")
	if err != nil {
		return c.refuseFile(v, "err.list.open")
	}
	defer file.Close()
	plain, err := io.ReadAll(file)
	if err != nil {
		return c.refuseFile(v, "err.list.open")
	}
	o, err := c.Publications.Offer(v.Context(), stream, plain)
	if err != nil {
		return err
	}
	if len(o.Faults) > 0 {
		return c.refuseOffer(v, o)
	}
	return c.showPublications(v, publicationsPage{Offer: c.offerPage(v.view, stream, o, plain)})
}

// publishable is the stream of the page; another one is not there.
func publishable(v *visit) (snapshot.Stream, error) {
	stream := snapshot.Stream(v.PathValue("stream"))
	if !slices.Contains(office.Publishable(), stream) {
		return "", &village.Error{Kind: village.NotFound, Err: errors.New("no stream that is handed in")}
	}
	return stream, nil
}

func (c *Console) refuseFile(v *visit, key string) error {
	v.status = http.StatusBadRequest
	return c.showPublications(v, publicationsPage{Refused: v.view.text.T(key)})
}

func (c *Console) refuseOffer(v *visit, o office.Offer) error {
	page := publicationsPage{Refused: v.view.text.T("publication.refused", "n", len(o.Faults))}
	for _, f := range o.Faults[:min(len(o.Faults), lintShown)] {
		page.Lint = append(page.Lint, lintRow{Field: f.Field, Text: v.view.text.T(f.Key)})
	}
	page.More = len(o.Faults) - len(page.Lint)
	v.status = http.StatusBadRequest
	return c.showPublications(v, page)
}

func (c *Console) offerPage(v *view, stream snapshot.Stream, o office.Offer, plain []byte) *offerPage {
	page := &offerPage{
		Name: v.text.T("stream." + string(stream)), Action: v.link("/publications/" + string(stream) + "/publish"), Plain: string(plain), Last: strconv.FormatInt(o.Last, 10),
	}
	for _, change := range o.Changes[:min(len(o.Changes), changesShown)] {
		name := change.Name
		if change.Place != "" {
			name += " " + c.place(change.Place)
		}
		page.Rows = append(page.Rows, offerRow{Name: name, Chip: changeChip(change.State)})
	}
	page.More = len(o.Changes) - len(page.Rows)
	return page
}

func changeChip(state string) chip {
	k := map[string]chip{"added": {Mark: "check", Kind: "done"}, "changed": {Mark: "clock", Kind: "wait"}, "gone": {Mark: "close", Kind: "wrong"}}[state]
	k.State = "publication.change." + state
	return k
}

// putOffer serves POST /publications/{stream}/publish: what was seen is published, unless
// something else was meanwhile.
func (c *Console) putOffer(v *visit) error {
	stream, err := publishable(v)
	if err != nil {
		return err
	}
	plain := []byte(v.PostFormValue("plain"))
	last, err := strconv.ParseInt(v.PostFormValue("last"), 10, 64)
	if err != nil {
		return c.refuseFile(v, "err.publish.faults")
	}
	m, err := c.Publications.Put(v.Context(), stream, plain, last)
	if err != nil {
		e := village.Keyed(err)
		if e.Kind == village.Internal {
			return err
		}
		v.status = http.StatusConflict
		return c.showPublications(v, publicationsPage{Refused: v.view.text.Map(e.Key, e.Args)})
	}
	c.Log.InfoContext(v.Context(), "published", "stream", stream, "version", m.Version, "account", v.account.Name)
	http.Redirect(v.w, v.Request, v.view.link("/publications", "done", string(stream)), http.StatusSeeOther)
	return nil
}
