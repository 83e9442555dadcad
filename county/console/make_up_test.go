package console

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"bianmin/app/catalog"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestM3WhatDidNotFollowInTimeIsProposedToEndAndEndedByAPerson: nothing ends by itself,
// and who handles the case confirms.
func TestM3WhatDidNotFollowInTimeIsProposedToEndAndEndedByAPerson(t *testing.T) {
	d := newDesk(t)
	list, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list.Items, func(it village.ServiceItem) bool { return it.ToleranceAllowed && it.PromisedDays == 20 })
	item := list.Items[i]
	item.ToleranceDays = 5
	list.Items, list.Version = []village.ServiceItem{item}, "demo-1"
	plain, err := catalog.Encode(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.db.KeepEdition(t.Context(), "demo-1", plain); err != nil {
		t.Fatal(err)
	}
	d.editions = &office.Validators{Store: d.db}
	d.take(countytest.Case(1, func(b map[string]any) {
		b["item"] = map[string]any{"code": item.Code, "name": item.Name, "department": item.Department}
		var papers []any
		for _, m := range item.Materials {
			how := "original"
			if m.Necessity == village.MayFollow {
				how = "deferred"
			}
			papers = append(papers, map[string]any{"code": m.Code, "name": m.Name, "how": how})
		}
		b["materials"], b["form"] = papers, map[string]any{}
	}))
	lacks(t, d.page("/make-ups"), d.casePath(1))
	if code := d.act(1, url.Values{"verb": {"accept"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	page := d.page("/make-ups")
	wants(t, page, d.casePath(1), "11月30日", "还在期限内", "过期未补 0 件")
	lacks(t, d.page("/"), "容缺材料过期未补")
	d.clock = time.Date(2026, 12, 1, 0, 0, 0, 0, village.Zone)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page("/"), "容缺材料过期未补", `href="/make-ups"`)
	wants(t, d.page("/make-ups"), "建议终止", "过期未补 1 件", "make_up_over/1")
	wants(t, d.page(d.casePath(1)), "到 11月30日", "建议终止（规则 make_up_over/1）", "系统不会自己终止")
	c, err := d.db.CaseHead(t.Context(), d.kiosk.ID, countytest.ID(1))
	if err != nil || c.State != village.CaseAccepted {
		t.Fatalf("it ended by itself: %s, %v", c.State, err)
	}
	if code := d.act(1, url.Values{"verb": {"end"}, "reason": {"not_made_up"}, "words": {"没有补来"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	lacks(t, d.page("/make-ups"), d.casePath(1))
	wants(t, d.page(d.casePath(1)), "容缺材料逾期未补", "li，区级审核员", "系统按规则的判断", "到最后一天还没来，建议终止", "规则 make_up_over/1，依据指纹 ")
}

// TestM3ThePartsOfAPackageStandInTheListOfPapersThatFollow: its unit goes from there to the end of
// its part, and who took the whole in is not asked to end it.
func TestM3ThePartsOfAPackageStandInTheListOfPapersThatFollow(t *testing.T) {
	d, of := packageDesk(t, "house-transfer")
	d.take(countytest.Case(1, of(map[string]any{"site": "江滨村"}, village.Deferred)))
	if code := d.act(1, url.Values{"verb": {"accept"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	d.clock = d.clock.AddDate(0, 2, 0)
	k, err := d.db.Case(t.Context(), d.kiosk.ID, countytest.ID(1))
	if err != nil {
		t.Fatal(err)
	}
	if k.Department == "区税务局" {
		t.Fatal("the part has to be another unit's")
	}
	part := d.casePath(1) + "/parts/2"
	d.signIn(office.Account{Name: "lead", Person: "牵", Role: office.RoleUnit, Scope: office.Scope{Unit: k.Department}})
	mine := len(regexp.MustCompile(part+`"`).FindAllString(d.page("/make-ups"), -1))
	d.signIn(office.Account{Name: "shui", Person: "税", Role: office.RoleUnit, Scope: office.Scope{Unit: "区税务局"}})
	page := d.page("/make-ups")
	wants(t, page, `href="`+part+`"`, "契税申报缴纳", "建议终止", "过期未补 1 件")
	lacks(t, page, `/parts/3"`, `href="`+d.casePath(1)+`"`)
	wants(t, d.page("/"), `href="/make-ups"`)
	if code := d.actSub("2", url.Values{"verb": {"end"}, "reason": {"not_made_up"}, "words": {"没有补来"}}); code != http.StatusSeeOther || mine == 0 {
		t.Fatal(code, mine)
	}
	lacks(t, d.page("/make-ups"), part)
	lacks(t, d.page("/"), `href="/make-ups"`)
}
