package screen

import (
	"context"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// collects is a helper who hands over the result of a case of item, up to the last four that
// were typed, and then.
func collects(item village.ItemCode, four string, then func(*testing.T, *flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		toAccepted(t, turn, item)
		code := turn.Accepted.Accepted.ShortCode
		m.Store.State = village.RecordDurable
		m.Store.Steps = []village.CaseStep{{State: village.Approved, AtMS: flowtest.Monday().UnixMilli()}, {State: village.Delivery, AtMS: flowtest.Monday().UnixMilli()}}
		m.Store.Deliveries = []village.DeliveryWord{{State: village.DeliveryAtVillage, AtMS: flowtest.Monday().UnixMilli()}}
		turn.GoHome()
		badged(turn)
		turn.Kiosk().Look = func(context.Context, string, village.AuditDetail) error { return nil }
		turn.Helper.Insert("8")
		turn.Helper.Try(t.Context())
		find(t, turn, code)
		turn.Progress.Because(t.Context(), village.LookProgress)
		if !turn.Progress.CanCollect() {
			t.Fatalf("nothing to hand over: %+v", turn.Progress.Problem)
		}
		if four == "" {
			return
		}
		turn.Progress.FollowUp(village.Collect)
		for _, r := range four {
			turn.FollowUp.Insert(string(r))
		}
		turn.FollowUp.Submit(t.Context())
		if turn.FollowUp.Signing {
			then(t, turn)
		}
	}
}

func collectCases() []picture {
	nothing := func(*testing.T, *flow.Turn) {}
	sign := func(t *testing.T, turn *flow.Turn) {
		turn.FollowUp.Sign([]byte("\x89PNG\r\n\x1a\n"))
		turn.FollowUp.Submit(t.Context())
	}
	return []picture{
		{"progress-collect", collects(flowtest.Allowance, "", nothing)},
		{"follow-collect", collects(flowtest.Allowance, "00", nothing)},
		{"follow-collect-sign", collects(flowtest.Allowance, "002X", nothing)},
		{"follow-collect-sign-longest", collects(flowtest.Longest, "002X", nothing)},
		{"follow-collect-sign-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			collects(flowtest.Allowance, "002X", func(t *testing.T, turn *flow.Turn) {
				m.Store.Err = &village.Error{Kind: village.Internal, Key: "err.store.full"}
				sign(t, turn)
			})(t, m, turn)
		}},
		{"follow-collect-done", collects(flowtest.Allowance, "002X", sign)},
	}
}
