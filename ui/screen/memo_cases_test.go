package screen

import (
	"context"
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// hearing walks to a poor rating on a machine with a microphone, and on.
func hearing(on func(*testing.T, *flowtest.Machine, *flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		turn.Kiosk().Record = func(context.Context) ([]byte, error) { return []byte("RIFF"), nil }
		turn.Kiosk().Listen = func(context.Context, []byte) error { return nil }
		turn.Home.Choose(3)
		turn.Rating.Choose(2)
		turn.Rating.Tell(true)
		on(t, m, turn)
	}
}

// memoCases are the pages on which somebody speaks about a service.
func memoCases() []picture {
	return []picture{
		{"rating-voice", hearing(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) { turn.Rating.Tell(false) })},
		{"rating-tell", hearing(func(*testing.T, *flowtest.Machine, *flow.Turn) {})},
		{"rating-speaking", hearing(func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Hold = true
			turn.Rating.Speak(t.Context())
			for range 12 {
				turn.Tick()
			}
		})},
		{"rating-said", hearing(func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { turn.Rating.Speak(t.Context()) })},
	}
}
