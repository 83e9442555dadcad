package pinyin

import (
	"cmp"
	"slices"
)

// How much is looked at: more changes the first candidates hardly ever.
const (
	mostPaths  = 300 // beginnings of words that end at one letter
	mostWords  = 32  // of one node
	mostEdges  = 64  // words between the same two letters
	mostBest   = 24  // ways to read everything up to a letter
	noContext  = -1
	placeBonus = 3.0 // nat, where a place is asked for

	packPromise = -8.0 // what a word of the pack is worth before it is known
)

// path is the beginning of a word: a node of the model's tree or of the pack's.
type path struct {
	start   int
	node    int
	inPack  bool
	price   float32
	promise float32 // of its node, less its price
}

// edge is a word between two letters.
type edge struct {
	start int
	word  int // of the model; noContext for a word of the pack or a sign
	text  string
	p     float32 // alone, with its prices
	price float32 // of its spelling
}

// way is one reading of all letters up to some place.
type way struct {
	p    float32
	last int // word
	text uint64
	edge edge
	from int // index in the column of edge.start
}

// lattice holds every reading of some letters. Letters are added at the end, and
// taken away by cutting it back.
type lattice struct {
	model    *Model
	pack     *pack
	spelling *spelling
	places   bool // a place is asked for
	initials bool // consonants may stand for syllables
	letters  []byte
	paths    [][]path // by end; paths[0] is empty
	edges    [][]edge
	columns  [][]way
}

func (d *Decoder) newLattice(places bool) *lattice {
	l := &lattice{model: d.model, pack: d.pack, spelling: d.spelling, places: places}
	l.cut(0)
	return l
}

// cut forgets what stands behind the first n letters.
func (l *lattice) cut(n int) {
	if n == 0 {
		l.letters, l.paths, l.edges = l.letters[:0], [][]path{nil}, [][]edge{nil}
		l.columns = [][]way{{{last: noContext}}}
		return
	}
	l.letters, l.paths, l.edges, l.columns = l.letters[:n], l.paths[:n+1], l.edges[:n+1], l.columns[:n+1]
}

// read makes the lattice that of letters.
func (l *lattice) read(letters []byte) {
	same := 0
	for same < min(len(letters), len(l.letters)) && letters[same] == l.letters[same] {
		same++
	}
	if l.initials && same > 0 {
		same-- // what the last letter may mean depends on the next
	}
	l.cut(same)
	for len(l.letters) < len(letters) {
		end := len(l.letters) + 1
		l.letters = append(l.letters, letters[end-1])
		l.grow(end, letters)
	}
}

// grow adds the paths, words and ways that end at a letter.
func (l *lattice) grow(end int, all []byte) {
	var paths []path
	if isLetter(all[end-1]) {
		for start := max(0, end-longestSyllable); start < end; start++ {
			for _, s := range l.meant(all, start, end) {
				paths = l.step(paths, start, s)
			}
		}
	}
	paths = l.promising(paths)
	l.paths = append(l.paths, paths)
	l.edges = append(l.edges, l.words(paths, end))
	l.columns = append(l.columns, l.column(l.edges[end]))
}

// promising are the paths that may lead furthest.
func (l *lattice) promising(paths []path) []path {
	if len(paths) <= mostPaths {
		return paths
	}
	slices.SortFunc(paths, func(a, b path) int {
		return cmp.Or(cmp.Compare(b.promise, a.promise), a.start-b.start, a.node-b.node)
	})
	return paths[:mostPaths]
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b == '\'' }

// meant are the syllables that letters from start to end may stand for. An
// apostrophe before them only parts.
func (l *lattice) meant(all []byte, start, end int) []spelt {
	text := all[start:end]
	if text[0] == '\'' {
		text = text[1:]
	}
	list := l.spelling.whole[string(text)]
	if l.initials && consonants(string(text)) == len(text) && (end == len(all) || consonants(string(all[end:])) > 0) {
		list = l.spelling.initials[string(text)]
	}
	return list
}

