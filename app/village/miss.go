package village

import (
	"fmt"
	"strings"
	"unicode"
)

// Miss is a search that found nothing (查无结果), without who searched: the words, sealed for
// the county, and how often they were searched for on a day.
type Miss struct {
	Day    Day
	Tag    string // tells the words of a day apart; 16 characters
	Sealed []byte // the words, see [MissWords]
	Count  int
}

// Limits of a [Miss].
const (
	maxMissRunes = 32
	MaxMisses    = 50 // told at a time
	missTagLen   = 16
	maxMissBytes = 1 << 10 // sealed
	maxMissCount = 100_000 // of a day
	digitsInARow = 4       // as long as a part of a telephone or document number is
)

// MissWords is what is kept of the words of a search: of folded, lower-case text the
// letters and digits, no four digits in a row (in Chinese characters neither) and what
// follows a document number as its check character, at most 32 characters. "" = nothing
// that may be kept is left.
func MissWords(folded string) string {
	var kept []rune
	run := 0 // digits at the end of kept
	drop := func() {
		if run >= digitsInARow {
			kept = kept[:len(kept)-run]
		}
		run = 0
	}
	for _, r := range folded {
		switch {
		case numeral(r):
			run++
		case r == 'x' && run >= digitsInARow:
			drop()
			continue
		case !unicode.IsLetter(r):
			continue
		default:
			drop()
		}
		kept = append(kept, r)
	}
	drop()
	words := string(kept[:min(len(kept), maxMissRunes)])
	if !strings.ContainsFunc(words, unicode.IsLetter) {
		return ""
	}
	return words
}

// numeral reports whether r is a digit, in Chinese characters too.
func numeral(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune("\u3007\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5e7a", r)
}

// CheckMisses refuses what no kiosk may tell. The error is [Invalid], err.miss.format.
func CheckMisses(list []Miss) error {
	if len(list) > MaxMisses {
		return Refuse("misses", "err.miss.format")
	}
	for i, m := range list {
		if !m.Day.Real() || m.Count < 1 || m.Count > maxMissCount || len(m.Tag) != missTagLen || strings.Trim(m.Tag, "0123456789abcdef") != "" || len(m.Sealed) == 0 || len(m.Sealed) > maxMissBytes {
			return Refuse(fmt.Sprintf("misses[%d]", i), "err.miss.format")
		}
	}
	return nil
}
