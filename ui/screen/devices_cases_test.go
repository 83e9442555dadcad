package screen

import (
	"context"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// tried is a machine behind the PIN with every device, of which some were tried.
func tried(err error, keys ...string) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		for _, key := range []string{"printer", "office", "card", "camera", "speaker", "scanner"} {
			turn.Kiosk().Devices = append(turn.Kiosk().Devices, flow.Device{Key: key, Try: func(context.Context) error {
				if key == "card" {
					return err
				}
				return nil
			}})
		}
		turn.Machine.Try()
		for _, key := range keys {
			turn.Devices.Try(key)
		}
	}
}

func deviceCases() []picture {
	late := &village.Error{Kind: village.Internal, Key: "err.card.reader"}
	return []picture{
		{"devices", tried(nil)},
		{"devices-tried", tried(late, "printer", "card", "camera", "speaker")},
		{"devices-trying", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Hold = true
			tried(nil, "scanner")(t, m, turn)
		}},
	}
}
