package console

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestNobodySeesAPageWithoutSigningIn(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	d.cookie = nil
	for _, path := range []string{"/", "/cases", d.casePath(1), d.casePath(1) + "/files/1", "/ratings", "/kiosks", "/looks", "/nothing"} {
		w := d.ask(path)
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in") || strings.Contains(w.Body.String(), "陈") {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Location"))
		}
	}
	if w := d.post(d.casePath(1)+"/look", url.Values{"reason": {"check"}}); w.Code != http.StatusSeeOther {
		t.Errorf("look: %d", w.Code)
	}
	d.cookie = &http.Cookie{Name: "__Host-bianmin", Value: "planted"}
	if w := d.ask("/cases"); w.Code != http.StatusSeeOther {
		t.Errorf("a token that nobody gave out: %d", w.Code)
	}
}

func TestEachRoleSeesItsOwnPages(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	paths := []string{"/cases", d.casePath(1), "/ratings", "/kiosks", "/looks", "/catalogue", "/tickets", "/inspections"}
	for role, want := range map[office.Role]string{
		office.RoleAssistant: "yynnn nyn", office.RoleTown: "yyyyn nyy", office.RoleCounty: "yyyyn yyy", office.RoleUnit: "yyynn nyn",
		office.RoleInspector: "nnnyn nny", office.RoleLeader: "yyyyy nyy", office.RoleAdmin: "nnnyy ynn",
	} {
		a := office.Account{Name: "a-" + string(role), Person: "某", Role: role}
		switch role {
		case office.RoleAssistant:
			a.Scope.Division = "445203104202"
		case office.RoleTown:
			a.Scope.Division = "445203104000"
		case office.RoleUnit:
			a.Scope.Unit = "区民政局"
		}
		d.signIn(a)
		for i, may := range strings.ReplaceAll(want, " ", "") {
			if got := d.ask(paths[i]).Code == http.StatusOK; got != (may == 'y') {
				t.Errorf("%s, %s: %v", role, paths[i], got)
			}
		}
		home := d.ask("/")
		if at := home.Header().Get("Location"); home.Code != http.StatusOK && d.ask(at).Code != http.StatusOK {
			t.Errorf("%s starts at %s: %d", role, at, home.Code)
		}
	}
}

func TestAnAccountSeesItsPartOfTheCountyOnly(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil), countytest.Rating(2, nil))
	for name, scope := range map[string]office.Scope{"town": {Division: "445203105000"}, "unit": {Unit: "区医疗保障局"}} {
		d.signIn(office.Account{Name: name, Person: "某", Role: office.Role(name), Scope: scope})
		lacks(t, d.page("/cases"), d.casePath(1), "江滨村")
		lacks(t, d.page("/ratings"), "来了三趟")
		if w := d.ask(d.casePath(1)); w.Code != http.StatusNotFound {
			t.Errorf("%s opens a case of others: %d", name, w.Code)
		}
		if w := d.post(d.casePath(1)+"/look", url.Values{"reason": {"check"}}); w.Code != http.StatusNotFound {
			t.Errorf("%s looks at a case of others: %d", name, w.Code)
		}
	}
	for name, scope := range map[string]office.Scope{"town": {Division: "445203104000"}, "unit": {Unit: "区民政局"}} {
		d.signIn(office.Account{Name: name + "-2", Person: "某", Role: office.Role(name), Scope: scope})
		wants(t, d.page("/cases"), d.casePath(1))
	}
}

