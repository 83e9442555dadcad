package flow_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestAPaperOfAnotherMachineIsAskedOnlineOnly: without a line the page says what it
// knows; with one it asks for the last four, and what it was told is gone with the turn.
func TestAPaperOfAnotherMachineIsAskedOnlineOnly(t *testing.T) {
	m := flowtest.New()
	asked := ""
	m.Kiosk.AskCounty = func(_ context.Context, code, four string, _ village.DivisionCode) (flow.CountyTold, error) {
		asked = code + four
		if four != "002X" {
			return flow.CountyTold{}, village.Refuse("code", "err.ask.no_match")
		}
		return flow.CountyTold{Item: "高龄津贴", Place: "锡场镇江滨村", State: village.CaseAccepted, FiledAt: m.At, Steps: []village.CaseStep{{State: village.CaseAccepted}}}, nil
	}
	turn := flow.NewTurn(m.Kiosk)
	p, e := turn.Progress, turn.Progress.Elsewhere
	look := func() {
		turn.GoHome()
		turn.Home.Choose(2)
		for _, r := range "H6FAJ7HN" {
			p.Type(t.Context(), string(r))
		}
	}
	look()
	if e.Start(); e.Open || p.Problem.Text == "" {
		t.Fatal("asked without a line")
	}
	m.Line.Online = true
	look()
	e.Start()
	for _, key := range []string{"1", "2", "3", "4", "5"} {
		e.Insert(key)
	}
	e.Ask(t.Context())
	if e.Told != nil || e.Problem.Text == "" || e.Digits != "" || asked != "H6FAJ7HN1234" {
		t.Fatalf("told %+v of %q, %q is left", e.Told, asked, e.Digits)
	}
	for _, key := range []string{"0", "0", "2", "x"} {
		e.Insert(key)
	}
	e.Ask(t.Context())
	if e.Told == nil || len(e.Lines()) != 2 || len(turn.Aloud()) == 0 {
		t.Fatalf("%+v", e.Problem)
	}
	turn.Finish()
	if e.Told != nil || e.Code != "" || e.Open {
		t.Errorf("left behind: %+v", e)
	}
}

// TestAQuestionToTheCountyIsNotDropped: while it is asked, neither a paper under the
// scanner nor a finger takes the page away.
func TestAQuestionToTheCountyIsNotDropped(t *testing.T) {
	m := flowtest.New()
	m.Line.Online = true
	m.Kiosk.AskCounty = func(context.Context, string, string, village.DivisionCode) (flow.CountyTold, error) {
		return flow.CountyTold{Item: "高龄津贴"}, nil
	}
	m.Kiosk.ReadCode = func(string) (village.ShortCode, error) { return "K7M3X9RT", nil }
	turn := flow.NewTurn(m.Kiosk)
	p, e := turn.Progress, turn.Progress.Elsewhere
	turn.Home.Choose(2)
	for _, r := range "H6FAJ7HN" {
		p.Type(t.Context(), string(r))
	}
	e.Start()
	for _, key := range []string{"0", "0", "2", "x"} {
		e.Insert(key)
	}
	m.Hold = true
	e.Ask(t.Context())
	p.Erase()
	turn.Scanned(t.Context(), "receipt")
	m.Hold = false
	m.Later[len(m.Later)-1]()
	if p.Typed != "H6FAJ7HN" || e.Told == nil {
		t.Errorf("%q is typed, told %+v", p.Typed, e.Told)
	}
	turn.Scanned(t.Context(), "receipt")
	if p.Typed != "K7M3X9RT" {
		t.Errorf("after the answer %q is typed", p.Typed)
	}
}

