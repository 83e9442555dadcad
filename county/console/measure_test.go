package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/county/office"
)

func TestP5AMeasureIsPutDownNotedAndOver(t *testing.T) {
	d := newDesk(t)
	d.signIn(office.Account{Name: "unit", Person: "周", Role: office.RoleUnit, Scope: office.Scope{Unit: "锡场镇社会事务办"}})
	form := func(more ...string) url.Values {
		v := url.Values{"title": {"窗口加一个人"}, "basis": {"揭东政务〔2026〕3号"}, "unit": {"锡场镇社会事务办"}, "due": {"2026-12-31"}}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	for name, tt := range map[string][2]string{
		"title": {" ", "请写要做什么"}, "basis": {"", "请写依据"}, "due": {"2026-11-01", "完成期限要像"}, "unit": {"别的单位", "请选责任单位"}, "number": {"x", "没有这条措施"},
	} {
		if w := d.post("/measures", form(name, tt[0])); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tt[1]) {
			t.Errorf("%s %q: %d", name, tt[0], w.Code)
		}
	}
	lacks(t, d.page("/measures"), "窗口加一个人")
	if w := d.post("/measures", form()); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	note := func(state, text string) int {
		return d.post("/measures", url.Values{"number": {"1"}, "state": {state}, "text": {text}}).Code
	}
	if got := note("open", " "); got != http.StatusBadRequest {
		t.Errorf("a note without words: %d", got)
	}
	if got := note("gone", "人到了"); got != http.StatusBadRequest {
		t.Errorf("a state that is none: %d", got)
	}
	if got := note("open", "人到了，见考勤表"); got != http.StatusSeeOther {
		t.Errorf("evidence: %d", got)
	}
	d.clock = d.clock.AddDate(0, 2, 0)
	d.signIn(office.Account{Name: "unit2", Person: "周", Role: office.RoleUnit, Scope: office.Scope{Unit: "锡场镇社会事务办"}})
	wants(t, d.page("/measures"), "窗口加一个人", "揭东政务〔2026〕3号", "过期了", "人到了，见考勤表", "进行中")
	if got := note("done", "完成，见总结"); got != http.StatusSeeOther {
		t.Errorf("done: %d", got)
	}
	if w := d.post("/measures", url.Values{"number": {"1"}, "state": {"open"}, "text": {"又来"}}); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "已经结束") {
		t.Errorf("after its end: %d", w.Code)
	}
	wants(t, d.page("/measures"), "已完成")
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleUnit, Scope: office.Scope{Unit: "别的单位"}})
	lacks(t, d.page("/measures"), "窗口加一个人")
	if w := d.post("/measures", url.Values{"number": {"1"}, "state": {"open"}, "text": {"x"}}); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "没有这条措施") {
		t.Errorf("another unit notes it: %d", w.Code)
	}
}
