package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestM12WordsWithoutAResultAreReviewedInTheConsole(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	tell := func(day village.Day, words string, count int) {
		t.Helper()
		if err := d.db.KeepMisses(t.Context(), d.kiosk.ID, []village.Miss{countytest.Miss(d.kiosk.ID, day, words, count)}); err != nil {
			t.Fatal(err)
		}
		if err := (office.MissOpener{Book: d.db, Secrets: []seal.CountySecret{sealtest.Secret()}}).Open(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	tell("2026-11-20", "老人乘车卡", 7)
	tell("2026-11-21", "补牙", 1)
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
	tell("2026-11-22", "老人乘车卡", 2)
	wants(t, d.page("/misses"), "老人乘车卡", "新 2", "已加别名")
}
