package console

import (
	"net/http"
	"net/url"
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
	wants(t, d.page(d.casePath(1)), "容缺材料逾期未补", "li，区级审核员")
}
