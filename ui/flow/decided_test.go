package flow_test

import (
	"strings"
	"testing"

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
