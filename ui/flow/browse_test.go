package flow_test

import (
	"context"
	"slices"
	"testing"

	"bianmin/app/catalog"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestM1AnItemIsFoundWithoutAWord, by theme or by department; the way back leads over
// the groups to the search, and nothing of it is a search that found nothing.
func TestM1AnItemIsFoundWithoutAWord(t *testing.T) {
	for _, tt := range []struct {
		way   catalog.Way
		group string
	}{{catalog.ByTheme, "老年"}, {catalog.ByDepartment, "锡场镇社会事务办"}} {
		t.Run(string(tt.way), func(t *testing.T) {
			m := flowtest.New()
			m.Kiosk.Missed = func(q string) { t.Errorf("%q was counted", q) }
			turn := flow.NewTurn(m.Kiosk)
			turn.Home.Choose(1)
			turn.Search.Browse(tt.way)
			b := turn.Browse
			at := slices.IndexFunc(b.Groups, func(g catalog.Group) bool { return g.Name == tt.group })
			if turn.Route() != flow.RouteBrowse || at < 0 {
				t.Fatalf("on %s among %d groups there is no %s", turn.Route(), len(b.Groups), tt.group)
			}
			b.Down(1)
			b.Look(at)
			if b.Pages.First() != 0 {
				t.Error("the items do not begin with the first")
			}
			b.Choose(0)
			if turn.Route() != flow.RouteGuide || turn.Guide.Item.Code != flowtest.Allowance {
				t.Fatalf("on %s with %s", turn.Route(), turn.Guide.Item.Code)
			}
			turn.Back()
			if turn.Route() != flow.RouteBrowse || b.Group == nil {
				t.Error("the way back from the item does not lead to its group")
			}
			turn.Back()
			if b.Group != nil || b.Pages.First() != 1 {
				t.Error("the way back from a group does not lead to where the person stood")
			}
			if turn.Back(); turn.Route() != flow.RouteSearch {
				t.Errorf("the way back leads to %s", turn.Route())
			}
			turn.GoHome()
			if b.Groups != nil {
				t.Error("the next person finds the groups open")
			}
		})
	}
}

// TestM1TheGroupsAreReadAloud, and then the items of the group.
func TestM1TheGroupsAreReadAloud(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	heard := func(want string) bool {
		m.Said = nil
		turn.Reading.Press(context.Background())
		return slices.ContainsFunc(m.Said, func(p flow.Phrase) bool { return p.Text == want })
	}
	turn.Home.Choose(1)
	turn.Search.Browse(catalog.ByTheme)
	if !heard("老年") || !heard(m.Kiosk.Text.T("browse.theme")) {
		t.Errorf("heard %v", m.Said)
	}
	turn.Browse.Look(0)
	if !heard("老年人优待证（卡）办理") {
		t.Errorf("heard %v", m.Said)
	}
}
