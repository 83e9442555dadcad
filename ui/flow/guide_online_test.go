package flow_test

import (
	"slices"
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func TestP2TheLawsAndTheOnlineWayAreReadAloud(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	it, _ := flowtest.Item(flowtest.Allowance)
	turn.Search.Chosen(it)
	spoken := turn.Aloud()
	has := func(key, text string) bool {
		return slices.ContainsFunc(spoken, func(p flow.Phrase) bool { return p.Key == key && key != "" || p.Text == text && text != "" })
	}
	if !has("guide.online.scan", "") || !has("", it.LegalBasis[0]) {
		t.Errorf("read aloud: %+v", spoken)
	}
	it.OnlineURL, it.LegalBasis = "http://www.gdzwfw.gov.cn/", nil
	turn.Search.Chosen(it)
	if spoken = turn.Aloud(); has("guide.online", "") || has("guide.basis", "") {
		t.Errorf("of what is not there is read: %+v", spoken)
	}
}
