// Package touchtest presses and checks widgets without a window: it finds what
// lies under a finger and measures a screen against the rules of visual.md.
package touchtest

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"bianmin/ui/style"
)

// Start makes the app of the toolkit's test driver with the faces of look. The
// app stays for the whole test binary: starting it parses the faces.
func Start(look style.Look) fyne.App {
	a := test.NewApp()
	a.Settings().SetTheme(style.NewTheme(look))
	return a
}

// Picture draws content on the ground of look, one pixel per unit.
func Picture(content fyne.CanvasObject, width, height float32) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(content)
	c.Resize(fyne.NewSize(width, height))
	return c.Capture()
}

// Target is something that can be pressed, with its place in the window.
type Target struct {
	Object fyne.CanvasObject
	Pos    fyne.Position
}

// Right is the edge after which the next may begin.
func (t Target) Right() float32 { return t.Pos.X + t.Object.Size().Width }

// Bottom is the edge below which the next may begin.
func (t Target) Bottom() float32 { return t.Pos.Y + t.Object.Size().Height }

// Walk calls visit for root and every visible object in it, parents first.
func Walk(root fyne.CanvasObject, visit func(o fyne.CanvasObject, at fyne.Position)) {
	walk(root, fyne.Position{}, visit)
}

func walk(o fyne.CanvasObject, parent fyne.Position, visit func(fyne.CanvasObject, fyne.Position)) {
	if o == nil || !o.Visible() {
		return
	}
	at := parent.Add(o.Position())
	visit(o, at)
	switch c := o.(type) {
	case *fyne.Container:
		for _, child := range c.Objects {
			walk(child, at, visit)
		}
	case fyne.Widget:
		for _, child := range c.CreateRenderer().Objects() {
			walk(child, at, visit)
		}
	}
}

// Under is the topmost thing to press at pos; its Object is nil if there is none.
func Under(root fyne.CanvasObject, pos fyne.Position) Target {
	var found Target
	Walk(root, func(o fyne.CanvasObject, at fyne.Position) {
		if _, ok := o.(desktop.Mouseable); ok && inside(pos, at, o.Size()) {
			found = Target{o, at}
		}
	})
	return found
}

func inside(p, at fyne.Position, s fyne.Size) bool {
	return p.X >= at.X && p.Y >= at.Y && p.X < at.X+s.Width && p.Y < at.Y+s.Height
}

// TapAt presses and releases at (x, y). It reports whether something was there.
func TapAt(root fyne.CanvasObject, x, y float32) bool {
	t := Under(root, fyne.NewPos(x, y))
	if t.Object == nil {
		return false
	}
	m := t.Object.(desktop.Mouseable)
	e := event(x, y, t.Pos)
	m.MouseDown(e)
	m.MouseUp(e)
	return true
}

// MoveTo moves a finger to (x, y) without pressing: whoever hears it there is told,
// as the desktop driver does before a touch.
func MoveTo(root fyne.CanvasObject, x, y float32) {
	var over desktop.Hoverable
	var at fyne.Position
	Walk(root, func(o fyne.CanvasObject, pos fyne.Position) {
		if h, ok := o.(desktop.Hoverable); ok && inside(fyne.NewPos(x, y), pos, o.Size()) {
			over, at = h, pos
		}
	})
	if over != nil {
		over.MouseMoved(event(x, y, at))
	}
}

// Swipe presses at from, moves the finger in steps to to and releases there,
// as the desktop driver delivers it.
func Swipe(root fyne.CanvasObject, from, to fyne.Position) {
	t := Under(root, from)
	if t.Object == nil {
		return
	}
	t.Object.(desktop.Mouseable).MouseDown(event(from.X, from.Y, t.Pos))
	drag, ok := t.Object.(fyne.Draggable)
	const steps = 8
	last := from
	for i := 1; ok && i <= steps; i++ {
		f := float32(i) / steps
		now := fyne.NewPos(from.X+(to.X-from.X)*f, from.Y+(to.Y-from.Y)*f)
		drag.Dragged(&fyne.DragEvent{
			PointEvent: fyne.PointEvent{AbsolutePosition: now, Position: now.Subtract(t.Pos)},
			Dragged:    fyne.NewDelta(now.X-last.X, now.Y-last.Y),
		})
		last = now
	}
	if over := Under(root, to); over.Object != nil {
		t.Object.(desktop.Mouseable).MouseUp(event(to.X, to.Y, t.Pos))
	}
	if ok {
		drag.DragEnd()
	}
}

