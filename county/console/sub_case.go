package console

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
	"bianmin/county/office"
)

// subLine is a part of a package on the page of the whole.
type subLine struct {
	Link, Name, Unit, Note, Due string
	Chip                        chip
	Late                        bool
}

// subRow is a part in the list of a unit.
type subRow struct {
	subLine
	Code, Whole, Place string
}

// parts are the pages about parts of packages.
func (c *Console) parts() map[string]page {
	return map[string]page{
		"GET /parts":                                          {office.SeeCases, c.subs},
		"GET /cases/{kiosk}/{id}/parts/{part}":                {office.SeeCases, c.oneSub},
		"GET /cases/{kiosk}/{id}/parts/{part}/letters/{kind}": {office.SeeCases, c.letter},
		"POST /cases/{kiosk}/{id}/parts/{part}/act":           {office.SeeCases, c.actSub},
		"POST /cases/{kiosk}/{id}/parts/{part}/look":          {office.SeePerson, c.look},
	}
}

type subsPage struct {
	Rows  []subRow
	Total int
	Pager pager
}

// subs serves GET /parts: parts of packages that are not over, by what is due first, ?page=.
func (c *Console) subs(v *visit) error {
	at := pageNumber(v.URL.Query().Get("page"))
	list, total, err := c.Book.SubCases(v.Context(), v.account.Scope, at, perPage)
	if err != nil {
		return err
	}
	if last := max(1, (total+perPage-1)/perPage); at > last { // its last part was decided meanwhile
		http.Redirect(v.w, v.Request, v.view.link("/parts", "page", last), http.StatusSeeOther)
		return nil
	}
	page := subsPage{Total: total, Pager: newPager(at, min(total, office.MaxListed), func(n int) string { return v.view.link("/parts", "page", n) })}
	for _, s := range list {
		link := v.view.link(subPath(office.Case{Kiosk: s.Kiosk, ID: s.ID}, s.N))
		page.Rows = append(page.Rows, subRow{c.subLine(v.view, s.SubCase, link), s.ShortCode.Spaced(), s.Whole, c.place(s.Village)})
	}
	return c.show(v, "parts.html", frame{Active: "cases", Title: v.view.text.T("county.parts.title"), Page: page})
}

func (c *Console) subLine(v *view, s office.SubCase, link string) subLine {
	line := subLine{Link: link, Name: fmt.Sprintf("%d. %s", s.N, s.Name), Unit: s.Unit, Chip: chipOf(s.State), Note: v.text.T("county.part.days", "days", s.Days)}
	for _, n := range s.After {
		line.Note += v.text.T("county.semicolon") + v.text.T("county.part.after", "n", n)
	}
	if !s.Due.IsZero() { // the last day, not the first moment after it
		line.Due, line.Late = calendar.DateText(v.text, s.Due.Add(-time.Millisecond)), !c.Now().Before(s.Due)
	}
	return line
}

func (c *Console) subLines(v *view, k office.Case) (lines []subLine) {
	for _, s := range k.Subs {
		lines = append(lines, c.subLine(v, s, v.link(subPath(k, s.N))))
	}
	return lines
}

// asPart is part n of k as a case of its unit, with the papers that it needs; 0 = the whole.
func asPart(k office.Case, n int) (office.Case, error) {
	if n == 0 {
		return k, nil
	}
	i := slices.IndexFunc(k.Subs, func(s office.SubCase) bool { return s.N == n })
	if i < 0 {
		return k, &village.Error{Kind: village.NotFound, Err: fmt.Errorf("no part %d", n)}
	}
	s := k.Subs[i]
	k.Item, k.ItemName, k.Department, k.State, k.Limit, k.Due = s.Item, s.Name, s.Unit, s.State, s.Limit, s.Due
	k.SendTo = nil // the window hands over
	k.Materials = slices.DeleteFunc(slices.Clone(k.Materials), func(m office.Material) bool { return !slices.Contains(s.Materials, m.Code) })
	return k, nil
}

// subPath is the page of part n of a case; 0 = the whole.
func subPath(k office.Case, n int) string {
	path := casePath(k.Kiosk, k.ID)
	if n > 0 {
		path += "/parts/" + strconv.Itoa(n)
	}
	return path
}

// numbered is the case and the part that a path names, 0 = the whole, if whoever looks sees
// just that.
func (c *Console) numbered(v *visit) (office.Case, int, error) {
	k, err := scoped(v, c.Book.Case)
	if err != nil {
		return k, 0, err
	}
	part := v.PathValue("part")
	if part == "" {
		if !k.WholeIn(v.account.Scope) {
			err = &village.Error{Kind: village.NotFound}
		}
		return k, 0, err
	}
	n, err := strconv.Atoi(part)
	if err != nil || !slices.ContainsFunc(k.SubsIn(v.account.Scope), func(s office.SubCase) bool { return s.N == n }) {
		return k, 0, &village.Error{Kind: village.NotFound, Err: err}
	}
	return k, n, nil
}

// oneSub serves GET /cases/{kiosk}/{id}/parts/{part}.
func (c *Console) oneSub(v *visit) error {
	k, n, err := c.numbered(v)
	if err != nil {
		return err
	}
	return c.showPart(v, k, n, problem{})
}

// actSub serves POST /cases/{kiosk}/{id}/parts/{part}/act.
func (c *Console) actSub(v *visit) error {
	k, n, err := c.numbered(v)
	if err != nil {
		return err
	}
	err = c.Work.DoSub(v.Context(), k.Kiosk, k.ID, n, deedOf(v.Request), v.account)
	return v.acted(err, subPath(k, n), func(key string) error { return c.showPart(v, k, n, problem{Act: key}) })
}

// deedOf is what a form asks to be done.
func deedOf(r *http.Request) office.Deed {
	deed := office.Deed{
		Verb: office.Verb(r.PostFormValue("verb")), Reason: village.CaseReason(r.PostFormValue("reason")),
		Words: strings.ReplaceAll(r.PostFormValue("words"), "\r\n", "\n"), Told: r.PostFormValue("told"),
		Materials: r.PostForm["materials"], Kind: r.PostFormValue("kind"),
		Carrier: village.Carrier(r.PostFormValue("carrier")), Waybill: r.PostFormValue("waybill"),
	}
	if days := r.PostFormValue("days"); days != "" {
		var err error
		if deed.Days, err = strconv.Atoi(days); err != nil {
			deed.Days = -1 // no number of days that anybody may ask for
		}
	}
	return deed
}
