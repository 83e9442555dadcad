package ime

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// use is how often a character stands somewhere, as the natural logarithm of its
// share.
type use [fields]float64

// Characters knows how common characters are. It is read-only after
// [NewCharacters].
type Characters struct {
	uses   map[rune]use
	rare   use // of a character that the list does not name
	hidden map[rune]bool
}

// NewCharacters reads a frequency list, a line a character with its counts for
// each [Field], parted by tabs; and characters that are never offered unasked,
// parted by spaces.
func NewCharacters(frequency, unwanted string) (*Characters, error) {
	c := &Characters{uses: map[rune]use{}, hidden: map[rune]bool{}}
	var total use
	for line := range strings.Lines(frequency) {
		r, u, err := readUse(line)
		if err != nil {
			return nil, err
		}
		c.uses[r] = u
		for f, n := range u {
			total[f] += n
		}
	}
	share := func(u use) use {
		for f, n := range u {
			u[f] = math.Log((n + 0.5) / (total[f] + 1))
		}
		return u
	}
	for r, u := range c.uses {
		c.uses[r] = share(u)
	}
	c.rare = share(use{})
	for _, text := range words(unwanted) {
		c.hidden[[]rune(text)[0]] = true
	}
	return c, nil
}

// words are those of a list file without its comments.
func words(file string) (list []string) {
	for line := range strings.Lines(file) {
		if !strings.HasPrefix(line, "#") {
			list = append(list, strings.Fields(line)...)
		}
	}
	return list
}

func readUse(line string) (r rune, u use, err error) {
	parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
	text := []rune(parts[0])
	if len(parts) != len(u)+1 || len(text) != 1 {
		return 0, u, fmt.Errorf("frequency of characters: line %q", line)
	}
	for f := range u {
		if u[f], err = strconv.ParseFloat(parts[f+1], 64); err != nil || u[f] < 0 {
			return 0, u, fmt.Errorf("frequency of characters: line %q", line)
		}
	}
	return text[0], u, nil
}

// Field is what is being filled in: a character is likely or not by where it
// stands.
type Field int

const (
	InText    Field = iota
	InSurname       // first character of a person's name
	InFirst         // first of two given characters
	InLast          // second of two
	InOnly          // of one
	InGiven         // any of these three

	fields = InGiven // that are counted
)

// likely is ln of the share of r in a field.
func (c *Characters) likely(r rune, f Field) float64 {
	if f == InGiven {
		return max(c.likely(r, InFirst), c.likely(r, InLast), c.likely(r, InOnly))
	}
	if u, ok := c.uses[r]; ok {
		return u[f]
	}
	return c.rare[f]
}
