package flow_test

import (
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

const freeSlot = village.SlotID("202612010930100044520310400001")

func TestATimeIsBookedThroughThePages(t *testing.T) {
	m := flowtest.New()
	m.Store.Free = []village.SlotLeft{{Slot: freeSlot, Next: 2, Left: 3}}
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(5)
	if turn.Booking.Left != 3 {
		t.Fatalf("%d seats are free", turn.Booking.Left)
	}
	turn.Booking.Window()
	turn.Notice.Agree()
	q := turn.Form.Question()
	if len(q.Choices) != 1 || q.Choices[0].Label != "12月1日 9:30–10:00 星期二 锡场镇 1 号窗口" {
		t.Fatalf("asks %+v", q)
	}
	answerAll(t, turn, map[string]string{
		"form.slot": string(freeSlot), "form.matter": "办津贴", "form.priority": "不用", "form.name": "陈阿妹", "form.phone": "13800000000",
	})
	if turn.Confirm.Rows[1].Value != q.Choices[0].Label {
		t.Errorf("the summary says %+v", turn.Confirm.Rows[1])
	}
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || turn.Accepted.Accepted.Case.Number != freeSlot.Appointment(2) {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
	}
	steps := turn.Accepted.Steps()
	last := steps[len(steps)-1]
	for word := range strings.FieldsSeq(strings.ReplaceAll(q.Choices[0].Label, "，", " ")) {
		if !strings.Contains(last.Label+" "+last.Value, word) {
			t.Errorf("the last step is %+v, without %s", last, word)
		}
	}
}

func TestASlotThatFilledUpMeanwhileIsAskedAgain(t *testing.T) {
	m := flowtest.New()
	m.Store.Free = []village.SlotLeft{{Slot: freeSlot, Next: 2, Left: 1}}
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(5)
	turn.Booking.Window()
	turn.Notice.Agree()
	answerAll(t, turn, map[string]string{
		"form.slot": string(freeSlot), "form.matter": "办津贴", "form.priority": "不用", "form.name": "陈阿妹", "form.phone": "13800000000",
	})
	m.Store.Free = nil
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != "form.slot" || turn.Form.Problem.Text == "" {
		t.Errorf("at %s: %+v", turn.Route(), turn.Form.Problem)
	}
}

func TestWithoutSeatsOnlyAVisitCanBeAskedFor(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.Home.Choose(5)
	turn.Booking.Window()
	if turn.Route() != flow.RouteBooking {
		t.Errorf("led to %s", turn.Route())
	}
	turn.Booking.Home()
	if turn.Route() != flow.RouteNotice {
		t.Errorf("led to %s", turn.Route())
	}
}
