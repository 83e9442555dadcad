package ime

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	assets "bianmin/assets/ime"
)

// table is 通用规范汉字表 (2013), a line for each of its three levels: kTGH of Unihan 15.
//
//go:embed testdata/table.txt
var table string

func characters(t testing.TB) *Characters {
	t.Helper()
	c, err := NewCharacters(assets.Frequency(), assets.Unwanted())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestStrokesFindCharacters(t *testing.T) {
	s := NewStrokes(assets.Strokes(), characters(t))
	tests := []struct {
		name, typed, want string
		within            int
	}{
		{"whole character first", "h", "一", 1},
		{"begun", "hs", "十", 1},
		{"long", "hshszhhpzpnz", "揭", 1},
		{"a stroke not known", "hsh*zhhpzpnz", "揭", 3},
		{"first stroke not known", "*n", "人", 2},
		{"rare in a name", "nppnnppnnppnhspn", "燊", 1},
		{"without strokes for handwriting", "szhhnhpn", "旻", 4},
		{"outside the first plane", "hshszh", "𠮷", 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.Candidates(tt.typed, 20); !slices.Contains(got[:min(tt.within, len(got))], tt.want) {
				t.Errorf("%s gives %v, want %s among the first %d", tt.typed, got, tt.want, tt.within)
			}
		})
	}
	for _, typed := range []string{"", "x", "h s", strings.Repeat("z", 90)} {
		if got := s.Candidates(typed, 5); len(got) != 0 {
			t.Errorf("%q gives %v", typed, got)
		}
	}
}

// TestStrokesAgreeWithAPlainSearch: the quick search finds what a look at every
// line finds.
func TestStrokesAgreeWithAPlainSearch(t *testing.T) {
	s := NewStrokes(assets.Strokes(), characters(t))
	for _, typed := range []string{"h", "zz", "pnz", "hshs", "nnh", "szh*", "**p", "pppppp"} {
		var plain []string
		for line := range strings.Lines(assets.Strokes()) {
			code, text, _ := strings.Cut(strings.TrimSpace(line), "\t")
			if fits(code, typed) && !slices.Contains(plain, text) {
				plain = append(plain, text)
			}
		}
		got := s.Candidates(typed, len(plain)+10)
		slices.Sort(plain)
		if sorted := slices.Sorted(slices.Values(got)); !slices.Equal(sorted, plain) {
			t.Errorf("%s finds %d characters, a plain search %d", typed, len(got), len(plain))
		}
		if few := s.Candidates(typed, 5); !slices.Equal(few, got[:min(5, len(got))]) {
			t.Errorf("the first five of %s are %v, or %v", typed, few, got[:min(5, len(got))])
		}
	}
}

// TestEveryCharacterOfTheTableIsReachedByItsStrokes: and those of names that the lists
// know. Some have no template for handwriting and some no pinyin.
func TestEveryCharacterOfTheTableIsReachedByItsStrokes(t *testing.T) {
	const offered = 60 // on the pages of the keyboard
	s := NewStrokes(assets.Strokes(), characters(t))
	codes := map[string][]string{}
	for line := range strings.Lines(assets.Strokes()) {
		code, text, _ := strings.Cut(strings.TrimSpace(line), "\t")
		codes[text] = append(codes[text], code)
	}
	wanted := strings.Split("𠮷䶮㛃𬱖𤋮"+strings.ReplaceAll(table, "\n", ""), "")
	for line := range strings.Lines(assets.Frequency()) {
		text, _, _ := strings.Cut(line, "\t")
		wanted = append(wanted, text)
	}
	if n := len(wanted); n < 5+8105+10000 {
		t.Fatalf("only %d characters are looked for", n)
	}
	for _, text := range wanted {
		if !slices.ContainsFunc(codes[text], func(code string) bool { return slices.Contains(s.Candidates(code, offered), text) }) {
			t.Errorf("%s is not among %d characters for its strokes %q", text, offered, codes[text])
		}
	}
}
