// Package gb18030 reads and writes GB 18030-2022, the encoding in which Chinese
// offices hand on files. It exists because golang.org/x/text falsifies 2,068
// code points of it without an error.
//
// Where the editions of 2005 and 2022 differ it follows what Unicode recommends
// and browsers do: the 24 characters that had a private code in 2005 are read as
// the standard characters that they are, whichever of their bytes were written,
// and written with the bytes that both editions know.
package gb18030

import (
	"fmt"
	"unicode/utf8"
)

// Error says which byte of a text could not be carried over.
type Error struct {
	Offset int // of the first byte of the character at fault
}

func (e *Error) Error() string { return fmt.Sprintf("no character of GB 18030 at byte %d", e.Offset) }

const (
	twoByteCells = 126 * 190       // lead 81–FE, trail 40–7E and 80–FE
	fourBMP      = 0x10000 - 0x800 // upper bound of what four bytes hold below U+10000
	fourBeyond   = 189_000         // the four-byte code of U+10000, 90308130, counted from 81308130
	fourEnd      = fourBeyond + 1<<20
)

// Decode gives GB 18030 text as UTF-8. Bytes that stand for nothing are an
// [*Error]; nothing is guessed. The single byte 80, which Windows writes for the
// euro sign, is read as that.
func Decode(raw []byte) ([]byte, error) {
	t := tables()
	text := make([]byte, 0, len(raw)+len(raw)/2)
	for at := 0; at < len(raw); {
		r, size := t.decode(raw[at:])
		if size == 0 {
			return nil, &Error{Offset: at}
		}
		text = utf8.AppendRune(text, r)
		at += size
	}
	return text, nil
}

// Encode gives UTF-8 text as GB 18030, which has a code for every character.
// Bytes that are no UTF-8 are an [*Error], so that no question mark is written
// in place of a part of a name.
func Encode(text []byte) ([]byte, error) {
	t := tables()
	raw := make([]byte, 0, len(text))
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size < 2 {
			return nil, &Error{Offset: at}
		}
		raw = t.encode(raw, r)
		at += size
	}
	return raw, nil
}

// decode reads one character; size 0 says that there is none.
func (t *table) decode(raw []byte) (r rune, size int) {
	switch lead := raw[0]; {
	case lead < 0x80:
		return rune(lead), 1
	case lead == 0x80:
		return '€', 1
	case len(raw) >= 2 && cell(lead, raw[1]) >= 0:
		return t.two[cell(lead, raw[1])], 2
	case len(raw) >= 4:
		if r, ok := t.four(raw[:4]); ok {
			return r, 4
		}
	}
	return 0, 0
}

// four reads a code of four bytes.
func (t *table) four(raw []byte) (rune, bool) {
	n, ok := fourNumber(raw)
	switch {
	case !ok:
		return 0, false
	case n < len(t.bmp):
		return rune(t.bmp[n]), true
	case n >= fourBeyond && n < fourEnd:
		return rune(n - fourBeyond + 0x10000), true
	}
	return 0, false
}

func (t *table) encode(raw []byte, r rune) []byte {
	if r < 0x80 {
		return append(raw, byte(r))
	}
	if r > 0xFFFF {
		return appendFour(raw, int(r)-0x10000+fourBeyond)
	}
	if code := t.code[r]; code != 0 {
		return append(raw, byte(code>>8), byte(code))
	}
	return appendFour(raw, t.number(r))
}

// cell is the place of a two-byte code in its table, -1 for other bytes.
func cell(lead, trail byte) int {
	if lead < 0x81 || lead > 0xFE || trail < 0x40 || trail == 0x7F || trail == 0xFF {
		return -1
	}
	column := int(trail) - 0x40
	if trail > 0x7F {
		column--
	}
	return (int(lead)-0x81)*190 + column
}

// fourNumber counts four-byte codes from 81308130 on.
func fourNumber(raw []byte) (int, bool) {
	for i, b := range raw {
		if i%2 == 0 && (b < 0x81 || b > 0xFE) || i%2 == 1 && (b < 0x30 || b > 0x39) {
			return 0, false
		}
	}
	return ((int(raw[0]-0x81)*10+int(raw[1]-0x30))*126+int(raw[2]-0x81))*10 + int(raw[3]-0x30), true
}

func appendFour(raw []byte, n int) []byte {
	return append(raw, byte(0x81+n/12600), byte(0x30+n/1260%10), byte(0x81+n/10%126), byte(0x30+n%10))
}
