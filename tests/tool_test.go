package tests

import (
	"slices"
	"strings"
	"testing"
)

// TestChineseIsFoundByCommandAsAtTheKeyboard: letters in every mode, ink and strokes,
// and input that nobody can mean.
func TestChineseIsFoundByCommandAsAtTheKeyboard(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	box := `{"strokes":[[[20,20],[20,80]],[[20,20],[80,20],[80,80]],[[20,80],[80,80]]],"width":100,"height":100}`
	for _, tt := range []struct {
		tool, query, want string
		most              int
	}{
		{"pinyin", `{"input":"laonianjintie","mode":"text"}`, "老年津贴", 50},
		{"pinyin", `{"input":"lainai"}`, "奶奶", 50},
		{"pinyin", `{"input":"chenamei","mode":"name"}`, "陈阿妹", 50},
		{"pinyin", `{"input":"xichangzhenjiangbincun","mode":"place"}`, "锡场镇江滨村", 50},
		{"pinyin", `{"input":""}`, "", 0},
		{"ink", box, "口", 10},
		{"ink", `{"strokes":[]}`, "", 0},
		{"stroke", `szhshhpszpn`, "𬱖", 50},
	} {
		var got struct{ Candidates []string }
		k.json(tt.query+"\n", &got, "tool", tt.tool)
		if len(got.Candidates) > tt.most || tt.want != "" && !slices.Contains(got.Candidates, tt.want) {
			t.Errorf("%s %s: %d candidates %q, want %s", tt.tool, tt.query, len(got.Candidates), got.Candidates, tt.want)
		}
	}
	var exact struct{ Candidates []string }
	k.json(`{"input":"senfenzheng"}`+"\n", &exact, "tool", "pinyin", "--exact")
	if slices.Contains(exact.Candidates, "身份证") {
		t.Errorf("sounds that were to be kept apart: %q", exact.Candidates)
	}
	for query, tool := range map[string]string{
		`{"input":"a","mode":"song"}`: "pinyin", `{"input":`: "pinyin", `{"strokes":[[[1,"x"]]]}`: "ink", `{"strokes":[[[1e999,1]]]}`: "ink",
	} {
		if _, out, _ := k.run(query+"\n", "tool", tool); !strings.Contains(out, `"error"`) {
			t.Errorf("%s %s is answered with %s", tool, query, out)
		}
	}
}
