package console

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// orderOf is the number of an order about the visit of record 1.
func orderOf(t *testing.T, d *desk, n int) string {
	t.Helper()
	list, err := d.db.Inspections(t.Context())
	if err != nil || len(list) == 0 {
		t.Fatalf("%d visits, %v", len(list), err)
	}
	return inspect.OrderNumber(list[0].Record.ShortCode, n)
}

func TestRanksAndOrdersAreShownAndDecided(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, nil, nil))
	number := orderOf(t, d, 2)
	page := d.page("/inspections")
	wants(t, page, "2026-11 实地检查", "50.00", "检查了 1 个，共 2 个服务中心", "锡场镇江滨村", "<b>88</b>", "黄", number, "环境卫生差", "整改中（2）", "12月14日")
	lacks(t, page, "林小梅", "去镇里开会")
	wants(t, d.page("/inspections?period=2026-10"), "这段时间没有检查记录")
	wants(t, d.page("/inspections?lang=en"), "1 of 2 centres visited")

	path := "/orders/" + number
	wants(t, d.page(path), "整改回复", "复查通过", "异议成立，撤销")
	lacks(t, d.page(path), ">复查不通过<")
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"verb": {"reject"}, "text": {"x"}, "reason": {"other"}}, 409, "整改单现在不能做这一步"},
		{url.Values{"verb": {"reply"}}, 409, "请写清楚"},
		{url.Values{"verb": {"open"}, "text": {"x"}}, 409, ""},
		{url.Values{"verb": {"reply"}, "text": {"已经打扫"}}, 303, ""},
		{url.Values{"verb": {"reject"}, "text": {"院子还没有扫"}}, 409, `<details class="deed" open><summary>复查不通过`},
		{url.Values{"verb": {"reject"}, "text": {"院子还没有扫"}}, 409, `required>院子还没有扫</textarea>`},
		{url.Values{"verb": {"reject"}, "text": {"院子还没有扫"}, "reason": {"in_part"}}, 303, ""},
		{url.Values{"verb": {"strike"}, "text": {"不是服务中心的院子"}}, 303, ""},
		{url.Values{"verb": {"accept"}}, 409, ""},
	} {
		w := d.post(path+"/act", tt.form)
		if w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%v: %d, want %d and %q", tt.form, w.Code, tt.want, tt.says)
		}
	}
	wants(t, d.page(path), "已撤销", "复查不通过：只整改了一部分", "院子还没有扫", "陈丽君", "整改单已经结束")
	wants(t, d.page("/inspections"), "<b>90</b>", "绿", "已结束 1 件")
}

func TestALateOrderSaysWhomItIsToldTo(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, nil, nil))
	d.clock = time.Date(2026, 12, 8, 9, 0, 0, 0, village.Zone)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page("/orders/"+orderOf(t, d, 1)), "超 6 个工作日，报领导小组")
}

// TestWhoHasToActIsToldOfALateOrder on the page of the day: the town from the first day on,
// the leading group from the sixth; a rejected reply takes nothing back, the end does.
func TestWhoHasToActIsToldOfALateOrder(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, nil, nil))
	number, n := orderOf(t, d, 1), 0
	as := func(role office.Role, place village.DivisionCode, at time.Time) string {
		d.clock, n = at, n+1
		d.signIn(office.Account{Name: "who" + strconv.Itoa(n), Person: "某", Role: role, Scope: office.Scope{Division: place}})
		return d.page("/")
	}
	day := func(month time.Month, day int) time.Time {
		return time.Date(2026, month, day, 9, 0, 0, 0, village.Zone)
	}
	title := "已经升级的整改单（1）"
	lacks(t, as(office.RoleTown, "445203104000", day(11, 30)), title)
	wants(t, as(office.RoleTown, "445203104000", day(12, 1)), title, number, "超 1 个工作日，报镇（街道）", "整改单超期", "<strong>1</strong>")
	lacks(t, as(office.RoleTown, "445203105000", day(12, 1)), title)
	lacks(t, as(office.RoleCounty, "", day(12, 7)), title)
	for _, act := range []office.RectAct{{Verb: inspect.Replied, By: "江滨村", Text: "扫了"}, {Verb: inspect.Rejected, By: "郑", Text: "没扫", Reason: inspect.InPart}} {
		if _, err := d.visits.Act(t.Context(), number, act); err != nil {
			t.Fatal(err)
		}
	}
	for _, role := range []office.Role{office.RoleCounty, office.RoleLeader} {
		wants(t, as(role, "", day(12, 8)), title, number, "报领导小组")
	}
	if _, err := d.visits.Act(t.Context(), number, office.RectAct{Verb: inspect.Accepted, By: "郑"}); err != nil {
		t.Fatal(err)
	}
	lacks(t, as(office.RoleLeader, "", day(12, 8)), title, number)
}

func TestWhoSeesOrdersDoesOnlyWhatTheRoleIsFor(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, nil, nil))
	path := "/orders/" + orderOf(t, d, 1)
	d.signIn(office.Account{Name: "zheng", Person: "郑", Role: office.RoleInspector})
	lacks(t, d.page(path), "异议成立", "整改回复")
	if w := d.post(path+"/act", url.Values{"verb": {"strike"}, "text": {"x"}}); w.Code != http.StatusConflict {
		t.Errorf("an inspector struck a finding: %d", w.Code)
	}
	d.signIn(office.Account{Name: "other", Person: "别镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	if w := d.ask(path); w.Code != http.StatusNotFound {
		t.Errorf("another town sees the order: %d", w.Code)
	}
	wants(t, d.page("/inspections"), "没有要整改的问题")
	d.signIn(office.Account{Name: "unit", Person: "承办", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	if w := d.ask("/inspections"); w.Code != http.StatusForbidden {
		t.Errorf("a unit sees ranks: %d", w.Code)
	}
}

// TestWhoDecidesAboutAnObjectionReadsIt, beside what shows that the inspector was there; a
// town reads the answer alone.
func TestWhoDecidesAboutAnObjectionReadsIt(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, func(r *inspect.Record) { r.TimeTrust, r.Presence.Trusted = village.TimeUnknown, false }, nil))
	path := "/orders/" + orderOf(t, d, 1)
	wants(t, d.page(path), "有异议", "林小梅", "去镇里开会", "I-3", "在本中心的机器上检查的，时钟没有对准", "没有对准，请核实")
	d.signIn(office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	wants(t, d.page(path), "有异议", "在本中心的机器上检查的")
	lacks(t, d.page(path), "林小梅", "去镇里开会")

	trusted := newDesk(t, countytest.Inspection(1, func(r *inspect.Record) { r.Presence = inspect.Presence{Kind: inspect.OnMachine, Trusted: true} }, nil))
	wants(t, trusted.page("/orders/"+orderOf(t, trusted, 1)), "在本中心的机器上检查的，时钟可信", "已经对准")
	none := newDesk(t, countytest.Inspection(1, func(r *inspect.Record) { r.Presence = inspect.Presence{Kind: inspect.Unproved} }, nil))
	wants(t, none.page("/orders/"+orderOf(t, none, 1)), "没有，请向检查员核实")
	lacks(t, none.page("/orders/"+orderOf(t, none, 1)), "时钟可信")
}
