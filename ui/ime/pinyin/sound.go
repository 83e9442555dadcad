package pinyin

import (
	"cmp"
	"slices"
	"strings"
)

// Sound is a character that is said like a syllable; Price is what its reading
// and a sound that is only alike cost, in nat.
type Sound struct {
	Rune  rune
	Price float32
}

// Sounds are all characters that a syllable may stand for, the cheapest first.
func (d *Decoder) Sounds(syllable string) []Sound {
	best := map[rune]float32{}
	for _, s := range d.spelling.whole[syllable] {
		first, end := d.model.entries(d.model.child(0, s.syllable))
		for i := first; i < end; i++ {
			word, cost := d.model.entry(i)
			r := []rune(d.model.text(word))[0]
			if old, ok := best[r]; !ok || cost+s.price < old {
				best[r] = cost + s.price
			}
		}
	}
	list := make([]Sound, 0, len(best))
	for r, price := range best {
		list = append(list, Sound{r, price})
	}
	slices.SortFunc(list, func(a, b Sound) int { return cmp.Or(cmp.Compare(a.Price, b.Price), int(a.Rune-b.Rune)) })
	return list
}

// Syllables are the ways to part letters into at most most whole syllables.
func (d *Decoder) Syllables(letters string, most int) (ways [][]string) {
	letters = strings.TrimPrefix(letters, "'")
	if letters == "" || most == 0 {
		return nil
	}
	for n := min(len(letters), longestSyllable); n > 0; n-- {
		if len(d.spelling.whole[letters[:n]]) == 0 {
			continue
		}
		if n == len(letters) {
			ways = append(ways, []string{letters})
		}
		for _, rest := range d.Syllables(letters[n:], most-1) {
			ways = append(ways, append([]string{letters[:n]}, rest...))
		}
	}
	return ways
}
