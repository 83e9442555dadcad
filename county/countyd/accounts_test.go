package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/county/survey"
)

// TestWhatAPersonSawAtAnAccountBecomesOrdersOnce: the checklist for accounts, pictures under
// their sums, and the follow-up of a centre.
func TestWhatAPersonSawAtAnAccountBecomesOrdersOnce(t *testing.T) {
	m := newMachine(t)
	if code, _, complaint := m.run("init", "--database", m.database); code != exitDone {
		t.Fatal(complaint)
	}
	dir := t.TempDir()
	out, list := filepath.Join(dir, "seen"), filepath.Join(dir, "accounts.json")
	picture := []byte("\x89PNG\r\n\x1a\n the last post is of August")
	if err := os.WriteFile(filepath.Join(dir, "a.png"), picture, 0o600); err != nil {
		t.Fatal(err)
	}
	check := func(findings, more string) (int, string, string) {
		t.Helper()
		raw := fmt.Sprintf(`{"format":"bianmin-accounts/1","accounts":[{"id":"wx-1","name":"揭东发布","platform":"微信公众号","sponsor":"区政府办","seen_on":"2026-11-20","seen_by":"陈丽君"%s,"findings":[%s]}]}`, more, findings)
		if err := os.WriteFile(list, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		return m.run("accounts", "check", "--list", list, "--out", out, "--database", m.database, "--by", "区政府办", "--json")
	}
	for name, tt := range map[string]struct{ findings, more, says string }{
		"no picture":             {`{"rule":"veto.stale","files":[]}`, "", "findings[0].files"},
		"a picture that is none": {`{"rule":"veto.stale","files":["accounts.json"]}`, "", "findings[0].files"},
		"no such picture":        {`{"rule":"veto.stale","files":["b.png"]}`, "", "findings[0].files"},
		"a rule of another":      {`{"rule":"duty.absent","files":["a.png"]}`, "", "list.accounts[0]"},
		"a day that is none":     {``, `,"last_post":"2026-13-01"`, "last_post"},
		"a key of no form":       {``, `,"score":100`, "score"},
	} {
		if code, _, complaint := check(tt.findings, tt.more); code != exitRefused || !strings.Contains(complaint, tt.says) {
			t.Errorf("%s: %d %s", name, code, complaint)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something was kept of a list that was refused")
	}
	var got struct {
		Score    struct{ Vetoed bool }
		Evidence map[string][]struct{ SHA256 string }
		Orders   []string
	}
	for _, orders := range []int{1, 0} { // what has an open order gets no second one
		code, answer, complaint := check(`{"rule":"veto.stale","note":"8月以后没有更新","files":["a.png"]}`, `,"last_post":"2026-08-01"`)
		if err := json.Unmarshal([]byte(answer), &got); code != exitDone || err != nil || !got.Score.Vetoed || len(got.Orders) != orders {
			t.Fatalf("%d %s%s %v", code, answer, complaint, err)
		}
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(picture))
	if kept, err := os.ReadFile(filepath.Join(out, sum+".png")); err != nil || string(kept) != string(picture) || got.Evidence["veto.stale"][0].SHA256 != sum {
		t.Errorf("the picture was not kept: %v, %+v", err, got.Evidence)
	}
	reports, err := filepath.Glob(filepath.Join(out, "*.json"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("reports %v, %v", reports, err)
	}
	raw, err := os.ReadFile(reports[0])
	if err != nil || !strings.Contains(string(raw), sum) || filepath.Base(reports[0]) != fmt.Sprintf("%x.json", sha256.Sum256(raw)) {
		t.Errorf("report %s: %v", raw, err)
	}
	_, orders, _ := m.run("inspect", "orders", "--database", m.database, "--json")
	if strings.Count(orders, `"ref":"wx-1"`) != 1 || !strings.Contains(orders, "veto.stale") {
		t.Errorf("orders %s", orders)
	}
	if code, answer, complaint := check("", ""); code != exitDone || !strings.Contains(answer, `"vetoed":false`) {
		t.Errorf("nothing found: %d %s%s", code, answer, complaint)
	}
	if code, said, complaint := m.run("inspect", "verify", "--database", m.database, "--evidence", out); code != exitDone || !strings.Contains(said, "2 次网站和账号检查") {
		t.Errorf("verified against the reports: %d %s%s", code, said, complaint)
	}
}

// TestAnAccountStandsInTheRegisterBeforeItIsSeenAndAfterItLeft: the list is the register of
// accounts; websites are none of its business.
func TestAnAccountStandsInTheRegisterBeforeItIsSeenAndAfterItLeft(t *testing.T) {
	d := newSitesDay(t)
	d.checks(0)
	register := func(accounts string) int {
		t.Helper()
		c := accountsRegisterCmd{File: filepath.Join(d.dir, "accounts.json")}
		if err := os.WriteFile(c.File, []byte(`{"format":"bianmin-accounts/1","accounts":[`+accounts+`]}`), 0o600); err != nil {
			t.Fatal(err)
		}
		c.Database = d.address
		d.complain.Reset()
		return d.w.end(c.Run(d.w))
	}
	listed := func() (lines []siteLine) {
		t.Helper()
		for _, s := range must(d.db.Sites(t.Context()))(t) {
			lines = append(lines, siteLineOf(s))
		}
		return lines
	}
	wx, dy := `{"id":"wx","name":"揭东发布","platform":"微信公众号","sponsor":"区政府办"}`, `{"id":"dy","name":"揭东民政","platform":"抖音号","sponsor":"区民政局"}`
	if code := register(wx + "," + dy); code != exitDone {
		t.Fatalf("%d %s", code, &d.complain)
	}
	if l := listed(); len(l) != 4 || l[0].ID != "wx" || l[0].Platform != "微信公众号" || l[0].Looks != 0 || l[0].Score != nil || l[0].At != "" || l[0].Left != "" {
		t.Errorf("after two were registered: %+v", l)
	}
	if code := register(dy); code != exitDone {
		t.Fatalf("%d %s", code, &d.complain)
	}
	if l := listed(); len(l) != 4 || l[3].ID != "wx" || l[3].Left == "" || l[1].Left != "" || l[2].Left != "" {
		t.Errorf("after one left: %+v", l)
	}
	for _, bad := range []string{``, dy + "," + dy, strings.Replace(dy, "抖音号", "", 1), strings.Replace(dy, `"dy"`, `"s1"`, 1)} {
		if code := register(bad); code != exitRefused {
			t.Errorf("%s: %d", bad, code)
		}
	}
	if l := listed(); len(l) != 4 || l[0].ID != "dy" || l[0].Left != "" || l[2].ID != "s1" && l[1].ID != "s1" {
		t.Errorf("after lists that were refused: %+v", l)
	}
}

// TestAPictureOfASiteIsKeptUnderTheSumThatTheReportHas; without Chromium it is said in one
// line and the rest is done.
func TestAPictureOfASiteIsKeptUnderTheSumThatTheReportHas(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("another host was asked") }))
	t.Cleanup(elsewhere.Close)
	other := strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<body style="background:#c00"><img src="%s/x.png">2020-01-01`, other)
	}))
	t.Cleanup(site.Close)
	m := newMachine(t)
	if code, _, complaint := m.run("init", "--database", m.database); code != exitDone {
		t.Fatal(complaint)
	}
	dir := t.TempDir()
	list, shots := filepath.Join(dir, "sites.json"), filepath.Join(dir, "shots")
	raw := fmt.Sprintf(`{"format":"bianmin-sites/1","sites":[{"id":"s1","name":"区政府网","url":"%s/","kind":"portal","sponsor":"区政府办"}]}`, site.URL)
	if err := os.WriteFile(list, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	look := func() (shot *struct{ SHA256 string }, complaint string) {
		t.Helper()
		code, answer, complaint := m.run("sites", "check", "--list", list, "--out", filepath.Join(dir, "seen"), "--screenshots", shots, "--database", m.database, "--delay", "1ms", "--json")
		var got struct{ Screenshot *struct{ SHA256 string } }
		if err := json.Unmarshal([]byte(answer), &got); code != exitDone || err != nil {
			t.Fatalf("%d %s%s %v", code, answer, complaint, err)
		}
		return got.Screenshot, complaint
	}
	_, present := survey.FindBrowser()
	if present {
		shot, _ := look()
		if shot == nil {
			t.Fatal("no picture")
		}
		kept, err := os.ReadFile(filepath.Join(shots, shot.SHA256+".png"))
		if err != nil || !strings.HasPrefix(string(kept), "\x89PNG") || fmt.Sprintf("%x", sha256.Sum256(kept)) != shot.SHA256 {
			t.Errorf("the picture that was kept: %d bytes, %v", len(kept), err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if shot, complaint := look(); shot != nil || strings.Count(complaint, "Chromium") != 1 {
		t.Errorf("without Chromium: %+v, %q", shot, complaint)
	}
}
