// Package pinyin turns letters into Chinese by a language model.
package pinyin

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A model file, little endian: the eight bytes of magic, then for each section
// its offset and its length as u32, then the sections. Nothing is unpacked: a
// number is read where it lies, so that a model in the program's file costs the
// memory of the pages that are used.
//
//	syllables  text, sorted, parted by spaces
//	children   u32 [nodes+1]: the children of node n are nodes children[n] … children[n+1]−1,
//	           sorted by syllable; node 0 is the root; breadth first
//	entries    u32 [nodes+1]: the words of node n in entryWord, the likeliest first
//	spelt      u16 [nodes]: syllable that leads to the node
//	promise    u8 [nodes]: −ln p of the likeliest word at or below it, in steps of 1/8 nat
//	entryWord  u32, entryCost u8: price of this reading, in steps of 1/16 nat
//	textStart  u32 [words+1], text: UTF-8
//	unigram    u16 [words]: −ln p in 1/1000 nat; backoff i16 [ranked words]: ln, in 1/1000 nat
//	row        u32 [ranked+1], second u24, bigram u8: −ln p in steps of 1/12 nat
//	kinds      u32 [3]: how many words are ranked; the first that is a place; how many there are
//
// Ranked words have rows of successors; plain words and places have none.
const magic = "BMPY\x01\x00\x00\x00"

const (
	secSyllables = iota
	secChildren
	secEntries
	secSpelt
	secPromise
	secEntryWord
	secEntryCost
	secTextStart
	secText
	secUnigram
	secBackoff
	secRow
	secSecond
	secBigram
	secKinds
	sections
)

// Steps in which prices are stored, parts of a nat.
const (
	promiseSteps = 8
	costSteps    = 16
	unigramSteps = 1000
	bigramSteps  = 12
)

// Model is a language model over words with readings. It is read-only.
type Model struct {
	part      [sections][]byte
	syllables []string // sorted
	nodes     int
	words     int
	ranked    int // words with successors: ids below it
	places    int // ids from it on are names of places
}

// Load reads a model file; raw must not change afterwards. Every offset, count
// and id is checked once, so that a damaged file is an error here and not a
// panic later.
func Load(raw []byte) (*Model, error) {
	m := &Model{}
	if !strings.HasPrefix(string(raw[:min(len(raw), len(magic))]), magic) {
		return nil, errors.New("not a pinyin model")
	}
	for i := range m.part {
		at := len(magic) + 8*i
		if at+8 > len(raw) {
			return nil, errors.New("pinyin model ends too early")
		}
		start, size := uint64(binary.LittleEndian.Uint32(raw[at:])), uint64(binary.LittleEndian.Uint32(raw[at+4:]))
		if start+size > uint64(len(raw)) {
			return nil, fmt.Errorf("pinyin model: section %d lies outside", i)
		}
		m.part[i] = raw[start : start+size]
	}
	m.syllables = strings.Fields(string(m.part[secSyllables]))
	return m, m.check()
}

// check proves that no id or offset leads out of its section.
func (m *Model) check() error {
	kinds := m.part[secKinds]
	if len(kinds) != 12 || !slices.IsSorted(m.syllables) || len(m.syllables) == 0 {
		return errors.New("pinyin model: no syllables or no counts")
	}
	m.ranked, m.places, m.words = m.u32(secKinds, 0), m.u32(secKinds, 1), m.u32(secKinds, 2)
	m.nodes = len(m.part[secSpelt]) / 2
	entries := len(m.part[secEntryCost])
	want := map[int]int{
		secChildren: 4 * (m.nodes + 1), secEntries: 4 * (m.nodes + 1), secSpelt: 2 * m.nodes, secPromise: m.nodes, secEntryWord: 4 * entries,
		secTextStart: 4 * (m.words + 1), secUnigram: 2 * m.words, secBackoff: 2 * m.ranked, secRow: 4 * (m.ranked + 1),
		secSecond: 3 * len(m.part[secBigram]),
	}
	for section, size := range want {
		if len(m.part[section]) != size {
			return fmt.Errorf("pinyin model: section %d has %d bytes, not %d", section, len(m.part[section]), size)
		}
	}
	if m.nodes == 0 || m.ranked > m.places || m.places > m.words {
		return errors.New("pinyin model: counts do not agree")
	}
	rising := []struct{ section, low, high int }{
		{secChildren, 1, m.nodes}, {secEntries, 0, entries}, {secTextStart, 0, len(m.part[secText])}, {secRow, 0, len(m.part[secBigram])},
	}
	for _, r := range rising {
		if err := m.rises(r.section, r.low, r.high); err != nil {
			return err
		}
	}
	for i := range entries {
		if m.u32(secEntryWord, i) >= m.words {
			return errors.New("pinyin model: an entry names no word")
		}
	}
	for i := range m.nodes {
		if m.u16(secSpelt, i) >= len(m.syllables) {
			return errors.New("pinyin model: a node names no syllable")
		}
	}
	return nil
}

