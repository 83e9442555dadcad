package tests

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bianmin/county/citytest"
)

// does posts a form of the console and wants it to be taken.
func (c *county) does(path string, form url.Values) {
	c.t.Helper()
	client := *c.asOfficer()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.PostForm(c.url()+path, form)
	if err != nil {
		c.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		c.t.Fatalf("%s %v: %s", path, form, answer.Status)
	}
}

// link is the first address of a list's entries on a page.
func (c *county) link(page, prefix string) string {
	c.t.Helper()
	found := regexp.MustCompile(`href="(` + prefix + `/K[0-9A-Z]+/[0-9a-f-]+)"`).FindStringSubmatch(c.page(page))
	if found == nil {
		c.t.Fatalf("%s leads to no %s", page, prefix)
	}
	return found[1]
}

// TestP9WhatOfficersDoInTheConsoleIsOnThePaper: a rating is put right and a request is
// answered in the console, through both programs; the city is told of the case.
func TestP9WhatOfficersDoInTheConsoleIsOnThePaper(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(officialList)
	k.json("", &struct{}{}, "sync", "--once")
	a := k.acceptOfficial()
	k.json(`{"target":"`+a.Code+`","grade":1,"text":"很久没人理"}`, &struct{}{}, "rate", "--input", "-")
	var asked accepted
	k.json(request, &asked, "ticket", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.numberOf(a.Code)
	c.registered(asked.Code)
	c.admin("users", "add", "xichang", "--person", "锡场镇", "--role", "unit", "--unit", "锡场镇人民政府")

	rating := c.link("/ratings", "/ratings") + "/act"
	for _, form := range []url.Values{
		{"verb": {"sign"}},
		{"verb": {"uphold"}, "reason": {"simple"}, "words": {"窗口那天没有人"}},
		{"verb": {"rectify"}, "words": {"排了替班"}, "told": {"phone"}},
		{"verb": {"call_back"}, "reached": {"yes"}, "solved": {"yes"}, "pleased": {"yes"}},
		{"verb": {"close"}},
	} {
		c.does(rating, form)
	}
	ticket := c.link("/tickets", "/tickets") + "/act"
	for _, form := range []url.Values{
		{"verb": {"dispatch"}, "unit": {"锡场镇人民政府"}},
		{"verb": {"contact"}, "reached": {"no"}, "words": {markName + "没有接"}},
		{"verb": {"answer"}, "words": {"路灯昨天修好了。"}},
		{"verb": {"follow"}, "reached": {"yes"}, "solved": {"yes"}, "pleased": {"no"}},
		{"verb": {"complete"}},
	} {
		c.does(ticket, form)
	}
	k.json("", &struct{}{}, "sync", "--once")
	var s struct {
		State   string
		Replies []struct{ State, Told string }
		Steps   []struct{ State, Unit, Text string }
	}
	k.json("", &s, "status", a.Code)
	if len(s.Replies) != 3 || s.Replies[0].State != "taken" || s.Replies[2].State != "done" || s.Replies[2].Told != "phone" {
		t.Errorf("the paper of the case says %+v", s)
	}
	s.Steps = nil
	k.json("", &s, "status", asked.Code)
	if s.State != "completed" || len(s.Steps) != 4 || s.Steps[1].Unit != "锡场镇人民政府" || s.Steps[2].Text != "路灯昨天修好了。" {
		t.Errorf("the paper of the request says %+v", s)
	}
	if found := residue(t, k.data, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("what officers wrote lies in clear: %v", found)
	}
	c.cityIsTold()
}

// cityIsTold runs the hand-over twice against a mock.
func (c *county) cityIsTold() {
	c.t.Helper()
	city := &citytest.Server{}
	mock := httptest.NewTLSServer(city)
	defer mock.Close()
	ca := filepath.Join(c.t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: mock.Certificate().Raw}), 0o600); err != nil {
		c.t.Fatal(err)
	}
	push := []string{"city", "push", "--to", mock.URL, "--ca", ca, "--json"}
	for _, try := range []struct {
		more []string
		want string
	}{
		{nil, `{"sent":1,"known":0,"left":0,"aside":0}`},
		{nil, `{"sent":0,"known":0,"left":0,"aside":0}`}, // it took all
		{[]string{"--again"}, `{"sent":1,"known":1,"left":0,"aside":0}`},
	} {
		if out := c.admin(slices.Concat(push, try.more)...); strings.TrimSpace(out) != try.want {
			c.t.Errorf("the city: %s, want %s", out, try.want)
		}
	}
	if len(city.Held()) != 1 {
		c.t.Errorf("the city holds %v", city.Held())
	}
}
