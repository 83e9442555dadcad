// Package breakingtest is the test of line breaking that screens and paper pass
// alike: 500 texts of the program in ten widths without one fault.
package breakingtest

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"bianmin/assets/lang"
)

const (
	texts    = 500
	narrow   = 20 // columns of the narrowest line: ten Chinese characters
	wider    = 4
	widths   = 10
	minRunes = 12
)

// Columns is the width of text where a Chinese character is two columns wide and a
// Latin one, one.
func Columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r >= 0x250 {
			n++
		}
	}
	return n
}

// Run breaks every text with lines, which gives the lines of text in width columns.
func Run(t *testing.T, lines func(text string, width int) []string) {
	t.Helper()
	seed := rand.Uint64()
	corpus := Texts(t, seed)
	for _, text := range corpus {
		for i := range widths {
			width := narrow + i*wider
			got := lines(text, width)
			for _, fault := range Faults(text, got, width) {
				t.Errorf("seed %d, %d columns: %s: %q", seed, width, fault, got)
			}
		}
	}
	t.Logf("seed %d: %d texts in %d widths", seed, len(corpus), widths)
}

// unbreakable is a run that the narrowest line cannot hold whole: an address of a
// device or a service, as commands explain them.
var unbreakable = regexp.MustCompile(fmt.Sprintf(`[!-z]{%d,}`, narrow+1))

// placeholder is where a text of the program takes a value.
var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// Texts are 500 texts of the program with values of all kinds in their places. Those
// with columns or with addresses longer than a line are for a terminal and are left out.
func Texts(t *testing.T, seed uint64) []string {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 7))
	var list []string
	for _, language := range []string{lang.Default, "en"} {
		loaded, err := lang.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range loaded.Keys() {
			text := strings.NewReplacer("**", "", "\n", "", "\u3000", "，").Replace(loaded.T(key))
			if utf8.RuneCountInString(text) >= minRunes && !strings.Contains(text, "  ") && !unbreakable.MatchString(text) {
				list = append(list, filled(text, rng))
			}
		}
	}
	if len(list) < texts {
		t.Fatalf("the program has only %d texts", len(list))
	}
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:texts]
}

// filled is text with values in its places. Beside a digit, a letter or a unit
// stands a number, elsewhere anything.
func filled(text string, rng *rand.Rand) string {
	values := []string{
		"2026年11月23日", "10个工作日", "K7M4-9TA2", "138 0000 0000", "12345", "3.5", "80", "（补正）", "“陈𠮷”", "《办法》", "Ann Lee", "第 3 步", "15:04", "9%",
	}
	var b strings.Builder
	from := 0
	for _, at := range placeholder.FindAllStringIndex(text, -1) {
		b.WriteString(text[from:at[0]])
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(b.String(), " "))
		after, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[at[1]:], " "))
		value := values[rng.IntN(len(values))]
		if joins(before) || joins(after) {
			value = fmt.Sprint(1 + rng.IntN(99))
		}
		b.WriteString(value)
		from = at[1]
	}
	return b.String() + text[from:]
}

func joins(r rune) bool {
	return r > ' ' && r < 0x250 || strings.ContainsRune("第年月日时分号岁件项个天页行张份次位步元户", r)
}

const (
	neverFirst = "，。、；：！？）》〉」』”’】〕…—·,.;:!?)]}%％"
	neverLast  = "（《〈「『“‘【〔([{"
)

// Faults are what is wrong with the lines of a text in width columns.
func Faults(text string, lines []string, width int) []string {
	var faults []string
	bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	if bare(strings.Join(lines, "")) != bare(text) {
		faults = append(faults, "characters are lost or added")
	}
	for i, line := range lines {
		if Columns(line) > width {
			faults = append(faults, fmt.Sprintf("line %d is too wide", i+1))
		}
		if i > 0 {
			faults = append(faults, between(text, lines[i-1], line)...)
		}
	}
	return faults
}

func between(text, above, below string) []string {
	var faults []string
	last, _ := utf8.DecodeLastRuneInString(above)
	first, _ := utf8.DecodeRuneInString(below)
	if strings.ContainsRune(neverFirst, first) {
		faults = append(faults, fmt.Sprintf("%c begins a line", first))
	}
	if strings.ContainsRune(neverLast, last) {
		faults = append(faults, fmt.Sprintf("%c ends a line", last))
	}
	spaced := strings.Contains(strings.Join(strings.Fields(text), " "), string(last)+" "+string(first))
	if latin(last) && latin(first) && !spaced {
		faults = append(faults, fmt.Sprintf("a run is torn at %c|%c", last, first))
	}
	if unicode.IsDigit(last) && (strings.ContainsRune("年月日个天元岁%", first) || unicode.IsDigit(first)) {
		faults = append(faults, fmt.Sprintf("a number is torn at %c|%c", last, first))
	}
	return faults
}

func latin(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || slices.Contains([]rune("-_/@#*+&'"), r)
}
