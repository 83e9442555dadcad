package flow_test

import (
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// asked walks to a question of the item that has every type of field.
func asked(t *testing.T, field string) *flow.Turn {
	t.Helper()
	turn := flow.NewTurn(flowtest.New().Kiosk)
	item, _ := flowtest.Item(flowtest.Everything)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	answers := map[string]string{
		flow.FieldName: "陈阿妹", flow.FieldID: validID, flow.FieldPhone: "13800000000",
		"form.text": "锡场镇", "form.id": validID, "form.phone": "13800000000", "form.date": "20261103",
		"form.division": "445203104202", "form.choice": "残疾", "form.bool": "yes",
	}
	for turn.Form.Question().Field != field {
		q := turn.Form.Question()
		turn.Form.Set(answers[q.Field])
		if turn.Form.Next(); turn.Form.Question().Field == q.Field {
			t.Fatalf("%s: %s", q.Field, turn.Form.Problem.Text)
		}
	}
	return turn
}

func TestADateIsChosenOnTheCalendar(t *testing.T) {
	f := asked(t, "form.date").Form
	m := f.Month()
	if !f.Picking() || m.Year != "2026年" || m.Name != "11月" || m.First != 6 || m.Days != 30 || m.Today != 23 || m.Chosen != 0 {
		t.Fatalf("this month is %+v", m)
	}
	f.TurnYear(-1)
	f.TurnMonth(-9)
	if m := f.Month(); m.Year != "2025年" || m.Name != "2月" || m.Days != 28 || m.Today != 0 {
		t.Errorf("nine months before November 2025 is %+v", m)
	}
	f.PickDay(28)
	if f.Value() != "20250228" || f.Month().Chosen != 28 || f.Problem.Text != "" {
		t.Errorf("chosen %q, %+v, %q", f.Value(), f.Month(), f.Problem.Text)
	}
	if f.Next(); f.Question().Field == "form.date" {
		t.Errorf("still at the date: %s", f.Problem.Text)
	}
}

func TestTheCalendarOpensAtTheAnswerAndEndsWithItsYears(t *testing.T) {
	f := asked(t, "form.date").Form
	f.Set("19460305")
	if m := f.Month(); m.Year != "1946年" || m.Name != "3月" || m.Chosen != 5 {
		t.Errorf("the page of the answer is %+v", m)
	}
	f.Set("19000110")
	f.TurnMonth(-1)
	if m := f.Month(); m.Year != "1900年" || m.Name != "1月" {
		t.Errorf("before the first year is %+v", m)
	}
}

// The next question and the next person find no page turned to.
func TestNobodyFindsACalendarTurned(t *testing.T) {
	turn := asked(t, "form.date")
	turn.Form.TurnYear(-3)
	turn.Form.TypeDate(true)
	turn.Form.TypeDate(false)
	if m := turn.Form.Month(); m.Today == 0 {
		t.Errorf("after digits it shows %+v", m)
	}
	turn.Form.TurnYear(-3)
	turn.Form.PickDay(1)
	turn.Form.Next()
	turn.Back()
	if turn.Form.Digits || turn.Form.Month().Chosen != 1 {
		t.Errorf("digits %v, %+v", turn.Form.Digits, turn.Form.Month())
	}
}

func TestASmallNumberIsSteppedOrTyped(t *testing.T) {
	f := asked(t, "form.number").Form
	if least, _ := f.StepEnds(); !f.Counting() || !least {
		t.Fatalf("counting %v, least %v", f.Counting(), least)
	}
	f.Step(-1)
	if f.Value() != "" {
		t.Errorf("less than nothing is %q", f.Value())
	}
	f.Step(1)
	f.Step(1)
	f.Step(-1)
	if f.Value() != "1" {
		t.Errorf("stepped to %q", f.Value())
	}
	f.Digit("2")
	f.Step(1)
	if f.Value() != "13" {
		t.Errorf("12 and one is %q", f.Value())
	}
}

func TestADecidedCaseSaysHowItsDaysAreCounted(t *testing.T) {
	m := flowtest.New()
	m.At = time.Date(2026, 9, 23, 10, 42, 0, 0, village.Zone)
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	code := turn.Accepted.Accepted.ShortCode
	look := func() {
		turn.GoHome()
		turn.Home.Choose(2)
		for _, r := range string(code) {
			turn.Progress.Type(t.Context(), string(r))
		}
	}
	if look(); turn.Progress.Limit().Known {
		t.Error("a deadline is said of a case that nobody accepted")
	}
	accepted := village.CaseStep{State: village.CaseAccepted, AtMS: time.Date(2026, 9, 24, 9, 0, 0, 0, village.Zone).UnixMilli()}
	m.Store.State, m.Store.Steps = village.RecordDurable, []village.CaseStep{accepted}
	m.At = time.Date(2026, 10, 9, 10, 26, 0, 0, village.Zone)
	look()
	want := map[int]flow.StripDay{
		3: {Mark: flow.StripStart, Day: "24", Words: "受理"}, 4: {Day: "25", Words: "放假"}, 7: {Mark: flow.StripCounted, Day: "28", Words: "第1"},
		10: {Day: "10/1", Words: "放假"}, 18: {Mark: flow.StripToday, Day: "9", Words: "今天 5"}, 19: {Mark: flow.StripAhead, Day: "10", Words: "上班 6"},
		20: {Day: "11", Words: "休"}, 24: {Mark: flow.StripDue, Day: "15", Words: "最迟 10"}, 25: {Day: "16"},
	}
	strip := turn.Progress.Strip()
	if len(strip.Days) != 28 {
		t.Fatalf("%d days", len(strip.Days))
	}
	for i, day := range want {
		if strip.Days[i] != day {
			t.Errorf("day %d is %+v, want %+v", i, strip.Days[i], day)
		}
	}
	m.Store.Steps = append(m.Store.Steps, village.CaseStep{State: village.SupplementAsked, AtMS: m.At.UnixMilli()})
	if look(); turn.Progress.Limit().Known {
		t.Error("a deadline is said while papers are asked for")
	}
}
