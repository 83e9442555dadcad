package ime

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// AnyStroke stands for a stroke that the person is not sure of.
const AnyStroke = '*'

// strokeLetters are 横 竖 撇 捺(点) 折.
const strokeLetters = "hspnz"

// Strokes finds characters by the order of their strokes (笔画). It searches the
// list as it lies in the program's file and keeps nothing beside it.
type Strokes struct {
	list       string // sorted lines: strokes, a tab, one character
	characters *Characters
}

// NewStrokes searches list, which has sorted lines of strokes, a tab and one
// character.
func NewStrokes(list string, characters *Characters) *Strokes {
	return &Strokes{list, characters}
}

// Candidates are at most limit characters that begin with the strokes typed,
// those that end there first, then the common ones. Strokes are the letters h s
// p n z and [AnyStroke]; anything else finds nothing.
func (s *Strokes) Candidates(typed string, limit int) []string {
	if typed == "" || limit <= 0 || strings.Trim(typed, strokeLetters+string(AnyStroke)) != "" {
		return []string{}
	}
	sure, _, _ := strings.Cut(typed, string(AnyStroke))
	var best []strokeMatch
	for at := s.first(sure); at < len(s.list) && strings.HasPrefix(s.list[at:], sure); {
		end := at + strings.IndexByte(s.list[at:], '\n')
		code, text, _ := strings.Cut(s.list[at:end], "\t")
		at = end + 1
		if fits(code, typed) {
			best = s.keep(best, code, text, len(typed), limit)
		}
	}
	texts := make([]string, 0, len(best))
	for _, m := range best {
		texts = append(texts, m.text)
	}
	return texts
}

// first is where the first line that is not before prefix begins.
func (s *Strokes) first(prefix string) int {
	low, high := 0, len(s.list) // both at the beginning of a line
	for low < high {
		middle := (low + high) / 2
		start := strings.LastIndexByte(s.list[:middle], '\n') + 1
		if s.list[start:] < prefix {
			low = start + strings.IndexByte(s.list[start:], '\n') + 1
		} else {
			high = start
		}
	}
	return low
}

// fits reports whether code begins with the strokes typed.
func fits(code, typed string) bool {
	if len(code) < len(typed) {
		return false
	}
	for i := range len(typed) {
		if typed[i] != AnyStroke && typed[i] != code[i] {
			return false
		}
	}
	return true
}

// strokeMatch is a character with its place: whole first, then likely ones.
type strokeMatch struct {
	text   string
	left   int // strokes not typed yet: 0 is a whole character, else 1
	likely float64
}

// keep puts a character into the best so far; one that is written in two orders
// stands once.
func (s *Strokes) keep(best []strokeMatch, code, text string, typed, limit int) []strokeMatch {
	r, _ := utf8.DecodeRuneInString(text)
	m := strokeMatch{text, min(len(code)-typed, 1), s.characters.likely(r, InText)}
	before := func(a, b strokeMatch) int {
		return cmp.Or(a.left-b.left, cmp.Compare(b.likely, a.likely))
	}
	if len(best) == limit && before(m, best[limit-1]) >= 0 {
		return best
	}
	if i := slices.IndexFunc(best, func(b strokeMatch) bool { return b.text == text }); i >= 0 {
		if before(m, best[i]) >= 0 {
			return best
		}
		best = slices.Delete(best, i, i+1)
	}
	at, _ := slices.BinarySearchFunc(best, m, func(a, b strokeMatch) int { return cmp.Or(before(a, b), -1) })
	best = slices.Insert(best, at, m)
	return best[:min(len(best), limit)]
}
