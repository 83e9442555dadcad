package receipt

import (
	"image"
	"image/color"
	"slices"
)

// Indexes of the picture's two colours.
const (
	white = 0
	black = 1
)

// sheet is the paper while it is printed on: as wide as the printer, growing
// downwards. y is where the next thing goes.
type sheet struct {
	*typesetter
	breaker breaker
	layout  layout
	picture *image.Paletted
	y       int
}

func newSheet(p *Painter, l layout) *sheet {
	return &sheet{
		typesetter: p.setter, breaker: p.breaker, layout: l,
		picture: image.NewPaletted(image.Rect(0, 0, l.width, 0), color.Palette{color.White, color.Black}),
	}
}

// left and right are the edges of the print area, inner its width.
func (s *sheet) left() int  { return s.layout.margin }
func (s *sheet) right() int { return s.layout.width - s.layout.margin }
func (s *sheet) inner() int { return s.layout.width - 2*s.layout.margin }

// grow makes the paper at least to y.
func (s *sheet) grow(y int) {
	if y <= s.picture.Rect.Max.Y {
		return
	}
	more := (y - s.picture.Rect.Max.Y) * s.layout.width
	s.picture.Pix = append(slices.Grow(s.picture.Pix, more), make([]uint8, more)...)
	s.picture.Rect.Max.Y = y
}

// fill paints r in one colour.
func (s *sheet) fill(r image.Rectangle, ink uint8) {
	s.grow(r.Max.Y)
	r = r.Intersect(s.picture.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := s.picture.Pix[y*s.picture.Stride:]
		for x := r.Min.X; x < r.Max.X; x++ {
			row[x] = ink
		}
	}
}

// word is one run of characters of one style.
type word struct {
	text  string
	style style
	ink   uint8
}

// print sets w with its left edge at x in a line of the given height that
// begins at top; it returns the right edge. Characters stand optically centred:
// the square of a Chinese character lies 0.88 above the baseline, 0.12 below.
func (s *sheet) print(w word, x, top, height int) int {
	s.grow(top + height)
	w.style = s.fitting(w.style, w.text)
	baseline := top + (height-w.style.size)/2 + w.style.size*88/100
	for _, r := range w.text {
		g := s.glyph(w.style, r)
		s.stamp(g, image.Pt(x, baseline), w.ink)
		x += g.advance
	}
	return x
}

func (s *sheet) stamp(g glyph, pen image.Point, ink uint8) {
	at := g.bounds.Add(pen)
	s.grow(at.Max.Y)
	width := at.Dx()
	for i, on := range g.ink {
		p := image.Pt(at.Min.X+i%width, at.Min.Y+i/width)
		if on && p.In(s.picture.Rect) {
			s.picture.Pix[p.Y*s.picture.Stride+p.X] = ink
		}
	}
}

// measure is the width of text in a style, for the breaker.
func (s *sheet) measure(st style) func(string) int {
	return func(text string) int { return s.width(s.fitting(st, text), text) }
}

// paragraph sets text from y on, lines of the given height between x and
// x+width, and moves y below it.
func (s *sheet) paragraph(text string, st style, x, width, height int) {
	for _, line := range s.breaker.lines(text, width, s.measure(st)) {
		s.print(word{line, st, black}, x, s.y, height)
		s.y += height
	}
}

// heading is paragraph over the whole width with lines of even length.
func (s *sheet) heading(text string, st style, height int) {
	for _, line := range s.breaker.balanced(text, s.inner(), s.measure(st)) {
		s.print(word{line, st, black}, s.left(), s.y, height)
		s.y += height
	}
}

// centred sets one line in the middle of the paper.
func (s *sheet) centred(w word, height int) {
	s.print(w, (s.layout.width-s.measure(w.style)(w.text))/2, s.y, height)
	s.y += height
}

// rule draws the dashed line between two parts.
func (s *sheet) rule() {
	s.y += s.layout.gap
	for x := s.left(); x < s.right(); x += 9 {
		s.fill(image.Rect(x, s.y, min(x+6, s.right()), s.y+3), black)
	}
	s.y += 3 + s.layout.gap
}
