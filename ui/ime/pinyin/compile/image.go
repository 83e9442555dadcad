package main

import (
	"bytes"
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"bianmin/ui/ime/pinyin"
)

// image is the model file; its form is told in ../model.go.
func image(v *vocabulary, g *grams) []byte {
	t := newTree(v)
	out := pinyin.Sections{Syllables: strings.Join(t.syllables, " ")}
	t.write(&out)
	for _, w := range v.words {
		out.TextStart = append(out.TextStart, uint32(len(out.Text)))
		out.Text = append(out.Text, w.text...)
		out.Unigram = append(out.Unigram, uint16(min(math.Round(-w.p*1000), math.MaxUint16)))
	}
	out.TextStart = append(out.TextStart, uint32(len(out.Text)))
	for _, w := range v.words[:v.ranked] {
		out.Backoff = append(out.Backoff, int16(math.Round(w.backoff*1000)))
	}
	next := 0
	for first := range v.ranked {
		out.Row = append(out.Row, uint32(next))
		for ; next < len(g.pairs) && g.pairs[next].first == first; next++ {
			s := g.pairs[next].second
			out.Second = append(out.Second, byte(s), byte(s>>8), byte(s>>16))
			out.Bigram = append(out.Bigram, byte(min(math.Round(-g.pairs[next].p*12), 255)))
		}
	}
	out.Row = append(out.Row, uint32(next))
	out.Kinds = []uint32{uint32(v.ranked), uint32(v.places), uint32(len(v.words))}
	var b bytes.Buffer
	if err := out.Write(&b); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// tree has a node for each beginning of a reading.
type tree struct {
	syllables []string
	root      *node
}

type node struct {
	next    map[int]*node
	words   []leaf
	promise float64 // best p at or below
}

type leaf struct {
	word    int
	cost, p float64
}

func newTree(v *vocabulary) *tree {
	seen := map[string]bool{}
	for _, w := range v.words {
		for _, r := range w.readings {
			for _, s := range r.syllables {
				seen[s] = true
			}
		}
	}
	t := &tree{syllables: sortedKeys(seen), root: &node{next: map[int]*node{}}}
	ids := map[string]int{}
	for i, s := range t.syllables {
		ids[s] = i
	}
	for id, w := range v.words {
		for _, r := range w.readings {
			n := t.root
			for _, s := range r.syllables {
				if n.next[ids[s]] == nil {
					n.next[ids[s]] = &node{next: map[int]*node{}, promise: math.Inf(-1)}
				}
				n = n.next[ids[s]]
				n.promise = max(n.promise, w.p-r.cost)
			}
			n.words = append(n.words, leaf{id, r.cost, w.p - r.cost})
		}
	}
	return t
}

// write lays the nodes down breadth first.
func (t *tree) write(out *pinyin.Sections) {
	queue := []*node{t.root}
	out.Spelt, out.Promise = append(out.Spelt, 0), append(out.Promise, 0)
	for i := 0; i < len(queue); i++ {
		n := queue[i]
		out.Children = append(out.Children, uint32(len(queue)))
		for _, s := range slices.Sorted(maps.Keys(n.next)) {
			queue = append(queue, n.next[s])
			out.Spelt = append(out.Spelt, uint16(s))
			out.Promise = append(out.Promise, byte(min(math.Round(-n.next[s].promise*8), 255)))
		}
		out.Entries = append(out.Entries, uint32(len(out.EntryWord)))
		slices.SortFunc(n.words, func(a, b leaf) int { return cmp.Or(cmp.Compare(b.p, a.p), a.word-b.word) })
		for _, l := range n.words {
			out.EntryWord = append(out.EntryWord, uint32(l.word))
			out.EntryCost = append(out.EntryCost, byte(min(math.Round(l.cost*16), 255)))
		}
	}
	out.Children = append(out.Children, uint32(len(queue)))
	out.Entries = append(out.Entries, uint32(len(out.EntryWord)))
}
