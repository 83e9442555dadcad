package console

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

type bulletinPage struct {
	Period             string
	Problems, Measures string // one a line
	Seen               int64  // Unix milliseconds of the draft that was read; 0 = none
	By                 string // who wrote it last, and when; ""
	Said               bool   // it was kept just now
	Problem            string // message key
	Issued             []bulletinRow
	Again              bool // the quarter has an issue: the next one corrects it
	Quarters           []choice
}

type bulletinRow struct{ Name, Period, At, Corrects string }

const bulletinsShown = 60

// bulletins serves GET /bulletins: ?quarter=2026Q3.
func (c *Console) bulletins(v *visit) error {
	d, err := c.draft(v, v.URL.Query().Get("quarter"))
	if err != nil {
		return err
	}
	return c.showBulletins(v, d, bulletinPage{Said: v.URL.Query().Get("done") != ""})
}

// draft is that of a quarter, or of the last one that is over.
func (c *Console) draft(v *visit, quarter string) (office.BulletinDraft, error) {
	if v.account.Scope != (office.Scope{}) { // a bulletin is the district's
		return office.BulletinDraft{}, &village.Error{Kind: village.Denied}
	}
	if quarter == "" {
		quarter = quarterBefore(c.Now(), 1)
	}
	if _, _, err := stats.Quarter(quarter); err != nil {
		return office.BulletinDraft{}, err
	}
	return c.Book.BulletinDraft(v.Context(), quarter)
}

// quarterBefore is the quarter so many before the one of now.
func quarterBefore(now time.Time, n int) string {
	now = now.In(village.Zone)
	first := time.Date(now.Year(), (now.Month()-1)/3*3+1, 1, 0, 0, 0, 0, village.Zone).AddDate(0, -3*n, 0)
	return quarterOf(first)
}

func (c *Console) showBulletins(v *visit, d office.BulletinDraft, page bulletinPage) error {
	issued, err := c.Book.BulletinHeads(v.Context(), bulletinsShown)
	if err != nil {
		return err
	}
	t := v.view.text.T
	page.Period, page.Problems, page.Measures = d.Period, strings.Join(d.Problems, "\n"), strings.Join(d.Measures, "\n")
	if !d.At.IsZero() {
		page.By, page.Seen = v.view.by(d.Account)+t("county.comma")+v.view.moment(d.At, c.Now()), d.At.UnixMilli()
	}
	for n := range 5 {
		q := quarterBefore(c.Now(), n)
		page.Quarters = append(page.Quarters, choice{Value: v.view.link("/bulletins", "quarter", q), Text: q, Chosen: q == d.Period})
	}
	for _, b := range issued {
		row := bulletinRow{Name: t("bulletin.page.issue", "year", b.Year, "n", b.Issue), Period: b.Period, At: v.view.moment(b.IssuedAt, c.Now())}
		if b.Corrects > 0 {
			row.Corrects = t("bulletin.page.issue", "year", b.Year, "n", b.Corrects)
		}
		page.Again = page.Again || b.Period == d.Period
		page.Issued = append(page.Issued, row)
	}
	return c.show(v, "bulletins.html", frame{Active: "measures", Title: t("bulletin.page.title"), Page: page})
}

// keepDraft serves POST /bulletins. What was issued is not touched.
func (c *Console) keepDraft(v *visit) error {
	d, err := c.draft(v, v.PostFormValue("quarter"))
	if err != nil {
		return err
	}
	seen, ms := time.Time{}, v.PostFormValue("seen")
	if n, err := strconv.ParseInt(ms, 10, 64); err == nil && n > 0 {
		seen = time.UnixMilli(n)
	}
	d.Problems, d.Measures = office.BulletinLines(v.PostFormValue("problems")), office.BulletinLines(v.PostFormValue("measures"))
	d.Account, d.At = v.account.Name, c.Now()
	if err = d.Check(); err == nil {
		err = c.Book.KeepBulletinDraft(v.Context(), d, seen)
	}
	if err != nil {
		e := village.Keyed(err)
		if e.Kind == village.Internal {
			return err
		}
		d.At, v.status = seen, http.StatusConflict // of the words that the form began with: nobody's are written over unseen
		return c.showBulletins(v, d, bulletinPage{Problem: e.Key})
	}
	http.Redirect(v.w, v.Request, v.view.link("/bulletins", "quarter", d.Period, "done", 1), http.StatusSeeOther)
	return nil
}
