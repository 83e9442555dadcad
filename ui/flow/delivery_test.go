package flow_test

import (
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestM8ThePageSaysWhereTheResultIsAndWhatToDo, in the timeline and in one sentence, and a no
// stays a no.
func TestM8ThePageSaysWhereTheResultIsAndWhatToDo(t *testing.T) {
	ms := flowtest.Monday().UnixMilli()
	turn, m := found(t, village.CaseStep{State: village.Approved, AtMS: ms}, village.CaseStep{State: village.Delivery, AtMS: ms + 1})
	for n, step := range []struct {
		word village.DeliveryWord
		says string
	}{
		{village.DeliveryWord{State: village.DeliverySent, Carrier: "sf", Waybill: "SF12345678"}, "顺丰，单号 SF12345678。请留意快递电话"},
		{village.DeliveryWord{State: village.DeliveryReturned}, "已经退回。请带身份证和回执找村里工作人员"},
		{village.DeliveryWord{State: village.DeliveryAtVillage}, "村便民服务站。请带身份证和回执来领"},
		{village.DeliveryWord{State: village.DeliveryAtWindow}, "到办这件事的窗口领"},
		{village.DeliveryWord{State: village.DeliveryHandedOver}, "已经领取（签收）了"},
	} {
		step.word.AtMS = ms + int64(n)*time.Hour.Milliseconds() + 2
		m.Store.Deliveries = append(m.Store.Deliveries, step.word)
		drawn := false
		turn.Progress.Changed = func() { drawn = true }
		turn.Progress.Look(t.Context())
		state, sentence, _ := turn.Progress.Decided()
		stages := turn.Progress.Stages()
		last := stages[4+n]
		if !drawn || state != "结果送出了" || !strings.Contains(sentence, step.says) || !strings.HasPrefix(last.Name, "结果") || (last.State == flow.StageProblem) != (step.word.State == village.DeliveryReturned) {
			t.Errorf("%s: %s, %s, %+v", step.word.State, state, sentence, last)
		}
	}
	m.Store.Steps = append(m.Store.Steps, village.CaseStep{State: village.Completed, AtMS: ms + 24*time.Hour.Milliseconds()})
	turn.Progress.Look(t.Context())
	if stages := turn.Progress.Stages(); !strings.Contains(stages[len(stages)-1].Name, "办结") {
		t.Errorf("the last is %+v", stages[len(stages)-1])
	}
	m.Store.Deliveries = m.Store.Deliveries[:3] // fetched, and nobody noted that it was handed over
	turn.Progress.Look(t.Context())
	if _, sentence, _ := turn.Progress.Decided(); strings.Contains(sentence, "来领") {
		t.Errorf("of a case that is over it says %q", sentence)
	}
	turn, m = found(t, village.CaseStep{State: village.Refused}, village.CaseStep{State: village.Delivery})
	m.Store.Deliveries = []village.DeliveryWord{{State: village.DeliveryAtVillage}}
	turn.Progress.Look(t.Context())
	if _, sentence, _ := turn.Progress.Decided(); !strings.Contains(sentence, "不同意") || !strings.Contains(sentence, "来领") {
		t.Errorf("of a no it says %q", sentence)
	}
}
