package screen

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// fullCases are what a disk or a second medium without room looks like.
func fullCases() []picture {
	return []picture{
		{"home-full", func(_ *testing.T, m *flowtest.Machine, _ *flow.Turn) { m.Line.Full = true }},
		{"guide-full", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Line.Full = true
			open(turn, flowtest.Allowance)
		}},
		{"home-paper", func(_ *testing.T, m *flowtest.Machine, _ *flow.Turn) {
			m.Printer = flow.Printer{Trouble: "printer.state.no_paper"}
		}},
		{"accepted-unsure", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Deaf = true
			toAccepted(t, turn, flowtest.Allowance)
		}},
		{"accepted-no-roll", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toAccepted(t, turn, flowtest.Allowance)
			m.Printer = flow.Printer{Trouble: "printer.state.no_paper"}
			turn.Accepted.Paper = flow.Printing
		}},
		{"accepted-local-only", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Copy = village.CopyLocalOnly
			toAccepted(t, turn, flowtest.Allowance)
		}},
	}
}

func TestAFullMachineSaysSoBeforeAnybodyStarts(t *testing.T) {
	for name, tt := range map[string]struct {
		route flow.Route
		walk  func(*flow.Turn)
	}{
		"home":  {flow.RouteHome, func(*flow.Turn) {}},
		"guide": {flow.RouteGuide, func(turn *flow.Turn) { open(turn, flowtest.Allowance) }},
	} {
		for _, size := range []fyne.Size{fyne.NewSize(1080, 1920), fyne.NewSize(1920, 1080)} {
			s := standAt(t, size, tt.route, tt.walk)
			canStart := func() bool { return tt.route == flow.RouteHome || slices.Contains(s.page.Names(), "start") }
			if s.says("快存满") || !canStart() {
				t.Errorf("%s: with room it says %q", name, s.page.Said())
			}
			s.machine.Line.Full = true
			s.page.Tick()
			if !s.says("快存满") || !s.says("工作人员") {
				t.Errorf("%s: a full machine says %q", name, s.page.Said())
			}
			if tt.route == flow.RouteGuide && canStart() {
				t.Error("somebody can still start")
			}
			s.machine.Line.Full = false
			s.page.Tick()
			if s.says("快存满") || !canStart() {
				t.Errorf("%s: with room again it says %q", name, s.page.Said())
			}
		}
	}
}
