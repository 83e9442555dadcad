package ime

import (
	"slices"
	"testing"
)

func TestNamesComeFirstWhereANameIsAsked(t *testing.T) {
	e := engine()
	tests := []struct {
		name, typed, letters, want string
		within                     int
	}{
		{"surname before a common word", "", "shen", "沈", 1},
		{"surname that is also a common character", "", "huang", "黄", 1},
		{"rare surname of the place", "", "weng", "翁", 1},
		{"given name", "陈", "xiu", "秀", 1},
		{"given name before the surname", "陈", "lin", "林", 3},
		{"whole name in one go", "", "chenxiuying", "陈秀英", 1},
		{"two given characters", "林", "xiulan", "秀兰", 1},
		{"surname stays in reach behind a whole name", "", "linmei", "林", 3},
		{"other words stay in reach", "", "wo", "我", 60},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := texts(e.Names(tt.typed, tt.letters, 60))
			if i := slices.Index(got, tt.want); i < 0 || i >= tt.within {
				t.Errorf("%s behind %q gives %v, want %s among the first %d", tt.letters, tt.typed, got[:min(len(got), 12)], tt.want, tt.within)
			}
		})
	}
}

func TestNamesOfNonsenseAreEmpty(t *testing.T) {
	e := engine()
	for _, letters := range []string{"", "'", "1", "我"} {
		if got := e.Names("", letters, 5); len(got) != 0 {
			t.Errorf("%q gives %v", letters, got)
		}
	}
}
