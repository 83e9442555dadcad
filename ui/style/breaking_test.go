package style

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"bianmin/app/breaking"
	"bianmin/app/breaking/breakingtest"
)

func TestLabelsOf500TextsInTenWidthsAreWithoutFault(t *testing.T) {
	breakingtest.Run(t, func(text string, width int) []string { return broken(text, float32(width)) })
}

// grid counts a Chinese character as 2 and a narrow one as 1.
func grid(text string, _ bool) float32 {
	var w float32
	for _, r := range text {
		if r < 0x250 {
			w++
		} else {
			w += 2
		}
	}
	return w
}

func broken(s string, width float32) []string {
	var lines []string
	for _, line := range Break(Marked(s), width, grid) {
		lines = append(lines, Plain(line))
	}
	return lines
}

func TestBreak(t *testing.T) {
	tests := []struct {
		name, in string
		width    float32
		want     []string
	}{
		{"fits", "老人卡", 10, []string{"老人卡"}},
		{"comma goes with its word", "一二三四，五六", 8, []string{"一二三", "四，五六"}},
		{"two closing marks in a row", "一二三四”。五", 8, []string{"一二三", "四”。五"}},
		{"opening mark goes with what follows", "一二三（四五）", 8, []string{"一二三", "（四五）"}},
		{"date stays whole", "请在11月23日前来", 10, []string{"请在", "11月23日前", "来"}},
		{"number and unit", "还差 2 位填完", 8, []string{"还差", "2 位填完"}},
		{"ordinal", "现在第 3 步", 8, []string{"现在", "第 3 步"}},
		{"weekday", "一二三星期六", 8, []string{"一二三", "星期六"}},
		{"working days", "最多10个工作日办好", 12, []string{"最多", "10个工作日办", "好"}},
		{"code", "查询码 K7M4-9TA2", 12, []string{"查询码", "K7M4-9TA2"}},
		{"phone groups", "电话 138 0000 0000", 16, []string{"电话", "138 0000 0000"}},
		{"new line", "甲\n乙", 20, []string{"甲", "乙"}},
		{"empty line", "甲\n\n乙", 20, []string{"甲", "", "乙"}},
		{"English words", "call for help", 8, []string{"call for", "help"}},
		{"longer than a line", "ABCDEFGHIJKL", 5, []string{"ABCDE", "FGHIJ", "KL"}},
		{"ellipsis is one", "一二三……四", 8, []string{"一二", "三……四"}},
		{"nobody alone on the last line", "先办后补看清楚再签。", 18, []string{"先办后补看清楚", "再签。"}},
		{"alone at the end of a paragraph", "一二三四五\n六", 8, []string{"一二三", "四五", "六"}},
		{"company does not tear a word", "一二三最多星期六来", 16, []string{"一二三最多", "星期六来"}},
		{"no company where there is no room", "津《11月）11月“，、。”、：", 17, []string{"津《11月）11月", "“，、。”、："}},
		{"a pair is company enough", "一二三四五六", 8, []string{"一二三四", "五六"}},
		{"empty", "", 8, []string{""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := broken(tt.in, tt.width); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestBreakKeepsBoldRuns(t *testing.T) {
	lines := Break(Marked("带**身份证**来"), 6, grid)
	want := [][]Run{{{"带", false}}, {{"身份证", true}}, {{"来", false}}}
	if !slices.EqualFunc(lines, want, func(a, b []Run) bool { return slices.Equal(a, b) }) {
		t.Errorf("got %v", lines)
	}
}

// Whatever the text and the width: no rune is lost, no line is too wide, none
// starts or ends with forbidden punctuation.
func TestBreakOfRandomText(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	pieces := strings.Split("老|人|津|贴|，|。|（|）|《|》|：|11月|23日|K7M4|星期六|工作日| |A|10个|、|“|”|身份证", "|")
	for range 3000 {
		var b strings.Builder
		for range 1 + rng.IntN(30) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		in, width := b.String(), float32(16+rng.IntN(30))
		lines := broken(in, width)
		if got := strings.Join(lines, ""); strip(got) != strip(in) {
			t.Fatalf("seed %d: %q became %q", seed, in, got)
		}
		for i, line := range lines {
			first, _ := utf8.DecodeRuneInString(line)
			last, _ := utf8.DecodeLastRuneInString(line)
			long := longest(in) > width // then a cut inside a piece is allowed
			if !long && (i > 0 && breaking.NeverFirst(first) || i < len(lines)-1 && breaking.NeverLast(last) || grid(line, false) > width) {
				t.Fatalf("seed %d: %q at %g gives %q", seed, in, width, lines)
			}
		}
	}
}

func strip(s string) string { return strings.ReplaceAll(s, " ", "") }

func longest(s string) float32 {
	var w float32
	for _, a := range atoms([]Run{{s, false}}) {
		w = max(w, a.width(grid))
	}
	return w
}

func TestShortenEndsWithAnEllipsis(t *testing.T) {
	lines := Shorten(Break(Marked("一二三四五六七八九十"), 8, grid), 2, 8, grid)
	if len(lines) != 2 || Plain(lines[1]) != "五六七…" {
		t.Errorf("got %v", lines)
	}
	whole := Break(Marked("一二"), 8, grid)
	if got := Shorten(whole, 2, 8, grid); Plain(got[0]) != "一二" {
		t.Errorf("a short text was cut: %v", got)
	}
}

func TestARunThatBoldLacksIsRegularAsAWhole(t *testing.T) {
	if BoldFor("陈䶮", true) {
		t.Error("a run with a character that Bold lacks is drawn in Bold")
	}
	if !BoldFor("我要办事", true) || BoldFor("我要办事", false) {
		t.Error("plain words are in the wrong face")
	}
}
