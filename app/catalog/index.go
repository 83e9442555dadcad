package catalog

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"bianmin/app/village"
)

// Index finds items by what a person says or types. It is read-only once made
// and may be used by several goroutines.
type Index struct {
	items    []village.ServiceItem
	texts    [][]text // of each item, its name first
	postings map[feature][]int32
	brevity  []float32 // of each item, 1 for a short name, less for a long one
	readings map[rune][]string
	meanings map[string][]string
	longest  int // characters of the longest word in meanings
	fillers  []string
	first    []string
}

// text is one folded text of an item, and how much a match in it counts.
type text struct {
	folded string
	weight float64
}

const (
	nameWeight   = 1.0
	aliasWeight  = 0.98 // a name wins over an equal alias
	parentWeight = 0.6
	deptWeight   = 0.5
)

// NewIndex prepares items, in the order in which they are offered when nothing
// is asked, for searching. Memory and time grow with the length of all names.
func NewIndex(items []village.ServiceItem, syn Synonyms) *Index {
	x := &Index{
		items:    slices.Clone(items),
		postings: map[feature][]int32{},
		readings: map[rune][]string{},
		meanings: syn.meanings(),
	}
	for word := range x.meanings {
		x.longest = max(x.longest, utf8.RuneCountInString(word))
	}
	for _, list := range []struct{ from, to *[]string }{{&syn.Fillers, &x.fillers}, {&syn.First, &x.first}} {
		for _, word := range *list.from {
			*list.to = append(*list.to, fold(word))
		}
	}
	// the longest filler first, so that 我想要 is not read as 我想
	slices.SortStableFunc(x.fillers, func(a, b string) int { return len(b) - len(a) })
	for i, it := range x.items {
		x.add(int32(i), it)
	}
	for f, list := range x.postings {
		x.postings[f] = slices.Clip(list)
	}
	return x
}

func (x *Index) add(i int32, it village.ServiceItem) {
	texts := []text{{fold(it.Name), nameWeight}}
	for _, alias := range it.Aliases {
		texts = append(texts, text{fold(alias), aliasWeight})
	}
	texts = append(texts, text{fold(it.Parent), parentWeight}, text{fold(it.Department), deptWeight})
	texts = slices.DeleteFunc(texts, func(t text) bool { return t.folded == "" })
	var features []feature
	for _, t := range texts {
		runes := []rune(t.folded)
		features = append(append(features, written(runes)...), spoken(runes, x.learn)...)
	}
	for _, f := range unique(features) {
		x.postings[f] = append(x.postings[f], i)
	}
	x.texts = append(x.texts, texts)
	x.brevity = append(x.brevity, float32(1/(1+0.01*float64(utf8.RuneCountInString(it.Name)))))
}

// learn is syllables with a memory; only for building.
func (x *Index) learn(r rune) []string {
	s, known := x.readings[r]
	if !known {
		s = syllables(r)
		x.readings[r] = s
	}
	return s
}

// rarity is how much a feature says about an item: nothing for one that all
// have, most for one that none has.
func (x *Index) rarity(f feature) float64 {
	return math.Log1p(float64(len(x.items)) / float64(1+len(x.postings[f])))
}

// isFirst reports whether an item is the one that comes first among equals.
func (x *Index) isFirst(name string) bool {
	return slices.ContainsFunc(x.first, func(w string) bool { return strings.Contains(name, w) })
}
