package rare

import (
	"encoding/binary"
	"testing"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	assets "bianmin/assets/font"
)

// chain draws with the first face that has a character, as screens and paper do.
type chain struct {
	t      *testing.T
	buffer sfnt.Buffer
	base   *drawing
	shards map[string]*drawing
	inked  map[rune]bool // what was asked before
}

func newChain(t *testing.T) *chain {
	t.Helper()
	return &chain{t: t, base: newDrawing(t, assets.Regular()), shards: map[string]*drawing{}, inked: map[rune]bool{}}
}

func (c *chain) shard(f Face) *drawing {
	c.t.Helper()
	if c.shards[f.Name] == nil {
		c.shards[f.Name] = newDrawing(c.t, f.TTF)
	}
	return c.shards[f.Name]
}

// drawing is a face and its tables, for a quick look at 95,000 outlines.
type drawing struct {
	*sfnt.Font
	tables map[string][]byte
}

func newDrawing(t *testing.T, ttf []byte) *drawing {
	t.Helper()
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		t.Fatal(err)
	}
	d := &drawing{parsed, map[string][]byte{}}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		record := ttf[12+16*i:]
		at, n := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
		d.tables[string(record[:4])] = ttf[at : at+n]
	}
	return d
}

// contours is how many lines the outline of a glyph has; -1 for one put together
// of others.
func (d *drawing) contours(i sfnt.GlyphIndex) int {
	long := d.tables["head"][51] == 1
	place := func(i int) uint32 {
		if long {
			return binary.BigEndian.Uint32(d.tables["loca"][4*i:])
		}
		return 2 * uint32(binary.BigEndian.Uint16(d.tables["loca"][2*i:]))
	}
	if from := place(int(i)); from < place(int(i)+1) {
		return int(int16(binary.BigEndian.Uint16(d.tables["glyf"][from:])))
	}
	return 0
}

// draws reports whether r comes out as ink.
func (c *chain) draws(r rune) bool {
	c.t.Helper()
	inked, asked := c.inked[r]
	if !asked {
		inked = c.draw(r)
		c.inked[r] = inked
	}
	return inked
}

func (c *chain) draw(r rune) bool {
	c.t.Helper()
	face, found := Find(r)
	if Plain(r) == found {
		return false // nobody has it, or two say that they do
	}
	parsed := c.base
	if found {
		parsed = c.shard(face)
	}
	index, err := parsed.GlyphIndex(&c.buffer, r)
	if err != nil || index == 0 {
		return false
	}
	return parsed.contours(index) != 0
}

func TestLevelsOfGB18030AreDrawn(t *testing.T) {
	c := newChain(t)
	for _, tt := range []struct {
		name        string
		codes       []rune
		want, drawn int
		plain       int // by the regular face alone
	}{
		{"level 1", level1(), 27_585, 27_585, 27_585},
		{"level 3 as published in 2022", level3(), 88_115, 88_115, 28_013},
		{"names of the police register, Extension I", span(0x2EBF0, 0x2EE5D), 622, 622, 0},
		{"Amendment 1", amendment(), 9_793, 6_513, 3},
		{"level 3 with Amendment 1", append(level3(), amendment()...), 97_908, 94_628, 28_016},
	} {
		drawn, plain := 0, 0
		for _, r := range tt.codes {
			if c.draws(r) {
				drawn++
			}
			if Plain(r) {
				plain++
			}
		}
		t.Logf("%s: %d of %d, %d by the regular face", tt.name, drawn, len(tt.codes), plain)
		if len(tt.codes) != tt.want || drawn != tt.drawn || plain != tt.plain {
			t.Errorf("%s: want %d of %d, %d by the regular face", tt.name, tt.drawn, tt.want, tt.plain)
		}
	}
}

// A face may have a character without ink; the count above would see it.
func TestASpaceHasNoInk(t *testing.T) {
	c := newChain(t)
	if c.draws(' ') || c.draws('\u3000') || !c.draws('一') {
		t.Error("ink is not told from none")
	}
}

func span(first, last rune) []rune {
	list := make([]rune, 0, last-first+1)
	for r := first; r <= last; r++ {
		list = append(list, r)
	}
	return list
}

