package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/county/countytest"
)

// TestM8AnOfficerSendsAResultAndTheAddressOpensForAReason, as the number of the carrier does.
func TestM8AnOfficerSendsAResultAndTheAddressOpensForAReason(t *testing.T) {
	d := newDesk(t, countytest.Case(1, func(b map[string]any) {
		b["delivery"] = map[string]any{"mode": "express", "address": "江滨村一巷2号", "name": "陈小妹", "phone": "13900000001", "payer": "receiver"}
		b["materials"] = []any{map[string]any{"code": "id-front", "name": "身份证正面", "how": "file"}}
	}))
	for _, verb := range []string{"accept", "review", "approve", "deliver"} {
		d.act(1, url.Values{"verb": {verb}})
	}
	page := d.page(d.casePath(1))
	wants(t, page, "寄到哪里", "已填写，查看个人信息后可见", "到付", `value="sent"`, `name="waybill"`, "顺丰", `value="at_village"`)
	lacks(t, page, "一巷2号", "陈小妹", `value="handed_over"`)
	w := d.post(d.casePath(1)+"/act", url.Values{"verb": {"sent"}, "carrier": {"sf"}, "waybill": {"13800000000"}})
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "不能是证件号或手机号") {
		t.Errorf("sent under a telephone: %d", w.Code)
	}
	if code := d.act(1, url.Values{"verb": {"sent"}, "carrier": {"sf"}, "waybill": {"sf1234567890123"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	page = d.page(d.casePath(1))
	wants(t, page, "结果已寄出", "顺丰 ****0123", `value="handed_over"`, `value="returned"`)
	lacks(t, page, "SF1234567890123")
	d.look(1)
	wants(t, d.page(d.casePath(1)), "江滨村一巷2号，陈小妹，13900000001", "顺丰 SF1234567890123")
	d.act(1, url.Values{"verb": {"handed_over"}})
	page = d.page(d.casePath(1))
	wants(t, page, "结果已领取或签收", `value="complete"`)
	lacks(t, page, `value="sent"`)
}
