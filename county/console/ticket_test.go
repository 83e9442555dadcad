package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// registered takes in one request and gives it its number.
func registered(t *testing.T, change func(map[string]any)) (*desk, string) {
	t.Helper()
	d := newDesk(t, countytest.Ticket(1, change))
	hotline := &office.Hotline{Store: d.db, Now: d.office.Now, Limit: func(village.ItemCode) int { return 10 }, Due: func(time.Time, int) (village.Day, error) { return "2026-12-07", nil }}
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d, "/tickets/" + string(d.kiosk.ID) + "/" + string(countytest.ID(1))
}

func TestATicketGoesFromNumberToClose(t *testing.T) {
	d, path := registered(t, nil)
	wants(t, d.page("/tickets"), "20261123", "求助", "锡场镇江滨村", "已登记，等派单", "12月7日", path)
	page := d.page(path)
	wants(t, page, "写下理由才能看", "派单", "不予受理")
	lacks(t, page, "路灯坏了", "陈惜娟", "13800000000")
	if w := d.post(path+"/look", url.Values{}); w.Code != http.StatusBadRequest {
		t.Errorf("a look without a reason: %d", w.Code)
	}
	if w := d.post(path+"/look", url.Values{"reason": {"handle"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	wants(t, d.page(path), "路灯坏了", "陈惜娟", "13800000000")
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"state": {"completed"}}, 409, ""},
		{url.Values{"state": {"dispatched"}}, 409, "派单要写承办单位"},
		{url.Values{"state": {"dispatched"}, "unit": {"区城管局"}}, 303, ""},
		{url.Values{"state": {"answered"}, "answer": {"陈惜娟您好"}}, 409, "答复里有本人的姓名"},
		{url.Values{"state": {"answered"}, "answer": {"灯已修好"}}, 303, ""},
		{url.Values{"state": {"completed"}}, 303, ""},
		{url.Values{"state": {"dispatched"}, "unit": {"区城管局"}}, 409, ""},
	} {
		w := d.post(path+"/act", tt.form)
		if w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%v: %d, want %d and %q", tt.form, w.Code, tt.want, tt.says)
		}
	}
	wants(t, d.page(path), "已办结", "区城管局", "灯已修好", "已经办完，不能再改")
	d.clock = d.clock.Add(20 * 24 * time.Hour)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	lacks(t, d.page("/tickets"), "<b>12月7日</b>")
}

func TestAUnitAnswersWhatItHasAndNothingElse(t *testing.T) {
	d, path := registered(t, nil)
	if w := d.post(path+"/act", url.Values{"state": {"dispatched"}, "unit": {"区城管局"}}); w.Code != 303 {
		t.Fatal(w.Code)
	}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleUnit, Scope: office.Scope{Unit: "区水利局"}})
	if w := d.ask(path); w.Code != http.StatusNotFound {
		t.Errorf("another unit sees it: %d", w.Code)
	}
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区城管局"}})
	if w := d.post(path+"/act", url.Values{"state": {"dispatched"}, "unit": {"区水利局"}}); w.Code != http.StatusConflict {
		t.Errorf("a unit passes it on: %d", w.Code)
	}
	if w := d.post(path+"/act", url.Values{"state": {"answered"}, "answer": {"灯已修好"}}); w.Code != http.StatusSeeOther {
		t.Errorf("the unit that has it does not answer: %d", w.Code)
	}
}

func TestATicketThatIsLateSaysSo(t *testing.T) {
	d, path := registered(t, nil)
	d.clock = time.Date(2026, 12, 8, 0, 0, 1, 0, village.Zone)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page("/tickets"), "<b>12月7日</b>")
	wants(t, d.page(path), "超期")
}
