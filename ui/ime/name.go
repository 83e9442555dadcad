package ime

import (
	"cmp"
	"slices"
	"strings"

	"bianmin/ui/ime/pinyin"
)

const (
	longestName = 4  // syllables of a name typed in one go
	nameChoice  = 24 // characters of a syllable that whole names are made of
	wholeNames  = 4  // of these that are proposed
	rareSurname = -9 // ln of the share of a surname of two characters
	oneMore     = 3  // price of a syllable more than need be, in nat
)

// Names are candidates where the name of a person is asked for: names that all
// letters spell, then characters of the first syllable as names use them, then
// everything else. typed is what stands before the letters already.
func (e *Engine) Names(typed, letters string, limit int) []Candidate {
	letters = strings.ToLower(letters)
	if !pinyin.Typed(letters) {
		return nil
	}
	list := append(e.whole(typed, letters), e.single(typed, letters)...)
	list = append(list, e.decoder.Load().Candidates(letters, false, limit)...)
	seen := map[string]bool{}
	list = slices.DeleteFunc(list, func(c Candidate) bool {
		again := seen[c.Text]
		seen[c.Text] = true
		return again
	})
	return list[:min(limit, len(list))]
}

// single are characters of the first syllable, of the longest that can be read
// first.
func (e *Engine) single(typed, letters string) (list []Candidate) {
	place := nameField(typed)
	for n := min(len(letters), 6); n > 0; n-- {
		for _, s := range e.rank(letters[:n], place) {
			list = append(list, Candidate{Text: s.text, Consumed: n})
		}
	}
	return list
}

// nameField is where the next character of a name stands.
func nameField(typed string) Field {
	if typed == "" {
		return InSurname
	}
	return InGiven
}

// part is a piece of a name with ln of its share.
type part struct {
	text string
	p    float64
}

// rank are the characters of a syllable by how likely they stand in a place of a
// name. A list once made is kept until [Engine.Forget].
func (e *Engine) rank(syllable string, place Field) []part {
	key := ranking{strings.Trim(syllable, "'"), place}
	if kept, ok := e.ranks.Load(key); ok {
		return kept.([]part)
	}
	var list []part
	for _, s := range e.decoder.Load().Sounds(key.syllable) {
		if !e.characters.hidden[s.Rune] {
			list = append(list, part{string(s.Rune), e.share(s.Rune, place) - float64(s.Price)})
		}
	}
	slices.SortStableFunc(list, func(a, b part) int { return cmp.Compare(b.p, a.p) })
	list = slices.Clone(list[:min(nameChoice, len(list))])
	if len(list) > 0 {
		e.ranks.Store(key, list)
	}
	return list
}

type ranking struct {
	syllable string
	place    Field
}

// usedElsewhere is what a character is worth less, in nat, that texts use and the
// list of names does not.
const usedElsewhere = 3

func (e *Engine) share(r rune, place Field) float64 {
	return max(e.characters.likely(r, place), e.characters.likely(r, InText)-usedElsewhere)
}

// whole are the likeliest names that all letters spell, of two characters or
// more; behind what is typed they have no surname. Letters are parted into as few
// syllables as can be, or one more: xian is rarely xi'an.
func (e *Engine) whole(typed, letters string) (list []Candidate) {
	ways := e.decoder.Load().Syllables(letters, longestName)
	fewest := longestName
	for _, way := range ways {
		fewest = min(fewest, len(way))
	}
	if fewest == 1 {
		return nil
	}
	var names []part
	for _, way := range ways {
		if len(way) <= fewest+1 {
			for _, n := range e.compose(way, typed == "") {
				names = append(names, part{n.text, n.p - oneMore*float64(len(way)-fewest)})
			}
		}
	}
	slices.SortStableFunc(names, func(a, b part) int { return cmp.Compare(b.p, a.p) })
	for _, n := range names[:min(wholeNames, len(names))] {
		list = append(list, Candidate{Text: n.text, Consumed: len(letters)})
	}
	return list
}

// compose are the best names of some syllables.
func (e *Engine) compose(way []string, surname bool) []part {
	if !surname {
		return e.given(way, 2)
	}
	if len(way) < 2 {
		return nil
	}
	names := join(e.rank(way[0], InSurname), e.given(way[1:], 1))
	if len(way) > 2 {
		names = append(names, join(e.double(way[:2]), e.given(way[2:], 1))...)
	}
	return names
}

// given are given names of least to two syllables.
func (e *Engine) given(way []string, least int) []part {
	switch {
	case len(way) < least || len(way) > 2:
		return nil
	case len(way) == 1:
		return e.rank(way[0], InOnly)
	}
	return join(e.rank(way[0], InFirst), e.rank(way[1], InLast))
}

// double are the surnames of two characters that sound like that.
func (e *Engine) double(way []string) (list []part) {
	says := func(syllable string, r rune) bool {
		for _, s := range e.decoder.Load().Sounds(syllable) {
			if s.Rune == r {
				return true
			}
		}
		return false
	}
	for _, name := range e.surnames {
		r := []rune(name)
		if len(r) == 2 && says(way[0], r[0]) && says(way[1], r[1]) {
			list = append(list, part{name, rareSurname})
		}
	}
	return list
}

// join are the best pairs of two lists.
func join(first, second []part) []part {
	var list []part
	for _, a := range first {
		for _, b := range second {
			list = append(list, part{a.text + b.text, a.p + b.p})
		}
	}
	slices.SortStableFunc(list, func(a, b part) int { return cmp.Compare(b.p, a.p) })
	return list[:min(nameChoice, len(list))]
}
