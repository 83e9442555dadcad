package flow_test

import (
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestNobodyAgreesToALookUpWithoutATouch: it is offered paper by paper, and another
// answer takes the consent back.
func TestNobodyAgreesToALookUpWithoutATouch(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteMaterials)
	if p := paper(turn, "sfz"); p.How != "" || turn.Materials.Open() != 4 {
		t.Errorf("before a touch: %+v, %d open", p, turn.Materials.Open())
	}
	turn.Materials.Choose("sfz", village.ByLicence)
	turn.Materials.Choose("hkb", village.ByLicence)
	turn.Materials.Choose("hkb", village.Original)
	papers(turn)
	a := agentHandsIn(t, turn)
	if len(a.Materials) != 4 {
		t.Errorf("handed in %+v", a.Materials)
	}
	for _, m := range a.Materials {
		if m.Agreed != (m.Code == "sfz") {
			t.Errorf("handed in %+v", m)
		}
	}
}
