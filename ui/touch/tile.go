package touch

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Shape is the layout of a tile.
type Shape int

// The shapes of a tile: a hero is red, the others are white.
const (
	Hero  Shape = iota // 984 by 344
	Wide               // 984 by 228
	Half               // 480 by 316
	Strip              // large mode: full width by 214, number left
	Tall               // landscape hero: red, icon above the words
)

// TileWords is what a tile says. The number never changes on one page.
type TileWords struct {
	Number     int
	Icon       string
	Words, Sub string
}

// Tile is one numbered choice of the home screen.
type Tile struct {
	press
	shape  Shape
	say    TileWords
	box    *canvas.Rectangle
	square *canvas.Rectangle
	number *style.Text
	icon   *canvas.Image
	words  *style.Text
	sub    *style.Text
}

// tileMeasure places the parts of a shape: icon side and left edge, left edge
// of the words, number square.
type tileMeasure struct {
	icon, iconX, wordsX, square float32
	words, sub                  style.Type
}

func (t *Tile) measure() tileMeasure {
	l := t.look
	switch t.shape {
	case Hero:
		return tileMeasure{184, 44, 260, 56, style.Figure(96), l.Title.R()}
	case Wide:
		return tileMeasure{144, 68, 260, 56, style.Type{Size: 68, Line: 84, Bold: true}, l.Body}
	case Strip:
		return tileMeasure{120, 160, 316, 88, style.Type{Size: 80, Line: 98, Bold: true}, l.Small}
	case Tall:
		sub := l.Title.R()
		if l.Large {
			sub = l.Small
		}
		return tileMeasure{184, 44, 44, 56, style.Figure(96), sub}
	}
	icon := float32(120)
	if l.Large {
		icon = 80
	}
	return tileMeasure{icon, 26, 36, 56, style.Type{Size: 60, Line: 76, Bold: true}, l.Small}
}

func (t *Tile) red() bool {
	return t.shape == Hero || t.shape == Tall || t.shape == Strip && t.say.Number == 1
}

// NewTile is a tile of that shape; the strip with number 1 is the hero of the
// large mode.
func NewTile(look style.Look, shape Shape, say TileWords, tap func()) *Tile {
	t := &Tile{shape: shape, say: say}
	t.look, t.OnTap, t.paint = look, tap, t.colour
	m := t.measure()
	width := look.Border(2)
	if t.red() {
		width = 0
	}
	t.box = newBox(nil, nil, width, style.RadiusTile)
	t.square = newBox(nil, nil, 0, style.RadiusChip)
	digit := style.Type{Size: max(36, look.Caption.Size), Line: 56, Bold: true}
	if m.square > 56 {
		digit = style.Type{Size: 60, Line: 88, Bold: true}
	}
	t.number = style.NewText(digit, look.Ink, strconv.Itoa(say.Number)).Align(fyne.TextAlignCenter)
	t.icon = style.Icon(say.Icon, m.icon, look.Ink, look.Accent)
	t.words = style.NewText(m.words, look.Ink, say.Words).Limit(1)
	t.sub = style.NewText(m.sub, look.Ink2, say.Sub).Limit(1)
	t.Init(t, t.arrange, t.box, t.square, t.number, t.icon, t.words, t.sub)
	t.colour()
	return t
}

// SetSub changes the second line, as the number of new notices.
func (t *Tile) SetSub(s string) { t.sub.SetText(s) }

func (t *Tile) arrange(s fyne.Size) {
	style.Put(t.box, 0, 0, s.Width, s.Height)
	m := t.measure()
	small := map[Shape]style.Type{Strip: {Size: 64, Line: 76, Bold: true}, Wide: {Size: 56, Line: 68, Bold: true}}[t.shape]
	if s.Height < m.words.Line+m.sub.Line && s.Height > small.Line+m.sub.Line && small.Line > 0 {
		m.words = small // two lines in a row that is not as high as it should be
	}
	t.words.SetType(m.words)
	iconY := (s.Height - m.icon) / 2
	squareX, squareY := s.Width-36-m.square, float32(32)
	wordsY, gap := (s.Height-m.words.Line-m.sub.Line)/2, float32(0)
	flat := t.shape != Half && t.shape != Tall && s.Height < m.words.Line+m.sub.Line-12
	if show(t.sub, !flat); flat { // no room for two lines
		wordsY = (s.Height - m.words.Line) / 2
	}
	switch t.shape {
	case Hero:
		wordsY, gap = wordsY-3, 12
	case Half:
		wordsY = s.Height - 32 - m.sub.Line - m.words.Line
		iconY = min(26, max(12, wordsY-m.icon))
	case Strip:
		squareX, squareY = 32, (s.Height-m.square)/2
	case Tall:
		iconY = 64
		wordsY, gap = s.Height-60-m.sub.Line-m.words.Line, 12
	}
	room := s.Width - m.wordsX - 24
	style.Put(t.square, squareX, squareY, m.square, m.square)
	t.number.At(squareX, squareY, m.square)
	style.Put(t.icon, m.iconX, iconY, m.icon, m.icon)
	t.sub.At(m.wordsX, t.words.At(m.wordsX, wordsY, room)+gap, room)
}

func (t *Tile) colour() {
	l := t.look
	ground, words, sub, second := l.Card, l.Ink, l.Ink2, l.Accent
	squareGround, digit := l.Sunk, l.Ink
	if l.ChipBorder > 0 { // no tints: the square is a block
		squareGround, digit = l.Ink, l.OnInk
	}
	if t.red() {
		ground, words, sub, second = l.Red, l.OnRed, l.OnRed, l.OnRed
		squareGround, digit = l.OnRed, l.Red
	}
	switch {
	case t.down && t.red():
		ground = l.RedPressed
	case t.down:
		ground = l.Sunk
	}
	var border color.Color = l.Hair
	if t.red() {
		border = ground
	}
	fill(t.box, ground, border)
	fill(t.square, squareGround, squareGround)
	t.number.SetColor(digit)
	t.words.SetColor(words)
	t.sub.SetColor(sub)
	swap(t.icon, t.say.Icon, words, second)
}
