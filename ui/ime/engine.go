package ime

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
)

//go:embed data/chars.txt
var commonChars string

//go:embed data/surnames.txt
var surnames string

//go:embed data/words.txt
var everyday string

// Engine finds candidates. It is read-only after [New] and may be used by
// several goroutines.
type Engine struct {
	bySyllable map[string][]char   // characters of a syllable, common first
	known      map[string]bool     // all syllables
	like       map[string][]string // syllables that sound alike in the south
	words      map[byte][]word     // by the first letter of the first syllable
	order      map[rune]int        // place of a listed character; smaller is more common
	surnames   ranks
	given      ranks // characters of given names
}

// char is a character under one of its readings.
type char struct {
	r     rune
	place int   // smaller is more common; a rare reading stands further back
	class uint8 // 1 to 3 if no list names it, else 0
}

// word is an entry of a word list: for each character its readings.
type word struct {
	text      string
	syllables [][]string
	place     int // in its list; smaller is more common
}

const (
	unlisted  = 10_000 // place of characters that no list names
	termPlace = 300    // handed-in terms stand after this many everyday words
)

// New builds an engine over the everyday words and over terms: names of items,
// aliases, villages. Terms of one character and those with no Chinese are left
// out; of others the Chinese characters count.
func New(terms []string) *Engine {
	e := &Engine{
		bySyllable: map[string][]char{}, known: map[string]bool{},
		like: map[string][]string{}, words: map[byte][]word{},
		surnames: ranksOf(surnames), given: ranksOf(givenNames),
	}
	list := everydayWords()
	e.order = charOrder(list, terms)
	sounds := newSounds()
	e.addChars(sounds)
	for s := range e.known {
		e.like[s] = fuzzy(s, e.known)
	}
	for i, w := range list {
		e.addWord(w.text, w.reading, i, sounds)
	}
	seen := map[string]bool{}
	for i, t := range terms {
		if !seen[t] {
			seen[t] = true
			e.addWord(t, nil, termPlace+i, sounds)
		}
	}
	return e
}

// entry is a word of the list with the reading that stands behind it, if any.
type entry struct {
	text    string
	reading []string
}

// everydayWords reads the word list; a line of one word and its reading, or of
// many words.
func everydayWords() []entry {
	var list []entry
	for line := range strings.Lines(everyday) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for field := range strings.FieldsSeq(line) {
			if field[0] < 0x80 { // the reading of the word before it
				last := &list[len(list)-1]
				last.reading = append(last.reading, field)
				continue
			}
			list = append(list, entry{text: field})
		}
	}
	return list
}

// charOrder ranks characters: the common list and the surnames first, then by
// how often the shipped words and terms use them.
func charOrder(list []entry, terms []string) map[rune]int {
	order := map[rune]int{}
	put := func(r rune, place int) {
		if old, ok := order[r]; isHan(r) && (!ok || place < old) {
			order[r] = place
		}
	}
	count := map[rune]int{}
	for _, w := range list {
		for _, r := range w.text {
			count[r]++
		}
	}
	for _, t := range terms {
		for _, r := range t {
			count[r]++
		}
	}
	for r, n := range count {
		put(r, max(3000-n, 1500))
	}
	for i, r := range []rune(content(commonChars)) {
		put(r, 2*i/(2+min(count[r], 10))) // the counter's own words count
	}
	for i, r := range []rune(content(surnames)) {
		put(r, 40+2*i)
	}
	return order
}

func content(file string) string {
	var b strings.Builder
	for line := range strings.Lines(file) {
		if !strings.HasPrefix(line, "#") {
			b.WriteString(strings.TrimSpace(line))
		}
	}
	return b.String()
}

func (e *Engine) addChars(sounds *sounds) {
	for code := range dictionary() {
		r, class := rune(code), 0
		place, ok := e.order[r]
		if !ok {
			class = commonness(r)
			place = unlisted * class
		}
		for i, s := range sounds.of(r) {
			e.known[s] = true
			p := place
			if i > 0 { // a rare reading stands behind the usual ones
				p += 400 * i
			}
			e.bySyllable[s] = append(e.bySyllable[s], char{r, p, uint8(class)})
		}
	}
	for _, list := range e.bySyllable {
		slices.SortFunc(list, func(a, b char) int {
			return cmp.Or(a.place-b.place, int(a.r-b.r))
		})
	}
}

// addWord files a word under the first letters of its first character.
func (e *Engine) addWord(text string, reading []string, place int, sounds *sounds) {
	w := word{text: text, place: place}
	for _, s := range reading {
		w.syllables = append(w.syllables, []string{s})
	}
	if reading == nil {
		for _, r := range text {
			if isHan(r) {
				w.syllables = append(w.syllables, sounds.usual(r))
			}
		}
	}
	if len(w.syllables) < 2 {
		return
	}
	var filed []byte
	for _, s := range w.syllables[0] {
		if !slices.Contains(filed, s[0]) {
			filed = append(filed, s[0])
			e.words[s[0]] = append(e.words[s[0]], w)
		}
	}
}
