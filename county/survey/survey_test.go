package survey

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	checklists "bianmin/assets/inspect"
)

var now = time.Date(2026, 11, 23, 10, 0, 0, 0, village.Zone)

// planted is a site with faults; asked are the paths that were asked for.
type planted struct {
	mu    sync.Mutex
	asked []string
	front string
	down  bool
}

func (p *planted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.URL.Path)
	down := p.down
	p.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	page := map[string]string{
		"/":      p.front + `<a href="/news">要闻</a><a href="/old">公告</a><a href="/gone">x</a><a href="/gone">x</a><a href="/private/a">y</a><a href="http://elsewhere.invalid/">z</a><a href="/away">w</a>`,
		"/news":  `2026年11月20日 <a href="/broken">b</a><a href="/endless/1">more</a>`,
		"/old":   `2026-01-05，2027-01-01，2026-02-30`,
		"/quiet": `没有日期`,
	}
	switch body, ok := page[r.URL.Path]; {
	case down:
		w.WriteHeader(http.StatusBadGateway)
	case r.URL.Path == "/robots.txt":
		fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
	case r.URL.Path == "/broken":
		w.WriteHeader(http.StatusInternalServerError)
	case r.URL.Path == "/away":
		http.Redirect(w, r, "http://elsewhere.invalid/", http.StatusFound)
	case strings.HasPrefix(r.URL.Path, "/endless/"):
		fmt.Fprintf(w, `<a href="%s1">more</a>`, r.URL.Path)
	case ok:
		fmt.Fprint(w, body)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func serve(t *testing.T, p *planted) Site {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return Site{ID: "s1", Name: "区政府网", URL: server.URL + "/", Kind: inspect.Portal, Columns: []Column{
		{"要闻", server.URL + "/news", 14}, {"公告", server.URL + "/old", 180}, {"专题", server.URL + "/quiet", 365},
	}}
}

func quick() Bounds { return Bounds{Delay: time.Millisecond, Pages: 20, Depth: 20} }

func website(t *testing.T) inspect.Template {
	t.Helper()
	list, err := checklists.Templates()
	if err != nil {
		t.Fatal(err)
	}
	tpl, _ := inspect.Find(list, "website", "")
	return tpl
}

func TestP12PlantedFaultsAreFoundWithinBounds(t *testing.T) {
	p := &planted{front: "2026-11-21"}
	s := serve(t, p)
	r, err := Look(t.Context(), s, quick(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	if r.Front.Status != 200 || r.Front.Changed != "2026-11-21" || r.Front.Bytes != len(r.Front.Body) || len(r.Front.SHA256) != 64 {
		t.Errorf("front %+v", r.Front)
	}
	var dead []string
	for _, d := range r.Dead {
		dead = append(dead, fmt.Sprint(strings.TrimPrefix(d.URL, s.URL), " ", d.Status, " ", strings.TrimPrefix(d.From, s.URL)))
	}
	slices.Sort(dead)
	if want := []string{"broken 500 news", "gone 404 "}; !slices.Equal(dead, want) {
		t.Errorf("dead %q, want %q", dead, want)
	}
	if r.Blocked != 1 || slices.Contains(p.asked, "/private/a") {
		t.Errorf("robots.txt: %d blocked, asked %v", r.Blocked, p.asked)
	}
	if r.Pages > 20 || len(p.asked) > 25 {
		t.Errorf("%d pages of 20, %d requests", r.Pages, len(p.asked))
	}
	c := r.Columns
	if c[0].Stale || c[0].Changed != "2026-11-20" || !c[1].Stale || c[1].Changed != "2026-01-05" || !c[2].Stale || c[2].Changed != "" {
		t.Errorf("columns %+v", c)
	}
	tpl := website(t)
	score, err := tpl.Score(s.Kind, inspect.District, r.Findings(s, tpl, quick()))
	if err != nil || score.Vetoed || score.Points != 1000-100-20 {
		t.Errorf("score %+v, %v", score, err)
	}
}

// TestAColumnIsJudgedWhereverItsPageLies: at a path in Chinese, behind a redirect, on a page
// that was asked for before. No link is dead because a redirect leads to a page that is
// known.
func TestAColumnIsJudgedWhereverItsPageLies(t *testing.T) {
	mux := http.NewServeMux()
	page := func(path, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, body)
		})
	}
	page("/{$}", `2026-11-21 <a href="/`+"政务公开/"+`">a</a><a href="/now">b</a><a href="/again">c</a>`)
	page("/政务公开/", "2026-01-05")
	page("/now", "2026-11-20")
	mux.Handle("GET /moved", http.RedirectHandler("/now", http.StatusMovedPermanently))
	mux.Handle("GET /again", http.RedirectHandler("/moved", http.StatusFound))
	mux.Handle("GET /left", http.RedirectHandler("http://elsewhere.invalid/", http.StatusFound))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s := Site{ID: "s1", Name: "区政府网", URL: server.URL, Kind: inspect.Portal}
	for _, path := range []string{"/政务公开/", "/moved", "/now", "/left", "/", "/%E6%94%BF%E5%8A%A1%E5%85%AC%E5%BC%80/"} {
		s.Columns = append(s.Columns, Column{path, server.URL + path, 14})
	}
	r, err := Look(t.Context(), s, quick(), func() time.Time { return now })
	if err != nil || len(r.Dead) != 0 || len(r.Columns) != len(s.Columns) {
		t.Fatalf("%+v, %v", r, err)
	}
	for i, want := range []village.Day{"2026-01-05", "2026-11-20", "2026-11-20", "", "2026-11-21", "2026-01-05"} {
		if got := r.Columns[i]; got.Changed != want || got.Stale != (want == "2026-01-05") {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}

// TestARobotsFileWithoutEndIsReadInPart: what stands in the part counts.
func TestARobotsFileWithoutEndIsReadInPart(t *testing.T) {
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, `2026-11-21 <a href="/private/a">x</a><a href="/b">y</a>`)
			return
		}
		fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
		for sent.Load() < 64<<20 {
			n, err := fmt.Fprint(w, strings.Repeat("# more than anybody reads\n", 1000))
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	s := Site{ID: "s1", Name: "x", URL: server.URL, Kind: inspect.Site}
	r, err := Look(t.Context(), s, quick(), func() time.Time { return now })
	if err != nil || r.Front.Status != http.StatusOK || r.Blocked != 1 || r.Pages != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	if sent.Load() >= 64<<20 {
		t.Error("all of it was read")
	}
}

func TestASiteThatIsDownOrOldIsVetoed(t *testing.T) {
	tpl := website(t)
	for front, want := range map[string]inspect.RuleID{"": "veto.front-stale", "2026-11-08": "veto.front-stale", "down": "veto.unreachable"} {
		p := &planted{front: front, down: front == "down"}
		s := serve(t, p)
		r, err := Look(t.Context(), s, quick(), func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		found := r.Findings(s, tpl, quick())
		if len(found) == 0 || found[0].Rule != want {
			t.Errorf("%q: found %v, front %+v", front, found, r.Front)
		}
		if score, err := tpl.Score(s.Kind, inspect.District, found); err != nil || !score.Vetoed || score.Passed {
			t.Errorf("%q: %+v, %v", front, score, err)
		}
	}
	gone := Site{ID: "s2", Name: "x", URL: "http://127.0.0.1:1/", Kind: inspect.Site}
	r, err := Look(t.Context(), gone, quick(), func() time.Time { return now })
	if err != nil || r.Front.Status != 0 || r.Front.Error == "" || r.Findings(gone, tpl, quick())[0].Rule != "veto.unreachable" {
		t.Errorf("nobody listens: %+v, %v", r, err)
	}
}

func TestAnEntryThatCannotBeLookedAtIsRefused(t *testing.T) {
	for field, s := range map[string]Site{
		"name":    {URL: "http://a/", Kind: inspect.Site},
		"url":     {ID: "1", Name: "x", URL: "ftp://a/", Kind: inspect.Site},
		"kind":    {ID: "1", Name: "x", URL: "http://a/", Kind: inspect.OfCentre},
		"columns": {ID: "1", Name: "x", URL: "http://a/", Kind: inspect.Site, Columns: []Column{{"y", "http://b/", 3}}},
	} {
		if _, err := Look(t.Context(), s, quick(), func() time.Time { return now }); err == nil || village.Keyed(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
