package console

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/county/oidc"
)

const issuerName = "https://id.example"

// elsewhere is a desk with another house beside it, and an account that is linked to it.
func elsewhere(t *testing.T) (*desk, *countytest.Provider) {
	t.Helper()
	d := newDesk(t, countytest.Case(1, nil))
	d.cookie = nil
	now := func() time.Time { return d.clock }
	there := countytest.NewProvider(t, "county", now)
	d.console.Elsewhere = named{&oidc.Provider{
		Address: there.URL, Client: "county", Callback: "https://county:8443/sign-in/back", HTTP: oidc.NewClient(http.DefaultTransport), Now: now,
	}}
	d.console.Log = slog.New(slog.DiscardHandler)
	if err := d.door.Link(t.Context(), "chen", issuerName, there.Subject); err != nil {
		t.Fatal(err)
	}
	return d, there
}

// named is a house on the loopback under a name that can be linked.
type named struct{ office.Elsewhere }

func (named) Issuer() string { return issuerName }

// out begins to sign in and returns the cookie of that turn with the way back.
func (d *desk) out(t *testing.T, next string) (turn *http.Cookie, back string) {
	t.Helper()
	w := d.ask("/sign-in/elsewhere?next=" + url.QueryEscape(next))
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	turn = w.Result().Cookies()[0]
	if !turn.Secure || !turn.HttpOnly || turn.SameSite != http.SameSiteLaxMode {
		t.Errorf("the cookie of a turn: %+v", turn)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.Header().Get("Location"), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return turn, strings.TrimPrefix(answer.Header.Get("Location"), "https://county:8443")
}

// back is a browser that comes back with a cookie, or without one.
func (d *desk) back(path string, turn *http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.WithoutCancel(d.t.Context()), http.MethodGet, path, nil)
	if turn != nil {
		r.AddCookie(turn)
	}
	return d.do(r)
}

// sessionOf is the cookie of a session that an answer gives; nil = none.
func sessionOf(w *httptest.ResponseRecorder) *http.Cookie {
	for _, c := range w.Result().Cookies() {
		if c.Name == "__Host-bianmin" && c.Value != "" {
			return c
		}
	}
	return nil
}

// TestALinkedAccountSignsInFromElsewhere with the role that it has here, and goes where it was
// going.
func TestALinkedAccountSignsInFromElsewhere(t *testing.T) {
	d, _ := elsewhere(t)
	wants(t, d.ask("/sign-in?next=/cases").Body.String(), "用统一身份认证登录", `href="/sign-in/elsewhere?next=%2Fcases"`)
	turn, way := d.out(t, "/cases")
	w := d.back(way, turn)
	if w.Code != http.StatusOK || w.Header().Get("Refresh") != "0; url=/cases" || sessionOf(w) == nil || sessionOf(w).SameSite != http.SameSiteStrictMode {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	wants(t, w.Body.String(), `href="/cases"`, "继续")
	d.cookie = sessionOf(w)
	wants(t, d.page("/cases"), "陈丽君", "区级审核员")
	if w := d.ask("/looks"); w.Code != http.StatusForbidden {
		t.Errorf("the role is another: %d", w.Code)
	}
	if err := d.door.Unlink(t.Context(), "chen"); err != nil {
		t.Fatal(err)
	}
	if w := d.ask("/cases"); w.Code != http.StatusSeeOther {
		t.Errorf("after the link has ended the session goes on: %d", w.Code)
	}
}

// TestWhoIsNotLetInFromElsewhereIsToldWhy: each with its sentence, and no session.
func TestWhoIsNotLetInFromElsewhereIsToldWhy(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(t *testing.T, d *desk, there *countytest.Provider)
		path   func(string) string
		drop   bool // the browser has no cookie of the turn
		says   string
	}{
		"unlinked": {change: func(_ *testing.T, _ *desk, there *countytest.Provider) { there.Subject = "somebody-else" }, says: "<code>somebody-else</code>"},
		"disabled": {change: func(t *testing.T, d *desk, _ *countytest.Provider) {
			t.Helper()
			if err := d.door.Disable(t.Context(), "chen"); err != nil {
				t.Fatal(err)
			}
		}, says: "已经停用"},
		"another browser": {drop: true, says: "换了浏览器"},
		"another state":   {path: func(p string) string { return strings.Replace(p, "state=", "state=x", 1) }, says: "换了浏览器"},
		"said no":         {path: func(p string) string { return strings.Replace(p, "code=", "error=access_denied&kode=", 1) }, says: "没有让登录"},
		"another nonce": {change: func(_ *testing.T, _ *desk, there *countytest.Provider) {
			there.Twist = func(c map[string]any) { c["nonce"] = "x" }
		}, says: "不是这一次的"},
		"expired": {change: func(_ *testing.T, d *desk, there *countytest.Provider) {
			there.Twist = func(c map[string]any) { c["exp"] = d.clock.Add(-time.Minute).Unix() }
		}, says: "过期了"},
		"another audience": {change: func(_ *testing.T, _ *desk, there *countytest.Provider) {
			there.Twist = func(c map[string]any) { c["aud"] = "x" }
		}, says: "给别的系统"},
		"another issuer": {change: func(_ *testing.T, _ *desk, there *countytest.Provider) {
			there.Twist = func(c map[string]any) { c["iss"] = "https://x.example" }
		}, says: "不是约定的那家"},
		"another key": {change: func(_ *testing.T, _ *desk, there *countytest.Provider) { there.Foreign = true }, says: "签名核对不上"},
	} {
		t.Run(name, func(t *testing.T) {
			d, there := elsewhere(t)
			turn, way := d.out(t, "/cases")
			if tt.change != nil {
				tt.change(t, d, there)
			}
			if tt.path != nil {
				way = tt.path(way)
			}
			if tt.drop {
				turn = nil
			}
			w := d.back(way, turn)
			if w.Code != http.StatusForbidden || sessionOf(w) != nil || !strings.Contains(w.Body.String(), tt.says) || !strings.Contains(w.Body.String(), `role="alert"`) {
				t.Errorf("%d, session %v, lacks %q", w.Code, sessionOf(w), tt.says)
			}
		})
	}
}