// rises reports whether the numbers of a section go from low to high.
func (m *Model) rises(section, low, high int) error {
	last := low
	for i := range len(m.part[section]) / 4 {
		n := m.u32(section, i)
		if i == 0 && n != low || n < last || n > high {
			return fmt.Errorf("pinyin model: section %d is out of order", section)
		}
		last = n
	}
	if last != high {
		return fmt.Errorf("pinyin model: section %d ends too early", section)
	}
	return nil
}

func (m *Model) u32(section, i int) int {
	return int(binary.LittleEndian.Uint32(m.part[section][4*i:]))
}

func (m *Model) u16(section, i int) int {
	return int(binary.LittleEndian.Uint16(m.part[section][2*i:]))
}

// text is a word.
func (m *Model) text(word int) string {
	return string(m.part[secText][m.u32(secTextStart, word):m.u32(secTextStart, word+1)])
}

// child is the node that syllable leads to from node; 0 = there is none.
func (m *Model) child(node, syllable int) int {
	low, high := m.u32(secChildren, node), m.u32(secChildren, node+1)
	for low < high {
		middle := (low + high) / 2
		switch spelt := m.u16(secSpelt, middle); {
		case spelt == syllable:
			return middle
		case spelt < syllable:
			low = middle + 1
		default:
			high = middle
		}
	}
	return 0
}

// promise is ln p of the likeliest word at or below node.
func (m *Model) promise(node int) float32 { return -float32(m.part[secPromise][node]) / promiseSteps }

// entries are the places of a node's words in the list of entries.
func (m *Model) entries(node int) (first, end int) {
	return m.u32(secEntries, node), m.u32(secEntries, node+1)
}

// entry is a word under one of its readings and what the reading costs, in nat.
func (m *Model) entry(i int) (word int, cost float32) {
	return m.u32(secEntryWord, i), float32(m.part[secEntryCost][i]) / costSteps
}

// alone is ln p of a word without context.
func (m *Model) alone(word int) float32 {
	return -float32(m.u16(secUnigram, word)) / unigramSteps
}

// without is what it costs that a word's successor is in no row.
func (m *Model) without(word int) float32 {
	if word >= m.ranked {
		return 0
	}
	return float32(int16(m.u16(secBackoff, word))) / unigramSteps
}

// after is ln p of a word behind another.
func (m *Model) after(last, word int) float32 {
	if last < 0 || last >= m.ranked {
		return m.alone(word)
	}
	low, high := m.u32(secRow, last), m.u32(secRow, last+1)
	seconds := m.part[secSecond]
	for low < high {
		middle := (low + high) / 2
		b := seconds[3*middle : 3*middle+3]
		switch second := int(b[0]) | int(b[1])<<8 | int(b[2])<<16; {
		case second == word:
			return -float32(m.part[secBigram][middle]) / bigramSteps
		case second < word:
			low = middle + 1
		default:
			high = middle
		}
	}
	p := m.without(last) + m.alone(word)
	if word >= m.ranked {
		p-- // nobody ever saw it behind anything
	}
	return p
}
