package flow_test

import (
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestLettersThatFitNothingFindNothing: the whole list would look like an answer.
func TestLettersThatFitNothingFindNothing(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(1)
	all := len(turn.Search.Results)
	turn.Search.Compose("qqqq")
	if n := len(turn.Search.Results); all == 0 || n != 0 {
		t.Errorf("%d of %d items for letters that fit nothing", n, all)
	}
	turn.Search.Compose("")
	if n := len(turn.Search.Results); n != all || turn.Search.Capped() {
		t.Errorf("%d of %d items when nothing is written", n, all)
	}
}
