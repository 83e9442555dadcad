package screen

import (
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/style"
)

// BenchmarkDraw is what one key costs before anything is painted.
func BenchmarkDraw(b *testing.B) {
	for _, route := range []flow.Route{flow.RouteSearch, flow.RouteForm, flow.RouteGuide} {
		b.Run(string(route), func(b *testing.B) {
			turn := flow.NewTurn(flowtest.New().Kiosk)
			toForm(turn, flowtest.Allowance)
			turn.Search.SetQuery("老")
			size := sizes()["tall"]
			s := New(Stage{Ctx: b.Context(), Turn: turn, Look: style.Default(), Size: size}, route)
			s.Resize(size)
			s.Draw()
			for b.Loop() {
				s.Draw()
			}
		})
	}
}
