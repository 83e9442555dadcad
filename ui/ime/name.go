package ime

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
)

//go:embed data/given.txt
var givenNames string

// ranks of characters in names: smaller is more common.
type ranks map[rune]int

func ranksOf(file string) ranks {
	m := ranks{}
	for i, r := range []rune(content(file)) {
		if _, ok := m[r]; !ok {
			m[r] = i
		}
	}
	return m
}

const notInNames = 10_000

func (m ranks) of(r rune) int {
	if place, ok := m[r]; ok {
		return place
	}
	return notInNames
}

// longestName is how many syllables a name typed in one go may have.
const longestName = 4

// Names are candidates where the name of a person is asked: surnames come first
// while nothing is typed, then characters that given names are made of. Letters
// that spell a whole name bring that name first. All other words follow.
func (e *Engine) Names(typed, letters string, limit int) []Candidate {
	list := e.Candidates(letters, 4*limit)
	given := typed != ""
	slices.SortStableFunc(list, func(a, b Candidate) int {
		return cmp.Compare(e.nameRank(a, letters, given), e.nameRank(b, letters, given))
	})
	if name, ok := e.wholeName(letters, given); ok {
		list = slices.DeleteFunc(list, func(c Candidate) bool { return c == name })
		list = append([]Candidate{name}, list...)
	}
	return list[:min(limit, len(list))]
}

// nameRank orders single characters that stand for the first syllable in full.
func (e *Engine) nameRank(c Candidate, letters string, given bool) int {
	runes := []rune(c.Text)
	if len(runes) != 1 || !e.reads(runes[0], letters[:c.Consumed]) {
		return notInNames
	}
	if given {
		return e.given.of(runes[0])
	}
	return e.surnames.of(runes[0])
}

func (e *Engine) reads(r rune, syllable string) bool {
	return slices.ContainsFunc(e.bySyllable[syllable], func(c char) bool { return c.r == r })
}

// wholeName is the likeliest name that all letters spell, of two characters or
// more; behind what is typed it has no surname.
func (e *Engine) wholeName(letters string, given bool) (Candidate, bool) {
	syllables := e.split(letters, longestName)
	if len(syllables) < 2 {
		return Candidate{}, false
	}
	var name strings.Builder
	for i, s := range syllables {
		order := e.given
		if i == 0 && !given {
			order = e.surnames
		}
		name.WriteRune(e.likeliest(s, order))
	}
	return Candidate{name.String(), len(letters)}, true
}

func (e *Engine) likeliest(syllable string, order ranks) rune {
	chars := e.bySyllable[syllable] // not empty: the syllable is known
	return slices.MinFunc(chars, func(a, b char) int { return order.of(a.r) - order.of(b.r) }).r
}

// split is letters in the fewest syllables, at most limit; nil if they are not
// all spelled in full.
func (e *Engine) split(letters string, limit int) []string {
	letters = strings.TrimPrefix(letters, "'")
	if letters == "" || limit == 0 {
		return nil
	}
	var best []string
	for n := min(len(letters), 6); n > 0; n-- {
		if !e.known[letters[:n]] {
			continue
		}
		way := []string{letters[:n]}
		if n < len(letters) {
			rest := e.split(letters[n:], limit-1)
			if rest == nil {
				continue
			}
			way = append(way, rest...)
		}
		if best == nil || len(way) < len(best) {
			best = way
		}
	}
	return best
}
