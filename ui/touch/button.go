package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Kind is the colour and weight of a button.
type Kind int

// The kinds of buttons. A screen has one Primary.
const (
	Primary   Kind = iota // teal: go on
	Secondary             // white with a 3 px ink border: back
	Danger                // white with a 3 px red border: delete
	Plain                 // white with a 2 px edge: a tool in a page
	Call                  // amber: 叫人
	Sunken                // like Plain on sunk: 删
	Tab                   // a tab of the keyboard: no ground, ink when chosen
	Bare                  // words on the paper: 下面还有 2 项
)

// Button is one line of words with an optional icon on a box.
type Button struct {
	press
	kind  Kind
	typ   style.Type
	box   *canvas.Rectangle
	ring  [2]*canvas.Rectangle // inner ink, outer amber: focus
	icon  *canvas.Image
	name  string
	right bool
	// chosen is for a tab and for the first candidate
	chosen, first bool
	words         *style.Text
}

// NewButton is a button of look. Plain and Call have body words, the others
// head words; [Button.SetType] changes that.
func NewButton(look style.Look, kind Kind, words string, tap func()) *Button {
	b := &Button{kind: kind, typ: look.Head.B()}
	if kind >= Plain {
		b.typ = look.Body.B()
	}
	b.look, b.OnTap, b.paint = look, tap, b.colour
	width := map[Kind]float32{Secondary: 3, Danger: 3, Plain: 2, Sunken: 2}[kind]
	if width > 0 {
		width = look.Border(width)
	}
	b.box = newBox(nil, nil, width, style.RadiusButton)
	b.words = style.NewText(b.typ, look.Ink, words).Limit(1)
	b.Init(b, b.arrange, b.box, b.words)
	b.colour()
	return b
}

// SetIcon puts an icon before the words, or after them.
func (b *Button) SetIcon(name string, right bool) *Button {
	b.name, b.right = name, right
	_, _, ink := b.colours()
	if b.icon == nil {
		b.icon = style.Icon(name, b.iconSize(), ink, ink)
		b.SetObjects(append(b.Objects(), b.icon)...)
	}
	b.colour()
	b.Arrange()
	return b
}

// SetType changes the size of the words.
func (b *Button) SetType(t style.Type) *Button {
	b.typ = t
	words := style.NewText(t, b.look.Ink, b.words.Text()).Limit(1)
	objects := b.Objects()
	for i, o := range objects {
		if o == fyne.CanvasObject(b.words) {
			objects[i] = words
		}
	}
	b.words = words
	b.colour()
	b.Arrange()
	return b
}

// SetWords changes the words.
func (b *Button) SetWords(words string) {
	if b.words.Text() != words {
		b.words.SetText(words)
		b.Arrange()
	}
}

// Words are what the button says.
func (b *Button) Words() string { return b.words.Text() }

// Disable switches to the off colours with words that say why.
func (b *Button) Disable(why string) {
	b.SetWords(why)
	b.SetEnabled(false)
}

// Enable switches back to work with the words of the action.
func (b *Button) Enable(words string) {
	b.SetWords(words)
	b.SetEnabled(true)
}

// SetChosen fills a tab with ink.
func (b *Button) SetChosen(on bool) {
	if b.chosen != on {
		b.chosen = on
		b.colour()
	}
}

// SetFirst gives the first candidate its 4 px teal border.
func (b *Button) SetFirst(on bool) {
	if b.first != on {
		b.first = on
		b.box.StrokeWidth = b.look.Border(2)
		if on {
			b.box.StrokeWidth = b.look.Border(4)
		}
		b.colour()
	}
}

// SetFocused draws the ring for people who use a keyboard or a switch.
func (b *Button) SetFocused(on bool) {
	if b.ring[0] == nil {
		if !on {
			return
		}
		b.ring[0] = newBox(color.Transparent, b.look.Ink, 6, style.RadiusButton)
		b.ring[1] = newBox(color.Transparent, b.look.Amber, 6, style.RadiusButton+6)
		b.SetObjects(append(b.Objects(), b.ring[0], b.ring[1])...)
		b.Arrange()
	}
	for _, r := range b.ring {
		r.Hidden = !on
		canvas.Refresh(r)
	}
}

// Least is the width that the words and the icon need.
func (b *Button) Least() float32 {
	w := b.typ.Width(b.words.Text()) + 48
	if b.icon != nil {
		w += b.iconSize() + 16
	}
	return w
}

func (b *Button) iconSize() float32 { return b.typ.Size + 4 }

func (b *Button) arrange(s fyne.Size) {
	style.Put(b.box, 0, 0, s.Width, s.Height)
	if b.ring[0] != nil {
		style.Put(b.ring[0], 0, 0, s.Width, s.Height)
		style.Put(b.ring[1], -6, -6, s.Width+12, s.Height+12)
	}
	iconWidth, gap := float32(0), float32(0)
	if b.icon != nil && !b.icon.Hidden {
		iconWidth, gap = b.iconSize(), 16
	}
	words := min(b.typ.Width(b.words.Text()), s.Width-iconWidth-gap-16) + 1
	left := (s.Width - words - gap - iconWidth) / 2
	wordsAt, iconAt := left+iconWidth+gap, left
	if b.right {
		wordsAt, iconAt = left, left+words+gap
	}
	b.words.At(wordsAt, (s.Height-b.typ.Line)/2, words)
	if b.icon != nil {
		style.Put(b.icon, iconAt, (s.Height-iconWidth)/2, b.iconSize(), b.iconSize())
	}
}

func (b *Button) colour() {
	ground, border, ink := b.colours()
	fill(b.box, ground, border)
	b.words.SetColor(ink)
	if b.icon != nil {
		hide := b.disabled && b.kind == Primary // the words of a reason fill the button
		if b.icon.Hidden != hide {
			b.icon.Hidden = hide
			b.Arrange()
		}
		b.icon.Resize(fyne.NewSquareSize(b.iconSize()))
		swap(b.icon, b.name, ink, ink)
	}
}

func (b *Button) colours() (ground, border, ink color.Color) {
	l := b.look
	if b.disabled {
		return l.Off, l.Off, l.OffText
	}
	switch white := b.pick(l.Card, l.Sunk); b.kind {
	case Primary:
		c := b.pick(l.Teal, l.TealPressed)
		return c, c, l.OnTeal
	case Call:
		c := b.pick(l.Amber, l.AmberPressed)
		return c, c, l.OnAmber
	case Danger:
		return white, l.RedMark, l.RedMark
	case Plain:
		if b.first {
			return white, l.TealMark, l.Ink
		}
		return white, l.Edge, l.Ink
	case Secondary:
		return white, l.Ink, l.Ink
	}
	return b.quietColours()
}

// quietColours are those of keys and words that stand on the ground.
func (b *Button) quietColours() (ground, border, ink color.Color) {
	l := b.look
	pressed := l.Hair
	if l.ChipBorder > 0 { // without tints hair is the colour of the words
		pressed = l.Paper
	}
	sunk := b.pick(l.Sunk, pressed)
	switch {
	case b.kind == Sunken:
		return sunk, l.Edge, l.Ink
	case b.kind == Tab && b.chosen:
		return l.Ink, l.Ink, l.OnInk
	case b.kind == Tab:
		return sunk, l.Sunk, l.Ink
	case b.down:
		return l.Sunk, l.Sunk, l.Ink
	}
	return color.Transparent, color.Transparent, l.Ink
}

// pick is the colour of the state: at rest or under a finger.
func (b *Button) pick(normal, pressed color.NRGBA) color.NRGBA {
	if b.down {
		return pressed
	}
	return normal
}
