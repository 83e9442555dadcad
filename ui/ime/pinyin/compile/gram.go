package main

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// pair is a word behind another, with ln of its share.
type pair struct {
	first, second int
	p             float64
}

type grams struct{ pairs []pair }

// readGrams reads an ARPA file. Its single words become the ranked words of v;
// of longer runs only pairs are kept.
func readGrams(name string, v *vocabulary) (*grams, error) {
	g := &grams{}
	order := 0
	err := eachLine(name, func(line string) error {
		if n, ok := strings.CutSuffix(line, "-grams:"); ok {
			var err error
			order, err = strconv.Atoi(strings.TrimPrefix(n, `\`))
			return err
		}
		fields := strings.Fields(line)
		if order < 1 || order > 2 || len(fields) < order+1 {
			return nil
		}
		log10, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			return nil // "\end\" and the like
		}
		if order == 1 {
			return v.rank(fields, log10*math.Ln10)
		}
		first, ok1 := v.ids[fields[1]]
		second, ok2 := v.ids[fields[2]]
		if ok1 && ok2 {
			g.pairs = append(g.pairs, pair{first, second, log10 * math.Ln10})
		}
		return nil
	})
	slices.SortFunc(g.pairs, func(a, b pair) int { return cmp.Or(a.first-b.first, a.second-b.second) })
	return g, err
}

// rank adds a word of the ARPA file that has a reading. What has a character
// outside GB 2312 would stand before its common form: only single ones stay, and
// without successors.
func (v *vocabulary) rank(fields []string, p float64) error {
	w := word{text: fields[1], p: p, readings: v.readings[fields[1]]}
	if len(fields) > 2 {
		log10, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			return err
		}
		w.backoff = log10 * math.Ln10
	}
	if common(w.text) {
		v.add(w)
	}
	return nil
}
