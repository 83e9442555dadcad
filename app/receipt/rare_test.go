package receipt

import (
	"slices"
	"testing"

	"bianmin/assets/font"
	"bianmin/assets/font/rare"
)

const rareNames = "𠮷䶮㛃𬱖𤋮𬭎𪚥𰻝"

func testSetter(t *testing.T, rare func(rune) []byte) *typesetter {
	t.Helper()
	setter, err := newTypesetter(Faces{Regular: font.Regular(), Bold: font.Bold(), Rare: rare})
	if err != nil {
		t.Fatal(err)
	}
	return setter
}

func TestRareNamesArePrintedAsCharacters(t *testing.T) {
	setter := testSetter(t, rare.TTF)
	if got := setter.printable(rareNames); got != rareNames {
		t.Errorf("printed as %s", got)
	}
	var drawn []glyph
	for _, r := range rareNames {
		g := setter.glyph(style{size: 32}, r)
		if ink := inkOf(g); ink < 100 || g.advance != 32 {
			t.Errorf("%c: %d dots of ink, %d wide", r, ink, g.advance)
		}
		for _, other := range drawn {
			if slices.Equal(other.ink, g.ink) {
				t.Errorf("%c looks as another one: a box?", r)
			}
		}
		drawn = append(drawn, g)
	}
	without := testSetter(t, nil)
	if got := without.printable("王\U00020BB7"); got != "王[20BB7]" {
		t.Errorf("without the rare faces: %s", got)
	}
	if got := setter.printable("\U00030C30\uE000"); got != "[30C30][E000]" {
		t.Errorf("what nobody has: %s", got)
	}
}

// A thermal printer drops lines of less than a dot: every rare character gets them
// twice, and none of the others.
func TestHairlinesArePrintedTwice(t *testing.T) {
	setter := testSetter(t, rare.TTF)
	for size, more := range map[int]int{24: 1, 32: 1, 48: 1, 96: 2} {
		thin := rasterise(setter.face(setter.parsed(style{}, '𠮷'), size), '𠮷')
		got := setter.glyph(style{size: size}, '𠮷')
		if got.bounds.Dy() != thin.bounds.Dy()+more || inkOf(got) <= inkOf(thin) {
			t.Errorf("%d dots: %d rows and %d dots of ink, thin %d and %d", size, got.bounds.Dy(), inkOf(got), thin.bounds.Dy(), inkOf(thin))
		}
		width := thin.bounds.Dx()
		for i, on := range thin.ink {
			if on && (!got.ink[i] || !got.ink[i+more*width]) {
				t.Fatalf("%d dots: dot %d is not printed twice", size, i)
			}
		}
	}
	if plain := rasterise(setter.face(setter.regular, 32), '吉'); inkOf(plain) != inkOf(setter.glyph(style{size: 32}, '吉')) {
		t.Error("a character of the regular face is printed twice")
	}
}

func inkOf(g glyph) int {
	n := 0
	for _, on := range g.ink {
		if on {
			n++
		}
	}
	return n
}
