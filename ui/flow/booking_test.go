package flow_test

import (
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

const freeSlot = village.SlotID("202612010930100044520310400001")

func TestM4ATimeIsBookedThroughThePages(t *testing.T) {
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
		t.Fatalf("at %s, asks %+v, %v", turn.Route(), q, turn.Form.Problem)
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

// evening is shortly before the window closes.
func evening() time.Time { return time.Date(2026, 11, 23, 17, 5, 0, 0, village.Zone) }

func TestM5TheWindowIsAskedToStayOpenThroughThePages(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(5)
	if turn.Booking.CanAsk() {
		t.Error("it is asked in the morning")
	}
	turn.Booking.Longer()
	if turn.Route() != flow.RouteBooking {
		t.Fatalf("in the morning it leads to %s", turn.Route())
	}
	m.At = evening()
	turn.GoHome()
	turn.Home.Board()
	if !turn.Board.CanAsk() {
		t.Fatal("the board with the hours does not say it")
	}
	turn.Board.Ask()
	turn.Booking.Longer()
	turn.Notice.Agree()
	q := turn.Form.Question()
	if len(q.Choices) != 4 || q.Choices[0].Label != "等到 18:00" || q.Choices[3].Value != "17:30-19:30" {
		t.Fatalf("at %s, asks %+v, %v", turn.Route(), q, turn.Form.Problem)
	}
	answerAll(t, turn, map[string]string{"form.hours": "17:30-18:00", "form.matter": "办津贴", "form.name": "陈阿妹", "form.phone": "13800000000"})
	turn.Confirm.Submit(t.Context())
	steps := turn.Accepted.Steps()
	if last := steps[len(steps)-1]; turn.Route() != flow.RouteAccepted || !strings.Contains(last.Value, "没有答复，窗口按原来的时间关") {
		t.Fatalf("at %s, %+v", turn.Route(), steps)
	}
	code := turn.Accepted.Accepted.ShortCode
	for _, tt := range []struct {
		step village.CaseStep
		want string
	}{
		{village.CaseStep{State: village.Registered}, "没有答复"},
		{village.CaseStep{State: village.Dispatched, Hours: "17:30-18:00"}, "17:30-18:00"},
		{village.CaseStep{State: village.NotAccepted}, "等不了"},
	} {
		m.Store.Steps = append(m.Store.Steps, tt.step)
		turn.GoHome()
		turn.Home.Choose(2)
		for _, r := range string(code) {
			turn.Progress.Type(t.Context(), string(r))
		}
		if _, sentence, ok := turn.Progress.Decided(); !ok || !strings.Contains(sentence, tt.want) {
			t.Errorf("%s: %q", tt.step.State, sentence)
		}
		for _, s := range turn.Progress.Stages() {
			if strings.Contains(s.Name, "progress.") || strings.Contains(s.Name, "派给") {
				t.Errorf("the timeline says %+v", s)
			}
		}
	}
}

// TestM5HoursThatAreOverMeanwhileAreAskedAgain.
func TestM5HoursThatAreOverMeanwhileAreAskedAgain(t *testing.T) {
	m := flowtest.New()
	m.At = evening()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(5)
	turn.Booking.Longer()
	turn.Notice.Agree()
	answerAll(t, turn, map[string]string{"form.hours": "17:30-18:00", "form.matter": "办津贴", "form.name": "陈阿妹", "form.phone": "13800000000"})
	m.At = m.At.Add(time.Hour)
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != "form.hours" || m.Store.Saved() != 0 {
		t.Errorf("at %s: %+v", turn.Route(), turn.Form.Problem)
	}
}
