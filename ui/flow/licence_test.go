package flow_test

import (
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestP7M10NobodyAgreesToALookUpWithoutATouch: it is offered paper by paper, and another
// answer takes the consent back.
func TestP7M10NobodyAgreesToALookUpWithoutATouch(t *testing.T) {
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

// TestWhatIsAgreedToIsReadBesideItsPaper: who cannot read hears at which paper the
// district looks something up, and at no other.
func TestWhatIsAgreedToIsReadBesideItsPaper(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteMaterials)
	said := turn.Aloud()
	for _, p := range turn.Materials.Rows {
		i := slices.IndexFunc(said, func(s flow.Phrase) bool { return s.Text == p.Material.Name })
		if i < 0 || i+2 >= len(said) {
			t.Fatalf("%s is not read: %v", p.Material.Name, said)
		}
		if read := said[i+1].Key == "materials.licence" && said[i+2].Key == "materials.licence.note"; read != (p.Material.ReplacedBy != "") {
			t.Errorf("after %s it says %v", p.Material.Name, said[i+1:i+3])
		}
	}
}
