package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// State is the colour of a chip; its icon and word say the same.
type State int

// The states of a chip.
const (
	Neutral State = iota
	Done
	Wait
	Wrong
)

// Chip is an icon and one word of state, 56 px high.
type Chip struct {
	style.Part
	look  style.Look
	state State
	name  string
	box   *canvas.Rectangle
	icon  *canvas.Image
	words *style.Text
}

const (
	chipIcon = 32
	chipPad  = 14 // left; the right one is wider by chipMore
	chipMore = 4
	chipGap  = 10
)

// ChipHeight is the height of every chip.
func ChipHeight(look style.Look) float32 { return look.Small.Line + 12 }

// NewChip is a chip with bold small words.
func NewChip(look style.Look, state State, icon, words string) *Chip {
	c := &Chip{look: look, state: state, name: icon}
	c.box = newBox(nil, nil, look.ChipBorder, style.RadiusChip)
	c.icon = style.Icon(icon, chipIcon, look.Ink, look.Ink)
	c.words = style.NewText(look.Small.B(), look.Ink, words).Limit(1)
	c.Init(c, c.arrange, c.box, c.icon, c.words)
	c.colour()
	return c
}

// Width is the width the words need.
func (c *Chip) Width() float32 {
	return 2*chipPad + chipMore + chipIcon + chipGap + c.look.Small.B().Width(c.words.Text())
}

// At places the chip with its own size and returns its right edge.
func (c *Chip) At(x, y float32) float32 {
	right, _ := c.Place(x, y, c.Width(), ChipHeight(c.look))
	return right
}

// Set changes what the chip says; whoever placed it places it again.
func (c *Chip) Set(state State, icon, words string) {
	c.state, c.name = state, icon
	c.words.SetText(words)
	c.colour()
}

// Words is the word of state.
func (c *Chip) Words() string { return c.words.Text() }

func (c *Chip) arrange(s fyne.Size) {
	style.Put(c.box, 0, 0, s.Width, s.Height)
	style.Put(c.icon, chipPad, (s.Height-chipIcon)/2, chipIcon, chipIcon)
	left := float32(chipPad + chipIcon + chipGap)
	c.words.At(left, (s.Height-c.look.Small.Line)/2, s.Width-left)
}

func (c *Chip) colour() {
	ground, ink := stateColours(c.look, c.state)
	border := color.Color(ground)
	if c.look.ChipBorder > 0 {
		border = ink
	}
	fill(c.box, ground, border)
	c.words.SetColor(ink)
	swap(c.icon, c.name, ink, ink)
}

func stateColours(l style.Look, s State) (ground, ink color.NRGBA) {
	switch s {
	case Done:
		return l.TealTint, l.TealMark
	case Wait:
		return l.AmberTint, l.AmberMark
	case Wrong:
		return l.RedTint, l.RedMark
	}
	return l.Sunk, l.Ink2
}
