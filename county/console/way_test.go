package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

func (d *desk) act(seq int64, form url.Values) int {
	d.t.Helper()
	return d.post(d.casePath(seq)+"/act", form).Code
}

func TestACaseIsHandledFromTheFirstStepToTheLast(t *testing.T) {
	d := newDesk(t, countytest.Case(1, func(b map[string]any) {
		b["materials"] = []any{map[string]any{"code": "id-front", "name": "身份证正面", "how": "file"}}
	}))
	wants(t, d.page(d.casePath(1)), "最迟 11月30日 要答复", "第三十二条", `class="first"`, `class="last"`, "受理", "一次性告知补正", "不予受理")
	for _, verb := range []string{"precheck", "accept", "review", "approve", "make", "deliver", "complete"} {
		if code := d.act(1, url.Values{"verb": {verb}}); code != http.StatusSeeOther {
			t.Fatalf("%s: %d", verb, code)
		}
	}
	page := d.page(d.casePath(1))
	wants(t, page, "已办结", "已经办完，不能再改", "现在不计时", "开始预审", "准予", "chen，区级审核员")
	lacks(t, page, `name="verb"`)
	if code := d.act(1, url.Values{"verb": {"withdraw"}}); code != http.StatusConflict {
		t.Errorf("after the end: %d", code)
	}
}

func TestARefusedActIsSaidAndChangesNothing(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil)) // with a paper that may follow
	for name, tt := range map[string]struct {
		form url.Values
		says string
	}{
		"no material":  {url.Values{"verb": {"ask"}}, "补正要写明"},
		"kept":         {url.Values{"verb": {"ask"}, "reason": {"not_full"}}, `<details class="deed" open>`},
		"no reason":    {url.Values{"verb": {"refuse"}}, "不予受理要写明原因"},
		"no words":     {url.Values{"verb": {"refuse"}, "reason": {"twice"}, "words": {" "}}, "请写明理由"},
		"two lines":    {url.Values{"verb": {"refuse"}, "reason": {"twice"}, "words": {"x"}, "told": {"一\n二"}}, "只能有一行"},
		"a name":       {url.Values{"verb": {"refuse"}, "reason": {"twice"}, "words": {"保留的理由"}, "told": {"请陈 惜娟再来"}}, "保留的理由"},
		"a number":     {url.Values{"verb": {"refuse"}, "reason": {"twice"}, "words": {"x"}, "told": {"号码 445203 19491231 0021"}}, "不要写姓名"},
		"nobody asks":  {url.Values{"verb": {"accept"}, "told": {"好"}}, "请留空"},
		"unknown verb": {url.Values{"verb": {"bless"}}, "没有这一种"},
		"out of order": {url.Values{"verb": {"make"}}, "现在不能改成"},
	} {
		w := d.post(d.casePath(1)+"/act", tt.form)
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), tt.says) || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	wants(t, d.page(d.casePath(1)), "已收件，尚未受理")
	d.act(1, url.Values{"verb": {"accept"}})
	d.act(1, url.Values{"verb": {"review"}})
	if w := d.post(d.casePath(1)+"/act", url.Values{"verb": {"approve"}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "容缺的材料还没有补齐") {
		t.Errorf("granted with a paper missing: %d", w.Code)
	}
	d.signIn(office.Account{Name: "boss", Person: "领导", Role: office.RoleLeader})
	if code := d.act(1, url.Values{"verb": {"made_up"}}); code != http.StatusConflict {
		t.Errorf("a leader handles papers: %d", code)
	}
	lacks(t, d.page(d.casePath(1)), `value="made_up"`, ">准予<")
}

func TestACaseThatNobodyAnsweredIsFlagged(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	d.clock = time.Date(2026, 12, 1, 0, 30, 0, 0, d.clock.Location())
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page(d.casePath(1)), "行政许可依法算受理", "超期")
}
