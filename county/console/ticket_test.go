package console

import (
	"net/http"
	"net/url"
	"strconv"
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

// TestH1AdviceOfTheMachineIsShownWithItsRuleToWhoLooksWithAReason: it tells of what was
// written.
func TestH1AdviceOfTheMachineIsShownWithItsRuleToWhoLooksWithAReason(t *testing.T) {
	d, path := registered(t, func(b map[string]any) { b["advice"] = []any{map[string]any{"rule": "danger", "version": 1}} })
	lacks(t, d.page(path), "有危险、有人受伤")
	if w := d.post(path+"/look", url.Values{"reason": {"handle"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	wants(t, d.page(path), "有危险、有人受伤", "规则 danger 第 1 版")
}

// TestP14AdviceOfTheMachineIsShownWithTheDigestOfItsInputs, by machines that tell it.
func TestP14AdviceOfTheMachineIsShownWithTheDigestOfItsInputs(t *testing.T) {
	said := village.Decide("triage.court", "1", "named", "判决以后")
	d, path := registered(t, func(b map[string]any) {
		b["advice"], b["decided"] = []any{map[string]any{"rule": "court", "version": 1}}, []any{said}
	})
	lacks(t, d.page(path), "12348", said.Sum())
	if w := d.post(path+"/look", url.Values{"reason": {"handle"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	wants(t, d.page(path), "已提示找办案的单位，或者打 12348。（规则 triage.court/1，依据指纹 "+said.Sum()+"）")
	lacks(t, d.page(path), "规则 court 第 1 版")
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
	d.units("区城管局", "区水利局")
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"verb": {"complete"}}, 409, ""},
		{url.Values{"verb": {"dispatch"}}, 409, "派单要写承办单位"},
		{url.Values{"verb": {"dispatch"}, "unit": {"陈惜娟家"}}, 409, "没有这个承办单位"},
		{url.Values{"verb": {"dispatch"}, "unit": {"区城管局"}, "co": {"", "区水利局"}}, 303, ""},
		{url.Values{"verb": {"answer"}, "words": {"陈惜娟您好"}}, 409, "有本人的姓名"},
		{url.Values{"verb": {"answer"}, "words": {"灯已修好"}}, 303, ""},
		{url.Values{"verb": {"follow"}, "reached": {"yes"}, "solved": {"yes"}}, 409, "要写问题解决没有、满意不满意"},
		{url.Values{"verb": {"follow"}, "reached": {"yes"}, "solved": {"yes"}, "pleased": {"no"}, "words": {"等了太久"}}, 303, ""},
		{url.Values{"verb": {"complete"}}, 303, ""},
		{url.Values{"verb": {"dispatch"}, "unit": {"区城管局"}}, 409, ""},
		{url.Values{"verb": {"archive"}}, 303, ""},
	} {
		w := d.post(path+"/act", tt.form)
		if w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%v: %d, want %d and %q", tt.form, w.Code, tt.want, tt.says)
		}
	}
	wants(t, d.page(path), "chen，区级审核员", "协办单位", "区水利局", "解决了", "不满意", "等了太久", "已经归档")
	d.clock = d.clock.Add(lookLasts + time.Second)
	lacks(t, d.page(path), "等了太久")
	wants(t, d.page(path), "已办结", "区城管局", "灯已修好", "已经办完，不能再改")
	d.clock = d.clock.Add(20 * 24 * time.Hour)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	lacks(t, d.page("/tickets"), "<b>12月7日</b>")
}

// units makes accounts of units.
func (d *desk) units(names ...string) {
	d.t.Helper()
	for i, unit := range names {
		a := office.Account{Name: "unit" + strconv.Itoa(i), Person: "某", Role: office.RoleUnit, Scope: office.Scope{Unit: unit}}
		if _, err := d.door.Invite(d.t.Context(), a); err != nil {
			d.t.Fatal(err)
		}
	}
}

func TestAUnitHandlesWhatItHasAndNothingElse(t *testing.T) {
	d, path := registered(t, nil)
	d.units("区城管局", "区水利局", "区水务局")
	if w := d.post(path+"/act", url.Values{"verb": {"dispatch"}, "unit": {"区城管局"}, "co": {"区水务局"}}); w.Code != 303 {
		t.Fatal(w.Code)
	}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleUnit, Scope: office.Scope{Unit: "区水利局"}})
	if w := d.ask(path); w.Code != http.StatusNotFound {
		t.Errorf("another unit sees it: %d", w.Code)
	}
	d.signIn(office.Account{Name: "helps", Person: "协", Role: office.RoleUnit, Scope: office.Scope{Unit: "区水务局"}})
	wants(t, d.page("/tickets"), path)
	wants(t, d.page(path), "记一次联系")
	if w := d.post(path+"/act", url.Values{"verb": {"sign"}}); w.Code != http.StatusConflict {
		t.Errorf("who helps signs for it: %d", w.Code)
	}
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区城管局"}})
	for _, tt := range []struct {
		form url.Values
		want int
	}{
		{url.Values{"verb": {"dispatch"}, "unit": {"区水利局"}}, 409},
		{url.Values{"verb": {"answer"}, "words": {"灯已修好"}}, 409}, // the district reviews it first
		{url.Values{"verb": {"reply"}, "words": {"灯已修好"}}, 409},
		{url.Values{"verb": {"sign"}}, 303},
		{url.Values{"verb": {"contact"}, "reached": {"yes"}, "words": {"约了下午"}}, 303},
		{url.Values{"verb": {"reply"}, "words": {"灯已修好"}}, 303},
	} {
		if w := d.post(path+"/act", tt.form); w.Code != tt.want {
			t.Errorf("%v: %d, want %d", tt.form, w.Code, tt.want)
		}
	}
	page := d.page(path)
	wants(t, page, "区城管局报送了答复，等区里审核", "own，承办单位")
	lacks(t, page, "约了下午", "灯已修好")
}

func Test314AReturnedTicketNamesWhoShouldHaveIt(t *testing.T) {
	d, path := registered(t, nil)
	d.units("区城管局", "区水利局")
	d.post(path+"/act", url.Values{"verb": {"dispatch"}, "unit": {"区城管局"}})
	county := d.cookie
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区城管局"}})
	back := url.Values{"verb": {"return"}, "reason": {"not_duty"}, "words": {"三定方案第三条"}}
	if w := d.post(path+"/act", back); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "退单要写明应由哪个单位办") {
		t.Errorf("given back to nobody: %d", w.Code)
	}
	back.Set("unit", "区水利局")
	if w := d.post(path+"/act", back); w.Code != http.StatusSeeOther {
		t.Errorf("given back: %d", w.Code)
	}
	d.cookie = county
	wants(t, d.page(path), "区城管局退单：不是本单位的职责，认为应由区水利局办", `<option selected>区水利局</option>`)
}

