package receipt

import (
	"fmt"
	"image"
	"strings"

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

// typesetter draws characters, each once, and remembers them.
type typesetter struct {
	regular, bold *sfnt.Font
	faces         map[style]font.Face
	glyphs        map[glyphKey]glyph
}

type glyphKey struct {
	style style
	r     rune
}

func newTypesetter(regular, bold []byte) (*typesetter, error) {
	t := &typesetter{faces: map[style]font.Face{}, glyphs: map[glyphKey]glyph{}}
	var err error
	if t.regular, err = opentype.Parse(regular); err != nil {
		return nil, fmt.Errorf("read the regular face: %w", err)
	}
	if t.bold, err = opentype.Parse(bold); err != nil {
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
		case has(t.regular, r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "[%X]", r)
		}
	}
	return b.String()
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
	g := rasterise(t.face(s), r)
	t.glyphs[key] = g
	return g
}

func (t *typesetter) face(s style) font.Face {
	if face, ok := t.faces[s]; ok {
		return face
	}
	parsed := t.regular
	if s.bold {
		parsed = t.bold
	}
	// The only error of NewFace is a size that cannot be; ours are constants.
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(s.size), DPI: 72})
	if err != nil {
		panic(err)
	}
	t.faces[s] = face
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
