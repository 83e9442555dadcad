package shell

import (
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/app/village"
	"bianmin/ui/flow"
)

// TestFreeTimesAreShownWhenTheyAreFound: the machine looks for them while the page
// is already there.
func TestFreeTimesAreShownWhenTheyAreFound(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.machine.Store.Free = []village.SlotLeft{{Slot: "4452030000001202612010900", Next: 2, Left: 3}}
	var found func()
	p.shell.Turn().Kiosk().Run = func(work, then func()) { found = func() { work(); then() } }
	p.press("tile.5")
	p.at(flow.RouteBooking)
	if p.has("window") {
		t.Error("a time is offered before anybody looked")
	}
	found()
	if !p.has("window") {
		t.Error("the page still looks")
	}
}