func TestTheListOfTicketsHasPages(t *testing.T) {
	var records []village.Record
	for seq := int64(1); seq <= perPage+1; seq++ {
		records = append(records, countytest.Ticket(seq, nil))
	}
	d := newDesk(t, records...)
	wants(t, d.page("/tickets"), "共 17 件", "第 1 页，共 2 页")
	wants(t, d.page("/tickets?page=2&state=received"), "第 2 页，共 2 页", string(countytest.ID(1)))
}

func TestATicketThatIsLateSaysSo(t *testing.T) {
	d, path := registered(t, nil)
	d.clock = time.Date(2026, 12, 8, 0, 0, 1, 0, village.Zone)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page("/tickets"), "<b>12月7日</b>")
	wants(t, d.page(path), "超期")
}

func TestRequestsThatMayBeTheSameAreFlaggedAndNotMerged(t *testing.T) {
	other := func(seq int64, key string, value any) village.Record {
		return countytest.Ticket(seq, func(b map[string]any) {
			form := map[string]any{}
			for k, v := range b["form"].(map[string]any) {
				form[k] = v
			}
			form[village.TicketPhone], form[village.TicketContent] = "1390000000"+string(rune('0'+seq)), "别的事"+string(rune('0'+seq))
			if key != "" {
				form[key] = value
			}
			b["form"] = form
		})
	}
	d := newDesk(t, countytest.Ticket(1, nil), other(2, village.TicketPhone, "13800000000"), other(3, village.TicketContent, " 路灯坏了 "), other(4, "", nil),
		other(5, village.TicketPlace, "445203104203"))
	path := func(seq int64) string { return "/tickets/" + string(d.kiosk.ID) + "/" + string(countytest.ID(seq)) }
	lacks(t, d.page(path(1)), "可能和这一件") // what people wrote is compared for who said why
	for _, seq := range []int64{1, 4} {
		if w := d.post(path(seq)+"/look", url.Values{"reason": {"handle"}}); w.Code != http.StatusSeeOther {
			t.Fatalf("look: %d %s", w.Code, w.Body)
		}
	}
	page := d.page(path(1))
	wants(t, page, "可能和这一件说的是同一件事", path(2), path(3), "规则 same_request/1，依据指纹 ")
	lacks(t, page, path(4), path(5))
	lacks(t, d.page(path(4)), "可能和这一件")
	wants(t, d.page("/tickets"), "共 5 件")
}

// TestH2TheTableOfUnitsFillsTheFormInAndNamesItsRow: the officer may still give it to another.
func TestH2TheTableOfUnitsFillsTheFormInAndNamesItsRow(t *testing.T) {
	d, path := registered(t, nil)
	d.units("区城管局", "区水利局", "区住建局")
	lacks(t, d.page(path), "按派单表")
	table := office.DispatchTable{Version: "2026-1", Document: "揭东府办〔2026〕3号", At: d.clock, Rows: []office.DispatchRow{
		{Unit: "区住建局"}, {Place: "445203104000", Unit: "区城管局", Co: []string{"区水利局"}},
	}}
	if err := d.db.KeepDispatchTable(t.Context(), table); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page(path), "按派单表第 2 行填好（2026-1，揭东府办〔2026〕3号），可以改",
		"<option selected>区城管局</option>", `value="区水利局" checked`)
	if w := d.post(path+"/act", url.Values{"verb": {"dispatch"}, "unit": {"区住建局"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	again := table
	again.Rows = again.Rows[:1]
	if err := d.db.KeepDispatchTable(t.Context(), again); village.Keyed(err).Key != "err.dispatch.version" {
		t.Errorf("another table of the same version: %v", err)
	}
}
