package screen

import (
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/touch"
)

// bar is the running bar of a page; nil for none.
func (s *stand) bar() *touch.Bar {
	for _, o := range s.page.Objects() {
		if bar, ok := o.(*touch.Bar); ok {
			return bar
		}
	}
	return nil
}

func TestABarRunsWhileSomethingIsStored(t *testing.T) {
	s := standAt(t, sizes()["tall"], flow.RouteConfirm, func(turn *flow.Turn) { toConfirm(turn, flowtest.Allowance) })
	if s.bar() != nil {
		t.Fatal("a bar runs before anything is stored")
	}
	s.machine.Hold = true
	s.turn.Confirm.Sign(signature())
	s.turn.Confirm.Submit(t.Context())
	s.page.Draw()
	if s.bar() == nil {
		t.Fatal("no bar runs while it is stored")
	}
	filled := func() float32 { return s.bar().Objects()[1].Size().Width }
	before := filled()
	s.page.Tick()
	if filled() == before {
		t.Error("the bar stands still")
	}
}