// step lengthens every path that ends at start by a syllable, and begins one.
func (l *lattice) step(paths []path, start int, s spelt) []path {
	take := func(p path) {
		if p.price += s.price; p.inPack {
			if next, ok := l.pack.nodes[p.node].next[s.syllable]; ok {
				p.node, p.promise = next, packPromise-p.price
				paths = append(paths, p)
			}
		} else if next := l.model.child(p.node, s.syllable); next != 0 {
			p.node, p.promise = next, l.model.promise(next)-p.price
			paths = append(paths, p)
		}
	}
	for _, p := range l.paths[start] {
		take(p)
	}
	if len(l.columns[start]) > 0 || start == 0 {
		take(path{start: start})
		take(path{start: start, inPack: true})
	}
	return paths
}

// words are the edges that end where paths do.
func (l *lattice) words(paths []path, end int) []edge {
	var edges []edge
	if c := l.letters[end-1]; !isLetter(c) {
		return []edge{{start: end - 1, word: noContext, text: sign(c)}}
	}
	for _, p := range paths {
		if p.inPack {
			for _, id := range l.pack.nodes[p.node].words {
				w := l.pack.words[id]
				edges = append(edges, edge{start: p.start, word: noContext, text: w.text, p: w.p - p.price + l.bonus(true), price: p.price})
			}
			continue
		}
		first, last := l.model.entries(p.node)
		for i := first; i < min(last, first+mostWords); i++ {
			word, cost := l.model.entry(i)
			edges = append(edges, edge{
				start: p.start, word: word, price: cost + p.price,
				p: l.model.alone(word) - cost - p.price + l.bonus(word >= l.model.places),
			})
		}
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Or(a.start-b.start, cmp.Compare(b.p, a.p)) })
	kept, run := edges[:0], 0
	for i, e := range edges {
		if run++; i == 0 || e.start != edges[i-1].start {
			run = 1
		}
		if run <= mostEdges {
			kept = append(kept, e)
		}
	}
	return kept
}

func (l *lattice) bonus(place bool) float32 {
	if l.places && place {
		return placeBonus
	}
	return 0
}

// column are the best ways that end with one of edges. The same text by other
// words stands once.
func (l *lattice) column(edges []edge) []way {
	var best []way
	for _, e := range edges {
		for from, before := range l.columns[e.start] {
			w := way{last: e.word, edge: e, from: from, p: before.p + l.price(before.last, e)}
			if len(best) == mostBest && w.p <= best[mostBest-1].p {
				continue
			}
			w.text = l.textOf(before.text, e)
			best = keep(best, w)
		}
	}
	return best
}

// price is ln p of a word behind another.
func (l *lattice) price(last int, e edge) float32 {
	switch {
	case e.word == noContext && last == noContext:
		return e.p
	case e.word == noContext:
		return e.p + l.model.without(last)
	case last == noContext:
		return e.p
	}
	return l.model.after(last, e.word) - l.model.alone(e.word) + e.p
}

// textOf is a sum over the text of a way, whatever its words.
func (l *lattice) textOf(before uint64, e edge) uint64 {
	text := e.text
	if e.word != noContext {
		text = l.model.text(e.word)
	}
	for _, r := range text {
		before = before*0x9E3779B97F4A7C15 + uint64(r)*0xC2B2AE3D27D4EB4F + 1
		before ^= before >> 29
	}
	return before
}

// keep puts w among the best, once for its text.
func keep(best []way, w way) []way {
	if i := slices.IndexFunc(best, func(b way) bool { return b.text == w.text }); i >= 0 {
		if best[i].p >= w.p {
			return best
		}
		best = slices.Delete(best, i, i+1)
	}
	at, _ := slices.BinarySearchFunc(best, w, func(a, b way) int { return cmp.Or(cmp.Compare(b.p, a.p), -1) })
	if at >= mostBest {
		return best
	}
	best = slices.Insert(best, at, w)
	return best[:min(len(best), mostBest)]
}
