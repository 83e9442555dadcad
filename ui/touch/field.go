package touch

import (
	"image/color"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Field shows what a keyboard fills: label above, value and caret in a box of
// 120 px, and one line of help or error below. It takes no keys itself.
type Field struct {
	press
	value, hint, wrong, help string
	active                   bool
	box, caret               *canvas.Rectangle
	label, words, below      *style.Text
	warn, icon               *canvas.Image
}

const (
	fieldBox  = 120
	fieldPad  = 30
	fieldGap  = 8
	fieldIcon = 48
)

// NewField is an empty field. An empty label takes no room.
func NewField(look style.Look, label, hint string, tap func()) *Field {
	f := &Field{hint: hint}
	f.look, f.OnTap, f.paint = look, tap, f.colour
	f.box = newBox(nil, nil, 2, style.RadiusButton)
	f.caret = newBox(look.TealMark, nil, 0, 2)
	f.label = style.NewText(look.Small, look.Ink2, label).Limit(1)
	f.words = style.NewText(look.Head.R(), look.Ink, "").Limit(1)
	f.below = style.NewText(look.Small.B(), look.RedMark, "").Limit(1)
	f.warn = style.Icon("warn", 36, look.RedMark, look.RedMark)
	f.Init(f, f.arrange, f.label, f.box, f.words, f.caret, f.below, f.warn)
	f.colour()
	return f
}

// SetIcon puts an icon in the box before the value.
func (f *Field) SetIcon(name string) *Field {
	f.icon = style.Icon(name, fieldIcon, f.look.Ink, f.look.Ink)
	f.SetObjects(append(f.Objects(), f.icon)...)
	f.Arrange()
	return f
}

// Height is the room for label, box and the line below.
func (f *Field) Height() float32 { return f.top() + fieldBox + fieldGap + f.look.Small.Line }

// Frame says that a field which only shows what a keyboard fills is no target.
func (f *Field) Frame() bool { return f.OnTap == nil }

// SetValue shows s; the end of a long one stays visible.
func (f *Field) SetValue(s string) {
	if f.value != s {
		f.value = s
		f.Arrange()
	}
}

// Value is what the field shows.
func (f *Field) Value() string { return f.value }

// SetActive marks the field that the keyboard fills.
func (f *Field) SetActive(on bool) {
	if f.active != on {
		f.active = on
		f.colour()
		f.Arrange()
	}
}

// Active reports whether the keyboard fills it.
func (f *Field) Active() bool { return f.active }

// SetWrong shows a sentence in red under the box, "" takes it away. The value
// stays.
func (f *Field) SetWrong(sentence string) {
	if f.wrong != sentence {
		f.wrong = sentence
		f.colour()
		f.Arrange()
	}
}

// SetHelp shows a quiet sentence under the box while nothing is wrong.
func (f *Field) SetHelp(sentence string) {
	if f.help != sentence {
		f.help = sentence
		f.colour()
		f.Arrange()
	}
}

func (f *Field) top() float32 {
	if f.label.Text() == "" {
		return 0
	}
	return f.look.Small.Line + fieldGap
}

func (f *Field) arrange(s fyne.Size) {
	top, left := f.top(), float32(fieldPad)
	f.label.At(0, 0, s.Width)
	style.Put(f.box, 0, top, s.Width, fieldBox)
	if f.icon != nil {
		style.Put(f.icon, left, top+(fieldBox-fieldIcon)/2, fieldIcon, fieldIcon)
		left += fieldIcon + 16
	}
	room := s.Width - left - fieldPad - 8
	shown, ink := f.shown(room)
	f.words.SetText(shown)
	f.words.SetColor(ink)
	wordsX := left
	if f.value == "" && f.active {
		wordsX += 14 // the hint stands clear of the caret
	}
	f.words.At(wordsX, top+(fieldBox-f.look.Head.Line)/2, room)
	x := left
	if f.value != "" {
		x += f.look.Head.R().Width(shown) + 4
	}
	style.Put(f.caret, x, top+30, 4, 60)
	belowX := float32(0)
	if f.wrong != "" {
		belowX = 44
	}
	style.Put(f.warn, 0, top+fieldBox+fieldGap+4, 36, 36)
	f.below.At(belowX, top+fieldBox+fieldGap, s.Width-belowX)
}

// shown is the value, its tail if it is long, or the hint.
func (f *Field) shown(room float32) (string, color.Color) {
	t := f.look.Head.R()
	if f.value == "" {
		return f.hint, f.look.Ink2
	}
	s := f.value
	for t.Width(s) > room && s != "" {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return s, f.look.Ink
}

func (f *Field) colour() {
	l := f.look
	ground, border, width := l.Card, l.Edge, l.Border(2)
	switch {
	case f.wrong != "":
		border, width = l.RedMark, l.Border(4)
	case f.active:
		border, width = l.TealMark, l.Border(4)
	}
	if f.down {
		ground = l.Sunk
	}
	f.box.StrokeWidth = width
	fill(f.box, ground, border)
	show(f.caret, f.active)
	show(f.warn, f.wrong != "")
	below, t, ink := f.help, l.Small.R(), l.Ink2
	if f.wrong != "" {
		below, t, ink = f.wrong, l.Small.B(), l.RedMark
	}
	f.below.SetType(t)
	f.below.SetText(below)
	f.below.SetColor(ink)
}
