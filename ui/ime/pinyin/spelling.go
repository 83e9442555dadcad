package pinyin

import (
	"slices"
	"strings"
)

// Prices of what is not typed as it is spelt, in nat.
const (
	alikePrice      = 2.0 // a sound that the south does not tell apart
	initialPrice    = 2.0 // a syllable given by its first letters
	unfinishedPrice = 1.0 // a last syllable that is not finished
)

// longestSyllable is the number of letters of zhuang and the like.
const longestSyllable = 6

// spelt is a syllable that typed letters may stand for.
type spelt struct {
	syllable int
	price    float32
}

// spelling knows what letters may mean.
type spelling struct {
	whole    map[string][]spelt // exact first, then those that sound alike
	begun    map[string][]spelt // every syllable that begins so
	initials map[string][]spelt // the same for b, zh, …: a consonant alone
}

func newSpelling(syllables []string, alike bool) *spelling {
	s := &spelling{whole: map[string][]spelt{}, begun: map[string][]spelt{}, initials: map[string][]spelt{}}
	for id, text := range syllables {
		s.whole[text] = append(s.whole[text], spelt{id, 0})
		for n := 1; n < len(text); n++ {
			s.begun[text[:n]] = append(s.begun[text[:n]], spelt{id, unfinishedPrice})
		}
		if n := consonants(text); n > 0 {
			for k := 1; k <= n; k++ {
				s.initials[text[:k]] = append(s.initials[text[:k]], spelt{id, initialPrice})
			}
		}
	}
	if alike {
		for id, text := range syllables {
			for _, v := range soundsLike(text) {
				s.whole[v.text] = append(s.whole[v.text], spelt{id, alikePrice * float32(v.changes)})
			}
		}
	}
	return s
}

// consonants is how many letters stand before the vowel.
func consonants(s string) int {
	switch {
	case s == "" || strings.ContainsRune("aeiouv", rune(s[0])):
		return 0
	case len(s) > 1 && s[1] == 'h':
		return 2
	}
	return 1
}

type variant struct {
	text    string
	changes int
}

// pairs of sounds that many in the south do not tell apart.
var (
	alikeInitials = [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"n", "l"}, {"f", "h"}}
	alikeFinals   = [][2]string{{"an", "ang"}, {"en", "eng"}, {"in", "ing"}}
)

// soundsLike are other spellings of a syllable, with the sounds that differ.
func soundsLike(s string) []variant {
	n := consonants(s)
	initials, finals := others(s[:n], alikeInitials), []string{s[n:]}
	for _, p := range alikeFinals {
		for i, end := range p {
			if stem, ok := strings.CutSuffix(s[n:], end); ok {
				finals = append(finals, stem+p[1-i])
			}
		}
	}
	var all []variant
	for i, a := range initials {
		for j, b := range finals {
			if changes := min(i, 1) + min(j, 1); changes > 0 && !slices.ContainsFunc(all, func(v variant) bool { return v.text == a+b }) {
				all = append(all, variant{a + b, changes})
			}
		}
	}
	return all
}

// others is s itself, then what it is paired with.
func others(s string, pairs [][2]string) []string {
	all := []string{s}
	for _, p := range pairs {
		switch s {
		case p[0]:
			all = append(all, p[1])
		case p[1]:
			all = append(all, p[0])
		}
	}
	return all
}
