package flow_test

import (
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestM9NoTripIsPromisedOnlyWhereNobodyHadToCome: an item that promises none says so
// until a recorded trip contradicts it; one that promises a trip says its own number.
func TestM9NoTripIsPromisedOnlyWhereNobodyHadToCome(t *testing.T) {
	m := flowtest.New()
	came := map[village.ItemCode]bool{"care-allowance": true}
	m.Kiosk.Doubted = func(code village.ItemCode) bool { return came[code] }
	turn := flow.NewTurn(m.Kiosk)
	visits := func(code village.ItemCode) flow.Figure {
		t.Helper()
		it, ok := m.Kiosk.Item(code)
		if !ok {
			t.Fatalf("no item %s", code)
		}
		turn.GoHome()
		turn.Search.Chosen(it)
		return turn.Guide.Figures()[0]
	}
	if f := visits("senior-card"); f.Value != "0" {
		t.Errorf("nobody came: %+v", f)
	}
	if f := visits("care-allowance"); f.Value != "1" {
		t.Errorf("one trip is promised and came: %+v", f)
	}
	came["senior-card"] = true
	if f := visits("senior-card"); f.Value == "0" || !strings.Contains(f.Note, "近来有人到过现场") {
		t.Errorf("somebody came: %+v", f)
	}
}
