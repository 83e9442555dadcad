// Package touch holds the widgets of the kiosk: large, flat, placed by hand,
// and pressed with a finger that trembles. It owns no words and no routes.
//
// Nothing here takes the focus of the canvas, so typed keys always reach
// [Keys], whatever is pressed in between.
package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/style"
)

// press turns a mouse or a finger into one act. A widget embeds it and gives
// paint, which colours the widget for its state and refreshes what changed.
//
// It is both Mouseable and Draggable: the toolkit starts a drag after 2 px and
// sends the release to whatever lies under the finger unless the drag has an
// owner.
type press struct {
	style.Part
	look style.Look

	OnTap         func() // on release inside; nil does nothing
	OnDisabledTap func() // the same while disabled, to read the reason aloud

	OnHold func(down bool) // the finger comes down or leaves; for a key that repeats

	paint    func()
	disabled bool
	down     bool // the finger is on it and has not wandered off
	holding  bool // the finger is still down, maybe elsewhere
	at       fyne.Position
	first    fyne.Position
	scroll   scroller // the list around it, which takes a wandering finger
	scrolls  bool
}

// scroller is a list that a drag on one of its rows moves.
type scroller interface {
	dragBy(dy float32)
	dragEnd()
}

// inScroll is what a list tells the things it holds.
type inScroll interface{ setScroller(scroller) }

func (p *press) setScroller(s scroller) { p.scroll = s }

// held is what the finger is on. The window may be drawn anew while it is down, and
// the release then goes to what lies there: only the next press tells that this one
// is over.
//
//nolint:gochecknoglobals // a screen has one finger, and the toolkit tells nobody but the widget under it
var held *press

// presses counts them.
//
//nolint:gochecknoglobals // see held
var presses int

// Elsewhere says that a finger came down on something else than a press. A press
// whose release was never heard is over, and types nothing when the finger comes by.
func Elsewhere() {
	if p := held; p != nil {
		held = nil
		p.holding = false
		p.setDown(false)
	}
}

// Held is the number of the press that a finger is in, on something that would not hear its
// release when the page was drawn anew; 0 for none. A key that repeats keeps its place in
// a keyboard and does not count.
func Held() int {
	if held == nil || held.OnHold != nil {
		return 0
	}
	return presses
}

// MouseDown is for Fyne: the finger comes down.
func (p *press) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	Elsewhere()
	held = p
	presses++
	p.holding, p.scrolls = true, false
	p.at, p.first = e.Position, e.Position
	p.setDown(true)
	if p.look.Click != nil && !p.disabled {
		p.look.Click()
	}
}

// MouseUp is for Fyne: the finger goes up.
func (p *press) MouseUp(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	if p.holding && !p.scrolls && p.down {
		p.at = e.Position
	}
	p.release()
}

// Dragged is for Fyne: the finger moves while it is down.
func (p *press) Dragged(e *fyne.DragEvent) {
	if !p.holding {
		return
	}
	p.at = e.Position
	if p.scrolls {
		p.scroll.dragBy(e.Dragged.DY)
		return
	}
	if p.scroll != nil && abs(p.at.Y-p.first.Y) > style.Slop {
		p.scrolls = true
		p.setDown(false)
		p.scroll.dragBy(p.at.Y - p.first.Y)
		return
	}
	p.setDown(p.near(p.at))
}

// DragEnd is for Fyne: a drag ended where nothing else wanted the release.
func (p *press) DragEnd() { p.release() }

// Tap acts as if a finger had pressed it: for keys of a keyboard and for tests.
func (p *press) Tap() {
	switch {
	case p.disabled && p.OnDisabledTap != nil:
		p.OnDisabledTap()
	case !p.disabled && p.OnTap != nil:
		p.OnTap()
	}
}

// Enabled reports whether a tap acts.
func (p *press) Enabled() bool { return !p.disabled }

// SetEnabled switches between the normal and the off colours. A disabled
// widget should say why in its words.
func (p *press) SetEnabled(on bool) {
	if p.disabled == !on {
		return
	}
	p.disabled = !on
	p.paint()
}

// Pressed reports whether a finger is on it now.
func (p *press) Pressed() bool { return p.down }

func (p *press) release() {
	if !p.holding {
		return
	}
	p.holding, held = false, nil
	if p.scrolls {
		p.scrolls = false
		p.scroll.dragEnd()
		return
	}
	act := p.down && p.near(p.at)
	p.setDown(false)
	if act {
		p.Tap()
	}
}

func (p *press) setDown(down bool) {
	if p.down != down {
		p.down = down
		p.paint()
		if p.OnHold != nil && !p.disabled {
			p.OnHold(down)
		}
	}
}

// near reports whether pos is on the widget or at most the slop beside it.
func (p *press) near(pos fyne.Position) bool {
	size := p.Size()
	return pos.X >= -style.Slop && pos.Y >= -style.Slop &&
		pos.X < size.Width+style.Slop && pos.Y < size.Height+style.Slop
}

func abs(f float32) float32 { return max(f, -f) }

// fill changes the colours of a box and draws it anew, only if they differ.
func fill(box *canvas.Rectangle, ground, border color.Color) {
	if box.FillColor != ground || box.StrokeColor != border {
		box.FillColor, box.StrokeColor = ground, border
		canvas.Refresh(box)
	}
}

// newBox is a flat rectangle with a radius and a border inside its edge.
func newBox(ground, border color.Color, width, radius float32) *canvas.Rectangle {
	return &canvas.Rectangle{FillColor: ground, StrokeColor: border, StrokeWidth: width, CornerRadius: radius}
}

// swap shows another icon in an image that is on a screen already.
func swap(img *canvas.Image, name string, main, second color.Color) {
	res := style.IconResource(name, int(img.Size().Width), main, second)
	if img.Resource == nil || img.Resource.Name() != res.Name() {
		img.Resource = res
		img.Refresh()
	}
}
