package style

import (
	"testing"

	"fyne.io/fyne/v2"
)

// dirtyCanvas counts the frames asked for. It lies in a window of an app that
// knows no object any more, as Fyne is towards what was hidden for a minute.
type dirtyCanvas struct {
	fyne.Canvas
	frames int
}

func (c *dirtyCanvas) SetDirty() { c.frames++ }

type forgetfulApp struct {
	fyne.App
	driver fyne.Driver
}

func (a forgetfulApp) Driver() fyne.Driver { return a.driver }

type forgetfulDriver struct {
	fyne.Driver
	window fyne.Window
}

func (d forgetfulDriver) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return nil }
func (d forgetfulDriver) AllWindows() []fyne.Window                     { return []fyne.Window{d.window} }

type forgetfulWindow struct {
	fyne.Window
	canvas fyne.Canvas
}

func (w forgetfulWindow) Canvas() fyne.Canvas { return w.canvas }

func TestWhatWasHiddenForLongIsPaintedWhenItIsShown(t *testing.T) {
	before := fyne.CurrentApp()
	t.Cleanup(func() { fyne.SetCurrentApp(before) })
	c := &dirtyCanvas{}
	fyne.SetCurrentApp(forgetfulApp{driver: forgetfulDriver{window: forgetfulWindow{canvas: c}}})
	p := &Part{}
	p.Init(p, nil)
	p.Hide()
	c.frames = 0
	p.Show()
	if c.frames == 0 {
		t.Error("no frame is asked for")
	}
}
