package pinyin

import (
	"math"
	"slices"
)

// packPrior is ln of what the words of a pack are worth together.
const packPrior = -5.0

// Term is a word of a place or a trade with how often it occurs; more is likelier.
type Term struct {
	Text  string
	Times float64
}

// pack is a small tree of words beside the model: villages of the district, words
// of the catalogue.
type pack struct {
	nodes []packNode
	words []packWord
}

type packNode struct {
	next  map[int]int // node by syllable
	words []int
}

type packWord struct {
	text string
	p    float32 // ln
}

// newPack spells terms by the readings of their characters; one with a character
// that the model cannot spell is left out.
func newPack(m *Model, terms []Term) *pack {
	p := &pack{nodes: []packNode{{next: map[int]int{}}}}
	total := 0.0
	for _, t := range terms {
		total += t.Times
	}
	sounds := m.sounds()
	for _, t := range terms {
		id := len(p.words)
		p.words = append(p.words, packWord{t.Text, float32(packPrior + math.Log(t.Times/total))})
		for _, way := range spell(sounds, t.Text) {
			p.add(way, id)
		}
	}
	return p
}

func (p *pack) add(syllables []int, id int) {
	node := 0
	for _, s := range syllables {
		next, ok := p.nodes[node].next[s]
		if !ok {
			next = len(p.nodes)
			p.nodes = append(p.nodes, packNode{next: map[int]int{}})
			p.nodes[node].next[s] = next
		}
		node = next
	}
	p.nodes[node].words = append(p.nodes[node].words, id)
}

// sound is a reading of a character.
type sound struct {
	syllable int
	cost     float32
}

// sounds are the readings of every character, the usual first.
func (m *Model) sounds() map[rune][]sound {
	all := map[rune][]sound{}
	for node := m.u32(secChildren, 0); node < m.u32(secChildren, 1); node++ {
		first, end := m.entries(node)
		for i := first; i < end; i++ {
			word, cost := m.entry(i)
			if r := []rune(m.text(word)); len(r) == 1 {
				all[r[0]] = append(all[r[0]], sound{m.u16(secSpelt, node), cost})
			}
		}
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b sound) int {
			if a.cost != b.cost {
				return int(math.Copysign(1, float64(a.cost-b.cost)))
			}
			return a.syllable - b.syllable
		})
	}
	return all
}

// spell are at most eight ways to say text by the usual readings of its
// characters.
func spell(sounds map[rune][]sound, text string) [][]int {
	const usual, most = 1.8, 8
	ways := [][]int{nil}
	for _, r := range text {
		var longer [][]int
		for _, way := range ways {
			for _, s := range sounds[r] {
				if s.cost <= usual && len(longer) < most {
					longer = append(longer, append(slices.Clone(way), s.syllable))
				}
			}
		}
		ways = longer
	}
	return ways
}
