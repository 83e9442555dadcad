package flow_test

import (
	"slices"
	"strings"
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestTheSameIsPointedOutBeforeItIsHandedInAgain: on the page and aloud; nothing is refused, the next
// day says nothing, and an answer that comes after the person left belongs to nobody.
func TestTheSameIsPointedOutBeforeItIsHandedInAgain(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	hints := func() int {
		return len(slices.DeleteFunc(turn.Confirm.Advice(), func(s string) bool { return !strings.Contains(s, "好像收过同一个人的同一个事项") }))
	}
	once := func(want int, when string) {
		t.Helper()
		turn.GoHome()
		at(t, turn, flow.RouteConfirm)
		if got := hints(); got != want {
			t.Errorf("%s: %d hints", when, got)
		}
	}
	once(0, "the first time")
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted {
		t.Fatal(turn.Confirm.Problem.Text)
	}
	once(1, "the second time")
	turn.Confirm.Sign(signature())
	if !turn.Confirm.CanSubmit() {
		t.Error("it is refused")
	}
	m.At = m.At.AddDate(0, 0, 1)
	once(0, "the next day")
	m.At = m.At.AddDate(0, 0, -1)
	m.Hold = true
	turn.GoHome()
	at(t, turn, flow.RouteConfirm)
	turn.GoHome()
	for _, then := range m.Later {
		then()
	}
	if hints() != 0 {
		t.Error("the next person reads it")
	}
}
