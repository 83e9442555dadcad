package console

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/listfile"
)

// records fills every table but that of sites.
func records() []village.Record {
	return []village.Record{countytest.Case(1, nil), countytest.Rating(2, nil), countytest.Ticket(3, nil), countytest.Ticket(4, func(b map[string]any) { b["item"].(map[string]any)["code"] = "12345-suggest" }), countytest.Inspection(5, nil, nil)}
}

// csvOf is what a table exports.
func (d *desk) csvOf(path string) [][]string {
	d.t.Helper()
	w := d.ask(path)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if w.Code != http.StatusOK || err != nil || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
		d.t.Fatalf("%s: %d %v %v", path, w.Code, w.Header(), err)
	}
	return rows
}

// TestEveryTableIsSearchedSortedFilteredAndExportedInOneWay: what the page lists, and in which order, is
// what leaves as a file.
func TestEveryTableIsSearchedSortedFilteredAndExportedInOneWay(t *testing.T) {
	d := newDesk(t, records()...)
	d.handsOut()
	d.console.Sheets = func(s Sheet, form string) ([]byte, error) {
		if form == FormCSV {
			return listfile.Table(s.Head, s.Rows)
		}
		return []byte(form), nil
	}
	d.act(1, url.Values{"verb": {"accept"}})
	d.ask(d.casePath(1) + "/letters/acceptance")
	d.post(d.casePath(1)+"/look", url.Values{"reason": {"other"}, "words": {"陈惜娟来问"}})
	for name, r := range registers() {
		role := office.RoleCounty
		if r.right == office.SeeLooks {
			role = office.RoleLeader
		}
		d.signIn(office.Account{Name: "of-" + name, Person: "人", Role: role})
		path := "/lists/" + name
		page, rows := d.page(path), d.csvOf(path+"/export?form=csv")
		lacks(t, page, "陈惜娟", "00315002X")
		if name == "sites" { // nobody put one into the register
			wants(t, page, "还没有记录")
			continue
		}
		wants(t, page, `href="`+path+`/export?form=xlsx"`, `role="search"`)
		if len(rows[0]) != len(r.heads) || len(rows) < 2 {
			t.Errorf("%s exports %v", name, rows)
			continue
		}
		for i, h := range r.heads {
			up, down := d.csvOf(path+"/export?form=csv&sort="+h.Name), d.csvOf(path+"/export?form=csv&sort=-"+h.Name)
			slices.Reverse(down[1:])
			for n := range up {
				if up[n][i] != down[n][i] {
					t.Errorf("%s by %s: up %v, down %v", name, h.Name, up, down)
					break
				}
			}
			wants(t, d.page(path+"?sort="+h.Name), `aria-sort="ascending"`)
		}
		wants(t, d.page(path+"?q=没有这样的字"), "没有找到")
	}
}

// TestATableFindsWhatItIsAskedFor: all words, in whatever column; a value of a column; the second page.
func TestATableFindsWhatItIsAskedFor(t *testing.T) {
	d := newDesk(t, records()...)
	both := d.page("/lists/tickets")
	wants(t, both, "共 2 条", "求助", "建议")
	one := d.page("/lists/tickets?q=" + url.QueryEscape("建议 江滨"))
	wants(t, one, "共 1 条")
	wants(t, d.page("/lists/tickets?type="+url.QueryEscape("求助")), "共 1 条", `<option value="求助" selected>`, `export?form=csv&amp;type=%E6`)
	wants(t, d.page("/lists/tickets?type=x&sort=nothing&page=-1"), "没有找到")
	r, all := table{heads: []head{{Name: "n", Number: true}}}, []entry{}
	for n := range 30 {
		all = append(all, entry{counted(n)})
	}
	if got := r.chosen(all, registerAsked{sort: "-n"}); got[0][0].Text != "29" || got[29][0].Text != "0" {
		t.Errorf("numbers are ordered as words: %v", got)
	}
}

// TestATableShowsNobodyMoreThanItsPage: a town its own, who has no right to the page nothing, and who
// is near the people who were rated no minute.
func TestATableShowsNobodyMoreThanItsPage(t *testing.T) {
	d := newDesk(t, records()...)
	for _, path := range []string{"/lists/looks", "/lists/documents/export"} {
		if w := d.ask(path); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := d.ask("/lists/accounts"); w.Code != http.StatusNotFound {
		t.Errorf("a table that is not: %d", w.Code)
	}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	for name, r := range registers() {
		if office.RoleTown.May(r.right) && name != "sites" {
			wants(t, d.page("/lists/"+name), "共 0 条")
		}
	}
	d.clock = d.clock.AddDate(0, 0, 9)
	d.signIn(office.Account{Name: "near", Person: "近", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	d.console.Sheets = func(s Sheet, _ string) ([]byte, error) { return listfile.Table(s.Head, s.Rows) }
	rows := d.csvOf("/lists/ratings/export?form=csv")
	if len(rows) < 2 {
		t.Error("the rating is not there")
	}
	for _, row := range rows {
		if strings.Contains(row[len(row)-1], ":") {
			t.Errorf("who is near reads the minute of %v", row)
		}
	}
}
