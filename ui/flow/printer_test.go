package flow_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func TestThePrinterIsToldBeforeAnybodyStarts(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	if news := turn.Home.PrinterNews(); news != "" {
		t.Errorf("a printer that is well: %q", news)
	}
	tests := []struct {
		paper flow.Printer
		want  []string
	}{
		{flow.Printer{Trouble: "printer.state.no_paper"}, []string{"没纸了", "照样可以办"}},
		{flow.Printer{Trouble: "printer.state.near_end", Prints: true}, []string{"快用完了"}},
		{flow.Printer{Unsure: 2}, []string{"2 张纸", "工作人员"}},
		{flow.Printer{Trouble: "printer.state.cover_open", Unsure: 2}, []string{"盖子开着", "照样可以办"}},
	}
	for _, tt := range tests {
		m.Printer = tt.paper
		for _, words := range tt.want {
			if news := turn.Home.PrinterNews(); !strings.Contains(news, words) {
				t.Errorf("%+v: %q lacks %q", tt.paper, news, words)
			}
		}
	}
}

// TestAPersonIsAskedWhenThePrinterDoesNotAnswer: one word prints another paper, the
// other ends it.
func TestAPersonIsAskedWhenThePrinterDoesNotAnswer(t *testing.T) {
	for _, came := range []bool{true, false} {
		m := flowtest.New()
		turn := flow.NewTurn(m.Kiosk)
		m.Deaf = true
		at(t, turn, flow.RouteAccepted)
		a := turn.Accepted
		if a.Paper != flow.PrintUnsure {
			t.Fatalf("the paper is %q", a.Paper)
		}
		m.Deaf = false
		a.Came(t.Context(), came)
		if !slices.Equal(m.Came, []bool{came}) || a.Paper != flow.Printed {
			t.Errorf("said %v, the paper is %q", m.Came, a.Paper)
		}
		a.Came(t.Context(), false) // nobody is asked any more
		if len(m.Came) != 1 {
			t.Errorf("said %v", m.Came)
		}
	}
}

func TestTroubleIsShownWhileItPrints(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	m.Printer = flow.Printer{Trouble: "printer.state.no_paper"}
	at(t, turn, flow.RouteAccepted)
	if got := turn.Accepted.PrinterTrouble(); got != "" {
		t.Errorf("printed, and %q", got)
	}
	turn.Accepted.Paper = flow.Printing
	if got := turn.Accepted.PrinterTrouble(); !strings.Contains(got, "没纸了") {
		t.Errorf("printing without paper: %q", got)
	}
}

// TestASlipIsNotCalledPrintedWhenNobodySaidSo: neither the slip of who leaves, nor that of
// papers handed in later, nor that of practice.
func TestASlipIsNotCalledPrintedWhenNobodySaidSo(t *testing.T) {
	for deaf, want := range map[bool]flow.PrintState{true: flow.PrintUnsure, false: flow.Printed} {
		m := flowtest.New()
		m.Deaf = deaf
		turn := halfway(t, m)
		turn.LeaveForNow()
		turn.Leave.Keep(t.Context())
		if turn.Leave.Paper != want {
			t.Errorf("deaf %t: the slip of who leaves is %q", deaf, turn.Leave.Paper)
		}
		m, turn = cameBack(t, "hkb")
		m.Deaf = deaf
		turn.Progress.FollowUp(village.Supplement)
		turn.FollowUp.Papers.Choose("hkb", village.Original)
		turn.FollowUp.Submit(t.Context())
		if turn.FollowUp.Paper != want {
			t.Errorf("deaf %t: the slip of the papers is %q", deaf, turn.FollowUp.Paper)
		}
		turn.Kiosk().PrintPractice = func(context.Context) (bool, error) { return !deaf, nil }
		turn.Practice.Print(t.Context())
		if turn.Practice.Paper != want {
			t.Errorf("deaf %t: the paper of practice is %q", deaf, turn.Practice.Paper)
		}
	}
}

// TestNoTurnEndsByItselfWhileItsPaperComes: a slip with a code must not come out before
// the next person.
func TestNoTurnEndsByItselfWhileItsPaperComes(t *testing.T) {
	wait := func(m *flowtest.Machine, turn *flow.Turn) {
		for range 10 * time.Minute / time.Second {
			m.At = m.At.Add(time.Second)
			turn.Tick()
		}
	}
	m := flowtest.New()
	left := halfway(t, m)
	left.LeaveForNow()
	left.Leave.Keep(t.Context())
	handed, turn := cameBack(t, "hkb")
	turn.Progress.FollowUp(village.Supplement)
	turn.FollowUp.Papers.Choose("hkb", village.Original)
	turn.FollowUp.Submit(t.Context())
	m.Hold, handed.Hold = true, true
	left.Leave.Print(t.Context())
	turn.FollowUp.Print(t.Context())
	wait(m, left)
	wait(handed, turn)
	if left.Route() != flow.RouteLeave || turn.Route() != flow.RouteFollowUp {
		t.Fatalf("at %s and %s while the paper comes", left.Route(), turn.Route())
	}
	for _, m := range []*flowtest.Machine{m, handed} {
		m.Hold = false
		m.Later[len(m.Later)-1]()
	}
	wait(m, left)
	wait(handed, turn)
	if left.Route() != flow.RouteHome || turn.Route() != flow.RouteHome {
		t.Errorf("at %s and %s behind it", left.Route(), turn.Route())
	}
}
