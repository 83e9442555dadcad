package rare

import (
	"slices"
	"testing"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	assets "bianmin/assets/font"
)

// outline is how a face draws a character: its lines in font units, and how far it
// moves on; no lines and no advance when the face lacks it.
func (d *drawing) outline(t *testing.T, b *sfnt.Buffer, r rune) (sfnt.Segments, fixed.Int26_6) {
	t.Helper()
	index, err := d.GlyphIndex(b, r)
	if err != nil || index == 0 {
		return nil, 0
	}
	const em = 1000 // of every face here: one unit a dot, nothing is rounded
	lines, err := d.LoadGlyph(b, index, fixed.I(em), nil)
	if err != nil {
		t.Fatal(err)
	}
	advance, err := d.GlyphAdvance(b, index, fixed.I(em), font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(lines), advance
}

// A character looks the same whether the whole regular face draws it, as on paper, or
// its common part or a row, as on screens.
func TestScreensDrawWhatTheRegularFaceDraws(t *testing.T) {
	c := newChain(t)
	common := newDrawing(t, assets.Common())
	rows := 0
	for r := rune(0x20); r <= unicode.MaxRune; r++ {
		if !Plain(r) {
			continue
		}
		face := common
		if found, ok := OnScreen(r); ok {
			face = c.shard(found)
			rows++
		}
		want, far := c.base.outline(t, &c.buffer, r)
		if got, moved := face.outline(t, &c.buffer, r); !slices.Equal(got, want) || moved != far {
			t.Errorf("%c U+%X: %d lines moving on by %d, want %d and %d", r, r, len(got), moved, len(want), far)
		}
	}
	if rows < 20_000 {
		t.Errorf("%d characters in rows", rows)
	}
}

func TestRareCharactersAreTheSameOnScreens(t *testing.T) {
	for _, r := range "\U00020BB7\U00031350" {
		paper, _ := Find(r)
		if screen, ok := OnScreen(r); !ok || screen.Name != paper.Name {
			t.Errorf("%c: %q on screens, %q on paper", r, screen.Name, paper.Name)
		}
	}
	if f, ok := OnScreen('\uE123'); ok {
		t.Errorf("a private code is drawn by %s", f.Name)
	}
}
