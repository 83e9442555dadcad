package tests

import (
	"strings"
	"testing"

	"github.com/jezek/xgb/xproto"

	"bianmin/device/monitor"
)

// TestAWindowIsPutOnTheMiddleOfAMonitor asks the X server itself. It has one monitor;
// a second one is half of it.
func TestAWindowIsPutOnTheMiddleOfAMonitor(t *testing.T) {
	f := newScreen(t, kiosk{t: t}, 1280, 720)
	list, err := monitor.List(f.display)
	if err != nil || len(list) != 1 || list[0].Width != 1280 || list[0].Height != 720 {
		t.Fatalf("the monitors are %+v, %v", list, err)
	}
	id, err := xproto.NewWindowId(f.x)
	if err != nil {
		t.Fatal(err)
	}
	err = xproto.CreateWindowChecked(f.x, 0, id, f.root, 0, 0, 200, 900, 0, xproto.WindowClassInputOutput, 0, 0, nil).Check()
	if err != nil {
		t.Fatal(err)
	}
	right := monitor.Monitor{Name: "right", X: 640, Width: 640, Height: 720}
	if err := monitor.Move(f.display, uintptr(id), right); err != nil {
		t.Fatal(err)
	}
	at, err := xproto.GetGeometry(f.x, xproto.Drawable(id)).Reply()
	if err != nil || at.X != 640+(640-200)/2 || at.Y != (720-900)/2 {
		t.Errorf("the window lies at %d,%d: %v", at.X, at.Y, err)
	}
	if err := monitor.Move(f.display, 1, right); err == nil || !strings.Contains(err.Error(), "size") {
		t.Errorf("a window that is none is moved: %v", err)
	}
}
