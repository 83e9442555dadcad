package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// theOrder is the only one there is.
func (d *desk) theOrder() office.Rectification {
	d.t.Helper()
	list, err := d.db.Rectifications(d.t.Context())
	if err != nil || len(list) != 1 {
		d.t.Fatalf("%d orders, %v", len(list), err)
	}
	return list[0]
}

// gives posts the form of an order twice: the second time there is one.
func (d *desk) gives(path string) {
	d.t.Helper()
	wants(d.t, d.page(path), "给服务中心开整改单")
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"severity": {"serious"}, "text": {" "}}, 409, "请写清楚"},
		{url.Values{"severity": {"serious"}, "text": {" "}}, 409, `value="serious" checked>`},
		{url.Values{"severity": {"grave"}, "text": {"样本要放出来"}}, 409, ""},
		{url.Values{"severity": {"serious"}, "text": {"样本要放出来"}}, 303, ""},
		{url.Values{"severity": {"minor"}, "text": {"又一张"}}, 409, "已经开过整改单"},
	} {
		w := d.post(path+"/order", tt.form)
		if w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			d.t.Errorf("%v: %d, want %d and %q", tt.form, w.Code, tt.want, tt.says)
		}
	}
	number := d.theOrder().Number
	wants(d.t, d.page(path), "已经开了整改单", `href="/orders/`+number+`"`)
	lacks(d.t, d.page(path), "给服务中心开整改单")
	wants(d.t, d.page("/orders/"+number), "样本要放出来", "整改中")
}

func TestAnOrderIsMadeOfAPoorRatingOnceAndDoesNotSayWhoseItWas(t *testing.T) {
	d, path := ratedCase(t, countytest.Rating(3, func(b map[string]any) { b["grade"] = 5; b["text"] = ""; b["tags"] = []string{} }))
	d.gives(path)
	o := d.theOrder()
	if o.Source != inspect.ByRating || o.Centre != "445203104202" || o.Ref != "" || o.Severity != inspect.Serious || o.Kiosk != "" || o.Record != "" || o.Acts[0].By == "" {
		t.Errorf("the order %+v", o)
	}
	code := strings.ReplaceAll(shortCode(t, countytest.Case(1, nil)), "-", "")
	lacks(t, d.page("/orders/"+o.Number), code, "来了三趟")
	wants(t, d.page("/orders/"+o.Number), `href="`+path+`"`)
	for _, a := range []office.Account{
		{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}}, {Name: "zheng", Person: "郑", Role: office.RoleInspector},
	} {
		d.signIn(a)
		lacks(t, d.page("/orders/"+o.Number), code, "来了三趟", string(d.kiosk.ID))
	}
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})

	good := "/ratings/" + string(d.kiosk.ID) + "/" + string(countytest.ID(3))
	lacks(t, d.page(good), "给服务中心开整改单")
	if w := d.post(good+"/order", url.Values{"severity": {"minor"}, "text": {"x"}}); w.Code != http.StatusConflict {
		t.Errorf("an order of a good rating: %d", w.Code)
	}
}

func TestAnOrderIsMadeOfARequestOnceItHasANumber(t *testing.T) {
	d, path := registered(t, nil)
	d.gives(path)
	if o := d.theOrder(); o.Source != inspect.Hotline || o.Centre != "445203104202" || o.Ref == "" || o.Record != "" {
		t.Errorf("the order %+v", o)
	}
	secret, path := registered(t, func(b map[string]any) { b["form"].(map[string]any)["confidential"] = true })
	secret.gives(path)
	if o := secret.theOrder(); o.Ref != "" {
		t.Errorf("an order about a confidential request names it: %q", o.Ref)
	}
	if _, err := office.AboutTicket(office.Request{}); village.Keyed(err).Key != "err.rectify.not_registered" {
		t.Errorf("of a request without a number: %v", err)
	}
}

func TestOnlyTheCountyMakesAnOrderOfARatingOrARequest(t *testing.T) {
	d, path := ratedCase(t)
	for _, a := range []office.Account{
		{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}},
		{Name: "unit", Person: "承办", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}},
	} {
		d.signIn(a)
		if w := d.ask(path); w.Code == http.StatusOK {
			lacks(t, w.Body.String(), "给服务中心开整改单")
		}
		if w := d.post(path+"/order", url.Values{"severity": {"minor"}, "text": {"x"}}); w.Code < 400 {
			t.Errorf("%s gave an order: %d", a.Name, w.Code)
		}
	}
	if list, err := d.db.Rectifications(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%d orders, %v", len(list), err)
	}
}

// TestAnOrderByARuleSaysWhatItTakes, and the ranks count it.
func TestAnOrderByARuleSaysWhatItTakes(t *testing.T) {
	d, path := ratedCase(t, countytest.Inspection(3, nil, nil))
	wants(t, d.page(path), `<option value="duty.absent">`)
	lacks(t, d.page("/inspections"), "+1</td>")
	if w := d.post(path+"/order", url.Values{"severity": {"minor"}, "rule": {"duty.absent"}, "text": {"没人"}}); w.Code != 409 || !strings.Contains(w.Body.String(), `value="duty.absent" selected`) {
		t.Errorf("milder than its rule: %d", w.Code)
	}
	if w := d.post(path+"/order", url.Values{"severity": {"serious"}, "rule": {"duty.absent"}, "text": {"没人"}}); w.Code != 303 {
		t.Fatalf("by a rule: %d", w.Code)
	}
	list, err := d.db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		if r.Source == inspect.ByRating {
			wants(t, d.page("/orders/"+r.Number), "工作时间没有开门", "没人", "扣 5 分，算在开单那个月")
		}
	}
	wants(t, d.page("/inspections"), "1+1</td>", "检查以外反馈的问题 1 个")
}

// TestTheResultOfASettledOrderIsTheNextWordAboutItsRating, for who may read it; while the
// order waits nobody says that it is put right.
func TestTheResultOfASettledOrderIsTheNextWordAboutItsRating(t *testing.T) {
	d, path := ratedCase(t)
	for _, form := range []url.Values{{"verb": {"sign"}}, {"verb": {"uphold"}, "reason": {"simple"}, "words": {"属实"}}} {
		if w := d.post(path+"/act", form); w.Code != http.StatusSeeOther {
			t.Fatalf("%v: %d", form, w.Code)
		}
	}
	d.gives(path)
	number := d.theOrder().Number
	lacks(t, d.page(path), `value="rectify"`, "请把整改结果告诉本人")
	if w := d.post(path+"/act", url.Values{"verb": {"rectify"}, "words": {"改了"}, "told": {"phone"}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "整改单还没有办完") {
		t.Errorf("put right before its order: %d", w.Code)
	}
	for _, form := range []url.Values{{"verb": {"reply"}, "text": {"样本贴在窗口了"}}, {"verb": {"accept"}}} {
		if w := d.post("/orders/"+number+"/act", form); w.Code != http.StatusSeeOther {
			t.Fatalf("%v: %d", form, w.Code)
		}
	}
	wants(t, d.page(path), "请把整改结果告诉本人", `required>样本贴在窗口了</textarea>`)
	d.signIn(office.Account{Name: "unit", Person: "承办", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	wants(t, d.page(path), `value="rectify"`)
	lacks(t, d.page(path), "样本贴在窗口了")
}
