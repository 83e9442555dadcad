package ime

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// plain takes the tone marks off a reading: lǜ becomes lv.
func plain(reading string) string {
	return strings.Map(func(r rune) rune {
		for plain, marked := range map[rune]string{
			'a': "āáǎà", 'e': "ēéěèê", 'i': "īíǐì", 'o': "ōóǒò", 'u': "ūúǔù", 'v': "üǖǘǚǜ", 'n': "ńňǹ", 'm': "ḿ",
		} {
			if strings.ContainsRune(marked, r) {
				return plain
			}
		}
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, reading)
}

// sounds gives readings without tones. It keeps what it made.
type sounds struct {
	plain  map[string]string
	byRune map[rune][]string
}

func newSounds() *sounds {
	return &sounds{plain: map[string]string{}, byRune: map[rune][]string{}}
}

// usual are the readings of r that a word is found by: at most three.
func (s *sounds) usual(r rune) []string {
	list, ok := s.byRune[r]
	if !ok {
		list = s.of(r)
		list = list[:min(len(list), 3)]
		s.byRune[r] = list
	}
	return list
}

// of are all toneless readings of r, the usual one first.
func (s *sounds) of(r rune) []string {
	var list []string
	for one := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if one == "" {
			continue
		}
		p, ok := s.plain[one]
		if !ok {
			p = plain(one)
			s.plain[one] = p
		}
		if p != "" && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// commonness orders characters that no list names: GB 2312 level 1, level 2,
// then the rest.
func commonness(r rune) int {
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
	switch {
	case err != nil || len(b) != 2 || b[1] < 0xA1 || b[0] < 0xB0 || b[0] > 0xF7:
		return 3
	case b[0] <= 0xD7:
		return 1
	}
	return 2
}

// fuzzyPairs are the sounds that southern speech does not keep apart.
func fuzzyPairs() (initials, finals [][2]string) {
	return [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"n", "l"}, {"f", "h"}},
		[][2]string{{"ang", "an"}, {"eng", "en"}, {"ing", "in"}}
}

// fuzzy are the syllables that sound like s to many in the south, without s.
func fuzzy(s string, known map[string]bool) []string {
	initials, finals := fuzzyPairs()
	heads := []string{s}
	for _, pair := range initials {
		if rest, ok := strings.CutPrefix(s, pair[0]); ok {
			heads = append(heads, pair[1]+rest)
			break
		}
		if rest, ok := strings.CutPrefix(s, pair[1]); ok {
			heads = append(heads, pair[0]+rest)
			break
		}
	}
	var list []string
	for _, head := range heads {
		for _, v := range append([]string{head}, otherFinal(head, finals)) {
			if v != s && known[v] && !slices.Contains(list, v) {
				list = append(list, v)
			}
		}
	}
	return list
}

func otherFinal(s string, finals [][2]string) string {
	for _, pair := range finals {
		if rest, ok := strings.CutSuffix(s, pair[0]); ok {
			return rest + pair[1]
		}
		if rest, ok := strings.CutSuffix(s, pair[1]); ok {
			return rest + pair[0]
		}
	}
	return s
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// dictionary is the table of readings by code point.
func dictionary() map[int]string { return pinyin.PinyinDict }
