package flow_test

import (
	"errors"
	"testing"
	"time"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func TestModesEndWhenThePersonLeaves(t *testing.T) {
	chosen := flow.Modes{Large: true, Contrast: true, Low: true, Language: "en"}
	leave := map[string]func(*flowtest.Machine, *flow.Turn){
		"by the button of the warning": func(_ *flowtest.Machine, turn *flow.Turn) { turn.Finish() },
		"walking away": func(m *flowtest.Machine, turn *flow.Turn) {
			m.At = m.At.Add(flow.IdleAfter + flow.IdleWarning)
			turn.Tick()
		},
		"from the home page": func(m *flowtest.Machine, turn *flow.Turn) {
			turn.Back()
			m.At = m.At.Add(flow.RestAfter)
			turn.Tick()
		},
	}
	for how, walkAway := range leave {
		t.Run(how, func(t *testing.T) {
			m := flowtest.New()
			turn := flow.NewTurn(m.Kiosk)
			turn.SetModes(chosen)
			turn.Home.Choose(2)
			var drawn flow.Modes
			turn.Styled = func(m flow.Modes) { drawn = m }
			walkAway(m, turn)
			if turn.Modes() != (flow.Modes{}) || drawn != (flow.Modes{}) || turn.Route() != flow.RouteHome {
				t.Errorf("the next person finds %+v at %s", turn.Modes(), turn.Route())
			}
			if got := turn.Home.Tiles[0].Title; got != "我要办事" {
				t.Errorf("the home page says %q", got)
			}
		})
	}
}

func TestWhoGoesBackHomeKeepsTheModesForAWhile(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.SetModes(flow.Modes{Large: true})
	turn.Home.Choose(1)
	turn.Back()
	m.At = m.At.Add(flow.RestAfter - time.Second)
	turn.Tick()
	if !turn.Modes().Large {
		t.Error("the letters shrink while somebody reads")
	}
}

func TestTheLanguageChangesWhatTheTilesSay(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.SetModes(flow.Modes{Language: "en"})
	if got := turn.Home.Tiles[0].Title; got != "Apply" {
		t.Errorf("the first tile says %q", got)
	}
	turn.SetModes(flow.Modes{Language: "of nobody"})
	if got := turn.Home.Tiles[0].Title; got != "我要办事" {
		t.Errorf("an unknown language says %q", got)
	}
}

func TestOtherLettersAskForTheSignatureAgain(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.Confirm.Signs, turn.Confirm.Signature = true, []byte("png")
	turn.SetModes(flow.Modes{Large: true})
	if turn.Confirm.CanSubmit() {
		t.Error("a signature that nobody sees can be handed in")
	}
}

func TestCallingNeverSaysThatSomebodyHeard(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	m.Hold = true
	turn.Calling.Call(t.Context())
	if turn.Calling.State != flow.Ringing {
		t.Errorf("while it rings it says %q", turn.Calling.State)
	}
	m.Release()
	if turn.Calling.State != flow.Rang || m.Called != 1 {
		t.Errorf("after it rang it says %q", turn.Calling.State)
	}
	m.Hold, m.Silent = false, errors.New("no loudspeaker")
	turn.Calling.Call(t.Context())
	if turn.Calling.State != flow.RingFails {
		t.Errorf("a bell that makes no sound says %q", turn.Calling.State)
	}
	turn.Kiosk().Ring = nil
	turn.Calling.Call(t.Context())
	if turn.Calling.State != flow.RingFails {
		t.Errorf("a machine without a bell says %q", turn.Calling.State)
	}
}

func TestWhoHasCalledIsNotSentAwayWhileWaiting(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(2)
	turn.Progress.Type(t.Context(), "K")
	turn.Calling.Call(t.Context())
	second := func(n int) {
		for range n {
			m.At = m.At.Add(time.Second)
			turn.Tick()
		}
	}
	second(flow.WaitsFor - 1)
	if turn.Idle.Warning || turn.Progress.Typed != "K" {
		t.Fatal("somebody who waits is asked to go")
	}
	second(int((flow.IdleAfter + flow.IdleWarning) / time.Second))
	if turn.Route() != flow.RouteHome || turn.Calling.Open {
		t.Error("a call that nobody answers keeps the machine for ever")
	}
}
