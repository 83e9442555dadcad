package console

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// formOf is the name of the form on the page of orders.
func (d *desk) formOf() string {
	d.t.Helper()
	m := regexp.MustCompile(`name="form" value="([0-9a-f]{32})"`).FindStringSubmatch(d.page("/orders"))
	if m == nil {
		d.t.Fatal("the page has no form")
	}
	return m[1]
}

// TestTheCountyWritesDownWhatCityOrProvinceFedBack: by a rule or by none, with photographs, and
// one form gives one order however often it is sent.
func TestTheCountyWritesDownWhatCityOrProvinceFedBack(t *testing.T) {
	d := newDesk(t)
	wants(t, d.page("/inspections"), "下达整改单", `<option value="duty.absent">`, `<option value="city">`, `action="/orders"`)
	lacks(t, d.page("/orders"), `<option value="rating">`, `<option value="12345">`)
	good := map[string]string{"form": d.formOf(), "centre": string(countytest.InspectedCentre), "source": "city", "ref": "揭市督〔2026〕12号", "severity": "serious", "rule": "duty.absent", "text": "上午没有人"}
	for field, tt := range map[string][2]string{
		"centre": {"440000000000", ""}, "source": {"rating", ""}, "severity": {"minor", `value="minor" checked`}, "text": {" ", "请写清楚"},
		"rule": {"none.such", ""}, "form": {"x", "请重新打开页面再填"}, "ref": {strings.Repeat("号", 41), "最长 40 个字"},
	} {
		form := map[string]string{}
		for k, v := range good {
			form[k] = v
		}
		form[field] = tt[0]
		w := d.sends("/orders", form, nil)
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), tt[1]) || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%s %q: %d, without %q", field, tt[0], w.Code, tt[1])
		}
		if field != "ref" && !strings.Contains(w.Body.String(), "揭市督〔2026〕12号") {
			t.Errorf("%s: what was typed is gone", field)
		}
	}
	photograph := map[string]string{"found": "\xff\xd8\xff what was found"}
	w := d.sends("/orders", good, photograph)
	o := d.theOrder()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/orders/"+o.Number {
		t.Fatalf("%d, to %s", w.Code, w.Header().Get("Location"))
	}
	if o.Centre != countytest.InspectedCentre || o.Source != inspect.City || o.Rule != "duty.absent" || o.Severity != inspect.Serious || o.Ref != good["ref"] || len(o.Acts[0].Parts) != 1 || o.Acts[0].By == "" {
		t.Errorf("the order %+v", o)
	}
	wants(t, d.page("/orders/"+o.Number), "工作时间没有开门", "上午没有人", "扣 20 分", "照片 1")
	if w := d.sends("/orders", good, photograph); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "已经开过整改单") {
		t.Errorf("the same form again: %d", w.Code)
	}
	d.theOrder()
}

// TestOnlyTheCountyGivesAnOrderByForm.
func TestOnlyTheCountyGivesAnOrderByForm(t *testing.T) {
	d := newDesk(t)
	form := d.formOf()
	for _, a := range []office.Account{
		{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}},
		{Name: "unit", Person: "承办", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}},
		{Name: "zheng", Person: "郑", Role: office.RoleInspector}, {Name: "he", Person: "何", Role: office.RoleLeader},
	} {
		d.signIn(a)
		lacks(t, d.page("/orders"), "下达整改单")
		w := d.sends("/orders", map[string]string{"form": form, "centre": string(countytest.InspectedCentre), "source": "self", "severity": "minor", "text": "x"}, nil)
		if w.Code != http.StatusConflict {
			t.Errorf("%s gave an order: %d", a.Name, w.Code)
		}
	}
	if list, err := d.db.Rectifications(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%d orders, %v", len(list), err)
	}
}
