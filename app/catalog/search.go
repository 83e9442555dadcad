package catalog

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"bianmin/app/village"
)

// Hit is an item that was found. Score has no unit; more is better.
type Hit struct {
	Item  village.ServiceItem
	Score float64
}

const (
	// candidates are scored closely; more finds nothing better and costs time.
	candidates = 48
	// maxPostings bounds the work of one query: common characters are looked up
	// last, and when this is spent they are only looked at in the candidates.
	maxPostings = 400_000
	// least is the share of a query that must be found for an item to be a hit.
	least = 0.3
	// leastSound is least for letters, which fit by chance more easily.
	leastSound = 0.6
	// synonymShare is what a word counts when it is found as another.
	synonymShare = 0.75
	// A short text that shares less than slipBelow with a short query is looked
	// at once more for a wrong or missing character.
	slipBelow    = 0.75
	slipShare    = 0.8
	maxSlipRunes = 12
)

// Search finds at most limit items (20 for 0 and less) for what a person says
// or types: a name, an alias, a department, pinyin, initials, a sentence, with
// a slip in it or not. The best comes first; equals stand in the order of their
// names, then codes. An empty query gives the first items as they were handed
// in, one that nothing matches gives none.
func (x *Index) Search(s string, limit int) []Hit {
	if limit <= 0 {
		limit = 20
	}
	q := x.ask(s)
	if q.whole == "" {
		var hits []Hit
		for _, it := range x.items[:min(limit, len(x.items))] {
			hits = append(hits, Hit{Item: it})
		}
		return hits
	}
	var hits []Hit
	for _, i := range x.candidates(q) {
		if score := x.score(q, i); score > 0 {
			hits = append(hits, Hit{x.items[i], score})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Item.Name, b.Item.Name), cmp.Compare(a.Item.Code, b.Item.Code))
	})
	return hits[:min(limit, len(hits))]
}

// candidates are the items that share most with the query, roughly.
func (x *Index) candidates(q query) []int32 {
	sum := make([]float32, len(x.items))
	var touched []int32
	budget := maxPostings
	add := func(p piece, share float64) {
		list := x.postings[p.feature]
		if budget -= len(list); budget < 0 && len(touched) >= candidates {
			return
		}
		for _, i := range list {
			if sum[i] == 0 {
				touched = append(touched, i)
			}
			sum[i] += float32(p.weight * share)
		}
	}
	for _, p := range q.pieces {
		add(p, 1)
	}
	for _, w := range q.words {
		for _, variant := range w.variants {
			for _, p := range variant.pieces {
				add(p, synonymShare)
			}
		}
	}
	for _, i := range touched {
		sum[i] *= x.brevity[i]
	}
	return best(touched, sum)
}

// best are the candidates with the highest sums, the earlier item first among
// equals. It keeps a short sorted list, so that 100,000 items cost one pass.
func best(touched []int32, sum []float32) []int32 {
	order := func(a, b int32) int { return cmp.Or(cmp.Compare(sum[b], sum[a]), cmp.Compare(a, b)) }
	top := make([]int32, 0, candidates+1)
	for _, i := range touched {
		if len(top) == candidates && order(i, top[candidates-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, i, order)
		top = slices.Insert(top, at, i)
		top = top[:min(len(top), candidates)]
	}
	return top
}

// score compares the query with each text of an item and takes the best, with
// a little for what the item's other texts add.
func (x *Index) score(q query, i int32) float64 {
	texts := x.texts[i]
	top, found := 0.0, 0.0
	for _, t := range texts {
		share, cover := x.match(q, t.folded)
		found = max(found, share)
		top = max(top, t.weight*(share*(0.8+0.2*cover)+exact(q, t.folded)))
	}
	if !q.sounds {
		var all strings.Builder
		for _, t := range texts {
			all.WriteString(t.folded + " ")
		}
		share, _ := x.match(q, all.String())
		found = max(found, share)
		top += 0.3 * share
	}
	if found < least || q.sounds && found < leastSound {
		return 0
	}
	if x.isFirst(texts[0].folded) {
		top += 0.03
	}
	return top
}

// match is the share of the query that a text holds, and the share of the text
// that the query covers, both 0 to 1.
func (x *Index) match(q query, text string) (share, cover float64) {
	n := float64(utf8.RuneCountInString(text))
	if q.sounds {
		share, runes := x.align(q, []rune(text))
		return share, min(1, runes/n)
	}
	got, covered := 0.0, 0.0
	for _, p := range q.pieces {
		if strings.Contains(text, p.text) {
			got += p.weight
			if utf8.RuneCountInString(p.text) == 1 {
				covered++
			}
		}
	}
	for _, w := range q.words {
		gain, runes := w.found(text)
		got += gain
		covered += runes
	}
	share = min(1, got/q.total)
	if share < slipBelow && len(q.runes) <= maxSlipRunes && n <= maxSlipRunes {
		aligned, _ := x.align(q, []rune(text))
		share = max(share, slipShare*aligned)
	}
	return share, min(1, covered/n)
}

// found is what a text gives more for a word when the word is read as one that
// it may stand for, and how many characters of the text that takes.
func (w synonym) found(text string) (gain, runes float64) {
	literal := weigh(w.literal, text)
	for _, variant := range w.variants {
		part := weigh(variant.pieces, text) / variant.weight * w.weight * synonymShare
		if part-literal > gain {
			gain, runes = part-literal, variant.runes
		}
	}
	return gain, runes
}

func weigh(pieces []piece, text string) (sum float64) {
	for _, p := range pieces {
		if strings.Contains(text, p.text) {
			sum += p.weight
		}
	}
	return sum
}

// exact rewards a text that is the query, has it inside, or stands in it.
func exact(q query, text string) float64 {
	n, m := utf8.RuneCountInString(text), utf8.RuneCountInString(q.whole)
	switch {
	case text == q.whole:
		return 1
	case text == q.core:
		return 0.8
	case strings.Contains(text, q.core):
		return 0.2
	case n >= 2 && strings.Contains(q.whole, text):
		return 0.5 * float64(n) / float64(m)
	}
	return 0
}
