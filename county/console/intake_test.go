package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/stats"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// uploadTo hands a list in on a page.
func (d *desk) uploadTo(path, name, list string, fields url.Values) string {
	d.t.Helper()
	w := d.do(uploading(d.t, path, name, []byte(list), fields))
	return strings.Join(strings.Fields(w.Body.String()), " ")
}

func TestP2P4WhatCameInIsNotedByItsWayAndCountedByIt(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	d.units("区民政局", "区水利局")
	d.figures = func(p stats.Period) (stats.Data, error) { return d.db.Registers(t.Context(), p) }
	form := url.Values{"channel": {"gdzwfw"}, "outside": {" gd 2026-1 "}, "unit": {"区民政局"}, "item": {"gaoling"}, "day": {"2026-11-20"}}
	for field, tt := range map[string][2]string{
		"channel": {"kiosk", "便民机收的不用登记"}, "outside": {"", "请写那边的编号"}, "day": {"2027-01-01", "不晚于今天"}, "place": {"440000000000", "请选您管的地方"},
	} {
		bad := url.Values{}
		for k, v := range form {
			bad[k] = v
		}
		bad.Set(field, tt[0])
		if w := d.post("/intakes", bad); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tt[1]) {
			t.Errorf("%s %q: %d", field, tt[0], w.Code)
		}
	}
	d.page("/intakes")
	read := d.read
	if w := d.post("/intakes", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if d.page("/intakes"); d.read != read { // a quarter is read in longer than each note may take
		t.Errorf("one more intake and all rows are read again: %d times", d.read-read)
	}
	if w := d.post("/intakes", form); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "已经登记过") {
		t.Errorf("twice: %d", w.Code)
	}
	list := "渠道,办件编号,办理单位,事项编码,受理日期\n粤省事,M-1,区水利局,shuili,2026/11/3\n省网,GD2026-1,区民政局,gaoling,2026-11-20\n"
	wants(t, d.uploadTo("/intakes/list", "list.csv", list, nil), "登记了 1 件，以前登记过的 1 件没有重复")
	wants(t, d.uploadTo("/intakes/list", "list.csv", strings.Replace(list, "2026/11/3", "昨天", 1), nil), "第 2 行：“昨天”不是日期")
	wants(t, d.uploadTo("/intakes/list", "list.csv", strings.Replace(list, "区水利局", "张三", 1), nil), "第 2 行：没有“张三”这个单位")
	placed := "渠道,办件编号,办理单位,事项编码,受理日期,区划代码\n省网,GD3,区民政局,gaoling,2026-11-20,陈惜娟\n"
	wants(t, d.uploadTo("/intakes/list", "list.csv", placed, nil), "第 2 行：行政区划“陈惜娟”不是本区的地方")
	wants(t, d.uploadTo("/intakes/list", "list.csv", placed, url.Values{"unit": {"区税局"}}), "没有“区税局”这个单位")
	wants(t, d.page("/intakes"), "GD2026-1", "M-1", "广东政务服务网", "受理 2 件", "区政务服务中心")
	wants(t, strings.Join(strings.Fields(d.ask("/intakes.xlsx?quarter=2026Q4").Body.String()), " "), "GD2026-1", "M-1")

	wants(t, d.page(d.casePath(1)), "便民机", "没有")
	if w := d.post(d.casePath(1)+"/outside", url.Values{"outside": {"city-77"}}); w.Code != http.StatusSeeOther {
		t.Errorf("an outside number of a machine's case: %d", w.Code)
	}
	wants(t, d.page(d.casePath(1)), "CITY-77", "chen")

	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区水利局"}})
	page := d.page("/intakes?quarter=2026Q4")
	wants(t, page, "M-1", "受理 1 件")
	lacks(t, page, "GD2026-1", "清单")
	if w := d.post("/intakes", form); w.Code != http.StatusBadRequest {
		t.Errorf("a unit notes another's: %d", w.Code)
	}
}

func TestP4AListOfClosedCasesIsCheckedAndWhatIsFoundExplained(t *testing.T) {
	d := newDesk(t)
	d.units("区民政局", "区水利局")
	wants(t, d.page("/closures"), "没有发现体外办结")
	list := "办件编号,办结日期\nZ-1,2026-11-20\nZ-2,2026-11-21\n"
	unit := url.Values{"unit": {"区民政局"}}
	wants(t, d.uploadTo("/closures", "closed.csv", list, unit), "核对了 2 件：以前核对过的 0 件，没有受理登记的 2 件", "bypass/1", "没有受理登记就办结了", "办结清单 2 件")
	wants(t, d.uploadTo("/closures", "closed.csv", list, unit), "以前核对过的 2 件，没有受理登记的 0 件")
	wants(t, d.uploadTo("/closures", "closed.csv", list, nil), "第 2 行：这一栏不能空")
	wants(t, d.uploadTo("/closures", "closed.json", "[]", unit), "CSV 或 XLSX")

	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	settle := url.Values{"unit": {"区民政局"}, "number": {"Z-1"}, "words": {" "}}
	if w := d.post("/closures/settle", settle); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Z-1：请写为什么") {
		t.Errorf("said nothing: %d", w.Code)
	}
	settle.Set("words", "系统停了，已补")
	if w := d.post("/closures/settle", settle); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	wants(t, d.page("/closures"), "已说明", "系统停了，已补", "own", "待说明")
	wants(t, strings.Join(strings.Fields(d.ask("/closures.xlsx").Body.String()), " "), "Z-1", "Z-2", "bypass/1")
	if w := d.do(uploading(t, "/closures", "closed.csv", []byte(list), unit)); w.Code != http.StatusForbidden {
		t.Errorf("a unit checks a list: %d", w.Code)
	}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleUnit, Scope: office.Scope{Unit: "区水利局"}})
	lacks(t, d.page("/closures"), "Z-1", "Z-2")
}
