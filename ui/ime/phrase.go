package ime

import (
	"slices"
	"strings"
	"unicode"

	"bianmin/ui/ime/pinyin"
)

// Lengths of a phrase that is worth a place of its own, in characters.
const (
	shortest = 2
	longest  = 12
)

// phrases are the runs of Chinese in terms, with how often each occurs: people
// rarely type the whole name of an item.
func phrases(terms []string) []pinyin.Term {
	times := map[string]float64{}
	for _, t := range terms {
		for run := range strings.FieldsFuncSeq(t, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			if n := len([]rune(run)); n >= shortest && n <= longest {
				times[run]++
			}
		}
	}
	list := make([]pinyin.Term, 0, len(times))
	for text, n := range times {
		list = append(list, pinyin.Term{Text: text, Times: n})
	}
	slices.SortFunc(list, func(a, b pinyin.Term) int { return strings.Compare(a.Text, b.Text) })
	return list
}
