package flow_test

import (
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestTheReceiptSaysWhatWasFoundAndWhatToBring in a sentence of its own for each paper.
func TestTheReceiptSaysWhatWasFoundAndWhatToBring(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteMaterials)
	turn.Materials.Choose("sfz", village.ByLicence)
	turn.Materials.Choose("hkb", village.ByLicence)
	papers(turn)
	agentHandsIn(t, turn)
	for i, h := range turn.Accepted.Accepted.Case.Materials {
		if state, ok := map[string]village.LicenceState{"sfz": village.LicenceFound, "hkb": village.LicenceNone}[h.Code]; ok {
			m.Store.Licences = append(m.Store.Licences, village.LicenceWord{Record: "r", Paper: i + 1, State: state})
		}
	}
	p := turn.Progress
	p.Typed = string(turn.Accepted.Accepted.ShortCode)
	p.Find(t.Context())
	want := []string{"您同意查的〔申请人居民身份证〕已核到，不用带。", "您同意查的〔居民户口簿〕没有查到，请带原件来补。"}
	if got := p.LookedUp(); !p.Found || !slices.Equal(got, want) {
		t.Errorf("it says %q", got)
	}
	if !p.Can(village.MakeUp) {
		t.Error("the original cannot be brought")
	}
}
