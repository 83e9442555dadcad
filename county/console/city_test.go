package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// cityHall is the city's platform, which says no while it says anything.
type cityHall struct {
	no   error
	took []string
}

func (c *cityHall) Take(_ context.Context, events []office.CityEvent) (office.CityAnswer, error) {
	for _, e := range events {
		c.took = append(c.took, e.Key)
	}
	return office.CityAnswer{Ack: "JY1"}, c.no
}

// TestP4WhatTheCityRefusedIsListedAndToldAgain by who has to act, and by nobody else.
func TestP4WhatTheCityRefusedIsListedAndToldAgain(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil), countytest.Case(2, nil))
	hall := &cityHall{}
	d.console.City = hall
	lacks(t, d.page("/cases"), "市平台退回")
	one := office.NewCityEvent(d.kiosk.ID, countytest.ID(1), office.SourceKiosk, 0, d.clock)
	if err := d.db.SetCityEventAside(t.Context(), one, "409 别的内容"); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/city"), "409 别的内容", `href="`+d.casePath(1)+`"`, ">重送<", "已收件")
	wants(t, d.page("/cases"), `title="市平台没有收的">1<`)
	wants(t, d.page("/"), "市平台退回", "和市里核对后重送")
	retry := func(key string) (int, string) {
		w := d.post("/city/retry", url.Values{"event": {key}})
		return w.Code, w.Body.String()
	}
	for name, tt := range map[string]struct {
		no   error
		says string
	}{
		"refused again": {&village.Error{Kind: village.Conflict, Key: "err.city.conflict", Err: &village.Error{Key: "编号不对"}}, "还是没有收"},
		"no answer":     {&village.Error{Kind: village.Offline, Key: "err.city.offline"}, "没有好好应答"},
	} {
		hall.no = tt.no
		if code, page := retry(one.Key); code != http.StatusConflict || !strings.Contains(page, tt.says) || !strings.Contains(page, ">重送<") {
			t.Errorf("%s: %d", name, code)
		}
	}
	wants(t, d.page("/city"), ">2<") // tries
	if code, _ := retry("K/x/9"); code != http.StatusNotFound {
		t.Errorf("what is not set aside: %d", code)
	}
	for _, stranger := range []office.Account{
		{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}},
		{Name: "adm", Person: "管", Role: office.RoleAdmin},
	} {
		d.signIn(stranger)
		if code, _ := retry(one.Key); code != http.StatusForbidden && code != http.StatusNotFound {
			t.Errorf("%s: %d", stranger.Name, code)
		}
	}
	if w := d.ask("/city"); w.Code != http.StatusForbidden {
		t.Errorf("the page to another role: %d", w.Code)
	}
	told := len(hall.took)
	d.signIn(office.Account{Name: "chen2", Person: "陈", Role: office.RoleCounty})
	d.console.City, hall.no = nil, nil
	wants(t, d.page("/city"), "这个程序没有接市平台")
	if code, page := retry(one.Key); code != http.StatusConflict || !strings.Contains(page, "countyd city retry") || len(hall.took) != told {
		t.Errorf("without a line: %d", code)
	}
	d.console.City = hall
	if code, _ := retry(one.Key); code != http.StatusSeeOther || len(hall.took) != told+1 {
		t.Errorf("it is told again: %d, %v", code, hall.took)
	}
	wants(t, d.page("/city"), "没有市平台不收的")
	lacks(t, d.page("/cases"), "市平台没有收的")
}
