package receipt

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"bianmin/app/breaking"
	"bianmin/app/breaking/breakingtest"
)

// cells measures as a fixed-width screen does: 2 a Chinese character, 1 a Latin one.
func cells(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0x2000 {
			n++
		}
	}
	return n
}

func testBreaker(t testing.TB) breaker {
	t.Helper()
	b, err := newBreaker()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLinesKeepTogether(t *testing.T) {
	b := testBreaker(t)
	tests := []struct {
		text  string
		width int
		want  []string
	}{
		{"交来的材料，都在这里。", 10, []string{"交来的材", "料，都在这", "里。"}},
		{"甲乙丙（丁戊）己", 8, []string{"甲乙丙", "（丁戊）", "己"}},
		{"最迟 12月8日办好", 10, []string{"最迟", "12月8日办", "好"}},
		{"计10个工作日", 11, []string{"计", "10个工作日"}},
		{"计2026年11月23日到", 17, []string{"计2026年11月23日", "到"}},
		{"星期六、星期日不算", 8, []string{"星期六、", "星期日不", "算"}},
		{"code K7M4-9TA2 here", 10, []string{"code", "K7M4-9TA2", "here"}},
		{"满80周岁的人", 7, []string{"满", "80周岁", "的人"}},
		{"12441500196720244T", 10, []string{"1244150019", "6720244T"}}, // wider than a line by itself
		{"计（ 受）", 7, []string{"计", "（ 受）"}},                            // a space does not free what a bracket holds
		{"", 10, nil},
		{"他说“好”。", 8, []string{"他说", "“好”。"}},
	}
	for _, tt := range tests {
		if got := b.lines(tt.text, tt.width, cells); !slices.Equal(got, tt.want) {
			t.Errorf("%q in %d: %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

func TestHeadingsAreEven(t *testing.T) {
	got := testBreaker(t).balanced("80周岁以上老年人高龄津贴", 22, cells)
	if !slices.Equal(got, []string{"80周岁以上", "老年人高龄津贴"}) {
		t.Errorf("%q", got)
	}
}

func TestLinesLoseNothingAndBreakNoRule(t *testing.T) {
	b := testBreaker(t)
	parts := []string{"受", "理", "材料", "，", "。", "（", "）", "《", "》", "“", "”", "、", " ", "10个工作日", "11月23日", "K7M4-9TA2", "12345", "工作日", "a"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 40).Draw(t, "parts"), "")
		width := rapid.IntRange(2, 60).Draw(t, "width")
		lines := b.lines(text, width, cells)
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeeze(strings.Join(lines, "")) != squeeze(text) {
			t.Fatalf("%q became %q", text, lines)
		}
		for i, line := range lines {
			if line == "" || cells(line) > width && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("line %q in %d", line, width)
			}
			if i == 0 || b.cuts(text, width, cells) {
				continue // a piece wider than the line may be cut anywhere
			}
			first, _ := utf8.DecodeRuneInString(line)
			last, _ := utf8.DecodeLastRuneInString(lines[i-1])
			if breaking.NeverFirst(first) || breaking.NeverLast(last) {
				t.Fatalf("%q, then %q", lines[i-1], line)
			}
		}
	})
}

func TestReceiptsOf500TextsInTenWidthsAreWithoutFault(t *testing.T) {
	b := testBreaker(t)
	breakingtest.Run(t, func(text string, width int) []string { return b.lines(text, width, breakingtest.Columns) })
}
