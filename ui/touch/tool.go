package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Tool is a square of the header: an icon over a word of 28 px.
type Tool struct {
	press
	kind  Kind
	name  string
	box   *canvas.Rectangle
	icon  *canvas.Image
	words *style.Text
	on    bool
}

const toolIcon = 44

// NewTool is a tool of kind Plain, Call or Secondary.
func NewTool(look style.Look, kind Kind, icon, word string, tap func()) *Tool {
	t := &Tool{kind: kind, name: icon}
	t.look, t.OnTap, t.paint = look, tap, t.colour
	width := map[Kind]float32{Plain: look.Border(2), Secondary: look.Border(3)}[kind]
	t.box = newBox(nil, nil, width, style.RadiusButton)
	t.icon = style.Icon(icon, toolIcon, look.Ink, look.Ink)
	t.words = style.NewText(look.Caption.B(), look.Ink, word).Limit(1).Align(fyne.TextAlignCenter)
	t.Init(t, t.arrange, t.box, t.icon, t.words)
	t.colour()
	return t
}

// Set changes icon and word, as 大字 to 标准字.
func (t *Tool) Set(icon, word string) {
	t.name = icon
	t.words.SetText(word)
	t.colour()
}

// SetOn shows that what the tool does goes on until it is pressed again.
func (t *Tool) SetOn(on bool) {
	t.on = on
	t.colour()
}

// Words are what the tool says.
func (t *Tool) Words() string { return t.words.Text() }

// Least is the width that the word needs.
func (t *Tool) Least() float32 { return t.look.Caption.B().Width(t.words.Text()) + 24 }

func (t *Tool) arrange(s fyne.Size) {
	style.Put(t.box, 0, 0, s.Width, s.Height)
	line := t.look.Caption.Line
	top := (s.Height - toolIcon - line) / 2
	style.Put(t.icon, (s.Width-toolIcon)/2, top, toolIcon, toolIcon)
	t.words.At(0, top+toolIcon, s.Width)
}

func (t *Tool) colour() {
	l := t.look
	ground, border, ink := l.Card, l.Edge, l.Ink
	switch t.kind {
	case Call:
		ground, border, ink = l.Amber, l.Amber, l.OnAmber
	case Secondary:
		border = l.Ink
	}
	switch {
	case t.disabled:
		ground, border, ink = l.Off, l.Off, l.OffText
	case t.down && t.kind == Call:
		ground, border = l.AmberPressed, l.AmberPressed
	case t.down:
		ground = l.Sunk
	case t.on:
		ground, border, ink = l.Ink, l.Ink, l.Card
	}
	fill(t.box, ground, border)
	t.words.SetColor(ink)
	swap(t.icon, t.name, ink, ink)
}
