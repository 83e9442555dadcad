package console

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"bianmin/app/catalog"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// packaged is a desk that took a case of a package in.
func packaged(t *testing.T, code village.ItemCode, form map[string]any) *desk {
	t.Helper()
	d, of := packageDesk(t, code)
	d.take(countytest.Case(1, of(form, "original")))
	return d
}

// packageDesk is a desk that knows a package, and what the body of a case says of it when
// its papers were brought in a way.
func packageDesk(t *testing.T, code village.ItemCode) (*desk, func(form map[string]any, how village.MaterialState) func(map[string]any)) {
	t.Helper()
	d := newDesk(t)
	list, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	list.Version = "demo-1"
	plain, err := catalog.Encode(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.db.KeepEdition(t.Context(), "demo-1", plain); err != nil {
		t.Fatal(err)
	}
	item := list.Items[slices.IndexFunc(list.Items, func(it village.ServiceItem) bool { return it.Code == code })]
	d.editions = &office.Validators{Store: d.db}
	return d, func(form map[string]any, how village.MaterialState) func(map[string]any) {
		return func(b map[string]any) {
			b["item"] = map[string]any{"code": item.Code, "name": item.Name, "department": item.Department}
			var papers []any
			for _, m := range item.Materials {
				papers = append(papers, map[string]any{"code": m.Code, "name": m.Name, "how": how})
			}
			b["materials"], b["form"] = papers, form
		}
	}
}

func (d *desk) actSub(n string, form url.Values) int {
	return d.post(d.casePath(1)+"/parts/"+n+"/act", form).Code
}

// TestM2AUnitDecidesItsPartAndTheWindowHandsOverOnce.
func TestM2AUnitDecidesItsPartAndTheWindowHandsOverOnce(t *testing.T) {
	d := packaged(t, "house-transfer", map[string]any{"site": "江滨村"})
	page := d.page(d.casePath(1))
	wants(t, page, "各部门同时办理", "整件事按最长的算", "1. 存量房买卖合同网签备案", "3. 房屋所有权转移登记", "5 个工作日", "等第 2 项办好再办", d.casePath(1)+"/parts/3")
	if code := d.act(1, url.Values{"verb": {"accept"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	wants(t, d.page(d.casePath(1)), "受理")
	lacks(t, d.page(d.casePath(1)), `value="review"`) // of its units
	d.signIn(office.Account{Name: "shui", Person: "税", Role: office.RoleUnit, Scope: office.Scope{Unit: "区税务局"}})
	list := d.page("/parts")
	wants(t, list, "2. 契税申报缴纳", "二手房买卖一窗办", d.casePath(1)+"/parts/2")
	lacks(t, list, "房屋所有权转移登记")
	part := d.page(d.casePath(1) + "/parts/2")
	wants(t, part, "契税申报缴纳", "存量房买卖合同", `value="review"`)
	lacks(t, part, "不动产登记申请书", `href="`+d.casePath(1)+`"`, `value="complete"`, `value="withdraw"`)
	if code := d.actSub("3", url.Values{"verb": {"review"}}); code == http.StatusSeeOther {
		t.Error("a unit acted on another unit's part")
	}
	for _, verb := range []string{"review", "approve", "deliver"} {
		if code := d.actSub("2", url.Values{"verb": {verb}}); code != http.StatusSeeOther {
			t.Fatal(verb, code)
		}
	}
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	for _, n := range []string{"1", "3"} {
		for _, verb := range []string{"review", "approve", "deliver"} {
			if code := d.actSub(n, url.Values{"verb": {verb}}); code != http.StatusSeeOther {
				t.Fatal(n, verb, code)
			}
		}
	}
	wants(t, d.page(d.casePath(1)), "送达", `value="complete"`)
	if code := d.act(1, url.Values{"verb": {"complete"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	wants(t, d.page("/parts"), "没有在办的并联事项")
	wants(t, d.page(d.casePath(1)+"/parts/2"), "办结")
}

// TestM2AUnitSeesItsPartAndNothingElse of a package: neither the whole nor another unit's part,
// its papers, files and what was handed in for it later; the window sees all.
func TestM2AUnitSeesItsPartAndNothingElse(t *testing.T) {
	d, of := packageDesk(t, "house-transfer")
	first := countytest.Case(1, of(map[string]any{}, "file"))
	photo := first.Parts[0]
	first.Parts = nil
	for _, of := range []string{"bdcq", "jtzm", "form.signature"} { // of part 3, of part 2, of the whole
		photo.Material = of
		first.Parts = append(first.Parts, photo)
	}
	later := countytest.FollowUp(2, d.kiosk.ID, first, func(b map[string]any) {
		b["materials"] = []any{map[string]any{"code": "sqb", "name": "补来的申请书", "how": "file"}, map[string]any{"code": "jtzm", "name": "补来的证明", "how": "file"}}
	})
	later.Parts = []village.Part{{Material: "sqb", Type: photo.Type, SHA256: photo.SHA256, Data: photo.Data}, {Material: "jtzm", Type: photo.Type, SHA256: photo.SHA256, Data: photo.Data}}
	d.take(first)
	if code := d.act(1, url.Values{"verb": {"ask"}, "materials": {"sqb", "jtzm"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	d.follow(first, countytest.Sealed(d.kiosk.ID, later))
	whole, part := d.casePath(1), d.casePath(1)+"/parts/2"
	d.signIn(office.Account{Name: "shui", Person: "税", Role: office.RoleUnit, Scope: office.Scope{Unit: "区税务局"}})
	if w := d.ask(whole); w.Code != http.StatusSeeOther || w.Header().Get("Location") != part {
		t.Errorf("the whole: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := d.post(part+"/look", url.Values{"reason": {"check"}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != part {
		t.Errorf("the look leads to %d %s", w.Code, w.Header().Get("Location"))
	}
	page := d.page(part)
	wants(t, page, "陈惜娟", "家庭住房情况证明", whole+"/files/2", "补来的证明", whole+"/files/5")
	lacks(t, page, "不动产权证书", "补来的申请书", whole+"/files/1", whole+"/files/3", whole+"/files/4", "sqb", `href="`+whole+`"`)
	for path, want := range map[string]int{
		whole + "/parts/1": 404, whole + "/parts/3": 404, whole + "/files/1": 404, whole + "/files/3": 404, whole + "/files/4": 404, whole + "/files/2": 200, whole + "/files/5": 200,
	} {
		if w := d.ask(path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	for _, path := range []string{"/look", "/act", "/parts/3/look", "/parts/3/act"} {
		if w := d.post(whole+path, url.Values{"reason": {"check"}, "verb": {"review"}}); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	d.look(1)
	wants(t, d.page(whole), "不动产权证书", "补来的申请书", whole+"/files/1", whole+"/files/3", whole+"/files/4")
	wants(t, d.page(part), `href="`+whole+`"`)
	if w := d.ask(whole + "/files/4"); w.Code != http.StatusOK {
		t.Errorf("the window: %d", w.Code)
	}
}

// TestPartsAreThoseThatTheAnswersCallFor: nobody asked for a seal.
func TestPartsAreThoseThatTheAnswersCallFor(t *testing.T) {
	d := packaged(t, "company-start", map[string]any{"seal": false, "invoice": true})
	page := d.page(d.casePath(1))
	wants(t, page, "公司设立登记", "发票票种核定", "企业社会保险登记")
	lacks(t, page, "公章刻制备案")
}
