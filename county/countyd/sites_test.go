package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestM16FindingsOfASiteBecomeOrdersOnce: the register, the look, evidence, and the same
// follow-up as of a centre.
func TestM16FindingsOfASiteBecomeOrdersOnce(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, `2020-01-01 <a href="/gone">x</a>`)
	}))
	t.Cleanup(site.Close)
	m := newMachine(t)
	if code, _, complaint := m.run("init", "--database", m.database); code != exitDone {
		t.Fatal(complaint)
	}
	dir := t.TempDir()
	list := filepath.Join(dir, "sites.json")
	write := func(kind string) {
		raw := fmt.Sprintf(`{"format":"bianmin-sites/1","sites":[{"id":"s1","name":"区政府网","url":"%s/","kind":"%s","sponsor":"区政府办"}]}`, site.URL, kind)
		if err := os.WriteFile(list, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("centre")
	args := []string{"sites", "check", "--list", list, "--out", filepath.Join(dir, "seen"), "--database", m.database, "--delay", "1ms", "--by", "区政府办", "--json"}
	if code, _, complaint := m.run(args...); code != exitRefused || !strings.Contains(complaint, "list.kind") {
		t.Errorf("a centre among the sites: %d %s", code, complaint)
	}
	write("portal")
	var got struct {
		Score  struct{ Vetoed bool }
		Dead   []struct{ URL string }
		Front  struct{ SHA256 string }
		Orders []string
	}
	for _, orders := range []int{2, 0} { // what has an open order gets no second one
		code, out, complaint := m.run(args...)
		if err := json.Unmarshal([]byte(out), &got); code != exitDone || err != nil || !got.Score.Vetoed || len(got.Dead) != 1 || len(got.Orders) != orders {
			t.Fatalf("%d %s%s %v", code, out, complaint, err)
		}
	}
	if page, err := os.ReadFile(filepath.Join(dir, "seen", got.Front.SHA256+".html")); err != nil || !strings.Contains(string(page), "2020-01-01") {
		t.Errorf("the front page was not kept: %v", err)
	}
	if code, out, _ := m.run("sites", "register", list, "--database", m.database); code != exitDone || !strings.Contains(out, "共 1 个") {
		t.Errorf("register: %d %s", code, out)
	}
	all := []string{"sites", "check", "--out", filepath.Join(dir, "again"), "--database", m.database, "--delay", "1ms", "--json"}
	if code, out, complaint := m.run(all...); code != exitDone || strings.Count(out, `"site":"s1"`) != 1 {
		t.Errorf("all of the register: %d %s%s", code, out, complaint)
	}
	_, out, _ := m.run("sites", "list", "--database", m.database, "--json")
	if !strings.Contains(out, `"looks":3`) || !strings.Contains(out, `"delta":0`) || !strings.Contains(out, `"vetoed":true`) || !strings.Contains(out, `"updated":"2020-01-01"`) {
		t.Errorf("the register has %s", out)
	}
	verify := []string{"inspect", "verify", "--database", m.database, "--evidence", filepath.Join(dir, "seen")}
	if code, out, complaint := m.run(verify...); code == exitDone || strings.Count(out, "这些文件夹里没有当时留下的报告") != 1 {
		t.Errorf("verified against the reports of one folder: %d %s%s", code, out, complaint)
	}
	if code, out, complaint := m.run(append(verify, "--evidence", filepath.Join(dir, "again"))...); code != exitDone || !strings.Contains(out, "3 次网站和账号检查") {
		t.Errorf("verified against the reports of both: %d %s%s", code, out, complaint)
	}
	_, out, _ = m.run("inspect", "orders", "--database", m.database, "--json")
	if strings.Count(out, `"ref":"s1"`) != 2 || !strings.Contains(out, "veto.front-stale") || !strings.Contains(out, "design.dead-link") {
		t.Errorf("orders %s", out)
	}
}

// TestTheOtherSitesAreLookedAtWhenOneFails: an order cannot name what has no short name.
func TestTheOtherSitesAreLookedAtWhenOneFails(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "2020-01-01")
	}))
	t.Cleanup(site.Close)
	m := newMachine(t)
	if code, _, complaint := m.run("init", "--database", m.database); code != exitDone {
		t.Fatal(complaint)
	}
	dir := t.TempDir()
	list := filepath.Join(dir, "sites.json")
	raw := fmt.Sprintf(`{"format":"bianmin-sites/1","sites":[{"id":"%[2]s","name":"第一个","url":"%[1]s/","kind":"portal"},{"id":"s2","name":"第二个","url":"%[1]s/","kind":"portal"}]}`,
		site.URL, strings.Repeat("s", 41))
	if err := os.WriteFile(list, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, complaint := m.run("sites", "check", "--list", list, "--out", filepath.Join(dir, "seen"), "--database", m.database, "--delay", "1ms", "--by", "区政府办", "--json")
	if code != exitRefused || !strings.Contains(complaint, "第一个  没有检查完") || !strings.Contains(complaint, "2 个网站里有 1 个没有检查完") {
		t.Errorf("%d %s", code, complaint)
	}
	if !strings.Contains(out, `"site":"s2"`) || strings.Contains(out, "sss") {
		t.Errorf("answer %s", out)
	}
}
