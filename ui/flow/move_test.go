package flow_test

import (
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// booked is a person at the progress of an appointment, with another slot free.
func booked(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m := flowtest.New()
	m.Store.Free = []village.SlotLeft{
		{Slot: "202612010930100044520310400001", Next: 2, Left: 3}, {Slot: "202612021430150044520310400001", Next: 1, Left: 1},
	}
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(5)
	turn.Booking.Window()
	turn.Notice.Agree()
	answers := map[string]string{
		"form.slot": "202612010930100044520310400001", "form.matter": "办津贴", "form.priority": "不用", "form.name": "陈阿妹", "form.phone": "13800000000",
	}
	for turn.Route() == flow.RouteForm {
		turn.Form.Set(answers[turn.Form.Question().Field])
		turn.Form.Next()
	}
	turn.Confirm.Submit(t.Context())
	code := string(turn.Accepted.Accepted.ShortCode)
	turn.Finish()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	if !turn.Progress.Found || !turn.Progress.Can(village.Move) || !turn.Progress.Can(village.Withdraw) {
		t.Fatalf("found %v, %+v", turn.Progress.Found, turn.Progress.Problem)
	}
	return m, turn
}

// again types the code of the paper that was followed up.
func again(t *testing.T, turn *flow.Turn) {
	t.Helper()
	code := string(turn.FollowUp.Handed.ShortCode)
	turn.Finish()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
}

// TestM4AMovedAppointmentSaysTheNewTimeAtComingBack, and its slip is printed; the slot that
// it has is not offered.
func TestM4AMovedAppointmentSaysTheNewTimeAtComingBack(t *testing.T) {
	m, turn := booked(t)
	turn.Progress.FollowUp(village.Move)
	f := turn.FollowUp
	if len(f.Slots) != 1 || f.Slots[0].Slot != "202612021430150044520310400001" {
		t.Fatalf("offered are %+v", f.Slots)
	}
	if f.Submit(t.Context()); f.Done() || f.Lacks() != "follow.lacks.slot" {
		t.Error("moved to no time")
	}
	f.Choose(f.Slots[0].Slot)
	f.Submit(t.Context())
	if !f.Done() || m.FollowSlips != 1 || !strings.Contains(f.Time(), "14:30") {
		t.Fatalf("%+v, %d slips, %s", f.Problem, m.FollowSlips, f.Time())
	}
	again(t, turn)
	stages := turn.Progress.Stages()
	if last := stages[len(stages)-1]; !strings.Contains(last.Name, "14:30") {
		t.Errorf("the page says %+v", last)
	}
}

// TestM4AnAppointmentIsTakenBackWithoutDigits: the page says so at once, and its time is
// no longer to come.
func TestM4AnAppointmentIsTakenBackWithoutDigits(t *testing.T) {
	_, turn := booked(t)
	turn.Progress.FollowUp(village.Withdraw)
	if turn.FollowUp.AsksFour() || turn.FollowUp.Lacks() != "" {
		t.Fatal("it asks for digits")
	}
	turn.FollowUp.Submit(t.Context())
	if !turn.FollowUp.Done() {
		t.Fatalf("%+v", turn.FollowUp.Problem)
	}
	again(t, turn)
	state, _, ok := turn.Progress.Decided()
	if !ok || state != "预约已取消" || turn.Progress.Can(village.Move) || turn.Progress.Can(village.Withdraw) {
		t.Errorf("the page says %q", state)
	}
	for _, s := range turn.Progress.Stages() {
		if strings.Contains(s.Name, "9:30") {
			t.Errorf("still to come: %+v", s)
		}
	}
}
