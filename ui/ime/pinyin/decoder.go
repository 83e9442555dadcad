package pinyin

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Candidate is a text for the first Consumed letters of what was typed.
type Candidate struct {
	Text     string
	Consumed int
}

// wholes is how many readings of everything typed stand first.
const wholes = 5

// Options is what a decoder is made of.
type Options struct {
	Terms []Term // words of the place and of the trade
	Alike bool   // z for zh, l for n, an for ang and the like are the same
}

// Decoder finds Chinese for letters. It learns nothing. It keeps the reading of
// what was typed last, so that the next letter costs little; [Decoder.Forget]
// wipes that. It may be used by several goroutines at once.
type Decoder struct {
	model    *Model
	pack     *pack
	spelling *spelling

	mu    sync.Mutex
	texts *lattice // where a text is asked for
	place *lattice // where a place is
}

// NewDecoder is a decoder over a model.
func NewDecoder(m *Model, o Options) *Decoder {
	d := &Decoder{model: m, pack: newPack(m, o.Terms), spelling: newSpelling(m.syllables, o.Alike)}
	d.Forget()
	return d
}

// Forget wipes what was typed last.
func (d *Decoder) Forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.texts, d.place = d.newLattice(false), d.newLattice(true)
}

// longestInput is how many letters are read at once.
const longestInput = 96

// Candidates are at most limit texts, the best first: readings of everything
// typed, then words for its beginning, the longest first. Letters are a to z, v
// for ü and ' between syllables; digits and signs stand for themselves.
func (d *Decoder) Candidates(letters string, places bool, limit int) []Candidate {
	letters = strings.ToLower(letters)
	if !Typed(letters) {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.texts
	if places {
		l = d.place
	}
	l.decode([]byte(letters))
	list := l.wholes(wholes)
	list = append(list, l.beginnings()...)
	return unique(list, limit)
}

// Typed reports whether letters are what a keyboard types: neither nothing nor
// too much, no blanks, no Chinese.
func Typed(letters string) bool {
	outside := func(r rune) bool { return r <= ' ' || r > '~' }
	return letters != "" && len(letters) <= longestInput && letters[0] != '\'' && !strings.ContainsFunc(letters, outside)
}

// decode reads letters as whole syllables; only where that cannot be, as initials.
func (l *lattice) decode(letters []byte) {
	if l.initials {
		l.initials = false
		l.cut(0)
	}
	l.read(letters)
	if len(l.columns[len(letters)]) > 0 || len(l.tail()) > 0 {
		return
	}
	l.initials = true
	l.cut(0)
	l.read(letters)
}

// tail are the ways to read everything when the last syllable is not finished.
func (l *lattice) tail() []way {
	end := len(l.letters)
	var paths []path
	for start := max(0, end-longestSyllable); start < end; start++ {
		text := strings.TrimPrefix(string(l.letters[start:end]), "'")
		for _, s := range l.spelling.begun[text] {
			paths = l.step(paths, start, s)
		}
	}
	if len(paths) == 0 || !isLetter(l.letters[end-1]) {
		return nil
	}
	return l.column(l.words(l.promising(paths), end))
}

// wholes are the best readings of everything.
func (l *lattice) wholes(most int) (list []Candidate) {
	end := len(l.letters)
	column := l.columns[end]
	if len(column) == 0 {
		column = l.tail()
	}
	if len(l.spelling.whole[string(l.letters)]) > 0 { // one syllable: as it is spelt before what is only alike
		column = slices.Clone(column)
		slices.SortStableFunc(column, func(a, b way) int { return cmp.Compare(min(a.edge.price, alikePrice), min(b.edge.price, alikePrice)) })
	}
	for _, w := range column[:min(len(column), most)] {
		list = append(list, Candidate{l.spellOut(w), end})
	}
	return list
}

// spellOut is the text of a way.
func (l *lattice) spellOut(w way) string {
	text := l.word(w.edge)
	for start := w.edge.start; start > 0; {
		w = l.columns[start][w.from]
		text, start = l.word(w.edge)+text, w.edge.start
	}
	return text
}

func (l *lattice) word(e edge) string {
	if e.word == noContext {
		return e.text
	}
	return l.model.text(e.word)
}

// beginnings are the words from the first letter on, the longest first; for one
// syllable all its characters.
func (l *lattice) beginnings() (list []Candidate) {
	for end := len(l.letters); end > 0; end-- {
		var edges []edge
		for _, e := range l.edges[end] {
			if e.start == 0 {
				edges = append(edges, e)
			}
		}
		slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Compare(b.p, a.p) })
		for _, e := range edges {
			list = append(list, Candidate{l.word(e), end})
		}
		list = append(list, l.characters(end)...)
	}
	return list
}

// characters are those of a first syllable that the lattice left out.
func (l *lattice) characters(end int) (list []Candidate) {
	for _, p := range l.paths[end] {
		if p.start != 0 || p.inPack {
			continue
		}
		first, last := l.model.entries(p.node)
		for i := first + mostWords; i < last; i++ {
			word, _ := l.model.entry(i)
			list = append(list, Candidate{l.model.text(word), end})
		}
	}
	return list
}

// unique is list with each text once, at most limit.
func unique(list []Candidate, limit int) []Candidate {
	seen := map[string]bool{}
	var out []Candidate
	for _, c := range list {
		if len(out) == limit {
			break
		}
		if !seen[c.Text] {
			seen[c.Text] = true
			out = append(out, c)
		}
	}
	return out
}
