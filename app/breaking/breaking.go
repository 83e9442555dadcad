// Package breaking says where a line of Chinese may end (避头尾), for screens and
// paper alike: not before closing or after opening punctuation, and not inside a
// number, a date, a number with its unit, a Latin word or a code.
//
// Source: GB/T 15834-2011, 5.1 (places of punctuation); W3C, Requirements for
// Chinese Text Layout, 3.1.3.
package breaking

import (
	"slices"
	"strings"
	"unicode"
)

const (
	closing = "，。、；：！？）》〉」』”’】〕…—·～,.;:!?)]}%％℃" // never first on a line
	opening = "（《〈「『“‘【〔([{"                     // never last
	units   = "年月日号时点分秒天周岁个件项样份位次条元角米里亩公斤吨度页张名人户步问级类届期折%％℃"
)

// Rule is where lines may end. The zero value keeps no words.
type Rule struct {
	words [][]rune
}

// Keeping is the rule that also keeps words whole, each of which could end a line
// at any of its characters.
func Keeping(words []string) Rule {
	r := Rule{}
	for _, w := range words {
		r.words = append(r.words, []rune(w))
	}
	return r
}

// NeverFirst reports whether r may not begin a line.
func NeverFirst(r rune) bool { return strings.ContainsRune(closing, r) }

// NeverLast reports whether r may not end a line.
func NeverLast(r rune) bool { return strings.ContainsRune(opening, r) }

// Pieces are the parts of text between which a line may end. Spaces belong to the
// piece before them.
func (r Rule) Pieces(text string) []string {
	runes := []rune(text)
	var pieces []string
	start := 0
	for i := range runes {
		if i > start && r.May(runes, i) {
			pieces, start = append(pieces, string(runes[start:i])), i
		}
	}
	if start < len(runes) {
		pieces = append(pieces, string(runes[start:]))
	}
	return pieces
}

// May reports whether a line may end before text[i]; i is at least 1.
func (r Rule) May(text []rune, i int) bool {
	before, after := text[i-1], text[i]
	switch {
	case after == ' ', NeverFirst(after), NeverLast(before):
		return false
	case before == ' ':
		return !numberGoesOn(text, i) && !opensBefore(text, i)
	case narrow(before) && narrow(after), unicode.Is(unicode.Mn, after):
		return false
	case unicode.IsDigit(before) && isUnit(after), dateGoesOn(text, i):
		return false
	case unicode.IsDigit(after) && before == '第':
		return false
	}
	return !r.insideWord(text, i)
}

// Fit is how many characters of text, a piece that is wider than a whole line, go
// on that line: as many as fits allows, at least one. It is torn where no mark comes
// to stand where it must not, if there is such a place.
func Fit(text []rune, fits func(n int) bool) int {
	whole, torn := 1, 0
	for n := 1; n <= len(text) && (n == 1 || fits(n)); n++ {
		whole = n
		if n < len(text) && tears(text, n) {
			torn = n
		}
	}
	if whole < len(text) && torn > 0 {
		return torn
	}
	return whole
}

func tears(text []rune, i int) bool {
	return !NeverFirst(text[i]) && !NeverLast(text[i-1]) && !unicode.Is(unicode.Mn, text[i])
}

// dateGoesOn reports whether a digit follows the unit of a number, as in 11月23日.
func dateGoesOn(text []rune, i int) bool {
	return isUnit(text[i-1]) && unicode.IsDigit(text[i]) && i > 1 && unicode.IsDigit(text[i-2])
}

// numberGoesOn reports whether the number before the space at i-1 goes on after
// it: a unit (2 位), the next group of a code (138 0000 0000), or 第 before it.
func numberGoesOn(text []rune, i int) bool {
	if i < 2 {
		return false
	}
	before, after := text[i-2], text[i]
	group := func(r rune) bool { return unicode.IsDigit(r) || r == '*' || r == '/' }
	return group(before) && (isUnit(after) || group(after)) || before == '第' && unicode.IsDigit(after)
}

// opensBefore reports whether only spaces stand between text[i] and opening
// punctuation.
func opensBefore(text []rune, i int) bool {
	for i--; i >= 0 && text[i] == ' '; i-- {
	}
	return i >= 0 && NeverLast(text[i])
}

func (r Rule) insideWord(text []rune, i int) bool {
	return slices.ContainsFunc(r.words, func(w []rune) bool {
		for k := 1; k < len(w); k++ {
			if from := i - k; from >= 0 && from+len(w) <= len(text) && slices.Equal(text[from:from+len(w)], w) {
				return true
			}
		}
		return false
	})
}

// narrow is a letter, a digit or a mark of the Latin row: a run of them is one
// word, number or code.
func narrow(r rune) bool { return r > ' ' && r < 0x250 }

func isUnit(r rune) bool { return strings.ContainsRune(units, r) }
