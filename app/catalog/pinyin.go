package catalog

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/width"
)

// fold makes different ways to write one thing equal: full and half width,
// capitals, brackets, slashes, spaces. Only letters and digits remain.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, width.Fold.String(s))
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }

func hasLetters(s string) bool { return strings.ContainsFunc(s, isLetter) }

// syllables are the readings of a character without tones, all of them (参:
// can, shen, cen); a Latin letter reads as itself, anything else has none. For
// ü both v and u are typed.
func syllables(r rune) []string {
	if isLetter(r) || unicode.IsDigit(r) {
		return []string{string(r)}
	}
	args := pinyin.Args{Style: pinyin.Normal, Heteronym: true}
	var out []string
	for _, s := range pinyin.SinglePinyin(r, args) {
		s = strings.ReplaceAll(s, "ü", "v")
		out = append(out, s)
		if strings.Contains(s, "v") {
			out = append(out, strings.ReplaceAll(s, "v", "u"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