func event(x, y float32, at fyne.Position) *desktop.MouseEvent {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	e.AbsolutePosition = fyne.NewPos(x, y)
	e.Position = e.AbsolutePosition.Subtract(at)
	return e
}

// Check fails t where a thing to press is smaller than 96 px or nearer than
// 12 px to the next, where words are smaller than 28 px, and where something
// lies outside the window.
func Check(t *testing.T, root fyne.CanvasObject, window fyne.Size) {
	t.Helper()
	for _, problem := range Problems(root, window, RulesOf(style.Default())) {
		t.Error(problem)
	}
}

// Targets are the things to press in root.
func Targets(root fyne.CanvasObject) []Target {
	var targets []Target
	Walk(root, func(o fyne.CanvasObject, at fyne.Position) {
		if _, ok := o.(desktop.Mouseable); !ok {
			return
		}
		if f, ok := o.(interface{ Frame() bool }); ok && f.Frame() {
			return // a list or a scrim: its rows are the targets
		}
		targets = append(targets, Target{o, at})
	})
	return targets
}

// Problems are the broken rules, one sentence each.
func Problems(root fyne.CanvasObject, window fyne.Size, rules Rules) []string {
	list := append(words(root, rules), cut(root)...)
	list = append(list, contrasts(root, window, rules)...)
	targets := Targets(root)
	for i, a := range targets {
		list = append(list, sizeProblems(a, window)...)
		for _, b := range targets[i+1:] {
			if gap, touching := gapOf(a, b); touching {
				list = append(list, fmt.Sprintf("%s and %s are %g px apart", a, b, gap))
			}
		}
	}
	return list
}

func sizeProblems(a Target, window fyne.Size) []string {
	var list []string
	if s := a.Object.Size(); s.Width < style.MinTarget || s.Height < style.MinTarget {
		list = append(list, fmt.Sprintf("%s is only %g by %g", a, s.Width, s.Height))
	}
	if a.Pos.X < 0 || a.Pos.Y < 0 || a.Right() > window.Width+.5 || a.Bottom() > window.Height+.5 {
		list = append(list, fmt.Sprintf("%s leaves the window", a))
	}
	return list
}

// gapOf is the clear space between two targets and whether it is too small.
// Rows of one list touch on purpose: the whole row is the target.
func gapOf(a, b Target) (float32, bool) {
	if r, ok := a.Object.(interface{ Row() bool }); ok && r.Row() {
		if r, ok := b.Object.(interface{ Row() bool }); ok && r.Row() {
			return 0, false
		}
	}
	x := max(a.Pos.X-b.Right(), b.Pos.X-a.Right())
	y := max(a.Pos.Y-b.Bottom(), b.Pos.Y-a.Bottom())
	gap := max(x, y)
	return gap, gap < style.MinGap-.5
}

// String names the target by its words and its place.
func (t Target) String() string {
	said := ""
	walk(t.Object, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if text, ok := o.(*canvas.Text); ok && said == "" {
			said = text.Text
		}
	})
	return fmt.Sprintf("%T %q at %g,%g", t.Object, said, t.Pos.X, t.Pos.Y)
}

// Hold presses o and keeps the finger down.
func Hold(o fyne.CanvasObject) {
	if m, ok := o.(desktop.Mouseable); ok {
		m.MouseDown(event(1, 1, fyne.Position{}))
	}
}

// Release lifts the finger that [Hold] put down.
func Release(o fyne.CanvasObject) {
	if m, ok := o.(desktop.Mouseable); ok {
		m.MouseUp(event(1, 1, fyne.Position{}))
	}
}
