package receipt

import (
	_ "embed"
	"encoding/json"
	"strings"

	"bianmin/app/breaking"
)

// Words that are never broken on paper, which has room. They are data, as every
// Chinese text.
//
//go:embed unbroken.json
var unbrokenFile []byte

// breaker cuts text into lines as Chinese print does (避头尾).
type breaker struct {
	rule breaking.Rule
}

func newBreaker() (breaker, error) {
	rule, err := LineRule()
	return breaker{rule}, err
}

// LineRule is where lines on paper may end.
func LineRule() (breaking.Rule, error) {
	var data struct {
		Words []string `json:"words"`
	}
	err := json.Unmarshal(unbrokenFile, &data)
	return breaking.Keeping(data.Words), err
}

// lines cuts text into lines of at most width dots.
func (b breaker) lines(text string, width int, measure func(string) int) []string {
	return b.rule.Lines(text, width, measure)
}

// balanced is lines with the same number of lines but even lengths, for
// headings: no single character is left alone on the last one.
func (b breaker) balanced(text string, width int, measure func(string) int) []string {
	lines := b.lines(text, width, measure)
	low, high := width/2, width
	for len(lines) > 1 && low < high {
		middle := (low + high) / 2
		if narrow := b.lines(text, middle, measure); len(narrow) <= len(lines) && !b.cuts(text, middle, measure) {
			high, lines = middle, narrow
		} else {
			low = middle + 1
		}
	}
	return lines
}

// cuts reports whether some piece of text does not fit into width.
func (b breaker) cuts(text string, width int, measure func(string) int) bool {
	for _, piece := range b.rule.Pieces(text) {
		if measure(strings.TrimSpace(piece)) > width {
			return true
		}
	}
	return false
}
