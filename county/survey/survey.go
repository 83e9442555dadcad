// Package survey looks at government websites as a visitor does, politely and within
// bounds: whether they can be reached, when front page and columns changed last, which
// links lead nowhere (网站检查, 国办秘函〔2019〕19号). What it finds are findings of a
// checklist; a person decides about the rest of it.
package survey

import (
	"context"
	"net/url"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// Site is one entry of the register of websites.
type Site struct {
	ID        string          `json:"id"`
	Name      string          `json:"name"`
	URL       string          `json:"url"`
	Kind      inspect.Subject `json:"kind"`       // site or portal
	Sponsor   string          `json:"sponsor"`    // who runs it
	FrontDays int             `json:"front_days"` // the front page changes within as many; 0 = 14, a default of ours
	Columns   []Column        `json:"columns"`
}

// Column is a part of a site that has to be kept up (栏目).
type Column struct {
	Name string `json:"name"`
	URL  string `json:"url"`  // absolute, on the same host
	Days int    `json:"days"` // it changes within as many
}

// Bounds keep a look small. The zero value of each is a default of ours.
type Bounds struct {
	Pages int           // requests at most; 0 = 200
	Depth int           // links away from the front page; 0 = 3
	Delay time.Duration // between two requests; 0 = half a second
	Slow  time.Duration // the front page takes longer; 0 = 15 s
	Tries int           // at the front page; 0 = 3
}

// Report is what was seen.
type Report struct {
	Site    string    `json:"site"`
	URL     string    `json:"url"`
	At      time.Time `json:"at"`
	Front   Page      `json:"front"`
	Pages   int       `json:"pages"`   // requested
	Blocked int       `json:"blocked"` // links that the site's robots.txt keeps from us
	Dead    []Dead    `json:"dead"`
	Columns []Changed `json:"columns"`
}

// Page is the front page as evidence: its bytes are kept beside the report under their
// sum.
type Page struct {
	Status  int         `json:"status"` // 0 = no answer
	Millis  int64       `json:"millis"`
	Bytes   int         `json:"bytes"`
	SHA256  string      `json:"sha256"`
	Changed village.Day `json:"changed"` // latest day that it names; "" = none
	Error   string      `json:"error,omitempty"`
	Body    []byte      `json:"-"`
}

// Dead is a link that leads nowhere.
type Dead struct {
	URL    string `json:"url"`
	From   string `json:"from"` // page on which it stands
	Status int    `json:"status"`
}

// Changed is when a column changed last.
type Changed struct {
	Name    string      `json:"name"`
	URL     string      `json:"url"`
	Changed village.Day `json:"changed"` // "" = it names no day, or could not be read
	Days    int         `json:"days"`    // that it may take
	Stale   bool        `json:"stale"`
}

const (
	userAgent   = "bianmin-survey/1"
	maxBody     = 4 << 20
	timeout     = 30 * time.Second
	frontDays   = 14
	manyColumns = 10 // so many stale ones are a veto: a default of ours, see assets/inspect/SOURCES.md
)

func (b Bounds) filled() Bounds {
	if b.Pages == 0 {
		b.Pages = 200
	}
	if b.Depth == 0 {
		b.Depth = 3
	}
	if b.Delay == 0 {
		b.Delay = time.Second / 2
	}
	if b.Slow == 0 {
		b.Slow = 15 * time.Second
	}
	if b.Tries == 0 {
		b.Tries = 3
	}
	return b
}

// Check refuses an entry that cannot be looked at. The error is [village.Invalid] at
// "url", "kind" or "columns".
func (s Site) Check() error {
	u, err := url.Parse(s.URL)
	switch {
	case s.ID == "" || s.Name == "":
		return village.Refuse("name", "err.survey.name")
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return village.Refuse("url", "err.survey.url")
	case s.Kind != inspect.Site && s.Kind != inspect.Portal:
		return village.Refuse("kind", "err.survey.kind")
	}
	for _, c := range s.Columns {
		at, err := url.Parse(c.URL)
		if err != nil || at.Host != u.Host || c.Name == "" || c.Days < 1 {
			return village.Refuse("columns", "err.survey.column")
		}
	}
	return nil
}

// Look looks at a site. An error is of the entry or of ours: a site that does not answer
// is a report.
func Look(ctx context.Context, s Site, b Bounds, now func() time.Time) (Report, error) {
	if err := s.Check(); err != nil {
		return Report{}, err
	}
	w := &walk{site: s, bounds: b.filled(), now: now, host: hostOf(s.URL), known: map[string]bool{}, asked: map[string]bool{}}
	w.report = Report{Site: s.ID, URL: s.URL, At: now(), Dead: []Dead{}, Columns: []Changed{}}
	if err := w.open(ctx); err != nil {
		return Report{}, err
	}
	w.front()
	for _, c := range s.Columns {
		w.column(c)
	}
	w.rest()
	return w.report, ctx.Err()
}
