package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// frequency counts characters in the word list of the Go module
// github.com/go-ego/gse: a word, how often, and what part of speech a line.
type frequency struct {
	Words string `required:"" type:"existingfile" help:"data/dict/zh/s_1.txt of gse."`
}

// count is how often a character stands in texts, and in names of persons: as
// surname, as first and as last of two given characters, as the only one.
type count struct{ text, surname, first, last, only float64 }

// Run writes a line a character: itself and its counts, the most used first.
func (f *frequency) Run() error {
	raw, err := os.ReadFile(f.Words)
	if err != nil {
		return err
	}
	counts := map[rune]count{}
	for line := range strings.Lines(string(raw)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		times, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		text := []rune(fields[0])
		name := strings.HasPrefix(fields[2], "nr") && (len(text) == 2 || len(text) == 3)
		for i, r := range text {
			if c := counts[r]; unicode.Is(unicode.Han, r) {
				counts[r] = c.with(times, name, []int{i, len(text) - i})
			}
		}
	}
	out := bufio.NewWriter(os.Stdout)
	for _, r := range slices.SortedFunc(maps.Keys(counts), func(a, b rune) int {
		return cmp.Or(cmp.Compare(counts[b].text, counts[a].text), cmp.Compare(counts[b].surname, counts[a].surname), cmp.Compare(a, b))
	}) {
		c := counts[r]
		fmt.Fprintf(out, "%c\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\n", r, c.text, c.surname, c.first, c.last, c.only)
	}
	return out.Flush()
}

// with counts one more word; place is how many characters stand before this one,
// and from it to the end. Names of famous people are in the list more often than
// those of their neighbours: each name counts a little.
func (c count) with(times float64, name bool, place []int) count {
	few := min(times, 8)
	switch {
	case !name:
		c.text += times
	case place[0] == 0:
		c.surname += few
	case place[0] == 2:
		c.last += few
	case place[1] == 2:
		c.first += few
	default:
		c.only += few
	}
	return c
}

// strokes turns the dictionary of the Debian package rime-data-stroke around:
// from the order of strokes to the character.
type strokes struct {
	Dictionary string `required:"" type:"existingfile" help:"stroke.dict.yaml of rime-data-stroke."`
	Parts      string `required:"" type:"existingfile" help:"Parts of the characters that it lacks."`
}

// Run writes a line an entry, sorted: strokes as h s p n z, a tab, the character.
func (s *strokes) Run() error {
	raw, err := os.ReadFile(s.Dictionary)
	if err != nil {
		return err
	}
	_, body, ok := bytes.Cut(raw, []byte("\n...\n"))
	if !ok {
		return fmt.Errorf("%s has no entries", s.Dictionary)
	}
	known := map[string][]string{}
	for line := range strings.Lines(string(body)) {
		text, code, ok := strings.Cut(strings.TrimSpace(line), "\t")
		code, _, _ = strings.Cut(code, "\t")
		if r := []rune(text); ok && len(r) == 1 && unicode.Is(unicode.Han, r[0]) && strings.Trim(code, "hspnz") == "" {
			known[text] = append(known[text], code)
		}
	}
	parts, err := os.ReadFile(s.Parts)
	if err != nil {
		return err
	}
	if err := compose(known, string(parts)); err != nil {
		return fmt.Errorf("%s: %w", s.Parts, err)
	}
	var lines []string
	for text, codes := range known {
		for _, code := range codes {
			lines = append(lines, code+"\t"+text+"\n")
		}
	}
	slices.Sort(lines)
	_, err = os.Stdout.WriteString(strings.Join(slices.Compact(lines), ""))
	return err
}

// compose adds the characters of parts to known: lines of a character, a tab and what
// it is written with, in order. Where a part can be written in several ways, so can
// the whole.
func compose(known map[string][]string, parts string) error {
	for line := range strings.Lines(parts) {
		text, written, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !ok || known[text] != nil {
			return fmt.Errorf("%q has no parts, or is known already", line)
		}
		codes := []string{""}
		for _, part := range written {
			ways := known[string(part)]
			if strings.ContainsRune("hspnz", part) {
				ways = []string{string(part)}
			}
			if ways == nil {
				return fmt.Errorf("%s: no order of strokes for %c", text, part)
			}
			var longer []string
			for _, begun := range codes {
				for _, way := range ways {
					longer = append(longer, begun+way)
				}
			}
			codes = longer
		}
		known[text] = codes
	}
	return nil
}
