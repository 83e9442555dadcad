package flow_test

import (
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// found is the progress page of a case about which the county said steps.
func found(t *testing.T, steps ...village.CaseStep) (*flow.Turn, *flowtest.Machine) {
	t.Helper()
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	code := string(turn.Accepted.Accepted.ShortCode)
	m.Store.State, m.Store.Steps = village.RecordStored, steps
	turn.GoHome()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	if !turn.Progress.Found {
		t.Fatal(turn.Progress.Problem.Text)
	}
	return turn, m
}

func TestM13ProgressSaysWhatTheCountyDecidedAndWhen(t *testing.T) {
	ms := flowtest.Monday().UnixMilli()
	for _, tt := range []struct {
		name  string
		steps []village.CaseStep
		state string // of the card; "" when nothing is decided
		last  flow.StageState
		count int
	}{
		{"nothing", nil, "", flow.StageLater, 4},
		{"accepted", []village.CaseStep{{State: village.CaseAccepted, AtMS: ms}}, "区里已受理", flow.StageLater, 4},
		{"asked", []village.CaseStep{{State: village.SupplementAsked, AtMS: ms, Materials: []string{"hkb"}}}, "区里请您补材料", flow.StageLater, 5},
		{"done", []village.CaseStep{{State: village.CaseAccepted, AtMS: ms}, {State: village.Completed, AtMS: ms}}, "区里已办结", flow.StageDone, 4},
		{"not accepted", []village.CaseStep{{State: village.NotAccepted, AtMS: ms, Reason: village.ReasonTwice}}, "区里没有受理", flow.StageDone, 3},
	} {
		turn, _ := found(t, tt.steps...)
		state, sentence, ok := turn.Progress.Decided()
		stages := turn.Progress.Stages()
		if state != tt.state || ok != (tt.state != "") || len(stages) != tt.count || stages[len(stages)-1].State != tt.last {
			t.Errorf("%s: %q %q %+v", tt.name, state, sentence, stages)
		}
		if ok && !strings.Contains(stages[2].When, "11月23日") {
			t.Errorf("%s: the county's act has the time %q", tt.name, stages[2].When)
		}
	}
}

func TestANoIsSaidToTheEnd(t *testing.T) {
	turn, _ := found(t, village.CaseStep{State: village.Refused}, village.CaseStep{State: village.Delivery}, village.CaseStep{State: village.Completed})
	if _, sentence, _ := turn.Progress.Decided(); !strings.Contains(sentence, "不同意") {
		t.Errorf("of what was refused it says %q", sentence)
	}
	turn, _ = found(t, village.CaseStep{State: village.Approved}, village.CaseStep{State: village.Completed})
	if _, sentence, _ := turn.Progress.Decided(); !strings.Contains(sentence, "已经办好") {
		t.Errorf("of what was granted it says %q", sentence)
	}
}

func TestARefusedPartIsSaidToTheEnd(t *testing.T) {
	turn, m := found(t, village.CaseStep{State: village.Delivery}, village.CaseStep{State: village.Completed})
	word := func(n int, decision village.CaseState) village.PartStanding {
		return village.PartStanding{PartWord: village.PartWord{N: n, Name: "甲", Unit: "税务局", State: village.Completed, AtMS: flowtest.Monday().UnixMilli()}, Decision: decision}
	}
	m.Store.Parts = []village.PartStanding{word(1, village.Approved), word(3, village.Refused)}
	turn.Progress.Look(t.Context())
	if _, sentence, _ := turn.Progress.Decided(); !strings.Contains(sentence, "第 3 项没有同意") {
		t.Errorf("of a package with a refused part it says %q", sentence)
	}
	parts := turn.Progress.Parts()
	if len(parts) != 2 || parts[0].Days != "已同意" || parts[1].Days != "没有同意" || !strings.Contains(parts[1].Note, "税务局；已办结；11月23日") {
		t.Errorf("the parts are %+v", parts)
	}
}

func TestProgressNamesThePapersThatTheCountyAsksFor(t *testing.T) {
	turn, _ := found(t, village.CaseStep{State: village.SupplementAsked, Materials: []string{"hkb", "of-a-later-catalogue"}})
	got := turn.Progress.ToBring()[0]
	if !strings.Contains(got.Head, "区里请您补") || len(got.Papers) != 2 || got.Papers[0] != "居民户口簿" || got.Papers[1] != "of-a-later-catalogue" {
		t.Errorf("asks for %v", got)
	}
	turn, _ = found(t)
	for _, bring := range turn.Progress.ToBring() {
		if strings.Contains(bring.Head, "区里请您补") {
			t.Errorf("asks for %v and nobody asked", bring)
		}
	}
}

func TestProgressFollowsTheCountysNews(t *testing.T) {
	turn, m := found(t)
	for name, happens := range map[string]func(){
		"an act": func() { m.Store.Steps = []village.CaseStep{{State: village.CaseAccepted}} }, "a number": func() { m.Store.Number = "N" },
		"an answer": func() { m.Store.Replies = []village.Reply{{State: village.ReplyTaken}} },
		"a problem": func() { m.Store.Problem = "err.county.body" },
	} {
		drawn := false
		turn.Progress.Changed = func() { drawn = true }
		happens()
		if turn.Progress.Look(t.Context()); !drawn {
			t.Errorf("%s: the page stays as it was", name)
		}
		drawn = false
		if turn.Progress.Look(t.Context()); drawn {
			t.Errorf("%s: the page is drawn again for nothing", name)
		}
	}
}

func TestProgressSaysWhatWasAnsweredToTheRating(t *testing.T) {
	turn, m := found(t)
	if words, _, ok := turn.Progress.Replied(); ok {
		t.Errorf("nobody answered, and it says %q", words)
	}
	ms := flowtest.Monday().UnixMilli()
	m.Store.Replies = []village.Reply{{State: village.ReplyTaken, AtMS: ms}, {State: village.ReplyDone, AtMS: ms, Told: village.ToldAtOffice}}
	turn.Progress.Look(t.Context())
	words, when, ok := turn.Progress.Replied()
	if !ok || !strings.Contains(words, "已经处理") || !strings.Contains(words, "窗口") || !strings.Contains(when, "11月23日") {
		t.Errorf("says %q, %q", words, when)
	}
}

// TestWhyIsSaidOnlyOfWhatItStandsFor: of a no to the end, of a longer time until it goes on, of
// a request never.
func TestWhyIsSaidOnlyOfWhatItStandsFor(t *testing.T) {
	long := village.CaseStep{State: village.Extended, Text: "等鉴定"}
	no := village.CaseStep{State: village.Refused, Text: "不满六十岁"}
	for want, steps := range map[string][]village.CaseStep{
		"等鉴定":   {long},
		"":      {long, {State: village.Approved}},
		"不满六十岁": {long, no, {State: village.Delivery}, {State: village.Completed}},
		"不归我们":  {{State: village.NotAccepted, Text: "不归我们"}},
	} {
		turn, _ := found(t, steps...)
		if got := turn.Progress.Status.Why(); got != want {
			t.Errorf("why: %q, want %q", got, want)
		}
	}
	turn, _ := found(t, village.CaseStep{State: village.Answered, Text: "路灯修好了"})
	if got := turn.Progress.Status.Why(); got != "" {
		t.Errorf("of a request: %q", got)
	}
}

// TestM13ProgressSaysWhoHasTheCaseAndUntilWhen: in working days that are left, through a
// package of holidays; what the county says counts, also where the machine would count otherwise.
func TestM13ProgressSaysWhoHasTheCaseAndUntilWhen(t *testing.T) {
	day := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", text, village.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	ms := day("2026-09-24 09:00").UnixMilli()
	for _, tt := range []struct {
		name, now string
		state     village.CaseState
		due       village.Day
		want      string // of the sentence; "" = nobody has it
		until     string // of what is to come
	}{
		{"holidays do not count", "2026-09-30 10:00", village.UnderReview, "2026-10-12", "现在是区民政局在办，9月24日开始，最迟 10月12日，还有 4 个工作日。", "最迟 10月12日 星期一"},
		{"extended", "2026-10-09 10:00", village.Extended, "2026-10-12", "还有 2 个工作日", "最迟 10月12日 星期一"},
		{"the last day", "2026-10-12 23:59", village.UnderReview, "2026-10-12", "最迟今天。", "最迟 10月12日 星期一"},
		{"over", "2026-10-13 00:01", village.UnderReview, "2026-10-12", "已经过了", "最迟 10月12日 星期一"},
		{"the clock stands", "2026-10-13 00:01", village.Paused, "", "现在是区民政局在办，9月24日开始。", ""},
		{"the person has it", "2026-09-30 10:00", village.SupplementAsked, "", "", ""},
		{"done", "2026-09-30 10:00", village.Completed, "", "", ""},
	} {
		turn, m := found(t)
		m.At = day(tt.now)
		m.Store.Steps = []village.CaseStep{{State: tt.state, AtMS: ms, Unit: "区民政局", Due: tt.due}}
		turn.Progress.Look(t.Context())
		_, sentence, _ := turn.Progress.Decided()
		if !strings.Contains(sentence, tt.want) || strings.Contains(sentence, "现在是") != (tt.want != "") {
			t.Errorf("%s: %s", tt.name, sentence)
		}
		stages := turn.Progress.Stages()
		if last := stages[len(stages)-1]; last.When != tt.until && tt.want != "" {
			t.Errorf("%s: to come is %+v", tt.name, last)
		}
		if now := stages[2]; (now.State == flow.StageNow) != (tt.want != "") || now.Note != "区民政局" {
			t.Errorf("%s: the step of now is %+v", tt.name, now)
		}
	}
	turn, m := found(t, village.CaseStep{State: village.CaseAccepted, AtMS: ms, Unit: "区民政局", Due: "2026-10-09"})
	if turn.Progress.Limit().Known {
		t.Error("the machine counts another last day beside the county's")
	}
	m.Store.Steps = []village.CaseStep{{State: village.CaseAccepted, AtMS: ms, Unit: "区民政局", Due: "2026-10-15"}, {State: village.CaseAccepted, AtMS: ms, Unit: "区民政局", Due: "2026-10-15"}}
	if turn.Progress.Look(t.Context()); !turn.Progress.Limit().Known {
		t.Error("how the county's day is counted is not shown")
	}
}