// TestTwoCasesWithOneCodeAreToldApartByWhereTheyWereHandedIn: the last four are typed once;
// a place that is wrong is said to be, and another one can be chosen.
func TestTwoCasesWithOneCodeAreToldApartByWhereTheyWereHandedIn(t *testing.T) {
	m := flowtest.New()
	m.Line.Online = true
	var asked []string
	m.Kiosk.AskCounty = func(_ context.Context, code, four string, place village.DivisionCode) (flow.CountyTold, error) {
		asked = append(asked, code+" "+four+" "+string(place))
		switch place {
		case "445203104202":
			return flow.CountyTold{Item: "高龄津贴"}, nil
		case "":
			return flow.CountyTold{}, &village.Error{Kind: village.Conflict, Field: "village", Key: "err.ask.several"}
		}
		return flow.CountyTold{}, &village.Error{Kind: village.Conflict, Field: "village", Key: "err.ask.place"}
	}
	turn := flow.NewTurn(m.Kiosk)
	p, e := turn.Progress, turn.Progress.Elsewhere
	turn.Home.Choose(2)
	for _, r := range "H6FAJ7HN" {
		p.Type(t.Context(), string(r))
	}
	e.Start()
	for _, key := range []string{"0", "0", "2", "x"} {
		e.Insert(key)
	}
	e.Ask(t.Context())
	if !e.Several || e.Problem.Text != "" || len(turn.Aloud()) < 6 {
		t.Fatalf("the place is not asked: %+v", e)
	}
	if e.Ask(t.Context()); len(asked) != 1 {
		t.Error("asked again before a place was chosen")
	}
	e.Pick("445203104000")
	if e.Village != "" || e.Places()[0].Code != "445203104000" || e.Places()[1].Code != "445203104202" {
		t.Fatalf("the centre of the town and the village of this machine do not come first: %+v", e.Places())
	}
	e.Pick("445203104000")
	e.Ask(t.Context())
	if e.Told != nil || e.Problem.Text != "这一件不是在那里交的。请看看回执上写的服务中心，再选一次。" || e.Village != "" {
		t.Errorf("after a wrong place: %+v", e)
	}
	e.Pick("445203104202")
	e.Ask(t.Context())
	if e.Told == nil || len(asked) != 3 || asked[0] != "H6FAJ7HN 002X " || asked[2] != "H6FAJ7HN 002X 445203104202" {
		t.Errorf("asked %q, told %+v", asked, e.Told)
	}
	if turn.Finish(); e.Several || e.Village != "" || e.Town != "" {
		t.Errorf("left behind: %+v", e)
	}
}

// TestWhatTheCountySaysOfAnotherMachinesPaperSaysWhatToDo: a sentence for each state.
func TestWhatTheCountySaysOfAnotherMachinesPaperSaysWhatToDo(t *testing.T) {
	step := func(s village.CaseState) village.CaseStep { return village.CaseStep{State: s} }
	unfit := village.CaseStep{State: village.NotAccepted, Reason: village.ReasonNotOurs}
	wanted := village.CaseStep{State: village.SupplementAsked, Materials: []string{"sfz", "hkb"}}
	turn := flow.NewTurn(flowtest.New().Kiosk)
	e := turn.Progress.Elsewhere
	for want, steps := range map[string][]village.CaseStep{
		"还没有受理":   nil,
		"按承诺的时间办": {step(village.CaseAccepted)},
		"补 2 样材料": {step(village.CaseAccepted), wanted},
		"决定不同意":   {step(village.Refused), step(village.Completed)},
		turn.Progress.T("case.reason." + string(unfit.Reason)): {unfit},
	} {
		e.Told = &flow.CountyTold{Steps: steps}
		if got := e.Next(); !strings.Contains(got, want) {
			t.Errorf("%v: %q, want %q", steps, got, want)
		}
	}
}

// TestH1ARequestOfAnotherMachineIsSaidAsItsOwnMachineSaysIt: its number, where it stands, the
// answer, and of a case why it came to a no.
func TestH1ARequestOfAnotherMachineIsSaidAsItsOwnMachineSaysIt(t *testing.T) {
	for name, tt := range map[string]struct {
		told                      flow.CountyTold
		number, next, answer, why string
	}{
		"answered": {flow.CountyTold{Code: "12345-help", Item: "12345 求助", State: village.Answered, Number: "2026113044520300001", Steps: []village.CaseStep{
			{State: village.Registered, Order: "2026113044520300001"}, {State: village.Answered, Text: "灯已经修好了"}}}, "工单号 2026113044520300001", "", "灯已经修好了", ""},
		"an appointment": {flow.CountyTold{Code: village.BookWindow, Item: "预约窗口", State: village.Registered, Number: "A4"}, "预约号 A4", "这个号已经约好", "", ""},
		"longer hours": {flow.CountyTold{Code: village.BookLonger, Item: "请窗口延时", State: village.Dispatched, Steps: []village.CaseStep{
			{State: village.Dispatched, Hours: "17:30-18:00"}}}, "", "17:30-18:00", "", ""},
		"refused": {flow.CountyTold{Code: "x", Item: "高龄津贴", State: village.NotAccepted, Number: "31-1", Steps: []village.CaseStep{
			{State: village.NotAccepted, Reason: "not_ours", Text: "请到镇里的窗口办"}}}, "办件编号 31-1", "", "", "请到镇里的窗口办"},
	} {
		m := flowtest.New()
		m.Line.Online = true
		m.Kiosk.AskCounty = func(context.Context, string, string, village.DivisionCode) (flow.CountyTold, error) {
			return tt.told, nil
		}
		turn := flow.NewTurn(m.Kiosk)
		turn.Home.Choose(2)
		for _, r := range "H6FAJ7HN" {
			turn.Progress.Type(t.Context(), string(r))
		}
		e := turn.Progress.Elsewhere
		e.Start()
		for _, key := range "0031" {
			e.Insert(string(key))
		}
		e.Ask(t.Context())
		if e.Told == nil || e.Number() != tt.number || !strings.Contains(e.Next(), tt.next) || e.Next() == "" || e.Answer() != tt.answer || e.Why() != tt.why {
			t.Errorf("%s: %q, %q, %q, %q", name, e.Number(), e.Next(), e.Answer(), e.Why())
		}
		var aloud strings.Builder
		for _, p := range turn.Aloud() {
			aloud.WriteString(p.Text)
		}
		if !strings.Contains(aloud.String(), tt.answer) || !strings.Contains(aloud.String(), tt.why) {
			t.Errorf("%s: 朗读 says %s", name, aloud.String())
		}
	}
}

