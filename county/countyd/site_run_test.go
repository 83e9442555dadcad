package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/inspect"
)

// sitesDay is a county with two websites, each of which may be down.
type sitesDay struct {
	*months
	dir      string
	by       string // who gives the orders
	complain bytes.Buffer
	down     sync.Map // what does not answer, by the host's path; "line" is our own line
}

func (d *sitesDay) isDown(what string) bool {
	down, _ := d.down.Load(what)
	return down == true
}

// newSitesDay begins with an empty register.
func newSitesDay(t *testing.T) *sitesDay {
	d := &sitesDay{months: newMonths(t), dir: t.TempDir(), by: "区政府办"}
	d.clock, d.w.stderr = day("2026-11-30"), &d.complain
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if d.isDown("line") || d.isDown(strings.Trim(r.URL.Path, "/")) {
			panic(http.ErrAbortHandler) // the connection breaks
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "2026-11-29")
	}))
	t.Cleanup(server.Close)
	raw := fmt.Sprintf(`{"format":"bianmin-sites/1","sites":[{"id":"s1","name":"区政府网","url":"%[1]s/s1","kind":"portal","sponsor":"区政府办"},{"id":"s2","name":"区民政局网","url":"%[1]s/s2","kind":"site","sponsor":"区民政局"}]}`, server.URL)
	if err := os.WriteFile(d.list(), []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *sitesDay) list() string { return filepath.Join(d.dir, "sites.json") }

// checks looks at all sites so long after the look before, and answers with the exit code and
// what it said of each.
func (d *sitesDay) checks(later time.Duration) (int, map[string]siteAnswer) {
	d.t.Helper()
	d.clock = d.clock.Add(later)
	d.out.Reset()
	d.complain.Reset()
	c := sitesCheckCmd{List: d.list(), Out: filepath.Join(d.dir, "seen"), By: d.by, Pages: 5, Delay: time.Millisecond, JSON: true}
	c.Database = d.address
	code := d.w.end(c.Run(d.w))
	said := map[string]siteAnswer{}
	for dec := json.NewDecoder(&d.out); dec.More(); {
		var a siteAnswer
		if err := dec.Decode(&a); err != nil {
			d.t.Fatal(err)
		}
		said[a.Site] = a
	}
	return code, said
}

// orders is how many there are.
func (d *sitesDay) orders() int {
	d.t.Helper()
	return len(must(d.db.Rectifications(d.t.Context()))(d.t))
}

// TestASiteIsVetoedWhenItDoesNotAnswerOnTwoOccasions, which lie an hour apart with no answer
// between them.
func TestASiteIsVetoedWhenItDoesNotAnswerOnTwoOccasions(t *testing.T) {
	d := newSitesDay(t)
	for n, tt := range []struct {
		later  time.Duration
		down   bool
		orders int
		scored bool
	}{
		{0, true, 0, false},
		{59 * time.Minute, true, 0, false}, // too early
		{time.Minute / 2, false, 0, true},
		{time.Hour, true, 0, false}, // it answered between
		{30 * time.Minute, true, 0, false},
		{30 * time.Minute, true, 1, true},
		{time.Hour, true, 1, true}, // there is an order
	} {
		d.down.Store("s1", tt.down)
		code, said := d.checks(tt.later)
		if code != exitDone || len(said) != 2 || said["s2"].Score == nil || !said["s2"].Score.Passed {
			t.Fatalf("look %d: %d, %+v, %s", n, code, said, &d.complain)
		}
		if s := said["s1"].Score; (s != nil) != tt.scored || s != nil && s.Vetoed != tt.down || d.orders() != tt.orders {
			t.Errorf("look %d: score %+v, %d orders, want %d", n, s, d.orders(), tt.orders)
		}
	}
	if r := must(d.db.Rectifications(t.Context()))(t)[0]; r.Ref != "s1" || r.Rule != "veto.unreachable" || r.Severity != inspect.Urgent {
		t.Errorf("the order %+v", r)
	}
}

// TestNoSiteIsBlamedWhenTheCountysOwnLineIsDown, then or later: such a look is no occasion.
func TestNoSiteIsBlamedWhenTheCountysOwnLineIsDown(t *testing.T) {
	d := newSitesDay(t)
	d.down.Store("line", true)
	for range 3 {
		code, said := d.checks(2 * time.Hour)
		if code != exitBroken || len(said) != 2 || said["s1"].Score != nil || said["s2"].Score != nil || d.orders() != 0 {
			t.Errorf("%d, %+v, %d orders", code, said, d.orders())
		}
		if !strings.Contains(d.complain.String(), "多半是本区自己的网络断了") {
			t.Errorf("the run said %s", &d.complain)
		}
	}
	if list := must(d.db.Sites(t.Context()))(t); len(list) != 0 {
		t.Errorf("looks were kept: %+v", list)
	}
	if reports := must(filepath.Glob(filepath.Join(d.dir, "seen", "s1-*.json")))(t); len(reports) != 3 {
		t.Errorf("%d reports were kept", len(reports))
	}
	d.down.Store("line", false)
	d.down.Store("s1", true)
	if code, said := d.checks(2 * time.Hour); code != exitDone || said["s1"].Score != nil || d.orders() != 0 {
		t.Errorf("the first look with a line: %d, %+v, %d orders", code, said["s1"].Score, d.orders())
	}
}
