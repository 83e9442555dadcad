package console

import (
	"strings"
	"testing"

	"bianmin/county/countytest"
)

// TestM6ACaseTakenAtHomeSaysWhoWasThereAndWhereOnlyWithAReason.
func TestM6ACaseTakenAtHomeSaysWhoWasThereAndWhereOnlyWithAReason(t *testing.T) {
	d := newDesk(t, countytest.Case(1, func(b map[string]any) {
		b["helper"] = "B-1"
		b["home_visit"] = map[string]any{"booking": "", "reason": "年纪大，走不动", "address": "江滨村一巷2号", "second": "B-2"}
	}))
	page := d.page(d.casePath(1))
	wants(t, page, "上门办", "第二位工作人员", "B-2", "打开个人信息后可见")
	d.look(1)
	wants(t, d.page(d.casePath(1)), "年纪大，走不动", "江滨村一巷2号")
	for _, closed := range []string{"走不动", "一巷2号"} {
		if strings.Contains(page, closed) {
			t.Errorf("the page shows %s without a reason", closed)
		}
	}
}

func TestAFileThatAnswersAQuestionIsCalledByItsName(t *testing.T) {
	r := countytest.Case(1, nil)
	r.Parts[0].Material = "form.signature"
	d := newDesk(t, r)
	wants(t, d.page(d.casePath(1)), "<b>签名</b>")
}
