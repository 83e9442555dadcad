package flow_test

import (
	"slices"
	"strings"
	"testing"

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
		{flow.Printer{Unsure: 2}, []string{"2 张回执", "工作人员"}},
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
