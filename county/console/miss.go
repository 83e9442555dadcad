package console

import (
	"net/http"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
)

type missesPage struct {
	Done     bool
	Outcomes []office.MissOutcome
	Rows     []missRow
	Problem  string // message key of what was wrong with the last try; ""
	Words    string // to which it belongs
	Outcome  office.MissOutcome
	Note     string
}

type missRow struct {
	Words              string
	Count, New, Kiosks int
	First, Last        string
	Said               string // what was made of it last, by whom and when; ""
}

const missesShown = 200

// misses serves GET /misses: ?done=1 for those that somebody has looked at.
func (c *Console) misses(v *visit) error {
	return c.showMisses(v, missesPage{Done: v.URL.Query().Get("done") == "1"})
}

func (c *Console) showMisses(v *visit, page missesPage) error {
	found, err := c.Book.MissedWords(v.Context(), page.Done, missesShown)
	if err != nil {
		return err
	}
	page.Outcomes = office.MissOutcomes()
	for _, m := range found {
		page.Rows = append(page.Rows, missRow{
			Words: m.Words, Count: m.Count, New: m.New(), Kiosks: m.Kiosks, First: v.view.dayText(m.First), Last: v.view.dayText(m.Last),
			Said: v.view.reviewed(m.Review, c),
		})
	}
	return c.show(v, "misses.html", frame{Active: "misses", Title: v.view.text.T("county.menu.misses"), Page: page})
}

// reviewed is what was made of words, by whom and when.
func (v *view) reviewed(r office.MissReview, c *Console) string {
	if r.Outcome == "" {
		return ""
	}
	said := v.text.T("county.miss.outcome." + string(r.Outcome))
	if r.Note != "" {
		said += v.text.T("county.colon") + r.Note
	}
	by := r.Account
	if by == "" {
		by = v.text.T("county.miss.command")
	}
	return v.text.T("county.miss.reviewed", "said", said, "by", by, "time", v.moment(r.At, c.Now()))
}

// reviewMiss serves POST /misses.
func (c *Console) reviewMiss(v *visit) error {
	r := office.MissReview{
		Words: v.PostFormValue("words"), Outcome: office.MissOutcome(v.PostFormValue("outcome")), Note: strings.TrimSpace(v.PostFormValue("note")),
		Account: v.account.Name, At: c.Now(),
	}
	err := r.Check()
	if err == nil {
		err = c.Book.ReviewMiss(v.Context(), r)
	}
	if err != nil {
		if village.KindOf(err) != village.Invalid {
			return err
		}
		v.status = http.StatusBadRequest
		return c.showMisses(v, missesPage{Problem: village.Keyed(err).Key, Words: r.Words, Outcome: r.Outcome, Note: r.Note})
	}
	http.Redirect(v.w, v.Request, v.view.link("/misses"), http.StatusSeeOther)
	return nil
}
