package ime

import (
	"cmp"
	"slices"
	"strings"
)

// Prices of what a typed word may leave out, in steps of rank.
const (
	pricePartial = 1 // last syllable not finished
	priceInitial = 2 // a syllable given by its first letter
	priceFuzzy   = 3 // a syllable that sounds alike
	priceMissing = 2 // a syllable not typed yet
	priceChar    = 4 // a single character where a word is found too
	priceGuess   = 7 // a word of which one syllable is typed: after its characters
	priceRare    = 3 // a character per class that is less common: level 1, level 2, the rest
)

// found is a candidate with its rank: fewer letters left, cheaper, more common.
type found struct {
	Candidate
	price, place int
}

// Candidates are at most limit words for letters, best first. Letters are a to
// z, v for ü, and ' between syllables; anything else finds nothing. A candidate
// that uses all letters stands before one that uses fewer.
func (e *Engine) Candidates(letters string, limit int) []Candidate {
	letters = strings.ToLower(letters)
	if letters == "" || limit <= 0 || strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz'") != "" || letters[0] == '\'' {
		return nil
	}
	var list []found
	list = e.findWords(list, letters)
	list = e.findChars(list, letters)
	if s, ok := e.compose(letters); ok && !wholeWord(list, len(letters)) {
		list = append(list, s)
	}
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(b.Consumed-a.Consumed, a.price-b.price, a.place-b.place)
	})
	var out []Candidate
	seen := map[string]bool{}
	for _, f := range list {
		if !seen[f.Text] {
			seen[f.Text] = true
			out = append(out, f.Candidate)
		}
		if len(out) == limit {
			break
		}
	}
	return out
}

// wholeWord reports whether a word stands for all n letters as they are, which
// makes a sentence of characters noise.
func wholeWord(list []found, n int) bool {
	return slices.ContainsFunc(list, func(f found) bool { return f.Consumed == n && f.price < priceFuzzy })
}

// findWords matches every word that begins with the first letter or with one
// that sounds like it.
func (e *Engine) findWords(list []found, letters string) []found {
	for _, first := range firstLetters(letters[0]) {
		for _, w := range e.words[first] {
			if used, price, ok := e.match(letters, w.syllables); ok {
				list = append(list, found{Candidate{w.text, used}, price, w.place})
			}
		}
	}
	return list
}

func firstLetters(c byte) []byte {
	switch c {
	case 'n':
		return []byte("nl")
	case 'l':
		return []byte("ln")
	case 'f':
		return []byte("fh")
	case 'h':
		return []byte("hf")
	}
	return []byte{c}
}

// match types syllables with letters, the cheapest way. It fails when a
// syllable is left out although letters follow.
func (e *Engine) match(letters string, syllables [][]string) (used, price int, ok bool) {
	return e.matchFrom(letters, 0, syllables, 0)
}

func (e *Engine) matchFrom(letters string, at int, syllables [][]string, given int) (used, price int, ok bool) {
	if at < len(letters) && letters[at] == '\'' && given > 0 {
		at++
	}
	if len(syllables) == 0 {
		return at, 0, true
	}
	rest := letters[at:]
	if rest == "" {
		missing := priceMissing * len(syllables)
		if given < 2 {
			missing += priceGuess
		}
		return at, missing, true
	}
	best := -1
	try := func(n, cost int) {
		u, p, fits := e.matchFrom(letters, at+n, syllables[1:], given+1)
		if fits && (best < 0 || u > used || u == used && p+cost < best) {
			used, best, ok = u, p+cost, true
		}
	}
	for _, s := range syllables[0] {
		e.ways(rest, s, try)
	}
	return used, best, ok
}