// TestM4AnAppointmentOfAnotherMachineSaysItsTimeUntilItIsCancelled, and longer hours are said
// in their own words, with who decided.
func TestM4AnAppointmentOfAnotherMachineSaysItsTimeUntilItIsCancelled(t *testing.T) {
	e := flow.NewTurn(flowtest.New().Kiosk).Progress.Elsewhere
	e.Told = &flow.CountyTold{Code: village.BookWindow, State: village.Registered, Number: "202612010930100044520310400001001+2"}
	if !strings.Contains(e.Time(), "9:30") || strings.Contains(e.Number(), "+") {
		t.Errorf("it says %q, %q", e.Time(), e.Number())
	}
	e.Told.State = village.Withdrawn
	if e.Time() != "" || e.Number() != "" || !strings.Contains(e.Next(), "不用来了") {
		t.Errorf("cancelled, it says %q, %q, %q", e.Time(), e.Number(), e.Next())
	}
	e.Told = &flow.CountyTold{Code: village.BookHome, Steps: []village.CaseStep{{State: village.Dispatched, Due: "2026-12-03"}}}
	if !strings.Contains(e.Time(), "上门") {
		t.Errorf("of a visit it says %q", e.Time())
	}
	for _, over := range []village.CaseState{village.Completed, village.Withdrawn, village.Answered} {
		if e.Told.State = over; e.Time() != "" {
			t.Errorf("%s, it still says %q", over, e.Time())
		}
	}
	e.Told = &flow.CountyTold{Code: village.BookLonger, Steps: []village.CaseStep{{State: village.Dispatched, Unit: "锡场镇"}}}
	if s := e.Lines()[1]; s.Name != "同意延时" || s.Note != "锡场镇" {
		t.Errorf("of longer hours it says %+v", s)
	}
}

// Test44APaperOfAnotherMachineNamesWhatToBringAndWhereTheResultIs: by names, where to, until when;
// the way of the result stands in its place among the steps and is said instead of words in general.
func Test44APaperOfAnotherMachineNamesWhatToBringAndWhereTheResultIs(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	e := turn.Progress.Elsewhere
	e.Told = &flow.CountyTold{
		Place: "锡场镇江滨村", State: village.SupplementAsked, Steps: []village.CaseStep{{State: village.SupplementAsked, AtMS: 1, Materials: []string{"a"}}},
		Wanted: []string{"户口簿"}, Follow: []string{"户口簿", "照片"}, FollowBy: "2026-12-04",
	}
	list := e.ToBring()
	if len(list) != 2 || !slices.Equal(list[0].Papers, []string{"户口簿"}) || !slices.Equal(list[1].Papers, []string{"照片"}) {
		t.Fatalf("to bring: %+v", list)
	}
	if last := list[1].Notes; !strings.Contains(list[0].Notes[0].Text, "锡场镇江滨村") || !strings.Contains(last[len(last)-1].Text, "12月4日") && !strings.Contains(fmt.Sprint(last), "12月4日") {
		t.Errorf("where to and until when: %+v", list)
	}
	if next := e.Next(); strings.Contains(next, "区里的通知上写着") {
		t.Errorf("papers that are named are sought elsewhere: %s", next)
	}
	e.Told = &flow.CountyTold{State: village.Completed, Steps: []village.CaseStep{{State: village.Delivery, AtMS: 5}, {State: village.Completed, AtMS: 9}}, Deliveries: []village.DeliveryWord{
		{State: village.DeliverySent, AtMS: 6, Carrier: "sf", Waybill: "****5678"}, {State: village.DeliveryHandedOver, AtMS: 7},
	}}
	var names []string
	for _, line := range e.Lines() {
		names = append(names, line.Name)
	}
	if got := strings.Join(names[1:], ","); got != "送达,结果已寄出,结果已领取（签收）,区里办结" || !strings.Contains(e.Next(), "已经领取") {
		t.Errorf("%s; %s", got, e.Next())
	}
}
