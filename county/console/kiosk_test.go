package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestP10TheFleetShowsWhatMachinesSayOfThemselves(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	health := village.Health{SentAt: d.clock, Version: "1.4.0", Findings: []village.Finding{
		{Check: "printer", State: village.FindingBad}, {Check: "clock", State: village.FindingUneasy}, {Check: "outbox", State: village.FindingFine, Figure: 37},
		{Check: "antenna", State: village.FindingFine},
	}}
	if err := d.db.SaveHealth(t.Context(), d.kiosk.ID, health); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/kiosks"), `href="/kiosks/`+string(d.kiosk.ID)+`"`, "1.4.0", ">37<", `wrong">有故障`, `wait">留意`)
	page := d.page("/kiosks/" + string(d.kiosk.ID))
	wants(t, page, "打印机", "有故障", "时钟", "待送（件）", "37", "antenna", "都对得上", "11月23日 14:26 报")
	lacks(t, page, "停用这台机器")
	d.signIn(office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	if w := d.ask("/kiosks/" + string(d.kiosk.ID)); w.Code != http.StatusNotFound {
		t.Errorf("another town sees it: %d", w.Code)
	}
}

func TestOnlyAnAdministratorRunsTheFleetAndItIsKept(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	path := "/kiosks/" + string(d.kiosk.ID)
	for _, try := range []string{path + "/act", "/kiosks/enrol"} {
		if w := d.post(try, url.Values{"verb": {"revoke"}, "name": {string(d.kiosk.ID)}, "village": {"445203104202"}}); w.Code != http.StatusForbidden {
			t.Errorf("a county officer, %s: %d", try, w.Code)
		}
	}
	d.signIn(office.Account{Name: "root", Person: "管", Role: office.RoleAdmin})
	w := d.post("/kiosks/enrol", url.Values{"village": {"445203104202"}})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "锡场镇江滨村的登记码") || !strings.Contains(w.Body.String(), "只显示这一次") {
		t.Errorf("a code: %d", w.Code)
	}
	lacks(t, d.page("/kiosks"), "只显示这一次")
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"verb": {"unlock"}}, 409, ""}, // it is not locked
		{url.Values{"verb": {"revoke"}, "name": {"K1"}}, 400, "机器编号不对，没有停用"},
		{url.Values{"verb": {"revoke"}, "name": {string(d.kiosk.ID)}}, 303, ""},
		{url.Values{"verb": {"revoke"}, "name": {string(d.kiosk.ID)}}, 409, ""},
	} {
		if w := d.post(path+"/act", tt.form); w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%v: %d, want %d", tt.form, w.Code, tt.want)
		}
	}
	wants(t, d.page(path), "已停用", "停用这台机器", "root")
	if w := d.post("/kiosks/enrol", url.Values{"village": {"445203000000"}}); w.Code != http.StatusBadRequest {
		t.Errorf("a code for nowhere: %d", w.Code)
	}
}

func TestKiosksPageShowsContactAndWhatWasSetAside(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil), countytest.Raw(2, "hotline", []byte("{}")))
	page := d.page("/kiosks")
	wants(t, page, string(d.kiosk.ID), "锡场镇江滨村", "11月23日 14:26", `<td class="number">2</td>`, "正常", "区平台还不认识这一种记录")
	d.clock = d.clock.Add(25 * time.Hour)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page("/kiosks"), "一天没联系上")
	if err := d.db.Revoke(t.Context(), d.kiosk.ID); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/kiosks"), "已停用")
}
