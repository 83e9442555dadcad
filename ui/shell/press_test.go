package shell

import (
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/touch"
	"bianmin/ui/touch/touchtest"
)

// under is what a finger at the middle of a named thing is on.
func (p *person) under(name string) fyne.CanvasObject {
	p.Helper()
	x, y, ok := p.shell.Where(name)
	if !ok {
		p.Fatalf("nothing is called %s", name)
	}
	return touchtest.Under(p.shell, fyne.NewPos(x, y)).Object
}

// TestAPressIsHeardThoughThePageChangesUnderIt: the county's answer may come between
// finger down and finger up.
func TestAPressIsHeardThoughThePageChangesUnderIt(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.4")
	touchtest.Hold(p.under("step.back"))
	p.shell.turn.Hotline.Changed()
	touchtest.Release(p.under("step.back"))
	if at := p.shell.Turn().Route(); at != flow.RouteHome {
		t.Errorf("the press was lost: at %s", at)
	}
}

// TestWhatChangedUnderAFingerIsDrawnWhenItIsGone; what lies on the screen for good keeps
// nothing from being drawn.
func TestWhatChangedUnderAFingerIsDrawnWhenItIsGone(t *testing.T) {
	for name, seconds := range map[string]int{"a finger": 1, "a bag": longestPress} {
		p := newPerson(t, fyne.NewSize(1080, 1920))
		p.press("tile.4")
		before := p.under("step.back")
		touchtest.Hold(before)
		p.shell.turn.Hotline.Changed()
		if p.under("step.back") != before {
			t.Errorf("%s: drawn at once", name)
		}
		if name == "a finger" {
			touch.Elsewhere() // it is lifted where nothing is to press
		}
		for range seconds {
			p.shell.Tick()
		}
		if p.under("step.back") == before {
			t.Errorf("%s: not drawn after %d s", name, seconds)
		}
		touchtest.Release(before)
	}
}

// TestAScannedCodeEndsAPress: what lies under the finger may be another person's by then.
func TestAScannedCodeEndsAPress(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.4")
	pressed := p.under("step.back")
	touchtest.Hold(pressed)
	p.shell.scanned("6901234567892")
	touchtest.Release(pressed)
	if at := p.shell.Turn().Route(); at != flow.RouteHotline {
		t.Errorf("the press went on: at %s", at)
	}
}
