package breaking_test

import (
	"strings"
	"testing"

	"bianmin/app/breaking"
	"bianmin/app/breaking/breakingtest"
)

func TestPieces(t *testing.T) {
	rule := breaking.Keeping([]string{"工作日", "个工作日"})
	for _, tt := range []struct{ in, want string }{
		{"老人。", "老|人。"},
		{"（一）“二”", "（一）|“二”"},
		{"到11月23日前", "到|11月23日|前"},
		{"共10个工作日", "共|10个工作日"},
		{"第3步、第 3 步", "第3步、|第 3 步"},
		{"电话 138 0000 0000 转", "电|话 |138 0000 0000 |转"},
		{"K7M4-9TA2 号", "K7M4-9TA2 号"},
		{"3.5%，约￥1,200.00元", "3.5%，|约|￥|1,200.00元"},
		{"call for help", "call |for |help"},
		{"……四——五", "……|四——|五"},
		{"陈𠮷", "陈|𠮷"},
		{"", ""},
	} {
		if got := strings.Join(rule.Pieces(tt.in), "|"); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestAPieceIsTornWhereNoMarkSuffers(t *testing.T) {
	for _, tt := range []struct {
		text   string
		room   int
		placed int
	}{
		{"abcdef", 4, 4},
		{"abc）de", 3, 2}, // the mark would begin the next line
		{"ab（cde", 3, 2}, // the mark would end this one
		{"a，，，", 2, 2},   // no place is right: full lines at least
		{"abc", 0, 1},
		{"abc", 9, 3},
	} {
		if got := breaking.Fit([]rune(tt.text), func(n int) bool { return n <= tt.room }); got != tt.placed {
			t.Errorf("%q with room for %d: %d placed, want %d", tt.text, tt.room, got, tt.placed)
		}
	}
}

// The judge of the 500 texts finds each kind of fault, and none where none is.
func TestTheJudgeSeesFaults(t *testing.T) {
	for _, tt := range []struct {
		text  string
		lines []string
		want  int
	}{
		{"一二，三", []string{"一二", "，三"}, 1},
		{"一（二）", []string{"一（", "二）"}, 1},
		{"call help", []string{"call he", "lp"}, 1},
		{"call help", []string{"call", "help"}, 0},
		{"K7M4-9TA2", []string{"K7M4-", "9TA2"}, 1},
		{"11月", []string{"11", "月"}, 1},
		{"2026", []string{"20", "26"}, 2},
		{"一二三", []string{"一", "三"}, 1},
		{"一二三四五", []string{"一二三四五"}, 1},
		{"一二三四", []string{"一二三", "四"}, 0},
	} {
		if got := breakingtest.Faults(tt.text, tt.lines, 9); len(got) != tt.want {
			t.Errorf("%q: %q, want %d faults", tt.lines, got, tt.want)
		}
	}
}