// TestATurnIsGoodOnce: the browser forgets it, and the code is used up.
func TestATurnIsGoodOnce(t *testing.T) {
	d, _ := elsewhere(t)
	turn, way := d.out(t, "//evil.example")
	w := d.back(way, turn)
	if w.Code != http.StatusOK || w.Header().Get("Refresh") != "0; url=/" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	forgotten := false
	for _, c := range w.Result().Cookies() {
		forgotten = forgotten || c.Name == turn.Name && c.MaxAge < 0
	}
	if again := d.back(way, turn); !forgotten || again.Code != http.StatusForbidden || sessionOf(again) != nil {
		t.Errorf("forgotten %v, the second time %d", forgotten, again.Code)
	}
}

// TestWithoutAnotherHouseThereIsNoWayToOne.
func TestWithoutAnotherHouseThereIsNoWayToOne(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	d.cookie = nil
	lacks(t, d.ask("/sign-in").Body.String(), "/sign-in/elsewhere")
	for _, path := range []string{"/sign-in/elsewhere", "/sign-in/back?code=x&state=x"} {
		if w := d.ask(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestASubjectIsLinkedToOneAccountAndAnAccountToOneSubject.
func TestASubjectIsLinkedToOneAccountAndAnAccountToOneSubject(t *testing.T) {
	d, _ := elsewhere(t)
	if _, err := d.door.Invite(t.Context(), office.Account{Name: "li", Person: "李", Role: office.RoleLeader}); err != nil {
		t.Fatal(err)
	}
	link := func(name, issuer, subject string) string {
		if err := d.door.Link(t.Context(), name, issuer, subject); err != nil {
			return village.Keyed(err).Key
		}
		return ""
	}
	for _, tt := range []struct{ name, issuer, subject, key string }{
		{"li", issuerName, "person-1", "err.oidc.taken"},
		{"nobody", issuerName, "person-2", "err.account.unknown"},
		{"li", "http://id.example", "person-2", "err.oidc.address"},
		{"li", issuerName, "", "err.oidc.subject"},
		{"li", issuerName, strings.Repeat("x", 256), "err.oidc.subject"},
		{"chen", issuerName, "person-1", ""},            // as it is
		{"li", "https://other.example", "person-1", ""}, // another house's
		{"chen", issuerName, "person-3", ""},            // in place of person-1
		{"li", issuerName, "person-1", ""},
	} {
		if got := link(tt.name, tt.issuer, tt.subject); got != tt.key {
			t.Errorf("%+v: %q", tt, got)
		}
	}
	if a, err := d.db.LinkedAccount(t.Context(), issuerName, "person-3"); err != nil || a.Name != "chen" || !a.Linked {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := d.db.LinkedAccount(t.Context(), "https://other.example", "person-1"); village.KindOf(err) != village.NotFound {
		t.Errorf("the link before is there still: %v", err)
	}
}
