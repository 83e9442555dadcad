package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
)

func TestM12WordsWithoutAResultAreReviewedInTheConsole(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	if err := d.db.KeepMisses(t.Context(), d.kiosk.ID, []village.Miss{{Day: "2026-11-20", Words: "老人乘车卡", Count: 7}, {Day: "2026-11-21", Words: "补牙", Count: 1}}); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/misses"), "老人乘车卡", "<td class=\"short number\">7</td>", "补牙", "11月20日")
	for field, tt := range map[string]struct {
		form url.Values
		want string
	}{
		"no outcome": {url.Values{"words": {"老人乘车卡"}}, "请选处理结果"},
		"no item":    {url.Values{"words": {"老人乘车卡"}, "outcome": {"alias"}, "note": {" "}}, "请写明加到了哪个事项"},
		"too long":   {url.Values{"words": {"老人乘车卡"}, "outcome": {"not_here"}, "note": {strings.Repeat("长", 101)}}, "不超过 100 个字"},
	} {
		if w := d.post("/misses", tt.form); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tt.want) || !strings.Contains(w.Body.String(), "补牙") {
			t.Errorf("%s: %d", field, w.Code)
		}
	}
	if w := d.post("/misses", url.Values{"words": {"没人搜过"}, "outcome": {"not_here"}}); w.Code != http.StatusNotFound {
		t.Errorf("words that nobody searched for: %d", w.Code)
	}
	if w := d.post("/misses", url.Values{"words": {"老人乘车卡"}, "outcome": {"alias"}, "note": {"老年人优待证"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	lacks(t, d.page("/misses"), "老人乘车卡")
	wants(t, d.page("/misses?done=1"), "老人乘车卡", "已加别名：老年人优待证（chen，")
	if err := d.db.KeepMisses(t.Context(), d.kiosk.ID, []village.Miss{{Day: "2026-11-22", Words: "老人乘车卡", Count: 2}}); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/misses"), "老人乘车卡", "新 2", "已加别名")
}
