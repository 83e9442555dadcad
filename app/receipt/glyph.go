package receipt

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

const (
	// inkFrom is the coverage, of 255, from which a dot is black: grey darker
	// than 150. Less and thin strokes vanish on the printer, more and dense
	// characters fill up.
	inkFrom = 106
	// keptGlyphs bounds the memory of drawn characters, about 200 bytes each.
	keptGlyphs = 8192
)

// style is a face at a size in dots.
type style struct {
	size int
	bold bool
}

// glyph is one character as dots.
type glyph struct {
	bounds  image.Rectangle // relative to the pen on the baseline
	ink     []bool          // row by row
	advance int
}

// Faces are what a painter draws with: single TrueType files, of which no one else
// changes a byte.
type Faces struct {
	Regular []byte
	Bold    []byte              // what it lacks is drawn in Regular
	Rare    func(r rune) []byte // the face of a character that Regular lacks, nil when there is none
}

// typesetter draws characters, each once, and remembers them.
type typesetter struct {
	regular, bold *sfnt.Font
	rareTTF       func(rune) []byte
	rare          map[*byte]*sfnt.Font // by the first byte of the file
	faces         map[faceKey]font.Face
	glyphs        map[glyphKey]glyph
}

type faceKey struct {
	parsed *sfnt.Font
	size   int
}

type glyphKey struct {
	style style
	r     rune
}

func newTypesetter(f Faces) (*typesetter, error) {
	t := &typesetter{
		rareTTF: f.Rare, rare: map[*byte]*sfnt.Font{}, faces: map[faceKey]font.Face{}, glyphs: map[glyphKey]glyph{},
	}
	var err error
	if t.regular, err = opentype.Parse(f.Regular); err != nil {
		return nil, fmt.Errorf("read the regular face: %w", err)
	}
	if t.bold, err = opentype.Parse(f.Bold); err != nil {
		return nil, fmt.Errorf("read the bold face: %w", err)
	}
	return t, nil
}

func has(f *sfnt.Font, r rune) bool {
	index, err := f.GlyphIndex(nil, r)
	return err == nil && index != 0
}

// printable is text with every character that no face has as its number, as
// [30C30]: an empty box would say nothing.
func (t *typesetter) printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < ' ':
			b.WriteRune(' ')
		case t.parsed(style{}, r) != nil:
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "[%X]", r)
		}
	}
	return b.String()
}

// parsed is the first face that has r, nil when none has. What a face has under a
// private code is not what the sender meant.
func (t *typesetter) parsed(s style, r rune) *sfnt.Font {
	switch {
	case unicode.Is(unicode.Co, r):
		return nil
	case s.bold && has(t.bold, r):
		return t.bold
	case has(t.regular, r):
		return t.regular
	case t.rareTTF == nil:
		return nil
	}
	ttf := t.rareTTF(r)
	if len(ttf) == 0 {
		return nil
	}
	if t.rare[&ttf[0]] == nil {
		parsed, err := opentype.Parse(ttf)
		if err != nil || !has(parsed, r) {
			return nil
		}
		t.rare[&ttf[0]] = parsed
	}
	return t.rare[&ttf[0]]
}

// fitting is s without bold when the bold face lacks a character of text: one
// run never mixes two weights.
func (t *typesetter) fitting(s style, text string) style {
	if !s.bold {
		return s
	}
	for _, r := range text {
		if !has(t.bold, r) {
			return style{s.size, false}
		}
	}
	return s
}

// width is the length of text in dots.
func (t *typesetter) width(s style, text string) int {
	width := 0
	for _, r := range text {
		width += t.glyph(s, r).advance
	}
	return width
}

// glyph draws r, or remembers it.
func (t *typesetter) glyph(s style, r rune) glyph {
	key := glyphKey{s, r}
	if g, ok := t.glyphs[key]; ok {
		return g
	}
	if len(t.glyphs) >= keptGlyphs {
		clear(t.glyphs)
	}
	parsed := t.parsed(s, r)
	if parsed == nil {
		parsed = t.regular // its box, for a text that went past printable
	}
	g := rasterise(t.face(parsed, s.size), r)
	if parsed != t.regular && parsed != t.bold {
		g = g.thickened(max(1, s.size/48))
	}
	t.glyphs[key] = g
	return g
}

func (t *typesetter) face(parsed *sfnt.Font, size int) font.Face {
	key := faceKey{parsed, size}
	if face, ok := t.faces[key]; ok {
		return face
	}
	// The only error of NewFace is a size that cannot be; ours are constants.
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(size), DPI: 72})
	if err != nil {
		panic(err)
	}
	t.faces[key] = face
	return face
}

func rasterise(face font.Face, r rune) glyph {
	bounds, mask, at, advance, ok := face.Glyph(fixed.Point26_6{}, r)
	g := glyph{advance: advance.Round()}
	if !ok || bounds.Empty() {
		return g
	}
	g.bounds, g.ink = bounds, make([]bool, 0, bounds.Dx()*bounds.Dy())
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			_, _, _, a := mask.At(at.X+x, at.Y+y).RGBA()
			g.ink = append(g.ink, a>>8 >= inkFrom)
		}
	}
	return g
}

// thickened is g printed a second time some dots lower. The rare faces are of the
// kind with hairlines, which a thermal printer loses at these sizes.
func (g glyph) thickened(dots int) glyph {
	width := g.bounds.Dx()
	ink := append(slices.Clone(g.ink), make([]bool, dots*width)...)
	for i, on := range g.ink {
		ink[i+dots*width] = ink[i+dots*width] || on
	}
	g.ink = ink
	g.bounds.Max.Y += dots
	return g
}
