package county

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestTheRegisterOfSitesKeepsItsLooks: who leaves the register comes last and keeps what was
// seen; who comes back stands there again.
func TestTheRegisterOfSitesKeepsItsLooks(t *testing.T) {
	db := openNew(t)
	site := func(id string) office.Site {
		return office.Site{ID: id, Kind: inspect.Portal, Name: "网站" + id, Sponsor: "区政府办", Entry: []byte(`{"id":"` + id + `"}`)}
	}
	register := func(at time.Time, list ...office.Site) {
		t.Helper()
		if err := db.RegisterSites(t.Context(), []inspect.Subject{inspect.Site, inspect.Portal}, list, at); err != nil {
			t.Fatal(err)
		}
	}
	sites := func() []office.SiteStanding {
		t.Helper()
		list, err := db.Sites(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	day := countytest.At
	register(day, site("a"), site("b"))
	for n, points := range []inspect.Points{900, 700, 850} {
		l := office.SiteLook{At: day.Add(time.Duration(n) * time.Hour), Template: "website", Version: "1", Score: &inspect.Score{Points: points, Full: 1000}, Found: []inspect.Found{{Rule: "design.dead-link", Times: n + 1}}, Updated: "2026-11-20", Report: fmt.Sprint("ab", n)}
		if err := db.KeepSiteLook(t.Context(), site("a"), l); err != nil {
			t.Fatal(err)
		}
		l.At = l.At.Add(time.Minute)
		if err := db.KeepSiteLook(t.Context(), site("a"), l); err != nil { // the same report is the same look
			t.Fatal(err)
		}
	}
	if err := db.KeepSiteLook(t.Context(), office.Site{ID: "wx", Kind: inspect.Account, Name: "便民", Sponsor: "区政府办"}, office.SiteLook{At: day, Found: []inspect.Found{}}); err != nil {
		t.Fatal(err)
	}
	register(day.Add(time.Hour*4), site("b"))
	list := sites()
	if len(list) != 3 || list[2].ID != "a" || list[2].Left.IsZero() || !list[0].Left.IsZero() || !list[1].Left.IsZero() {
		t.Fatalf("after a left: %+v", list)
	}
	a := list[2]
	seen, err := db.SiteLooks(t.Context())
	if err != nil || len(seen) != 4 || seen[0].Site != "a" || !seen[0].At.Equal(day) || seen[2].Score.Points != 850 || seen[3].Site != "wx" {
		t.Errorf("all looks are %+v, %v", seen, err)
	}
	if a.Looks != 3 || a.Last.Score.Points != 850 || *a.Delta() != 150 || a.Last.Found[0].Times != 3 || a.Last.Updated != "2026-11-20" {
		t.Errorf("a is %+v, last %+v", a, a.Last)
	}
	register(day.Add(time.Hour*5), site("a"), site("b"))
	if list = sites(); list[0].Kind != inspect.Account || list[1].ID != "a" || !list[1].Left.IsZero() || list[1].Looks != 3 || !list[1].Since.Equal(day) {
		t.Errorf("after a came back: %+v", list)
	}
}

// TestTheRegisterKnowsSinceWhenASiteDoesNotAnswer: from the first look without an answer that
// follows the last one with one. Such a look may have no score.
func TestTheRegisterKnowsSinceWhenASiteDoesNotAnswer(t *testing.T) {
	db := openNew(t)
	s := office.Site{ID: "a", Kind: inspect.Site, Name: "网站", Sponsor: "区政府办", Entry: []byte(`{}`)}
	var want time.Time
	for n, silent := range []bool{true, false, true, true} {
		l := office.SiteLook{At: countytest.At.Add(time.Duration(n) * time.Hour), Template: "website", Version: "1", Silent: silent, Found: []inspect.Found{}}
		if !silent {
			l.Score = &inspect.Score{Points: 900, Full: 1000}
		}
		if err := db.KeepSiteLook(t.Context(), s, l); err != nil {
			t.Fatal(err)
		}
		switch {
		case !silent:
			want = time.Time{}
		case want.IsZero():
			want = l.At
		}
		list, err := db.Sites(t.Context())
		if err != nil || len(list) != 1 || !list[0].Silent.Equal(want) || list[0].Last.Silent != silent || (list[0].Last.Score == nil) != silent || list[0].Delta() != nil {
			t.Errorf("after look %d: %+v, %v, want silent since %v", n, list, err, want)
		}
	}
}

// TestLooksThatWereTakenInTwiceAreOneAfterTheMigration, that of the first time; another site with
// the same report, and looks without a report, stay.
func TestLooksThatWereTakenInTwiceAreOneAfterTheMigration(t *testing.T) {
	db := openNew(t)
	db.change(t, `DROP INDEX site_look_report`)
	for _, s := range []string{"a", "b"} {
		db.change(t, `INSERT INTO site (id, kind, name, sponsor, entry, since_ms) VALUES ('`+s+`', 'site', 'x', 'y', '{}', 1)`)
	}
	for _, values := range []string{`('a', 1, 'r'`, `('a', 2, 'r'`, `('a', 3, 'r'`, `('a', 4, 'q'`, `('b', 2, 'r'`, `('b', 3, ''`, `('b', 4, ''`} {
		db.change(t, `INSERT INTO site_look (site, at_ms, report, template, version, score, found, updated) VALUES `+values+`, 'website', '1', 'null', '[]', '')`)
	}
	raw, err := os.ReadFile("migration/00117_site_report.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, _, _ := strings.Cut(string(raw), "-- +goose Down")
	for _, statement := range strings.Split(strings.TrimSpace(up), ";\n") {
		db.change(t, statement)
	}
	rows, err := db.db.Read().Query(`SELECT site, at_ms FROM site_look ORDER BY site, at_ms`)
	type look struct {
		site string
		at   int64
	}
	left, err := collect(rows, err, func(l *look) []any { return []any{&l.site, &l.at} })
	if err != nil || !slices.Equal(left, []look{{"a", 1}, {"a", 4}, {"b", 2}, {"b", 3}, {"b", 4}}) {
		t.Errorf("left are %v, %v", left, err)
	}
}
