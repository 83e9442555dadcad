package gb18030

import (
	"slices"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// table holds the codes of the plane below U+10000, 340 kB.
type table struct {
	two  []rune          // what each two-byte code is read as
	code [1 << 16]uint16 // the two-byte code that a character is written with; 0 = four bytes
	bmp  []uint16        // what each four-byte code is read as, by number; ascending but for [swapped]
}

// U+E7C7 and U+1E3F changed places in 2005: the two bytes A8BC went to the
// second, the four-byte code of the second to the first.
const (
	swapped, swappedCode = 0x1E3F, 0xA8BC
	swappedPrivate       = 0xE7C7
)

//nolint:gochecknoglobals // made once from constants, never written again
var tables = sync.OnceValue(newTable)

func newTable() *table {
	t := &table{two: twoBytes()}
	for at, r := range t.two {
		t.code[r] = codeAt(at)
	}
	t.bmp = fourBytes(t.code[:])
	t.reform()
	return t
}

// twoBytes is the two-byte table as of 2000: what x/text knows, which is right
// there, and the private codes of what it does not.
func twoBytes() []rune {
	decoder := simplifiedchinese.GB18030.NewDecoder()
	two := make([]rune, twoByteCells)
	for at := range two {
		code := codeAt(at)
		text, err := decoder.Bytes([]byte{byte(code >> 8), byte(code)})
		if r, _ := utf8.DecodeRune(text); err == nil {
			two[at] = r
		}
	}
	for _, f := range privateFields() {
		r := f.private
		for at := cell(byte(f.first>>8), byte(f.first)); at <= cell(byte(f.last>>8), byte(f.last)); at++ {
			two[at] = r
			r++
		}
	}
	return two
}

// fourBytes are the characters that two bytes do not hold, in their order.
func fourBytes(two []uint16) []uint16 {
	list := make([]uint16, 0, fourBMP)
	for r := 0x80; r <= 0xFFFF; r++ {
		if two[r] == 0 && (r < 0xD800 || r > 0xDFFF) {
			list = append(list, uint16(r))
		}
	}
	return list
}

// reform brings the table of 2000 to 2022. Only what is read and written
// changes; the numbers of the four-byte codes were fixed in 2000.
func (t *table) reform() {
	t.bmp[t.number(swapped)] = swappedPrivate
	t.two[cell(swappedCode>>8, swappedCode&0xFF)] = swapped
	t.code[swapped], t.code[swappedPrivate] = swappedCode, 0
	for _, m := range moved() {
		t.two[cell(byte(m.code>>8), byte(m.code))] = m.standard
		if m.standard <= 0xFFFF { // the other six are written with four bytes
			t.code[m.standard] = m.code
		}
	}
}

// number is the number of r's four-byte code.
func (t *table) number(r rune) int {
	if r == swappedPrivate {
		r = swapped
	}
	at, _ := slices.BinarySearchFunc(t.bmp, r, func(held uint16, want rune) int {
		if held == swappedPrivate {
			held = swapped
		}
		return int(held) - int(want)
	})
	return at
}

func codeAt(at int) uint16 {
	trail := at%190 + 0x40
	if trail >= 0x7F {
		trail++
	}
	return uint16((at/190+0x81)<<8 | trail)
}

// move is a code whose character was private in 2005.
type move struct {
	code     uint16
	standard rune
}

// moved are the 18 characters that got their standard code in 2022 and, last,
// the six duplicates of Extension B that it withdrew.
//
// Source: GB 18030-2022, annex D; Unicode L2/22-274.
func moved() []move {
	return []move{
		{0xA6D9, 0xFE10}, {0xA6DA, 0xFE12}, {0xA6DB, 0xFE11}, {0xA6DC, 0xFE13}, {0xA6DD, 0xFE14}, {0xA6DE, 0xFE15},
		{0xA6DF, 0xFE16}, {0xA6EC, 0xFE17}, {0xA6ED, 0xFE18}, {0xA6F3, 0xFE19}, {0xFE59, 0x9FB4}, {0xFE61, 0x9FB5},
		{0xFE66, 0x9FB6}, {0xFE67, 0x9FB7}, {0xFE6D, 0x9FB8}, {0xFE7E, 0x9FB9}, {0xFE90, 0x9FBA}, {0xFEA0, 0x9FBB},
		{0xFE51, 0x20087}, {0xFE52, 0x20089}, {0xFE53, 0x200CC}, {0xFE6C, 0x215D7}, {0xFE76, 0x2298F}, {0xFE91, 0x241FE},
	}
}

// field is a run of cells without a standard character in 2000. The private
// codes run on from the first.
type field struct {
	first, last uint16
	private     rune
}

func privateFields() []field {
	fields := []field{
		{0xA2AB, 0xA2B0, 0xE766}, {0xA2E4, 0xA2E4, 0xE76D}, {0xA2EF, 0xA2F0, 0xE76E}, {0xA2FD, 0xA2FE, 0xE770},
		{0xA4F4, 0xA4FE, 0xE772}, {0xA5F7, 0xA5FE, 0xE77D}, {0xA6B9, 0xA6C0, 0xE785}, {0xA6D9, 0xA6DF, 0xE78D},
		{0xA6EC, 0xA6ED, 0xE794}, {0xA6F3, 0xA6F3, 0xE796}, {0xA6F6, 0xA6FE, 0xE797}, {0xA7C2, 0xA7D0, 0xE7A0},
		{0xA7F2, 0xA7FE, 0xE7AF}, {0xA896, 0xA8A0, 0xE7BC}, {0xA8BC, 0xA8BC, 0xE7C7}, {0xA8C1, 0xA8C4, 0xE7C9},
		{0xA8EA, 0xA8FE, 0xE7CD}, {0xA958, 0xA958, 0xE7E2}, {0xA95B, 0xA95B, 0xE7E3}, {0xA95D, 0xA95F, 0xE7E4},
		{0xA997, 0xA9A3, 0xE7F4}, {0xA9F0, 0xA9FE, 0xE801}, {0xD7FA, 0xD7FE, 0xE810}, {0xFE51, 0xFE53, 0xE816},
		{0xFE59, 0xFE59, 0xE81E}, {0xFE61, 0xFE61, 0xE826}, {0xFE66, 0xFE67, 0xE82B}, {0xFE6C, 0xFE6D, 0xE831},
		{0xFE76, 0xFE76, 0xE83B}, {0xFE7E, 0xFE7E, 0xE843}, {0xFE90, 0xFE91, 0xE854}, {0xFEA0, 0xFEA0, 0xE864},
	}
	// The three areas for the user's own characters, row by row.
	for row := range uint16(6) {
		fields = append(fields, field{0xAAA1 + row<<8, 0xAAFE + row<<8, 0xE000 + rune(row)*94})
	}
	for row := range uint16(7) {
		fields = append(fields,
			field{0xF8A1 + row<<8, 0xF8FE + row<<8, 0xE234 + rune(row)*94},
			field{0xA140 + row<<8, 0xA1A0 + row<<8, 0xE4C6 + rune(row)*96})
	}
	return fields
}
