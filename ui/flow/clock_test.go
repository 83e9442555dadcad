package flow_test

import (
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestAMachineThatDoesNotKnowTheTimeSaysSoWhereItNamesIt: on the page that shows when it was
// received, and aloud, with the sentence of the paper. A clock that was checked says nothing.
func TestAMachineThatDoesNotKnowTheTimeSaysSoWhereItNamesIt(t *testing.T) {
	const sentence = "收件时间是本机的，没有和标准时间对过"
	for trust, says := range map[village.TimeTrust]bool{village.TimeFloor: true, village.TimeUnknown: true, village.TimeSynced: false} {
		m := flowtest.New()
		m.Trust = trust
		turn := flow.NewTurn(m.Kiosk)
		at(t, turn, flow.RouteAccepted)
		aloud := slices.ContainsFunc(turn.Aloud(), func(p flow.Phrase) bool { return p.Text == sentence })
		if slices.Contains(turn.Accepted.Warnings, sentence) != says || aloud != says {
			t.Errorf("%s: the page says %q, aloud %v", trust, turn.Accepted.Warnings, aloud)
		}
	}
}
