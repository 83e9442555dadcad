package flow_test

import (
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestAnItemThatIsWithdrawnWhileItIsFilledInIsSaidAndNothingIsStored: the person stays on
// the last page with all that was typed and signed; when the item is back, it is sent as it is.
func TestAnItemThatIsWithdrawnWhileItIsFilledInIsSaidAndNothingIsStored(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Confirm.Sign(signature())
	m.Gone = flowtest.Allowance
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteConfirm || turn.Confirm.Problem.Text != "没有这个事项，请重新选" || m.Store.Saved() != 0 {
		t.Fatalf("at %s with %d records: %+v", turn.Route(), m.Store.Saved(), turn.Confirm.Problem)
	}
	if a := turn.Confirm.Application(); a.Applicant.Name != "陈阿妹" || a.Form["bank_account"] == "" || len(turn.Confirm.Signature) == 0 {
		t.Errorf("what was typed is lost: %+v", a)
	}
	m.Gone = ""
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || m.Store.Saved() != 1 {
		t.Errorf("at %s with %d records: %+v", turn.Route(), m.Store.Saved(), turn.Confirm.Problem)
	}
}
