package keyboard_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// finger hands events to widgets as the toolkit's driver for windows does: a press
// and a release go to what lies there, a release after a drag to what was dragged,
// and a drag begins with what lay under the finger one event before.
//
// Source: fyne.io/fyne/v2@v2.7.1/internal/driver/glfw/window.go, processMouseMoved
// and processMouseClicked.
type finger struct {
	things  []thing // the hindmost first
	pos     fyne.Position
	held    bool
	from    fyne.Position // where the drag is measured from
	dragged fyne.Draggable
	started bool
	offset  fyne.Position
}

// thing is a widget with the place of its parent.
type thing struct {
	fyne.CanvasObject
	parent fyne.Position
}

func (th thing) at() fyne.Position { return th.parent.Add(th.Position()) }

// under is the topmost thing at pos that is wanted.
func (f *finger) under(pos fyne.Position, wanted func(fyne.CanvasObject) bool) (o fyne.CanvasObject, in fyne.Position) {
	for _, th := range slices.Backward(f.things) {
		in, size := pos.Subtract(th.at()), th.Size()
		if wanted(th.CanvasObject) && in.X >= 0 && in.Y >= 0 && in.X < size.Width && in.Y < size.Height {
			return th.CanvasObject, in
		}
	}
	return nil, fyne.Position{}
}

func mouseable(o fyne.CanvasObject) bool { _, ok := o.(desktop.Mouseable); return ok }
func draggable(o fyne.CanvasObject) bool { _, ok := o.(fyne.Draggable); return ok }

func (f *finger) move(pos fyne.Position) {
	before := f.pos
	f.pos = pos
	if f.held && !f.started {
		delta := pos.Subtract(f.from)
		if o, in := f.under(before, draggable); o != nil && max(delta.X, -delta.X, delta.Y, -delta.Y) >= 2 {
			f.dragged, f.offset, f.started = o.(fyne.Draggable), before.Subtract(in), true
		}
	}
	if f.dragged == nil || !f.held {
		return
	}
	e := &fyne.DragEvent{Dragged: fyne.NewDelta(pos.X-f.from.X, pos.Y-f.from.Y)}
	e.Position, e.AbsolutePosition = pos.Subtract(f.offset), pos
	f.dragged.Dragged(e)
	f.started, f.from = true, pos
}

func (f *finger) press() {
	f.from = f.pos
	if o, in := f.under(f.pos, mouseable); o != nil {
		o.(desktop.Mouseable).MouseDown(f.event(in))
	}
	f.held = true
}

func (f *finger) release() {
	f.from = f.pos
	o, in := f.under(f.pos, mouseable)
	if to, ok := f.dragged.(desktop.Mouseable); ok {
		to.MouseUp(f.event(f.pos.Subtract(f.offset)))
	} else if o != nil {
		o.(desktop.Mouseable).MouseUp(f.event(in))
	}
	f.held = false
	if f.dragged != nil && f.started {
		f.dragged.DragEnd()
	}
	f.dragged, f.started = nil, false
}

func (f *finger) event(in fyne.Position) *desktop.MouseEvent {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	e.Position, e.AbsolutePosition = in, f.pos
	return e
}

// ground is a page below the keys, which hears presses and is not dragged.
type ground struct{ style.Part }

func (*ground) MouseDown(*desktop.MouseEvent) { touch.Elsewhere() }
func (*ground) MouseUp(*desktop.MouseEvent)   {}

// bench is a pad on a page with a finger above.
type bench struct {
	finger
	pad   *keyboard.Keypad
	below *ground
	typed field
}

func newBench(o keyboard.Options) *bench {
	b := &bench{below: &ground{}}
	b.pad = keyboard.NewKeypad(o, true, &b.typed)
	b.pad.Place(48, 100, 984, keyboard.KeypadHeight)
	b.below.Init(b.below, nil)
	style.Put(b.below, 0, 0, 1080, 1920)
	b.drawn(100)
	return b
}

// drawn draws the page anew, with the pad from y on.
func (b *bench) drawn(y float32) {
	b.pad.Move(fyne.NewPos(48, y))
	b.things = []thing{{b.below, fyne.Position{}}}
	for _, key := range b.pad.Objects() {
		b.things = append(b.things, thing{key, b.pad.Position()})
	}
}

// key is what the key under the finger says; "" beside the keys.
func (b *bench) key() string {
	o, _ := b.under(b.pos, mouseable)
	if key, ok := o.(interface{ Words() string }); ok {
		return key.Words()
	}
	return ""
}

// TestAPressWhoseReleaseWasNeverHeardTypesNothing: the pad moves away under the
// finger, which goes up beside it. Later the finger comes by from somewhere else.
func TestAPressWhoseReleaseWasNeverHeardTypesNothing(t *testing.T) {
	for name, comesBy := range map[string]func(*bench, fyne.Position){
		"and goes up there": func(b *bench, key fyne.Position) { b.move(key) },
		"and wanders there": func(b *bench, key fyne.Position) { b.move(key); b.move(key.AddXY(3, 0)); b.move(key.AddXY(6, 0)) },
	} {
		b := newBench(options(t))
		b.move(fyne.NewPos(540, 110))
		key := b.key()
		b.press()
		b.drawn(300)
		b.release()
		b.drawn(100)
		b.move(fyne.NewPos(20, 110))
		b.press()
		comesBy(b, fyne.NewPos(540, 110))
		b.release()
		if key == "" || b.typed.text != "" {
			t.Errorf("%s: a press of %q, which was over, typed %q", name, key, b.typed.text)
		}
	}
}

// TestOnePressTypesAtMostOneDigitAndTheOneUnderIt: whatever the finger does between
// press and release, and wherever a busy window puts the pad meanwhile.
func TestOnePressTypesAtMostOneDigitAndTheOneUnderIt(t *testing.T) {
	o := options(t)
	anywhere := rapid.Custom(func(t *rapid.T) fyne.Position {
		return fyne.NewPos(float32(rapid.IntRange(0, 1079).Draw(t, "x")), float32(rapid.IntRange(60, 900).Draw(t, "y")))
	})
	rapid.Check(t, func(t *rapid.T) {
		b := newBench(o)
		for range rapid.IntRange(1, 8).Draw(t, "presses") {
			b.move(anywhere.Draw(t, "to"))
			key, before := b.key(), b.typed.text
			b.press()
			for range rapid.IntRange(0, 4).Draw(t, "steps") {
				switch rapid.IntRange(0, 3).Draw(t, "step") {
				case 0:
					b.move(anywhere.Draw(t, "drag"))
				case 1:
					b.drawn(float32(rapid.IntRange(60, 240).Draw(t, "pad")))
				default:
					b.move(b.pos.AddXY(float32(rapid.IntRange(-4, 4).Draw(t, "dx")), float32(rapid.IntRange(-4, 4).Draw(t, "dy"))))
				}
			}
			b.release()
			if got := b.typed.text; len(got) > len(before) && got != before+key {
				t.Fatalf("a press of %q made %q out of %q", key, got, before)
			}
		}
	})
}
