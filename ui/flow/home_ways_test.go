package flow_test

import (
	"testing"

	"bianmin/app/catalog"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestM1AnItemIsFoundFromHomeWithoutAWord by theme and by department, and back leads home.
func TestM1AnItemIsFoundFromHomeWithoutAWord(t *testing.T) {
	for _, way := range []catalog.Way{catalog.ByTheme, catalog.ByDepartment} {
		m := flowtest.New()
		turn := flow.NewTurn(m.Kiosk)
		turn.Search.Browse(way)
		if turn.Route() != flow.RouteBrowse || turn.Browse.Way != way || len(turn.Browse.Groups) == 0 {
			t.Fatalf("%s: at %s with %d groups", way, turn.Route(), len(turn.Browse.Groups))
		}
		turn.Browse.Look(0)
		turn.Browse.Choose(0)
		if turn.Route() != flow.RouteGuide {
			t.Errorf("%s: at %s", way, turn.Route())
		}
		for range 3 {
			turn.Back()
		}
		if turn.Route() != flow.RouteHome {
			t.Errorf("%s: back leads to %s", way, turn.Route())
		}
	}
}
