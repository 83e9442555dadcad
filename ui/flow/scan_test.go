package flow_test

import (
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// handedIn is a kiosk that has taken something in and reads its code off "receipt".
func handedIn(t *testing.T) (*flow.Turn, village.ShortCode) {
	t.Helper()
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	code := turn.Accepted.Accepted.ShortCode
	turn.Kiosk().ReadCode = func(text string) (village.ShortCode, error) {
		if text != "receipt" {
			return "", village.Refuse("receipt", "err.receipt.unreadable")
		}
		return code, nil
	}
	turn.GoHome()
	return turn, code
}

func TestAScannedReceiptOpensItsProgress(t *testing.T) {
	turn, code := handedIn(t)
	turn.Scanned(t.Context(), "receipt")
	if turn.Route() != flow.RouteProgress || !turn.Progress.Found || turn.Progress.Status.Case.ShortCode != code {
		t.Errorf("at %s: %+v", turn.Route(), turn.Progress)
	}
	turn.Scanned(t.Context(), "something else")
	if turn.Progress.Found || turn.Progress.Problem.Text == "" {
		t.Errorf("another code: %+v", turn.Progress)
	}
	turn.Back()
	if turn.Route() != flow.RouteHome {
		t.Errorf("back leads to %s", turn.Route())
	}
}

func TestAScanTakesNobodyFromHisForm(t *testing.T) {
	turn, _ := handedIn(t)
	at(t, turn, flow.RouteForm)
	turn.Form.Set("陈阿妹")
	turn.Scanned(t.Context(), "receipt")
	if turn.Route() != flow.RouteForm || turn.Form.Value() != "陈阿妹" {
		t.Errorf("at %s with %q", turn.Route(), turn.Form.Value())
	}
}

func TestWhoWaitsForACodeGetsItFirst(t *testing.T) {
	turn, _ := handedIn(t)
	got := ""
	turn.WantCode = func(text string) bool { got = text; return text == "badge" }
	turn.Scanned(t.Context(), "badge")
	if got != "badge" || turn.Route() != flow.RouteHome {
		t.Errorf("%q, at %s", got, turn.Route())
	}
	turn.Scanned(t.Context(), "receipt")
	if turn.Route() != flow.RouteProgress {
		t.Errorf("what nobody took is lost: at %s", turn.Route())
	}
}