// unified are the ideographs among those for compatibility.
const unified = "\uFA0E\uFA0F\uFA11\uFA13\uFA14\uFA1F\uFA21\uFA23\uFA24\uFA27\uFA28\uFA29"

// Counts match the published totals; level 1 holds 33 characters more than the text
// of 2022, which moved or withdrew them.
func level1() []rune {
	const duplicates = "\uF92C\uF979\uF995\uF9E7\uF9F1\uFA0C\uFA0D\uFA18\uFA20"
	list := append(span(0x4E00, 0x9FEF), span(0x3400, 0x4DB5)...)
	list = append(list, []rune(unified+duplicates)...)
	return append(list, 0x20087, 0x20089, 0x200CC, 0x215D7, 0x2298F, 0x241FE)
}

func level3() []rune {
	const parts = "⺁⺄⺈⺋⺌⺗⺧⺪⺮⺳⺶⺷⺻⻊"
	list := append([]rune(unified+parts), span(0x2F00, 0x2FD5)...)
	for _, block := range [][2]rune{
		{0x3400, 0x4DB5}, {0x4E00, 0x9FEF}, {0x20000, 0x2A6D6}, {0x2A700, 0x2B734}, {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0},
	} {
		list = append(list, span(block[0], block[1])...)
	}
	return list
}

func amendment() []rune {
	var list []rune
	for _, block := range [][2]rune{
		{0x4DB6, 0x4DBF}, {0x9FF0, 0x9FFF}, {0x2A6D7, 0x2A6DF}, {0x2B735, 0x2B739}, {0x2EBF0, 0x2EE5D}, {0x30000, 0x30000 + 4938}, {0x31350, 0x31350 + 4191},
	} {
		list = append(list, span(block[0], block[1])...)
	}
	return list
}

// What the index says is what the regular face has, private codes apart.
func TestThePlainCharactersAreThoseOfTheRegularFace(t *testing.T) {
	c := newChain(t)
	for r := range rune(0x32400) {
		index, err := c.base.GlyphIndex(&c.buffer, r)
		if err != nil {
			t.Fatal(err)
		}
		if has := index != 0 && !unicode.Is(unicode.Co, r); has != Plain(r) {
			t.Errorf("%U: the face has it %t, the index says %t", r, has, Plain(r))
		}
	}
}

// The toolkit takes the height of a line from the space of each face: another one
// would make a name jump.
func TestEveryFaceStandsOnTheLineOfTheRegularOne(t *testing.T) {
	c := newChain(t)
	want, err := c.base.Metrics(&c.buffer, fixed.I(1000), font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	faces := 0
	for _, file := range []rows{hanaminFile, babelstoneFile} {
		for i := range file.count() {
			faces++
			parsed, err := sfnt.Parse(file.face(file.entry(i)))
			if err != nil {
				t.Fatal(err)
			}
			got, err := parsed.Metrics(&c.buffer, fixed.I(1000), font.HintingNone)
			space, spaceErr := parsed.GlyphIndex(&c.buffer, ' ')
			if err != nil || spaceErr != nil || space == 0 || got.Ascent != want.Ascent || got.Descent != want.Descent || got.Height != want.Height {
				t.Errorf("face %d: %+v, want %+v; space %d, %v %v", i, got, want, space, err, spaceErr)
			}
		}
	}
	if faces < 270 {
		t.Errorf("only %d faces", faces)
	}
}

func TestNobodyHasWhatNobodyDrew(t *testing.T) {
	for _, r := range []rune{0x30C30, 0x311CC, 0xE123, 0xF0000, 0x10FFFF, -1} {
		if _, found := Find(r); found || Plain(r) {
			t.Errorf("%U is said to be drawn", r)
		}
	}
	for _, r := range "㛃䶮堃A，" {
		if _, found := Find(r); found || !Plain(r) {
			t.Errorf("%c is not the regular face's", r)
		}
	}
	if f, found := Find('𠮷'); !found || f.Name != "hanamin-20B" || len(f.TTF) > 1<<20 || TTF('吉') != nil {
		t.Errorf("𠮷: %s, %d bytes", f.Name, len(f.TTF))
	}
}
