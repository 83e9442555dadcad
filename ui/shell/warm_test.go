package shell

import (
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
)

func TestAWarmedPageIsNeverSeenAndAnOpenedOneStays(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	for _, route := range []Route{flow.RouteSearch, flow.RouteProgress, flow.RouteRating} {
		p.shell.warm(route)
		page := p.shell.screens[route]
		if !page.Visible() || page.Position().Y < 1920 {
			t.Errorf("%s is warmed at %v, visible %t", route, page.Position(), page.Visible())
		}
		p.shell.cool(route)
		if page.Visible() || page.Position().Y != 0 || len(page.Objects()) > 0 {
			t.Errorf("%s is left behind", route)
		}
	}
	p.shell.warm(flow.RouteProgress)
	p.shell.Turn().Home.Choose(2) // before it is cold
	p.shell.cool(flow.RouteProgress)
	p.at(flow.RouteProgress)
	p.press("key.K")
	p.shell.warm(flow.RouteSearch)
	if page := p.shell.screens[flow.RouteSearch]; page != nil && page.Visible() {
		t.Error("a page is warmed while somebody is at another")
	}
}
