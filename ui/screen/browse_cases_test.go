package screen

import (
	"slices"
	"sync"
	"testing"

	"bianmin/app/catalog"
	example "bianmin/assets/catalog"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// shipped is the example catalogue, read once.
var shipped = sync.OnceValues(example.Catalogue)

// browsed looks through the example catalogue, which has as many themes and departments
// as a village has.
func browsed(t *testing.T, turn *flow.Turn, way catalog.Way) {
	list, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	turn.Kiosk().Groups = func(way catalog.Way) []catalog.Group { return catalog.Groups(list.Items, way) }
	turn.Home.Choose(1)
	turn.Search.Browse(way)
}

func browseCases() []picture {
	return []picture{
		{"browse", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { browsed(t, turn, catalog.ByTheme) }},
		{"browse-department", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { browsed(t, turn, catalog.ByDepartment) }},
		{"browse-items", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			browsed(t, turn, catalog.ByTheme)
			turn.Browse.Look(1)
		}},
		walk("browse-none", func(turn *flow.Turn) {
			turn.Kiosk().Groups = func(catalog.Way) []catalog.Group { return nil }
			turn.Home.Choose(1)
			turn.Search.Browse(catalog.ByTheme)
		}),
		walk("browse-longest", func(turn *flow.Turn) {
			turn.Home.Choose(1)
			turn.Search.Browse(catalog.ByDepartment)
			turn.Browse.Look(slices.IndexFunc(turn.Browse.Groups, func(g catalog.Group) bool { return g.Items[0].Code == flowtest.Longest }))
		}),
	}
}
