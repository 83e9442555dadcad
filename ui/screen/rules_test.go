package screen

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

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

// view is a window and the modes of the person before it.
type view struct {
	name  string // "tall", "wide-large" …
	size  fyne.Size
	modes flow.Modes
}

// views are the windows in every mode that looks different.
func views() []view {
	var list []view
	for _, window := range []string{"tall", "wide"} {
		size := sizes()[window]
		list = append(list, view{window, size, flow.Modes{}}, view{window + "-large", size, flow.Modes{Large: true}},
			view{window + "-contrast", size, flow.Modes{Contrast: true}})
	}
	tall := sizes()["tall"]
	return append(list, view{"tall-low", tall, flow.Modes{Low: true}},
		view{"tall-large-low", tall, flow.Modes{Large: true, Low: true}},
		view{"tall-large-contrast", tall, flow.Modes{Large: true, Contrast: true}})
}

// shown is a page, and what lies over it; over is nil for nothing.
type shown struct {
	page *Screen
	over fyne.CanvasObject
}

func (s shown) root() fyne.CanvasObject {
	if s.over == nil {
		return s.page
	}
	return container.NewWithoutLayout(s.page, s.over)
}

// drawn is a page in one of its states.
func drawn(t *testing.T, c picture, v view) shown {
	t.Helper()
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.SetModes(v.modes)
	c.walk(t, m, turn)
	return pageOf(t, turn, v)
}

func pageOf(t *testing.T, turn *flow.Turn, v view) shown {
	t.Helper()
	m := turn.Modes()
	st := Stage{Ctx: t.Context(), Turn: turn, Look: LookOf(style.Default(), m), Low: m.Low, Size: v.size}
	s := shown{page: New(st, turn.Route())}
	s.page.Resize(v.size)
	s.page.Draw()
	if turn.Idle.Warning {
		idle := NewIdle(st)
		idle.Update()
		s.over = idle.Dialog
	}
	if turn.Exit.Open {
		exit := NewExit(st)
		exit.Update()
		s.over = exit
	}
	if turn.Helper.Open {
		signIn := NewSignIn(st)
		signIn.Update()
		s.over = signIn
	}
	if turn.Calling.Open {
		calling := NewCalling(st)
		calling.Update()
		s.over = calling
	}
	return s
}

func TestEveryPageKeepsTheRulesInEveryMode(t *testing.T) {
	for _, v := range views() {
		for _, c := range cases() {
			t.Run(c.name+"-"+v.name, func(t *testing.T) {
				for _, problem := range problems(drawn(t, c, v), v) {
					t.Error(problem)
				}
			})
		}
	}
}

// problems are the rules that a page breaks, one sentence each.
func problems(s shown, v view) []string {
	root := fyne.CanvasObject(s.page)
	if s.over != nil {
		root = s.over // nobody sees the page below
	}
	list := touchtest.Problems(root, v.size, touchtest.RulesOf(s.page.stage.Look))
	list = append(list, overlaps(root)...)
	list = append(list, covered(s.page)...)
	list = append(list, outside(root, v.size)...)
	if v.modes.Low {
		list = append(list, high(root, v.size.Height*lowFrom)...)
	}
	return list
}

// high are the targets that lie above the edge at which those of the low
// position begin.
func high(root fyne.CanvasObject, edge float32) []string {
	var list []string
	for _, t := range touchtest.Targets(root) {
		if t.Pos.Y < edge-.5 {
			list = append(list, fmt.Sprintf("%s lies above %g", t, edge))
		}
	}
	return list
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

// overlaps are words that lie on other words.
func overlaps(root fyne.CanvasObject) []string {
	var list []string
	all := texts(root)
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.x+1 < b.x+b.w && b.x+1 < a.x+a.w && a.y+1 < b.y+b.h && b.y+1 < a.y+a.h {
				list = append(list, fmt.Sprintf("%q lies on %q at %g,%g", a.words, b.words, b.x, b.y))
			}
		}
	}
	return list
}

// covered are targets that reach under a keyboard.
func covered(s *Screen) []string {
	var list []string
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

func outside(root fyne.CanvasObject, size fyne.Size) []string {
	var list []string
	for _, a := range texts(root) {
		if a.x < 0 || a.y < 0 || a.x+a.w > size.Width+1 || a.y+a.h > size.Height {
			list = append(list, fmt.Sprintf("%q leaves the window at %g,%g", a.words, a.x, a.y))
		}
	}
	return list
}
