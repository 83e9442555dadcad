package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Choice is one answer: a box to tick, or a circle of which one is chosen.
type Choice struct {
	press
	radio  bool
	chosen bool
	box    *canvas.Rectangle
	mark   *canvas.Rectangle // the box, or the ring of the circle
	core   *canvas.Rectangle // the dot of the circle
	tick   *canvas.Image
	words  *style.Text
}

// NewCheck is a box to tick. The tap does not change it: the owner of the
// answer calls [Choice.SetChosen].
func NewCheck(look style.Look, words string, tap func()) *Choice {
	return newChoice(look, words, false, tap)
}

// NewRadio is a circle; its owner keeps one of the group chosen.
func NewRadio(look style.Look, words string, tap func()) *Choice {
	return newChoice(look, words, true, tap)
}

func newChoice(look style.Look, words string, radio bool, tap func()) *Choice {
	c := &Choice{radio: radio}
	c.look, c.OnTap, c.paint = look, tap, c.colour
	c.box = newBox(nil, nil, look.Border(2), style.RadiusButton)
	c.mark = newBox(nil, nil, 3, style.RadiusChip)
	c.core = newBox(look.TealMark, nil, 0, 10)
	c.tick = style.Icon("check", 44, look.OnMark, look.OnMark)
	if radio {
		c.mark.CornerRadius = 20
	}
	c.words = style.NewText(look.Title.R(), look.Ink, words).Limit(2)
	c.Init(c, c.arrange, c.box, c.mark, c.core, c.tick, c.words)
	c.colour()
	return c
}

// SetChosen ticks or clears it.
func (c *Choice) SetChosen(on bool) {
	if c.chosen != on {
		c.chosen = on
		c.colour()
	}
}

// Chosen reports whether it is ticked.
func (c *Choice) Chosen() bool { return c.chosen }

func (c *Choice) arrange(s fyne.Size) {
	style.Put(c.box, 0, 0, s.Width, s.Height)
	side, left := float32(56), float32(30)
	if c.radio {
		side, left = 40, 38
	}
	top := (s.Height - side) / 2
	style.Put(c.mark, left, top, side, side)
	style.Put(c.core, left+10, top+10, 20, 20)
	style.Put(c.tick, left+6, top+6, 44, 44)
	room := s.Width - 110 - 24
	c.words.At(110, 0, room)
	c.words.At(110, (s.Height-c.words.Height())/2, room)
}

func (c *Choice) colour() {
	l := c.look
	ground, border, width := l.Card, l.Edge, l.Border(2)
	markGround, markEdge, typ := l.Card, l.Edge, l.Title.R()
	if c.chosen {
		ground, border, width = l.TealTint, l.TealMark, l.Border(4)
		markEdge, typ = l.TealMark, l.Title.B()
		if !c.radio {
			markGround = l.TealMark
		}
	}
	if c.down {
		ground = l.Sunk
	}
	c.words.SetType(typ)
	c.box.StrokeWidth = width
	fill(c.box, ground, border)
	fill(c.mark, markGround, markEdge)
	show(c.tick, c.chosen && !c.radio)
	show(c.core, c.chosen && c.radio)
}

// show hides or shows one object of a widget.
func show(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
		canvas.Refresh(o)
	case !on && o.Visible():
		o.Hide()
	}
}

// Card is a white card with a thin edge that holds anything, placed relative to
// its corner. With OnTap it is a target as a whole.
type Card struct {
	press
	box *canvas.Rectangle
}

// NewCard is a card around content; tap may be nil.
func NewCard(look style.Look, tap func(), content ...fyne.CanvasObject) *Card {
	c := &Card{}
	c.look, c.OnTap, c.paint = look, tap, c.colour
	c.box = newBox(look.Card, look.Hair, look.Border(2), style.RadiusCard)
	c.Init(c, func(s fyne.Size) { style.Put(c.box, 0, 0, s.Width, s.Height) },
		append([]fyne.CanvasObject{c.box}, content...)...)
	return c
}

// SetEdge changes the border, as 4 px red for a missing paper.
func (c *Card) SetEdge(border color.Color, width float32) {
	c.box.StrokeColor, c.box.StrokeWidth = border, width
	canvas.Refresh(c.box)
}

// Frame says that a card without an act is no target.
func (c *Card) Frame() bool { return c.OnTap == nil }

func (c *Card) colour() {
	ground := c.look.Card
	if c.down && c.OnTap != nil {
		ground = c.look.Sunk
	}
	fill(c.box, ground, c.box.StrokeColor)
}
