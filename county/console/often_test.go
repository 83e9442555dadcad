package console

import (
	"net/http"
	"testing"

	"bianmin/county/office"
)

// TestAnAccountOpensOnlySoManyPages: however many sessions it has; others go on, and so does
// it a minute later.
func TestAnAccountOpensOnlySoManyPages(t *testing.T) {
	d := newDesk(t)
	first := office.Account{Name: "he", Person: "何", Role: office.RoleLeader}
	d.signIn(first)
	for i := range pagesMost {
		if i == pagesMost/2 {
			d.again(first.Name)
		}
		if w := d.ask("/no-such-page"); w.Code != http.StatusNotFound {
			t.Fatalf("page %d: %d", i+1, w.Code)
		}
	}
	w := d.ask("/kiosks")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "60" {
		t.Errorf("one more: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	wants(t, w.Body.String(), "打开得太快了", "请过一分钟再试")
	if w := d.ask("/static/console.css"); w.Code != http.StatusOK {
		t.Errorf("the style sheet: %d", w.Code)
	}
	d.signIn(office.Account{Name: "other", Person: "林", Role: office.RoleLeader})
	if w := d.ask("/no-such-page"); w.Code != http.StatusNotFound {
		t.Errorf("another account: %d", w.Code)
	}
	d.again(first.Name)
	d.clock = d.clock.Add(pagesSpan)
	if w := d.ask("/no-such-page"); w.Code != http.StatusNotFound {
		t.Errorf("a minute later: %d", w.Code)
	}
}

// again begins a session of somebody who has an account.
func (d *desk) again(name string) {
	d.t.Helper()
	made, err := d.db.Account(d.t.Context(), name)
	if err != nil {
		d.t.Fatal(err)
	}
	sessions := newSessions(d.db.Sessions(), nil)
	ctx, err := sessions.Load(d.t.Context(), "")
	if err != nil {
		d.t.Fatal(err)
	}
	for key, value := range map[string]any{sessionName: name, sessionEra: made.Era, sessionSeen: d.clock.UnixMilli(), sessionFrom: d.clock.UnixMilli()} {
		sessions.Put(ctx, key, value)
	}
	token, _, err := sessions.Commit(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	d.cookie = &http.Cookie{Name: sessions.Cookie.Name, Value: token}
}
