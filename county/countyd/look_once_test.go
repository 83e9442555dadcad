package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/county/office"
)

// longName is a name that no order takes: who gives it orders is refused when the first one is given.
var longName = strings.Repeat("长", 41)

// standing is a site as the register has it.
func (d *sitesDay) standing(id string) (found office.SiteStanding) {
	d.t.Helper()
	for _, s := range must(d.db.Sites(d.t.Context()))(d.t) {
		if s.ID == id {
			found = s
		}
	}
	return found
}

// sees takes in what a person saw at an account on a day: nothing new since August.
func (d *sitesDay) sees(on, by string) int {
	d.t.Helper()
	d.complain.Reset()
	c := accountsCheckCmd{List: filepath.Join(d.dir, "accounts.json"), Out: filepath.Join(d.dir, "seen"), By: by, JSON: true}
	c.Database = d.address
	raw := fmt.Sprintf(`{"format":"bianmin-accounts/1","accounts":[{"id":"wx","name":"揭东发布","platform":"微信公众号","sponsor":"区政府办","seen_on":"%s","seen_by":"陈丽君","findings":[{"rule":"veto.stale","files":["a.png"]}]}]}`, on)
	for name, content := range map[string]string{c.List: raw, filepath.Join(d.dir, "a.png"): "\x89PNG\r\n\x1a\n of August"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
	return d.w.end(c.Run(d.w))
}

// TestALookIsKeptWhenItsOrdersAreGivenAndOnce: a run that ends between is done again on
// its day; what it did is not doubled, and the finding does not repeat itself.
func TestALookIsKeptWhenItsOrdersAreGivenAndOnce(t *testing.T) {
	d := newSitesDay(t)
	if code := d.sees("2026-11-20", longName); code == exitDone || d.standing("wx").Looks != 0 {
		t.Errorf("orders were not given: %d, %d looks", code, d.standing("wx").Looks)
	}
	for n := range 3 {
		if code := d.sees("2026-11-20", "区政府办"); code != exitDone || d.standing("wx").Looks != 1 || d.orders() != 1 {
			t.Errorf("run %d: %d, %d looks, %d orders, %s", n, code, d.standing("wx").Looks, d.orders(), &d.complain)
		}
		if d.standing("wx").Last.Found[0].Repeat {
			t.Errorf("run %d: it repeats itself", n)
		}
		d.clock = d.clock.Add(time.Hour)
	}
}

// TestALookAtAnAccountKeepsWhichFindingsRepeat as its score took them.
func TestALookAtAnAccountKeepsWhichFindingsRepeat(t *testing.T) {
	d := newSitesDay(t)
	for n, on := range []string{"2026-11-20", "2026-12-20"} {
		if code := d.sees(on, "区政府办"); code != exitDone {
			t.Fatalf("%d %s", code, &d.complain)
		}
		if found := d.standing("wx").Last.Found; len(found) != 1 || found[0].Repeat != (n == 1) {
			t.Errorf("look %d has %+v", n, found)
		}
		d.clock = day("2026-12-21")
	}
}

// TestALookAtASiteIsNotKeptWithoutItsOrders.
func TestALookAtASiteIsNotKeptWithoutItsOrders(t *testing.T) {
	d := newSitesDay(t)
	d.down.Store("s1", true)
	d.checks(0)
	d.by = longName
	if code, _ := d.checks(2 * time.Hour); code == exitDone || d.standing("s1").Looks != 1 || d.orders() != 0 {
		t.Errorf("orders were not given: %d, %d looks, %d orders", code, d.standing("s1").Looks, d.orders())
	}
	d.by = "区政府办"
	if code, _ := d.checks(time.Minute); code != exitDone || d.standing("s1").Looks != 2 || d.orders() != 1 {
		t.Errorf("again: %d, %d looks, %d orders", code, d.standing("s1").Looks, d.orders())
	}
}
