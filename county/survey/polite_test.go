package survey

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/inspect"
)

// request is what was asked for, and when.
type request struct {
	path     string
	from, to time.Time
}

// chain is a site whose pages lead each to the next; it notes who asks when.
type chain struct {
	mu    sync.Mutex
	asked []request
}

func (c *chain) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" { // asked once, before all pages
		w.WriteHeader(http.StatusNotFound)
		return
	}
	a := request{path: r.URL.Path, from: time.Now()}
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprintf(w, `2026-11-21 <a href="%s/x">next</a><a href="%[1]s/y">other</a>`, strings.TrimSuffix(r.URL.Path, "/"))
	a.to = time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, a)
}

// rude says how the requests of a look break its bounds; "" = not at all.
func rude(list []request, delay time.Duration) string {
	slices.SortFunc(list, func(a, b request) int { return a.from.Compare(b.from) })
	for i, a := range list {
		switch {
		case i == 0:
		case a.from.Before(list[i-1].to):
			return fmt.Sprintf("%s was asked for while %s was answered", a.path, list[i-1].path)
		case a.from.Sub(list[i-1].from) < delay:
			return fmt.Sprintf("%s came %v after %s", a.path, a.from.Sub(list[i-1].from), list[i-1].path)
		}
	}
	return ""
}

// TestALookAsksOnePageAtATimeAndWaitsBetween, and goes no deeper than it may.
func TestALookAsksOnePageAtATimeAndWaitsBetween(t *testing.T) {
	c := &chain{}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	s := Site{ID: "s1", Name: "x", URL: server.URL + "/", Kind: inspect.Site}
	bounds := Bounds{Delay: 20 * time.Millisecond, Depth: 2, Pages: 50}
	r, err := Look(t.Context(), s, bounds, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	if fault := rude(c.asked, bounds.Delay); fault != "" {
		t.Error(fault)
	}
	var paths []string
	for _, a := range c.asked {
		paths = append(paths, a.path)
	}
	if want := []string{"/", "/x", "/y", "/x/x", "/x/y", "/y/x", "/y/y"}; !slices.Equal(paths, want) || r.Pages != len(want) {
		t.Errorf("asked for %q, %d pages; want %q", paths, r.Pages, want)
	}
}

// TestRudenessIsSeen: the check of the test above finds what it is for.
func TestRudenessIsSeen(t *testing.T) {
	at := func(ms int) time.Time { return now.Add(time.Duration(ms) * time.Millisecond) }
	for want, list := range map[string][]request{
		"":                      {{"/a", at(0), at(5)}, {"/b", at(20), at(25)}},
		"while /a was answered": {{"/a", at(0), at(30)}, {"/b", at(20), at(25)}},
		"/b came 19ms after /a": {{"/b", at(19), at(25)}, {"/a", at(0), at(5)}},
		"/c came 10ms after /b": {{"/a", at(0), at(5)}, {"/b", at(20), at(25)}, {"/c", at(30), at(31)}},
	} {
		if got := rude(list, 20*time.Millisecond); !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%v: %q, want %q", list, got, want)
		}
	}
}

// TestAFrontPageThatTakesLongerThanTheBoundIsSlow, by the clock of the look.
func TestAFrontPageThatTakesLongerThanTheBoundIsSlow(t *testing.T) {
	tpl := website(t)
	for takes, slow := range map[time.Duration]bool{15 * time.Second: false, 15*time.Second + time.Millisecond: true} {
		var mu sync.Mutex
		clock := now
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			if r.URL.Path == "/" {
				mu.Lock()
				clock = clock.Add(takes)
				mu.Unlock()
				fmt.Fprint(w, "2026-11-21")
			}
		}))
		t.Cleanup(server.Close)
		s := Site{ID: "s1", Name: "x", URL: server.URL + "/", Kind: inspect.Site}
		r, err := Look(t.Context(), s, quick(), func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return clock
		})
		if err != nil || r.Front.Millis != takes.Milliseconds() {
			t.Fatalf("%v: %d ms, %v", takes, r.Front.Millis, err)
		}
		found := r.Findings(s, tpl, quick())
		if got := slices.Contains(found, inspect.Found{Rule: "design.slow", Times: 1}); got != slow || len(found) > 1 {
			t.Errorf("%v: found %v", takes, found)
		}
	}
}

// TestM16TenStaleColumnsAreAVeto, and nine are not.
func TestM16TenStaleColumnsAreAVeto(t *testing.T) {
	tpl := website(t)
	for columns, vetoed := range map[int]bool{9: false, 10: true} {
		s := serve(t, &planted{front: "2026-11-21"})
		fresh := s.Columns[0]
		s.Columns = []Column{fresh}
		for n := range columns {
			s.Columns = append(s.Columns, Column{fmt.Sprint("公告", n), fmt.Sprintf("%sold?n=%d", s.URL, n), 180})
		}
		bounds := quick()
		bounds.Pages = 40
		r, err := Look(t.Context(), s, bounds, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		found := r.Findings(s, tpl, bounds)
		if got := slices.Contains(found, inspect.Found{Rule: "veto.column-stale", Times: 1}); got != vetoed {
			t.Errorf("%d stale columns: found %v", columns, found)
		}
		if !slices.Contains(found, inspect.Found{Rule: "publish.column", Times: 6}) { // as often as the checklist counts it
			t.Errorf("%d stale columns: found %v", columns, found)
		}
	}
}
