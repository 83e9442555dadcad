package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestP10TheRegisterOfCentresShowsWhatStandsThereAndWhoHandedItOver(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	if err := d.db.Serve(t.Context(), []inspect.Service{{Badge: "B-7", Centre: "445203104202", First: "2026-01-01"}, {Badge: "B-8", Centre: "445203104202", First: "2026-01-01", Last: "2026-02-01"}}, d.clock); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/centres"), "2 个服务点，登记了 0 个；机器 1 台", "还没有登记", `href="/centres/445203104202"`)
	lacks(t, d.page("/centres/445203104202"), "登记一项")
	centres := "区划代码,服务点,地址,管理单位,电话,值班人数\n445203104202,江滨村党群服务中心,村委会一楼,锡场镇,0663-3270000,2\n"
	wants(t, d.uploadTo("/centres", "c.csv", strings.Replace(centres, ",2\n", ",两\n", 1), nil), "第 2 行：", "人数")
	wants(t, d.uploadTo("/centres", "c.csv", centres, nil), "登记了 1 个服务点", "登记了 1 个；机器 1 台", "江滨村党群服务中心")
	assets := "资产编号,资产名称,区划代码,状态,移交日期,移交单位,接收单位,依据\nZC-1,触摸一体机,445203104202,损坏,2018-07-10,区财政局,区政务服务中心,移交清单\n"
	wants(t, d.uploadTo("/centres/assets", "a.csv", strings.Replace(assets, "445203104202", "445203104201", 1), nil), "还没有登记，请先登记服务点")
	wants(t, d.uploadTo("/centres/assets", "a.csv", assets, nil), "登记了 1 项", "设备和资产 1 项")

	d.signIn(office.Account{Name: "zhen", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	move := url.Values{"tag": {"ZC-1"}, "name": {"触摸一体机"}, "pieces": {"1"}, "state": {"in_use"}, "day": {"2026-11-01"}, "giver": {"区政务服务中心"}, "taker": {"锡场镇"}, "basis": {""}}
	if w := d.post("/centres/445203104202/assets", move); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "请写依据") {
		t.Errorf("a handing over without a basis: %d", w.Code)
	}
	move.Set("basis", "移交单")
	if w := d.post("/centres/445203104202/assets", move); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page := d.page("/centres/445203104202")
	wants(t, page, "村委会一楼", "0663-3270000", "2 人", "B-7", "2018-07-10 区财政局 移交 区政务服务中心（移交清单）", "区政务服务中心 移交 锡场镇（移交单）", "在用", string(d.kiosk.ID))
	lacks(t, page, "B-8", "损坏</span>")
	form := url.Values{"name": {"江滨村党群服务中心"}, "address": {"新楼"}, "keeper": {"锡场镇"}, "duty": {"100"}}
	if w := d.post("/centres/445203104202", form); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "0 到 99") {
		t.Errorf("a hundred people: %d", w.Code)
	}
	form.Set("duty", "3")
	if w := d.post("/centres/445203104202", form); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	wants(t, d.page("/centres/445203104202"), "新楼", "3 人", "zhen")
	wants(t, d.ask("/centres.xlsx").Body.String(), "ZC-1", "移交单")
	if w := d.do(uploading(t, "/centres", "c.csv", []byte(centres), nil)); w.Code != http.StatusForbidden {
		t.Errorf("a town hands in a list: %d", w.Code)
	}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	if w := d.ask("/centres/445203104202"); w.Code != http.StatusNotFound {
		t.Errorf("another town sees it: %d", w.Code)
	}
}
