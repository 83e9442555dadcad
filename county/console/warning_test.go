package console

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestWhatEndsSoonOrIsLateIsATaskOnTheFirstPage: it is taken and settled once, by whom is kept,
// leaders are told later, and the limit stays.
func TestWhatEndsSoonOrIsLateIsATaskOnTheFirstPage(t *testing.T) {
	d, path := registered(t, nil)
	on := func(at time.Time, who office.Account) { // a session is over by then
		d.clock, who.Person = at, "陈"
		d.signIn(who)
	}
	on(time.Date(2026, 12, 3, 9, 0, 0, 0, village.Zone), office.Account{Name: "li", Role: office.RoleCounty})
	lacks(t, d.page("/"), "到期提醒和督办")
	on(time.Date(2026, 12, 4, 9, 0, 0, 0, village.Zone), office.Account{Name: "wang", Role: office.RoleCounty})
	wants(t, d.page("/"), "到期提醒和督办", "12月7日到期", "快到期", path)
	task := url.Values{"kiosk": {string(d.kiosk.ID)}, "id": {string(countytest.ID(1))}, "what": {"limit"}, "last": {"2026-12-07"}, "level": {"0"}, "verb": {"take"}}
	for n, want := range []int{303, 409} {
		if w := d.post("/warnings", task); w.Code != want {
			t.Errorf("taken %d: %d", n, w.Code)
		}
	}
	wants(t, d.page("/warnings"), "wang（区级审核员）")
	task.Set("verb", "settle")
	if w := d.post("/warnings", task); w.Code != 303 {
		t.Errorf("settled: %d", w.Code)
	}
	lacks(t, d.page("/"), "到期提醒和督办")
	wants(t, d.page("/warnings"), "处理好了")
	on(time.Date(2026, 12, 8, 0, 0, 0, 0, village.Zone), office.Account{Name: "boss", Role: office.RoleLeader})
	lacks(t, d.page("/"), "到期提醒和督办")
	if w := d.post("/warnings", url.Values{"kiosk": {string(d.kiosk.ID)}, "id": {string(countytest.ID(1))}, "what": {"limit"}, "last": {"2026-12-07"}, "level": {"1"}, "verb": {"take"}}); w.Code != 409 {
		t.Errorf("who is not told took it: %d", w.Code)
	}
	on(time.Date(2026, 12, 11, 9, 0, 0, 0, village.Zone), office.Account{Name: "boss2", Role: office.RoleLeader})
	wants(t, d.page("/"), "超期较久")
	r, err := d.db.Request(t.Context(), d.kiosk.ID, countytest.ID(1))
	if err != nil || r.Due != "2026-12-07" || len(r.Acts) != 1 {
		t.Errorf("the request is %+v, %v", r.RequestHead, err)
	}
}

// TestAUnitIsToldOfWhatItHasNotSignedForAndOfNobodyElses.
func TestAUnitIsToldOfWhatItHasNotSignedForAndOfNobodyElses(t *testing.T) {
	d, path := registered(t, nil)
	d.units("区城管局", "区水利局")
	if w := d.post(path+"/act", url.Values{"verb": {"dispatch"}, "unit": {"区城管局"}}); w.Code != 303 {
		t.Fatal(w.Code)
	}
	d.clock = d.clock.Add(3 * 24 * time.Hour)
	own, other := office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区城管局"}}, office.Account{Name: "other", Person: "别", Role: office.RoleUnit, Scope: office.Scope{Unit: "区水利局"}}
	d.signIn(own)
	if page := d.page("/warnings"); !strings.Contains(page, "11月24日前应签收") || !strings.Contains(page, path) {
		t.Error("the unit is not told")
	}
	d.post(path+"/act", url.Values{"verb": {"sign"}})
	lacks(t, d.page("/warnings"), "应签收")
	d.signIn(other)
	lacks(t, d.page("/warnings"), path)
}
