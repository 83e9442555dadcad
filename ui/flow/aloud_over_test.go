package flow_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// overs open what lies over a page, and close it again.
func overs(t *testing.T) map[string]struct {
	open, close func(*flowtest.Machine, *flow.Turn)
	says        string
} {
	type over = struct {
		open, close func(*flowtest.Machine, *flow.Turn)
		says        string
	}
	return map[string]over{
		"idle": {
			func(m *flowtest.Machine, turn *flow.Turn) { m.At = m.At.Add(flow.IdleAfter); turn.Tick() },
			func(_ *flowtest.Machine, turn *flow.Turn) { turn.Stay() }, "您还在办吗",
		},
		"calling": {
			func(_ *flowtest.Machine, turn *flow.Turn) { turn.Kiosk().Ring = nil; turn.Calling.Call(t.Context()) },
			func(_ *flowtest.Machine, turn *flow.Turn) { turn.Calling.Close() }, "请稍等",
		},
		"exit": {
			func(_ *flowtest.Machine, turn *flow.Turn) { turn.Exit.Ask() },
			func(_ *flowtest.Machine, turn *flow.Turn) { turn.Exit.Close() }, "维护人员",
		},
		"sign-in": {
			func(_ *flowtest.Machine, turn *flow.Turn) {
				turn.Kiosk().Badge = func(string) (bool, error) { return true, nil }
				turn.Helper.Scan("BMT1:badge")
			},
			func(_ *flowtest.Machine, turn *flow.Turn) { turn.Helper.Close() }, "帮办人员",
		},
	}
}

func unlocks(context.Context, string) error { return nil }

func TestWhatLiesOverAPageIsReadInsteadOfIt(t *testing.T) {
	for name, over := range overs(t) {
		m := flowtest.New()
		turn := flow.NewTurn(m.Kiosk)
		turn.Kiosk().Unlock = unlocks
		turn.Home.Choose(2)
		turn.Progress.Type(t.Context(), "K")
		over.open(m, turn)
		turn.Reading.Press(t.Context())
		words := said(m.Said)
		if !strings.HasPrefix(words, over.says) || strings.Contains(words, turn.Progress.T("progress.title")) {
			t.Errorf("%s says %q", name, words)
		}
		if len(turn.Own()) != 0 || turn.Reading.State != flow.ReadingQuiet {
			t.Errorf("%s offers to read what was typed below: %q", name, turn.Reading.State)
		}
	}
}

func TestLeavingWhatLiesOverAPageStopsTheVoice(t *testing.T) {
	for name, over := range overs(t) {
		m := flowtest.New()
		turn := flow.NewTurn(m.Kiosk)
		turn.Kiosk().Unlock = unlocks
		turn.Home.Choose(2)
		over.open(m, turn)
		m.Hold = true
		turn.Reading.Press(t.Context())
		over.close(m, turn)
		if turn.Reading.State != flow.ReadingQuiet || turn.Idle.Warning {
			t.Errorf("%s: 朗读 is %q after it is gone, warning %v", name, turn.Reading.State, turn.Idle.Warning)
		}
	}
}

func TestNobodyIsSentAwayWhileTheWarningIsReadToThem(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(2)
	second := func(n int) {
		for range n {
			m.At = m.At.Add(time.Second)
			turn.Tick()
		}
	}
	second(int(flow.IdleAfter/time.Second) + 20)
	m.Hold = true
	turn.Reading.Press(t.Context())
	second(60)
	if !turn.Idle.Warning || turn.Idle.Left != int(flow.IdleWarning/time.Second) || turn.Route() != flow.RouteProgress {
		t.Fatalf("warning %v with %d s at %s", turn.Idle.Warning, turn.Idle.Left, turn.Route())
	}
	m.Release()
	second(int(flow.IdleWarning/time.Second) + 1)
	if turn.Route() != flow.RouteHome {
		t.Error("after it was read the warning waits for ever")
	}
}
