package console

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
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

// TestSixPhotographsOfTheirFullSizeGoWithAnOrder, and beyond that the page says what is too much
// and shows again what was typed.
func TestSixPhotographsOfTheirFullSizeGoWithAnOrder(t *testing.T) {
	d := newDesk(t)
	large := "\xff\xd8\xff" + strings.Repeat("x", office.MaxShotBytes-3)
	form := map[string]string{"form": d.formOf(), "centre": string(countytest.InspectedCentre), "source": "city", "severity": "minor", "text": "院子里堆满了东西"}
	for n, want := range map[int]int{office.MaxShots: http.StatusSeeOther, office.MaxShots + 1: http.StatusConflict} {
		w := d.sendsSeveral("/orders", form, map[string][]string{"found": slices.Repeat([]string{large}, n)})
		if w.Code != want {
			t.Errorf("%d photographs: %d", n, w.Code)
		}
		if want == http.StatusConflict {
			wants(t, w.Body.String(), "每张不超过 4 MB，最多 6 张", "院子里堆满了东西")
		}
	}
	number := d.theOrder().Number
	if w := d.sends("/orders/"+number+"/act", map[string]string{"verb": "reject", "text": "还是那么脏"}, map[string]string{"after": strings.Repeat(large, office.MaxShots+1)}); w.Code != http.StatusConflict {
		t.Errorf("an act: %d", w.Code)
	} else {
		wants(t, w.Body.String(), "每张不超过 4 MB，最多 6 张")
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/orders", strings.NewReader("no form"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if w := d.do(r); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "请重新打开页面再填") {
		t.Errorf("what is no form: %d", w.Code)
	}
}

// TestAnOrderIsAsGraveAsItsRuleUnlessSomebodySaysMore: the form says by the checklist first, and
// without a rule that is minor.
func TestAnOrderIsAsGraveAsItsRuleUnlessSomebodySaysMore(t *testing.T) {
	list, _ := inspect.ForCentres(countytest.Checklists())
	_, rule, ok := list.Rule("duty.absent")
	if !ok || rule.Severity == inspect.Minor {
		t.Fatalf("the rule is %+v", rule)
	}
	for of, tt := range map[inspect.RuleID]struct {
		chosen string
		want   inspect.Severity
	}{"duty.absent": {"", rule.Severity}, "": {"", inspect.Minor}} {
		d := newDesk(t)
		page := d.page("/orders")
		wants(t, page, `name="severity" value="" checked`, "按检查表")
		if strings.Count(page, `name="severity"`) != 4 || strings.Contains(page, `value="minor" checked`) {
			t.Error("another grade is chosen, or one is missing")
		}
		form := map[string]string{"form": d.formOf(), "centre": string(countytest.InspectedCentre), "source": "city", "severity": tt.chosen, "rule": string(of), "text": " "}
		if w := d.sends("/orders", form, nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), `name="severity" value="" checked`) {
			t.Errorf("without words: %d", w.Code)
		}
		form["text"] = "上午没有人"
		if w := d.sends("/orders", form, nil); w.Code != http.StatusSeeOther {
			t.Fatalf("by rule %q: %d", of, w.Code)
		}
		if o := d.theOrder(); o.Severity != tt.want {
			t.Errorf("by rule %q it is %s, want %s", of, o.Severity, tt.want)
		}
	}
}
