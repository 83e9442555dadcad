// Package screen draws the pages of ui/flow with the widgets of ui/touch. It
// decides nothing: what a page says stands in its view-model.
//
// A page is built once, and drawn again whenever its view-model has changed.
package screen

import (
	"context"
	"maps"
	"time"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// Stage is what all pages are drawn with.
type Stage struct {
	Ctx  context.Context
	Turn *flow.Turn
	Look style.Look
	Low  bool      // what is to be pressed lies in the lower part
	Size fyne.Size // of the window in px

	Engine keyboard.Suggester                            // words for pinyin; may be nil
	Every  func(d time.Duration, f func()) (stop func()) // see [keyboard.Options]
}

// landscape reports whether the window is wider than high.
func (st Stage) landscape() bool { return st.Size.Width > st.Size.Height }

func (st Stage) t(key string, pairs ...any) string { return st.Turn.Kiosk().Text.T(key, pairs...) }

// Screen is one page with its header.
type Screen struct {
	style.Part
	stage Stage
	head  *header
	draw  func(*sheet)
	names map[string]fyne.CanvasObject
	full  bool         // the machine had no room when the page was drawn
	paper string       // what there was to say of the printer then
	bar   *touch.Bar   // runs while the page waits for something; nil when it does not
	ran   int          // seconds that it has run
	tick  func()       // what the second hand moves, besides the header; may be nil
	keys  func() keyer // who takes the keys of a physical keyboard now; may be nil
	reset func()       // forgets what the widgets keep of a person; may be nil
}

// newScreen is a page under head (nil for none) that draw fills.
func newScreen(st Stage, head *header, draw func(*sheet)) *Screen {
	s := &Screen{stage: st, head: head, draw: draw}
	s.Init(s, nil)
	return s
}

// Draw draws the page anew.
func (s *Screen) Draw() {
	sh := &sheet{stage: s.stage, look: s.stage.Look, names: map[string]fyne.CanvasObject{}}
	if s.stage.Look.Paper != style.Light().Paper { // the window is cleared with the colour of the light look
		sh.box(s.stage.Look.Paper, nil, 0, 0, area{0, 0, s.stage.Size.Width, s.stage.Size.Height})
	}
	if s.head != nil {
		s.head.turned()
		s.head.refresh()
		sh.add(s.head)
		maps.Copy(sh.names, s.head.names)
	}
	s.full, s.paper = s.stage.Turn.Kiosk().Line().Full, s.stage.Turn.Home.PrinterNews()
	s.draw(sh)
	if s.bar = nil; s.head != nil && s.stage.Turn.Working() {
		s.bar = sh.running(s.head, s.ran)
	} else {
		s.ran = 0
	}
	s.names = sh.names
	s.SetObjects(sh.objects...)
}

// whenFull draws a page anew when the machine has run full or has room again since
// it was drawn.
func (s *Screen) whenFull() {
	if s.names != nil && s.full != s.stage.Turn.Kiosk().Line().Full {
		s.Draw()
	}
}

// whenPrinter draws a page anew when there is something else to say of the printer.
func (s *Screen) whenPrinter() {
	if s.names != nil && s.paper != s.stage.Turn.Home.PrinterNews() {
		s.Draw()
	}
}

// Tick brings clock, line and countdown up to date.
func (s *Screen) Tick() {
	if s.head != nil {
		s.head.refresh()
	}
	if s.tick != nil {
		s.tick()
	}
	if s.bar != nil {
		s.ran++
		s.bar.Set(runningParts(s.ran))
	}
}

// TypedRune takes a character of a physical keyboard.
func (s *Screen) TypedRune(r rune) {
	if s.keys != nil && s.keys() != nil {
		s.keys().TypedRune(r)
	}
}

// TypedKey takes another key of a physical keyboard.
func (s *Screen) TypedKey(e *fyne.KeyEvent) {
	if s.keys != nil && s.keys() != nil {
		s.keys().TypedKey(e)
	}
}

// Clear forgets what the page shows and keeps of a person, besides its
// view-model. The next [Screen.Draw] draws it again.
func (s *Screen) Clear() {
	if s.reset != nil {
		s.reset()
	}
	s.names = nil
	s.SetObjects()
}

// Where is the middle of the target with that name, in px of the window. A
// name that the page does not know is looked for among the words of buttons,
// as those of the keyboard.
func (s *Screen) Where(name string) (x, y float32, ok bool) {
	if o, known := s.names[name]; known && o.Visible() {
		return middle(s.names, name)
	}
	return saying(s, name, fyne.Position{})
}

// saying is the middle of the visible button, or writing pad, in o with those words.
func saying(o fyne.CanvasObject, words string, parent fyne.Position) (x, y float32, ok bool) {
	if !o.Visible() {
		return 0, 0, false
	}
	at := parent.Add(o.Position())
	if b, is := o.(interface{ Words() string }); is {
		size := o.Size()
		return at.X + size.Width/2, at.Y + size.Height/2, b.Words() == words
	}
	part, is := o.(interface{ Objects() []fyne.CanvasObject })
	if !is {
		return 0, 0, false
	}
	for _, child := range part.Objects() {
		if x, y, ok = saying(child, words, at); ok {
			return x, y, true
		}
	}
	return 0, 0, false
}

// Names are the names of all targets shown.
func (s *Screen) Names() []string {
	return keys(s.names)
}

// Said are the words on the page, in the order in which they were drawn.
func (s *Screen) Said() []string { return words(s) }

func words(o fyne.CanvasObject) []string {
	if !o.Visible() {
		return nil
	}
	if text, ok := o.(*style.Text); ok {
		if text.Text() == "" {
			return nil
		}
		return []string{text.Text()}
	}
	part, ok := o.(interface{ Objects() []fyne.CanvasObject })
	if !ok {
		return nil
	}
	var list []string
	for _, child := range part.Objects() {
		list = append(list, words(child)...)
	}
	return list
}