// ways tries each way to type the syllable s with the beginning of rest: how
// many letters it takes and what it costs.
func (e *Engine) ways(rest, s string, try func(n, cost int)) {
	if strings.HasPrefix(rest, s) {
		try(len(s), 0)
	}
	for _, like := range e.like[s] {
		if strings.HasPrefix(rest, like) {
			try(len(like), priceFuzzy)
		}
	}
	if len(rest) < len(s) && strings.HasPrefix(s, rest) {
		try(len(rest), pricePartial)
	}
	for n := range initials(rest, s) {
		try(n, priceInitial)
	}
}

// initials yields how many letters of rest are an initial of s: 1, and 2 for
// zh, ch, sh.
func initials(rest, s string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		if rest[0] != s[0] || len(s) == 1 {
			return
		}
		if len(s) > 2 && len(rest) > 1 && s[1] == 'h' && rest[1] == 'h' && !yield(2) {
			return
		}
		yield(1)
	}
}

// findChars adds the characters of the first syllable, longest first, then
// those that sound alike; of an unfinished syllable the most common ones.
func (e *Engine) findChars(list []found, letters string) []found {
	head, _, _ := strings.Cut(letters, "'")
	whole := false
	for n := min(len(head), 6); n > 0; n-- {
		s := head[:n]
		if !e.known[s] {
			continue
		}
		whole = whole || n == len(head)
		list = e.addSyllable(list, s, n, 0)
		for _, like := range e.like[s] {
			list = e.addSyllable(list, like, n, priceFuzzy)
		}
	}
	if !whole && len(head) == len(letters) {
		for s := range e.known {
			if strings.HasPrefix(s, head) {
				list = e.addSyllable(list, s, len(head), pricePartial)
			}
		}
	}
	return list
}

func (e *Engine) addSyllable(list []found, s string, used, price int) []found {
	for _, c := range e.bySyllable[s] {
		rare := priceRare * max(int(c.class)-1, 0)
		list = append(list, found{Candidate{string(c.r), used}, priceChar + price + rare, c.place})
	}
	return list
}

// compose joins words and characters to a sentence of full syllables with as
// few pieces as it can; the last syllable may be unfinished.
func (e *Engine) compose(letters string) (found, bool) {
	type step struct {
		pieces int
		text   string
	}
	best := make([]*step, len(letters)+1)
	best[0] = &step{}
	for at := range letters {
		from := best[at]
		if from == nil {
			continue
		}
		if letters[at] == '\'' {
			best[at+1] = from
			continue
		}
		for _, f := range e.pieces(letters[at:]) {
			end := at + f.Consumed
			if next := best[end]; next == nil || from.pieces+1 < next.pieces {
				best[end] = &step{from.pieces + 1, from.text + f.Text}
			}
		}
	}
	s := best[len(letters)]
	if s == nil || s.pieces < 2 {
		return found{}, false
	}
	return found{Candidate{s.text, len(letters)}, priceChar + s.pieces, unlisted}, true
}

// pieces are the words in full pinyin and the best character of each syllable
// that letters begin with.
func (e *Engine) pieces(letters string) []found {
	var list []found
	for _, w := range e.words[letters[0]] {
		if n := wholly(letters, w.syllables); n > 0 {
			list = append(list, found{Candidate{w.text, n}, 0, w.place})
		}
	}
	slices.SortStableFunc(list, func(a, b found) int { return a.place - b.place })
	for n := min(len(letters), 6); n > 0; n-- {
		if chars := e.bySyllable[letters[:n]]; len(chars) > 0 {
			list = append(list, found{Candidate{string(chars[0].r), n}, 0, 0})
		}
	}
	return list
}

// wholly is how many letters spell all syllables in full at the beginning of
// letters; 0 if they do not.
func wholly(letters string, syllables [][]string) int {
	if len(syllables) == 0 {
		return 0
	}
	for _, s := range syllables[0] {
		if !strings.HasPrefix(letters, s) {
			continue
		}
		if len(syllables) == 1 {
			return len(s)
		}
		if n := wholly(letters[len(s):], syllables[1:]); n > 0 {
			return len(s) + n
		}
	}
	return 0
}
