package flow_test

import (
	"strings"
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func TestTheGuideOfAPackageShowsItsUnitsAndOneDeadline(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	item, _ := flowtest.Item(flowtest.Package)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	g := turn.Guide
	want := []flow.PartLine{
		{Name: "1. 存量房买卖合同网签备案", Note: "区住房和城乡建设局", Days: "1 个工作日"},
		{Name: "2. 契税申报缴纳", Note: "区税务局；选了“要”才办", Days: "1 个工作日"},
		{Name: "3. 房屋所有权转移登记", Note: "区自然资源局（不动产登记中心）；等第 2 项办好再办（契税法第11条：未缴契税的不予办理登记）；最迟第 6 个工作日", Days: "5 个工作日"},
	}
	if len(g.Parts) != len(want) {
		t.Fatalf("parts %+v", g.Parts)
	}
	for i := range want {
		if g.Parts[i] != want[i] {
			t.Errorf("part %d is %+v, want %+v", i, g.Parts[i], want[i])
		}
	}
	if days := g.Figures()[1]; days.Value != "6" {
		t.Errorf("the figure is %+v: the longest way, not the sum", days)
	}
	if !strings.Contains(g.Deadline.Sentence, "按最长的一路算") {
		t.Errorf("nobody says why: %q", g.Deadline.Sentence)
	}
	if why := g.Bring[1].Why; why != "第 1、2、3 项都用这一份" {
		t.Errorf("of the shared paper is said %q", why)
	}
}
