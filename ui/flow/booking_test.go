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
	if turn.Booking.Left() != 3 {
		t.Fatalf("%d seats are free", turn.Booking.Left())
	}
	turn.Booking.InOwnWords()
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
	if words := spoken(turn); !strings.Contains(words, "约好了") || strings.Contains(words, "受理") || strings.Contains(words, "申请") || len(turn.Steps()) != 4 {
		t.Errorf("a booking is spoken of as an application: %s", words)
	}
	steps := turn.Accepted.Steps()
	last := steps[len(steps)-1]
	for word := range strings.FieldsSeq(strings.ReplaceAll(q.Choices[0].Label, "，", " ")) {
		if !strings.Contains(last.Label+" "+last.Value, word) {
			t.Errorf("the last step is %+v, without %s", last, word)
		}
	}
}

// TestM4TheMatterIsFoundLikeAnItemAndOnlyItsTimesAreOffered: from the page of bookings by the
// search, and from the guide of the item at once; nobody types its name.
func TestM4TheMatterIsFoundLikeAnItemAndOnlyItsTimesAreOffered(t *testing.T) {
	const other = village.SlotID("202612021000103044520310400002")
	m := flowtest.New()
	m.Store.Free = []village.SlotLeft{{Slot: freeSlot, Next: 2, Left: 3}, {Slot: other, Next: 1, Left: 4}}
	it, _ := flowtest.Item(flowtest.Allowance)
	m.Kiosk.Serves = func(id village.SlotID, of village.ServiceItem) bool { return id == other || of.Code != it.Code }
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(5)
	turn.Booking.Window()
	if turn.Route() != flow.RouteSearch || !turn.Search.Picks {
		t.Fatalf("at %s", turn.Route())
	}
	if turn.Back(); turn.Route() != flow.RouteBooking || turn.Search.Picks || turn.Booking.Left() != 7 {
		t.Fatalf("back at %s with %d seats", turn.Route(), turn.Booking.Left())
	}
	turn.Booking.Window()
	turn.Search.Chosen(it)
	if turn.Route() != flow.RouteNotice {
		t.Fatalf("the choice leads to %s", turn.Route())
	}
	booked := func() {
		t.Helper()
		turn.Notice.Agree()
		if q := turn.Form.Question(); len(q.Choices) != 1 || q.Choices[0].Value != string(other) {
			t.Fatalf("asks %+v", q)
		}
		answerAll(t, turn, map[string]string{"form.slot": string(other), "form.priority": "不用", "form.name": "陈阿妹", "form.phone": "13800000000"})
		form := turn.Confirm.Application().Form
		if form[village.BookItem] != string(it.Code) || form[village.BookMatter] != it.Name || turn.Confirm.Rows[1].Value != it.Name {
			t.Errorf("handed in is %v, the summary says %+v", form, turn.Confirm.Rows[1])
		}
	}
	booked()

	turn.GoHome()
	turn.Home.Choose(1)
	turn.Search.SetQuery(it.Name)
	turn.Search.Chosen(it)
	turn.Guide.Book()
	if turn.Route() != flow.RouteBooking || turn.Booking.Left() != 4 {
		t.Fatalf("at %s with %d seats", turn.Route(), turn.Booking.Left())
	}
	turn.Booking.Window()
	booked()
	for turn.Route() != flow.RouteGuide {
		turn.Back()
	}
	if turn.Guide.Item.Code != it.Code {
		t.Errorf("back, the guide is of %s", turn.Guide.Item.Code)
	}
	if turn.Back(); turn.Route() != flow.RouteSearch || turn.Search.Query != it.Name {
		t.Errorf("before it, %s for %q", turn.Route(), turn.Search.Query)
	}
}

func TestASlotThatFilledUpMeanwhileIsAskedAgain(t *testing.T) {
	m := flowtest.New()
	m.Store.Free = []village.SlotLeft{{Slot: freeSlot, Next: 2, Left: 1}}
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(5)
	turn.Booking.InOwnWords()
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
	turn.Booking.InOwnWords()
	turn.Booking.Window()
	if turn.Route() != flow.RouteBooking {
		t.Errorf("led to %s", turn.Route())
	}
	turn.Booking.InOwnWords()
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
	turn.Booking.InOwnWords()
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
	turn.Booking.InOwnWords()
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
	turn.Booking.InOwnWords()
	turn.Booking.Longer()
	turn.Notice.Agree()
	answerAll(t, turn, map[string]string{"form.hours": "17:30-18:00", "form.matter": "办津贴", "form.name": "陈阿妹", "form.phone": "13800000000"})
	m.At = m.At.Add(time.Hour)
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != "form.hours" || m.Store.Saved() != 0 {
		t.Errorf("at %s: %+v", turn.Route(), turn.Form.Problem)
	}
}
