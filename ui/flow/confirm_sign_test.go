package flow_test

import (
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestASignatureIsAskedOnlyWhereItsConditionHolds: one that is not asked is not waited for.
func TestASignatureIsAskedOnlyWhereItsConditionHolds(t *testing.T) {
	for mode, want := range map[string]bool{"首次申领": true, "换账户": false} {
		turn := flow.NewTurn(flowtest.New().Kiosk)
		at(t, turn, flow.RouteMaterials)
		fields := slices.Clone(turn.Guide.Item.Fields)
		i := slices.IndexFunc(fields, func(f village.FormField) bool { return f.Type == village.FieldSignature })
		fields[i].When = &village.When{Field: "pay_mode", Is: []string{mode}}
		turn.Guide.Item.Fields = fields
		papers(turn) // of a first application
		if turn.Confirm.Signs != want || turn.Confirm.CanSubmit() == want {
			t.Errorf("asked for %s: signs %v, may hand in %v", mode, turn.Confirm.Signs, turn.Confirm.CanSubmit())
		}
	}
}

// TestASignatureThatNobodyNeedsIsNotWaitedFor, as the counter does without it.
func TestASignatureThatNobodyNeedsIsNotWaitedFor(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteMaterials)
	fields := slices.Clone(turn.Guide.Item.Fields)
	i := slices.IndexFunc(fields, func(f village.FormField) bool { return f.Type == village.FieldSignature })
	fields[i].Required = false
	turn.Guide.Item.Fields = fields
	papers(turn)
	if turn.Confirm.Signs || !turn.Confirm.CanSubmit() {
		t.Errorf("signs %v, may hand in %v", turn.Confirm.Signs, turn.Confirm.CanSubmit())
	}
}
