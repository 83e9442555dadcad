package screen

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch/touchtest"
)

// sizes are the windows that every page must fit.
func sizes() map[string]fyne.Size {
	return map[string]fyne.Size{"tall": {Width: 1080, Height: 1920}, "wide": {Width: 1920, Height: 1080}}
}

// drawn is a page in one of its states.
func drawn(t *testing.T, c picture, size fyne.Size) *Screen {
	t.Helper()
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	c.walk(t, m, turn)
	s := New(Stage{Ctx: t.Context(), Turn: turn, Look: style.Default(), Size: size}, turn.Route())
	s.Resize(size)
	s.Draw()
	return s
}

func TestEveryPageKeepsTheRules(t *testing.T) {
	for window, size := range sizes() {
		for _, c := range cases() {
			t.Run(c.name+"-"+window, func(t *testing.T) {
				s := drawn(t, c, size)
				touchtest.Check(t, s, size)
				for _, problem := range append(overlaps(s), outside(s, size)...) {
					t.Error(problem)
				}
			})
		}
	}
}

// letters is the box of the ink of a text, without the room of its line.
type letters struct {
	words      string
	x, y, w, h float32
}

func texts(root fyne.CanvasObject) []letters {
	var list []letters
	touchtest.Walk(root, func(o fyne.CanvasObject, at fyne.Position) {
		text, ok := o.(*canvas.Text)
		if !ok || text.Text == "" || text.Text == "•" { // a masked digit: more room than ink
			return
		}
		size := text.MinSize()
		list = append(list, letters{text.Text, at.X, at.Y + (size.Height-text.TextSize*.8)/2, size.Width, text.TextSize * .8})
	})
	return list
}

// overlaps are words that lie on other words, and targets on a keyboard.
func overlaps(s *Screen) []string {
	var list []string
	all := texts(s)
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.x+1 < b.x+b.w && b.x+1 < a.x+a.w && a.y+1 < b.y+b.h && b.y+1 < a.y+a.h {
				list = append(list, fmt.Sprintf("%q lies on %q at %g,%g", a.words, b.words, b.x, b.y))
			}
		}
	}
	for _, o := range s.Objects() {
		panel, ok := o.(*keyboard.Panel)
		for name, target := range s.names {
			if bottom := target.Position().Y + target.Size().Height; ok && target.Position().Y < panel.Position().Y && bottom > panel.Position().Y {
				list = append(list, fmt.Sprintf("%s lies on the keyboard", name))
			}
		}
	}
	return list
}

func outside(s *Screen, size fyne.Size) []string {
	var list []string
	for _, a := range texts(s) {
		if a.x < 0 || a.y < 0 || a.x+a.w > size.Width+1 || a.y+a.h > size.Height {
			list = append(list, fmt.Sprintf("%q leaves the window at %g,%g", a.words, a.x, a.y))
		}
	}
	return list
}
