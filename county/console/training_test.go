package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/county/office"
)

func TestM15WhoPassedWhatIsNotedOnce(t *testing.T) {
	d := newDesk(t)
	if err := d.db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: d.clock, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	day := d.clock.Format("2006-01-02")
	form := func(more ...string) url.Values {
		v := url.Values{"course": {"高龄津贴怎么收件"}, "badge": {"B-1"}, "day": {day}}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	for name, tt := range map[string][2]string{
		"course": {" ", "请写课程或事项"}, "badge": {"B-9", "没有这个工牌"}, "day": {"2027-01-01", "不晚于今天"},
	} {
		if w := d.post("/training", form(name, tt[0])); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tt[1]) {
			t.Errorf("%s %q: %d", name, tt[0], w.Code)
		}
	}
	if w := d.post("/training", form()); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := d.post("/training", form()); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "已经记过") {
		t.Errorf("twice: %d", w.Code)
	}
	wants(t, d.page("/training"), "高龄津贴怎么收件", "陈丽君", "B-1", "chen")
	d.signIn(office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	wants(t, d.page("/training"), "陈丽君")
	if w := d.post("/training", form("course", "别的")); w.Code != http.StatusForbidden {
		t.Errorf("a town notes it: %d", w.Code)
	}
}
