package receipt

import (
	_ "embed"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Units stand behind a number and stay with it; words are never broken. They
// are data, as every Chinese text.
//
//go:embed unbroken.json
var unbrokenFile []byte

const (
	neverFirst = "，。、；：！？）》〉」』”’】…—·,.;:!?)]}%％" // at the start of a line
	neverLast  = "（《〈「『“‘【([{"                   // at its end
)

// breaker cuts text into lines as Chinese print does (避头尾).
type breaker struct {
	units string
	words []string
}

func newBreaker() (breaker, error) {
	var data struct {
		Units string   `json:"units"`
		Words []string `json:"words"`
	}
	err := json.Unmarshal(unbrokenFile, &data)
	return breaker{data.Units, data.Words}, err
}

// lines cuts text into lines of at most width dots. Only a piece that is wider
// than a line by itself is cut between any two characters.
func (b breaker) lines(text string, width int, measure func(string) int) []string {
	var lines []string
	line := ""
	for _, piece := range b.pieces(text) {
		if measure(strings.TrimRight(line+piece, " ")) <= width {
			line += piece
			continue
		}
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
		line = strings.TrimLeft(piece, " ")
		for measure(strings.TrimRight(line, " ")) > width {
			head := fit(line, width, measure)
			lines, line = append(lines, line[:head]), line[head:]
		}
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fit is how many bytes of line fit, at least one character.
func fit(line string, width int, measure func(string) int) int {
	end := 0
	for i, r := range line {
		next := i + len(string(r))
		if end > 0 && measure(line[:next]) > width {
			break
		}
		end = next
	}
	return end
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
	for _, piece := range b.pieces(text) {
		if measure(strings.TrimSpace(piece)) > width {
			return true
		}
	}
	return false
}

// pieces are the parts of text between which a line may end.
func (b breaker) pieces(text string) []string {
	var pieces []string
	glue := false // the last piece must not end a line
	for text != "" {
		n := b.atom(text)
		atom := text[:n]
		text = text[n:]
		first := []rune(atom)[0]
		joins := glue || strings.ContainsRune(neverFirst, first) || first == ' '
		if joins && len(pieces) > 0 {
			pieces[len(pieces)-1] += atom
		} else {
			pieces = append(pieces, atom)
		}
		glue = strings.ContainsRune(neverLast, first) || glue && first == ' '
	}
	return pieces
}

// atom is the length in bytes of the run that text starts with and that is
// never broken: a word, a Latin run, a number with its unit, a date; else one
// character.
func (b breaker) atom(text string) int {
	if n := b.word(text); n > 0 {
		return n
	}
	n := latin(text)
	if n == 0 {
		return len(string([]rune(text)[:1]))
	}
	for n > 0 && isDigit(text[n-1]) {
		unit := b.word(text[n:])
		if unit == 0 {
			unit = b.unit(text[n:])
		}
		if unit == 0 {
			return n
		}
		n += unit
		next := latin(text[n:])
		if next == 0 || !isDigit(text[n]) {
			return n
		}
		n += next
	}
	return n
}

// word is the length of the longest word that text starts with.
func (b breaker) word(text string) int {
	longest := 0
	for _, w := range b.words {
		if len(w) > longest && strings.HasPrefix(text, w) {
			longest = len(w)
		}
	}
	return longest
}

func (b breaker) unit(text string) int {
	if r, size := utf8.DecodeRuneInString(text); size > 0 && strings.ContainsRune(b.units, r) {
		return size
	}
	return 0
}

// latin is the length of the run of letters, digits and the marks inside codes.
func latin(text string) int {
	n := 0
	for i, r := range text {
		inside := r < unicode.MaxLatin1 && (unicode.IsLetter(r) || unicode.IsDigit(r) || i > 0 && strings.ContainsRune("-_./:+&@#'", r))
		if !inside {
			break
		}
		n = i + len(string(r))
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
