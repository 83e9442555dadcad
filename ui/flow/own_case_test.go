package flow_test

import (
	"context"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
)

// TestACaseOfThisMachineIsAskedAboutAtTheCountyToo: the phone that was left is kept nowhere
// here. Where it was handed in is not asked, and back leads to the case.
func TestACaseOfThisMachineIsAskedAboutAtTheCountyToo(t *testing.T) {
	m, turn := cameBack(t)
	p := turn.Progress
	if p.CanAsk() {
		t.Error("asked without a line")
	}
	m.Line.Online = true
	var asked []string
	turn.Kiosk().AskCounty = func(_ context.Context, code, four string, place village.DivisionCode) (flow.CountyTold, error) {
		asked = append(asked, code, four, string(place))
		return flow.CountyTold{Item: "x", State: village.CaseAccepted, Phone: "138****5678"}, nil
	}
	p.AskDistrict()
	if !p.Elsewhere.Open || p.Elsewhere.Several {
		t.Fatalf("%+v", p.Elsewhere)
	}
	for _, r := range "002X" {
		p.Elsewhere.Insert(string(r))
	}
	p.Elsewhere.Ask(t.Context())
	of := p.Status.Case
	if len(asked) != 3 || asked[0] != string(of.ShortCode) || asked[1] != "002X" || asked[2] != string(of.Village) {
		t.Errorf("asked %v", asked)
	}
	if p.Elsewhere.Told == nil || p.Elsewhere.Told.Phone != "138****5678" {
		t.Fatalf("%+v, %+v", p.Elsewhere.Told, p.Elsewhere.Problem)
	}
	turn.Back()
	if turn.Route() != flow.RouteProgress || !p.Found || p.Elsewhere.Open || p.Elsewhere.Told != nil {
		t.Errorf("back leads to %s, %+v", turn.Route(), p.Elsewhere)
	}
}
