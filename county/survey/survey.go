// Package survey looks at government websites as a visitor does, politely and within
// bounds: whether they can be reached, when front page and columns changed last, which
// links lead nowhere (网站检查, 国办秘函〔2019〕19号). What it finds are findings of a
// checklist; a person decides about the rest of it.
package survey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

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
	w := &walk{site: s, bounds: b.filled(), now: now, from: map[string]string{}, depth: map[string]int{}, changed: map[string]village.Day{}, dead: map[string]int{}}
	w.report = Report{Site: s.ID, URL: s.URL, At: now(), Dead: []Dead{}, Columns: []Changed{}}
	w.host = hostOf(s.URL)
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

func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Host
}

// walk is one look.
type walk struct {
	site    Site
	bounds  Bounds
	now     func() time.Time
	host    string
	c       *colly.Collector
	from    map[string]string // by link, the page on which it was found first
	depth   map[string]int
	changed map[string]village.Day
	dead    map[string]int
	queue   []link // that were found and not asked for yet
	report  Report
}

// link is one to follow, so many links away from the front page.
type link struct {
	url   string
	depth int
}

// open makes a collector that asks one page at a time, keeps to robots.txt and leaves
// the host under no redirect.
func (w *walk) open(ctx context.Context) error {
	w.c = colly.NewCollector(colly.UserAgent(userAgent), colly.StdlibContext(ctx), colly.MaxBodySize(maxBody), colly.DetectCharset())
	w.c.IgnoreRobotsTxt = false
	w.c.SetRequestTimeout(timeout)
	w.c.SetRedirectHandler(func(r *http.Request, via []*http.Request) error {
		if r.URL.Host != w.host || len(via) > 5 {
			return http.ErrUseLastResponse
		}
		return nil
	})
	w.c.OnRequest(func(r *colly.Request) {
		if w.report.Pages++; w.report.Pages > w.bounds.Pages {
			w.report.Pages--
			r.Abort()
		}
	})
	w.c.OnResponse(func(r *colly.Response) {
		if strings.Contains(r.Headers.Get("Content-Type"), "html") {
			w.changed[r.Request.URL.String()] = latest(string(r.Body), village.DayOf(w.now()))
		}
		if w.report.Front.Status == 0 {
			w.seen(r)
		}
	})
	w.c.OnError(func(r *colly.Response, err error) { w.failed(r, err) })
	w.c.OnHTML("a[href]", w.follow)
	return w.c.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: 1, Delay: w.bounds.Delay})
}

// seen keeps the front page.
func (w *walk) seen(r *colly.Response) {
	sum := sha256.Sum256(r.Body)
	f := &w.report.Front
	f.Status, f.Bytes, f.SHA256, f.Body = r.StatusCode, len(r.Body), hex.EncodeToString(sum[:]), r.Body
	f.Changed = w.changed[r.Request.URL.String()]
}

func (w *walk) failed(r *colly.Response, err error) {
	link := r.Request.URL.String()
	away := r.StatusCode >= 300 && r.StatusCode < 400     // it leads to another host, which is not asked
	if w.report.Front.Status == 0 && w.from[link] == "" { // the front page itself
		if away {
			w.seen(r)
		}
		w.report.Front.Error = err.Error()
		return
	}
	if _, known := w.dead[link]; !known && !away {
		w.dead[link] = r.StatusCode
		w.report.Dead = append(w.report.Dead, Dead{URL: link, From: w.from[link], Status: r.StatusCode})
	}
}

// follow notes a link of the same host. Links that lead away are not asked: their
// owners did not ask to be looked at.
func (w *walk) follow(e *colly.HTMLElement) {
	to, page := e.Request.AbsoluteURL(e.Attr("href")), e.Request.URL.String()
	if _, known := w.from[to]; known || to == "" || hostOf(to) != w.host {
		return
	}
	w.from[to] = page
	w.queue = append(w.queue, link{to, w.depth[page] + 1})
	w.depth[to] = w.depth[page] + 1
}

// rest asks for what was found, what is near the front page first: a trap of pages
// without end costs no more than the bounds.
func (w *walk) rest() {
	for len(w.queue) > 0 && w.report.Pages < w.bounds.Pages {
		next := w.queue[0]
		if w.queue = w.queue[1:]; next.depth > w.bounds.Depth {
			continue
		}
		if err := w.c.Visit(next.url); errors.Is(err, colly.ErrRobotsTxtBlocked) {
			w.report.Blocked++
		}
	}
}

// front asks for the front page, several times when it does not answer.
func (w *walk) front() {
	w.c.AllowURLRevisit = true
	defer func() { w.c.AllowURLRevisit = false }()
	for range w.bounds.Tries {
		begun := w.now()
		err := w.c.Visit(w.site.URL)
		w.report.Front.Millis = w.now().Sub(begun).Milliseconds()
		if w.report.Front.Status != 0 {
			w.report.Front.Error = ""
			return
		}
		if err != nil {
			w.report.Front.Error = err.Error()
		}
		if errors.Is(err, colly.ErrRobotsTxtBlocked) {
			w.report.Blocked++
			return
		}
	}
}

// column says when a part of the site changed last.
func (w *walk) column(c Column) {
	if _, read := w.changed[c.URL]; !read && w.report.Front.Status != 0 {
		if _, known := w.from[c.URL]; !known {
			w.from[c.URL] = w.site.URL
		}
		_ = w.c.Visit(c.URL) // a column that cannot be read names no day
	}
	seen := Changed{Name: c.Name, URL: c.URL, Days: c.Days, Changed: w.changed[c.URL]}
	_, read := w.changed[c.URL] // of what was not read nothing is said
	seen.Stale = read && older(seen.Changed, c.Days, w.now())
	w.report.Columns = append(w.report.Columns, seen)
}

// older reports whether a day lies more than so many days back; a day that nobody
// names does.
func older(day village.Day, days int, now time.Time) bool {
	return day < village.DayOf(now.AddDate(0, 0, -days))
}
