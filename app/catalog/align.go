package catalog

import (
	"slices"
	"strings"
)

// What one step of an alignment is worth, in letters of the query. A character
// counts as charWorth letters.
const (
	charWorth    = 3.0
	homophone    = 2.0 // another character that sounds the same
	initialLoss  = 0.2 // an initial instead of the whole syllable
	partLoss     = 0.4 // a syllable broken off
	slipLoss     = 1.0 // one letter wrong, missing, too many or swapped
	skipLetter   = 1.2
	skipChar     = 2.5
	gapLoss      = 0.35 // a character of the text that was not typed
	maxTextRunes = 48
)

// align lays letters and characters as typed against a text: each syllable may
// be whole, an initial, or have one slip, and characters of the text may be
// left out between. share is the part of the query found, runes how many
// characters of the text it took.
func (x *Index) align(q query, text []rune) (share, runes float64) {
	typed, width := q.runes, min(len(text), maxTextRunes)+1
	text = text[:width-1]
	g := grid{width: width, cells: q.cells[:(len(typed)+1)*width]}
	var readings [maxTextRunes][]string
	for j, r := range text {
		readings[j] = x.readings[r] // once, not in every cell
	}
	for i := range g.cells {
		g.cells[i] = cell{score: -1e9}
	}
	for j := range width {
		g.cells[j].score = 0 // the match may begin anywhere
	}
	for i := range typed {
		for j := range width {
			from := g.cells[i*width+j]
			// what is left of the query cannot make up for what is lost
			if from.score+q.left[i] < least*q.left[0] {
				continue
			}
			if j+1 < width {
				step(q, char{text[j], readings[j]}, &g, at{i, j, from})
				if i > 0 {
					g.reach(i, j+1, cell{from.score - gapLoss, from.runes})
				}
			}
			skip := skipChar
			if isLetter(typed[i]) {
				skip = skipLetter
			}
			g.reach(i+1, j, cell{from.score - skip, from.runes})
		}
	}
	top := cell{}
	for _, end := range g.cells[len(typed)*width:] {
		if end.score > top.score {
			top = end
		}
	}
	return top.score / q.left[0], top.runes
}

// cell j of row i holds the best score for the first i runes of the query with
// the first j of the text, and how many characters of the text it took.
type cell struct{ score, runes float64 }

type grid struct {
	width int
	cells []cell
}

type at struct {
	i, j int
	from cell
}

func (g *grid) reach(i, j int, c cell) {
	if to := &g.cells[i*g.width+j]; c.score > to.score {
		*to = c
	}
}

// take moves on by n runes of the query and one character of the text.
func (g *grid) take(a at, n int, gain float64) {
	g.reach(a.i+n, a.j+1, cell{a.from.score + gain, a.from.runes + 1})
}

func worth(r rune) float64 {
	if isLetter(r) {
		return 1
	}
	return charWorth
}

// char is one character of a text with its readings.
type char struct {
	r     rune
	heard []string
}

// step takes every way in which the query from a on may stand for one character
// of the text.
func step(q query, c char, g *grid, a at) {
	first := q.runes[a.i]
	if !isLetter(first) {
		if first == c.r {
			g.take(a, 1, charWorth)
		} else if soundsLike(q.heard[a.i], c.heard) {
			g.take(a, 1, homophone)
		}
		return
	}
	typed := q.letters[a.i] // letters in a row from here
	for _, s := range c.heard {
		if s[0] != typed[0] {
			continue
		}
		same := commonPrefix(s, typed)
		switch {
		case same == len(s):
			g.take(a, same, float64(same))
		case same > 1:
			g.take(a, same, float64(same)-partLoss)
		}
		g.take(a, 1, 1-initialLoss)
		if len(s) < 3 || same == len(s) {
			continue
		}
		for k := len(s) - 1; k <= len(s)+1 && k <= len(typed); k++ {
			if oneSlip(s, typed[:k]) {
				g.take(a, k, float64(k)-slipLoss)
			}
		}
	}
}

func soundsLike(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// oneSlip reports whether b is a with one letter wrong, missing, too many, or
// two neighbours swapped.
func oneSlip(a, b string) bool {
	n := commonPrefix(a, b)
	a, b = a[n:], b[n:]
	switch {
	case len(a) == len(b)+1:
		return a[1:] == b
	case len(b) == len(a)+1:
		return b[1:] == a
	case len(a) != len(b) || len(a) == 0:
		return false
	}
	return a[1:] == b[1:] || len(a) > 1 && a[0] == b[1] && a[1] == b[0] && strings.HasSuffix(a, b[2:])
}