func TestPersonalDataOpensForAReasonThatIsKept(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	for _, form := range []url.Values{{}, {"reason": {"curious"}}, {"reason": {"other"}}} {
		if w := d.post(d.casePath(1)+"/look", form); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%v: %d", form, w.Code)
		}
	}
	if w := d.ask(d.casePath(1) + "/files/1"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "先写理由") {
		t.Errorf("a file without a reason: %d", w.Code)
	}
	lacks(t, d.page(d.casePath(1)), "陈惜娟", "44522119440315002X")
	if w := d.post(d.casePath(1)+"/look", url.Values{"reason": {"other"}, "words": {"审计抽查"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	wants(t, d.page(d.casePath(1)), "陈惜娟", "44522119440315002X", "13800000000", `href="`+d.casePath(1)+`/files/1"`)
	if w := d.ask(d.casePath(1) + "/files/1"); w.Code != http.StatusOK {
		t.Errorf("a file with a reason: %d", w.Code)
	}
	d.clock = d.clock.Add(lookLasts + time.Second)
	lacks(t, d.page(d.casePath(1)), "陈惜娟")
	d.signIn(office.Account{Name: "boss", Person: "领导", Role: office.RoleLeader})
	wants(t, d.page("/looks"), "chen", "别的理由：审计抽查", "第 1 个文件")
	lacks(t, d.page(d.casePath(1)), "看全部")
	if w := d.post(d.casePath(1)+"/look", url.Values{"reason": {"check"}}); w.Code != http.StatusForbidden {
		t.Errorf("a leader looks: %d", w.Code)
	}
}

func TestASessionEndsWithItsAccountAndAfterAPause(t *testing.T) {
	d := newDesk(t)
	started := d.clock
	for range 3 {
		d.clock = d.clock.Add(idleSession - time.Minute)
		d.page("/cases")
	}
	d.clock = d.clock.Add(idleSession + time.Minute)
	if w := d.ask("/cases"); w.Code != http.StatusSeeOther {
		t.Errorf("after %s without a word: %d", d.clock.Sub(started), w.Code)
	}
	d.signIn(office.Account{Name: "qian", Person: "钱", Role: office.RoleCounty})
	for range longestSession/idleSession + 1 {
		d.clock = d.clock.Add(idleSession - time.Second)
		d.ask("/cases")
	}
	if w := d.ask("/cases"); w.Code != http.StatusSeeOther {
		t.Errorf("after ten hours: %d", w.Code)
	}
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	d.page("/cases")
	if _, err := d.door.Reset(t.Context(), "li"); err != nil {
		t.Fatal(err)
	}
	if w := d.ask("/cases"); w.Code != http.StatusSeeOther {
		t.Errorf("after a reset: %d", w.Code)
	}
	d.signIn(office.Account{Name: "wu", Person: "吴", Role: office.RoleCounty})
	old := *d.cookie
	if w := d.post("/sign-out", nil); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	d.cookie = &old
	if w := d.ask("/cases"); w.Code != http.StatusSeeOther {
		t.Errorf("after signing out the token still works: %d", w.Code)
	}
}

func TestWhatAnotherSiteSendsIsRefused(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		r := httptest.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodPost, d.casePath(1)+"/look", strings.NewReader("reason=check"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(name, value)
		if w := d.do(r); w.Code != http.StatusForbidden {
			t.Errorf("%s: %s gives %d", name, value, w.Code)
		}
	}
}

func TestOneAddressTriesOnlySoOften(t *testing.T) {
	now := time.Unix(1e9, 0)
	c := newCallers(func() time.Time { return now })
	for i := range triesAddress + 1 {
		if c.may("10.0.0.1:99") != (i < triesAddress) {
			t.Fatalf("try %d", i+1)
		}
	}
	if !c.may("10.0.0.2:99") {
		t.Error("another address is refused")
	}
	now = now.Add(triesWindow)
	if !c.may("10.0.0.1:1") {
		t.Error("it is refused for ever")
	}
}

func TestTheWayBackLeadsIntoThisConsole(t *testing.T) {
	for next, want := range map[string]string{"/cases": "/cases", "": "/", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "/a?b": "/"} {
		if got := ownPath(next); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func TestASetUpThatIsWrongSaysWhat(t *testing.T) {
	d := newDesk(t)
	code, err := d.door.Invite(t.Context(), office.Account{Name: "zhao", Person: "赵", Role: office.RoleCounty})
	if err != nil {
		t.Fatal(err)
	}
	d.cookie = nil
	w := d.post("/set-up", url.Values{"name": {"zhao"}, "code": {"AAAA"}})
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "开通码不对") || strings.Contains(w.Body.String(), "otpauth") {
		t.Errorf("a wrong code: %d", w.Code)
	}
	w = d.post("/set-up", url.Values{"step": {"settle"}, "name": {"zhao"}, "code": {code}, "password": {"zhao12345678"}, "again": {"zhao12345678"}, "digits": {"000000"}})
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "口令至少") || !strings.Contains(w.Body.String(), `class="qr"`) {
		t.Errorf("an easy password: %d", w.Code)
	}
	w = d.post("/sign-in", url.Values{"name": {"zhao"}, "password": {"anything at all"}, "digits": {"000000"}})
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "登录不了") || len(w.Result().Cookies()) > 0 {
		t.Errorf("signing in before the set-up: %d %v", w.Code, w.Result().Cookies())
	}
}

// TestSomebodySignsInThroughThePages, as the other tests of this package do not: the
// hashes of the door are slow.
func TestSomebodySignsInThroughThePages(t *testing.T) {
	d := newDesk(t)
	code, err := d.door.Invite(t.Context(), office.Account{Name: "sun", Person: "孙", Role: office.RoleCounty})
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: countytest.Straight{Handler: d.mux}}
	countytest.SignIn(t, client, "https://county", "sun", code, d.clock)
	cookies := client.Jar.Cookies(&url.URL{Scheme: "https", Host: "county", Path: "/"})
	if len(cookies) != 1 {
		t.Fatalf("cookies %v", cookies)
	}
	d.cookie = cookies[0]
	wants(t, d.page("/cases"), "孙")
}

func TestAConsoleLeavesNoGoroutineBehind(t *testing.T) {
	d := newDesk(t)
	newSessions(d.db.Sessions(), nil)
	all := make([]byte, 1<<20)
	if stacks := string(all[:runtime.Stack(all, true)]); strings.Contains(stacks, "memstore") {
		t.Errorf("a store of sessions that nobody uses is cleaned:\n%s", stacks)
	}
}
