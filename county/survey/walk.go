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

	"bianmin/app/village"
)

// walk is one look. It asks one page at a time.
type walk struct {
	site   Site
	bounds Bounds
	now    func() time.Time
	host   string
	c      *colly.Collector
	known  map[string]bool // links that were found
	asked  map[string]bool // that were asked for
	queue  []link          // that were found and not looked at yet
	report Report

	at   link        // what is asked for now
	day  village.Day // latest that its page names, wherever a redirect led; "" = none
	read bool        // it has a page
}

// link is one to follow, so many links away from the front page.
type link struct {
	url, from string
	depth     int
}

func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Host
}

// plain is a link in the one form in which two of them are compared: Chinese in a path is
// written in percents.
func plain(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return text
	}
	u.Fragment = ""
	return u.String()
}

// open makes a collector that keeps to robots.txt and leaves the host under no redirect.
// That nothing is asked twice is seen to here: colly calls a link dead that a redirect
// leads to a page which it knows.
func (w *walk) open(ctx context.Context) error {
	w.c = colly.NewCollector(colly.UserAgent(userAgent), colly.StdlibContext(ctx), colly.MaxBodySize(maxBody), colly.DetectCharset(), colly.AllowURLRevisit())
	w.c.IgnoreRobotsTxt = false
	w.c.WithTransport(bounded{http.DefaultTransport})
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
			w.day, w.read = latest(string(r.Body), village.DayOf(w.now())), true
		}
		if w.report.Front.Status == 0 {
			w.seen(r)
		}
	})
	w.c.OnError(func(r *colly.Response, err error) { w.failed(r, err) })
	w.c.OnHTML("a[href]", w.follow)
	return w.c.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: 1, Delay: w.bounds.Delay})
}

// ask asks for a page.
func (w *walk) ask(l link) error {
	w.at, w.day, w.read = l, "", false
	w.asked[plain(l.url)] = true
	err := w.c.Visit(l.url)
	if errors.Is(err, colly.ErrRobotsTxtBlocked) {
		w.report.Blocked++
	}
	return err
}

// seen keeps the front page.
func (w *walk) seen(r *colly.Response) {
	sum := sha256.Sum256(r.Body)
	f := &w.report.Front
	f.Status, f.Bytes, f.SHA256, f.Body, f.Changed = r.StatusCode, len(r.Body), hex.EncodeToString(sum[:]), r.Body, w.day
}

func (w *walk) failed(r *colly.Response, err error) {
	away := r.StatusCode >= 300 && r.StatusCode < 400 // it leads to another host, which is not asked
	switch {
	case w.report.Front.Status == 0: // the front page itself
		if away {
			w.seen(r)
		}
		w.report.Front.Error = err.Error()
	case !away:
		w.report.Dead = append(w.report.Dead, Dead{URL: plain(w.at.url), From: w.at.from, Status: r.StatusCode})
	}
}

// follow notes a link of the same host. Links that lead away are not asked: their
// owners did not ask to be looked at.
func (w *walk) follow(e *colly.HTMLElement) {
	to := plain(e.Request.AbsoluteURL(e.Attr("href")))
	if w.known[to] || to == "" || hostOf(to) != w.host {
		return
	}
	w.known[to] = true
	w.queue = append(w.queue, link{to, e.Request.URL.String(), w.at.depth + 1})
}

// rest asks for what was found, what is near the front page first: a trap of pages
// without end costs no more than the bounds.
func (w *walk) rest() {
	for len(w.queue) > 0 && w.report.Pages < w.bounds.Pages {
		next := w.queue[0]
		if w.queue = w.queue[1:]; next.depth <= w.bounds.Depth && !w.asked[next.url] {
			_ = w.ask(next) // what came of it is in the report
		}
	}
}

// front asks for the front page, several times when it does not answer.
func (w *walk) front() {
	for range w.bounds.Tries {
		begun := w.now()
		err := w.ask(link{url: w.site.URL})
		w.report.Front.Millis = w.now().Sub(begun).Milliseconds()
		if w.report.Front.Status != 0 {
			w.report.Front.Error = ""
			return
		}
		if err != nil {
			w.report.Front.Error = err.Error()
		}
		if errors.Is(err, colly.ErrRobotsTxtBlocked) {
			return
		}
	}
}

// column says when a part of the site changed last. Of what could not be read nothing is
// said.
func (w *walk) column(c Column) {
	w.day, w.read = "", false
	if w.report.Front.Status != 0 {
		_ = w.ask(link{c.URL, w.site.URL, 1})
	}
	w.report.Columns = append(w.report.Columns, Changed{
		Name: c.Name, URL: c.URL, Days: c.Days, Changed: w.day, Stale: w.read && older(w.day, c.Days, w.now()),
	})
}

// older reports whether a day lies more than so many days back; a day that nobody
// names does.
func older(day village.Day, days int, now time.Time) bool {
	return day < village.DayOf(now.AddDate(0, 0, -days))
}
