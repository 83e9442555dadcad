package screen

import (
	"context"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// badged lets anybody with a badge help who knows the PIN 8.
func badged(turn *flow.Turn) {
	k := turn.Kiosk()
	k.Badge = func(string) (bool, error) { return true, nil }
	k.SignIn = func(_ context.Context, _, pin string) (string, error) {
		if pin != "8" {
			return "", village.Refuse("pin", "err.pin.wrong")
		}
		return "JD-0017", nil
	}
	k.Helps = func() error { return nil }
	turn.Helper.Scan("BMT1:badge")
}

// helperCases are what somebody sees who helps.
func helperCases() []picture {
	return []picture{
		walk("signin", func(turn *flow.Turn) { badged(turn); turn.Helper.Insert("8") }),
		{"signin-error", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			badged(turn)
			turn.Helper.Insert("7")
			turn.Helper.Try(t.Context())
		}},
		walk("signin-longest", func(turn *flow.Turn) {
			badged(turn)
			turn.Kiosk().Badge = func(string) (bool, error) {
				return true, &village.Error{Kind: village.Denied, Field: "badge", Key: "err.helper.list_over"}
			}
			turn.Helper.Scan("BMT1:another")
		}),
		{"practice-end", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			badged(turn)
			turn.Helper.Insert("8")
			turn.Helper.Try(t.Context())
			turn.Switch()
			turn.Home.Choose(2)
		}},
		{"practice-home", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			badged(turn)
			turn.Helper.Insert("8")
			turn.Helper.Try(t.Context())
			turn.Switch()
		}},
		{"look", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			badged(turn)
			turn.Helper.Insert("8")
			turn.Helper.Try(t.Context())
			turn.Home.Choose(2)
			for _, key := range "K7M3X9RT" {
				turn.Progress.Type(t.Context(), string(key))
			}
		}},
	}
}
