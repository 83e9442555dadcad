package speech

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"bianmin/assets/voice"
)

// Latin writes Chinese for espeak-ng: what it reads wrong as pinyin with tones,
// everything else as it is.
type Latin struct {
	readings map[string]string
	longest  int // of readings, in characters
}

// NewLatin reads assets/voice/polyphones.txt. A phrase with another number of
// syllables than characters is an error.
func NewLatin() (*Latin, error) {
	l := &Latin{readings: map[string]string{}}
	for line := range strings.Lines(voice.Polyphones) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		n := utf8.RuneCountInString(words[0])
		if n != len(words)-1 {
			return nil, fmt.Errorf("polyphones: %s has %d syllables", words[0], len(words)-1)
		}
		if _, twice := l.readings[words[0]]; twice {
			return nil, fmt.Errorf("polyphones: %s stands there twice", words[0])
		}
		l.readings[words[0]], l.longest = strings.Join(words[1:], " "), max(l.longest, n)
	}
	return l, nil
}

// digits are how single digits are spoken: 幺 for one, because 一 is heard as 七.
func digits() []string {
	return []string{"ling2", "yao1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3"}
}

// spelled is the least number of digits that are read one by one: years, codes
// and telephone numbers are, counts are not.
const spelled = 4

// Write is text as espeak-ng shall read it: the longest phrases that are known
// in pinyin and long numbers digit by digit.
func (l *Latin) Write(text string) string {
	var out strings.Builder
	for rest := []rune(text); len(rest) > 0; {
		n, words := l.next(rest)
		out.WriteString(words)
		rest = rest[n:]
	}
	return out.String()
}

// next is how the beginning of rest is written, and how many characters that is.
func (l *Latin) next(rest []rune) (n int, words string) {
	for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	if n >= spelled {
		return n, " " + l.Spell(string(rest[:n])) + " "
	}
	if n > 0 {
		return n, string(rest[:n])
	}
	for n = min(l.longest, len(rest)); n > 0; n-- {
		if reading, ok := l.readings[string(rest[:n])]; ok {
			return n, " " + reading + " "
		}
	}
	return 1, string(rest[0])
}

// Spell is text one character at a time, digits as on the telephone.
func (l *Latin) Spell(text string) string {
	var parts []string
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			parts = append(parts, digits()[r-'0'])
		case r == '-' || r == ' ' || r == '*':
		default:
			_, words := l.next([]rune{r})
			parts = append(parts, strings.TrimSpace(words))
		}
	}
	return strings.Join(parts, " ")
}
