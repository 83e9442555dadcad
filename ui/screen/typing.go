package screen

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
)

// keyer takes the keys of a physical keyboard.
type keyer interface {
	TypedRune(rune)
	TypedKey(*fyne.KeyEvent)
}

// typing is what a page wants of its on-screen keyboard.
type typing struct {
	Words     string // on its last key
	Done      func() // what that key does
	Composing func(letters string)
	Raw       bool // see [keyboard.Options]
}

// panel is the on-screen keyboard of a page, filling target.
func (st Stage) panel(target keyboard.Target, want typing) *keyboard.Panel {
	o := st.keys()
	o.Done, o.Composing, o.Raw = want.Done, want.Composing, want.Raw
	text := o.Text
	o.Text = func(key string, pairs ...any) string {
		if key == "keyboard.done" {
			return want.Words
		}
		return text(key, pairs...)
	}
	p := keyboard.New(o)
	p.SetTarget(target)
	return p
}

func (st Stage) keys() keyboard.Options {
	return keyboard.Options{Look: st.Look, Text: st.Turn.Kiosk().Text.T, Engine: st.Engine, Every: st.Every}
}

// keysHigh is the height of the on-screen keyboard in a window w wide.
func keysHigh(w float32) float32 { return keyboard.Height(w) }

// addPanel puts the keyboard above bottom, as wide as the window, and returns
// its upper edge.
func (sh *sheet) addPanel(p *keyboard.Panel, bottom float32) float32 {
	w := sh.stage.Size.Width
	h := keyboard.Height(w)
	style.Put(p, 0, bottom-h, w, h)
	sh.add(p)
	return bottom - h
}

// digits types into a form digit by digit.
type digits struct{ form *flow.Form }

func (d digits) Insert(s string) {
	for _, r := range s {
		d.form.Digit(string(r))
	}
}
func (d digits) Backspace() { d.form.Erase() }
func (d digits) Clear()     { d.form.Clear() }

// line types into the entry of a list that is being written.
type line struct{ form *flow.Form }

func (l line) Insert(s string) { l.form.Insert(s) }
func (l line) Backspace() {
	if _, current := l.form.Lines(); current != "" {
		l.form.Erase()
	}
}
func (l line) Clear() { l.form.DropLine() }
