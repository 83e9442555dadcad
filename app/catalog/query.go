package catalog

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// query is what a person asked, taken apart.
type query struct {
	whole  string    // folded, as asked
	core   string    // without the filler words
	pieces []piece   // features of core, rarest first
	total  float64   // weight of all pieces
	words  []synonym // words of core that may stand for others
	sounds bool      // core has letters in it

	// for [Index.align]
	runes   []rune
	letters []string   // from each rune on, the letters in a row
	heard   [][]string // readings of each rune
	left    []float64  // from each rune on, what the rest is worth
	cells   []cell
}

// piece is a feature of the query with its weight.
type piece struct {
	feature feature
	text    string // what must stand in a text for the piece to match
	weight  float64
}

// synonym is a word of the query and the words that it may stand for.
type synonym struct {
	word     string
	literal  []piece
	variants []variant
	weight   float64 // of the literal pieces
}

type variant struct {
	pieces []piece
	weight float64 // of all pieces
	runes  float64
}

const (
	maxQueryRunes = 64
	singleShare   = 0.3 // one character says less than two neighbours
	unknownShare  = 0.6 // what no item has tells no item from another
)

func (x *Index) ask(s string) query {
	whole := fold(s)
	if runes := []rune(whole); len(runes) > maxQueryRunes {
		whole = string(runes[:maxQueryRunes])
	}
	q := query{whole: whole, core: x.strip(whole)}
	q.pieces = x.pieces(q.core)
	q.total = sum(q.pieces)
	q.words = x.words(q.core)
	q.prepare(x)
	return q
}

// prepare makes what [Index.align] needs of the query, once for all texts.
func (q *query) prepare(x *Index) {
	q.sounds = hasLetters(q.core)
	q.runes = []rune(q.core)
	n := len(q.runes)
	q.letters = make([]string, n+1)
	q.heard = make([][]string, n)
	q.left = make([]float64, n+1)
	for i := n - 1; i >= 0; i-- {
		q.left[i] = q.left[i+1] + worth(q.runes[i])
		q.heard[i] = x.readings[q.runes[i]]
		if q.heard[i] == nil {
			q.heard[i] = syllables(q.runes[i]) // in no item, as 宝 in 低宝
		}
		if isLetter(q.runes[i]) {
			q.letters[i] = string(q.runes[i]) + q.letters[i+1]
		}
	}
	q.cells = make([]cell, (n+1)*(maxTextRunes+1))
}

// strip takes the filler words out. One of a single character stays where it is
// part of a word that some item has: 个 in 个体户, 办 in 办证.
func (x *Index) strip(s string) string {
	runes := []rune(s)
	var out []rune
	for i := 0; i < len(runes); {
		n := x.fillerAt(runes, i)
		if n == 0 {
			n = max(1, x.wordAt(runes, i)) // a known word is kept whole
			out = append(out, runes[i:i+n]...)
		}
		i += n
	}
	if len(out) == 0 {
		return s
	}
	return string(out)
}

// fillerAt is the length of the filler word at i, 0 when there is none.
func (x *Index) fillerAt(runes []rune, i int) int {
	rest := string(runes[i:])
	for _, f := range x.fillers {
		n := utf8.RuneCountInString(f)
		if !strings.HasPrefix(rest, f) || n < x.wordAt(runes, i) {
			continue
		}
		known := func(a, b int) bool {
			return a >= 0 && b < len(runes) && len(x.postings[pair(runes[a], runes[b])]) > 0
		}
		if n == 1 && (known(i-1, i) || known(i, i+1)) {
			continue
		}
		return n
	}
	return 0
}

// wordAt is the length of the longest synonym word at i, 0 when there is none.
func (x *Index) wordAt(runes []rune, i int) int {
	for n := min(x.longest, len(runes)-i); n > 0; n-- {
		if _, known := x.meanings[string(runes[i:i+n])]; known {
			return n
		}
	}
	return 0
}

func (x *Index) words(core string) []synonym {
	runes := []rune(core)
	var out []synonym
	for i := 0; i < len(runes); {
		n := x.wordAt(runes, i)
		if n == 0 {
			i++
			continue
		}
		w := synonym{word: string(runes[i : i+n])}
		w.literal = x.pieces(w.word)
		w.weight = sum(w.literal)
		for _, word := range x.meanings[w.word] {
			v := variant{pieces: x.pieces(word), runes: float64(utf8.RuneCountInString(word))}
			if v.weight = sum(v.pieces); v.weight > 0 {
				w.variants = append(w.variants, v)
			}
		}
		out = append(out, w)
		i += n
	}
	return out
}

func sum(pieces []piece) (total float64) {
	for _, p := range pieces {
		total += p.weight
	}
	return total
}

// pieces are the features of s with their weights, the rarest first.
func (x *Index) pieces(s string) []piece {
	runes := []rune(s)
	var out []piece
	add := func(f feature, text string, share float64) {
		if !slices.ContainsFunc(out, func(p piece) bool { return p.feature == f }) {
			if len(x.postings[f]) == 0 {
				share *= unknownShare
			}
			out = append(out, piece{f, text, share * x.rarity(f)})
		}
	}
	for i, r := range runes {
		if isLetter(r) {
			continue
		}
		add(single(r), string(r), singleShare)
		if i+1 < len(runes) && !isLetter(runes[i+1]) {
			add(pair(r, runes[i+1]), string(runes[i:i+2]), 1)
		}
	}
	notLetter := func(r rune) bool { return !isLetter(r) }
	for run := range strings.FieldsFuncSeq(s, notLetter) {
		for _, f := range typed(run) {
			add(f, "", 0.5)
		}
	}
	slices.SortStableFunc(out, func(a, b piece) int {
		return len(x.postings[a.feature]) - len(x.postings[b.feature])
	})
	return out
}
