package ime

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func engine() *Engine {
	return New([]string{"80周岁以上老年人高龄津贴", "老年人优待证", "困难残疾人生活补贴", "锡场镇", "江滨村", "残疾人证"})
}

func texts(list []Candidate) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.Text)
	}
	return out
}

func TestCandidates(t *testing.T) {
	e := engine()
	tests := []struct {
		name, letters, want string
		within              int // the first so many candidates
	}{
		{"word in full", "shenfenzheng", "身份证", 1},
		{"word by initials", "sfz", "身份证", 3},
		{"initials with two letters", "shfzh", "身份证", 3},
		{"last syllable not finished", "shenfenzh", "身份证", 1},
		{"word goes on", "gaoling", "高龄津贴", 5},
		{"term handed in", "youdaizheng", "优待证", 3},
		{"whole term", "laonianrenyoudaizheng", "老年人优待证", 1},
		{"village", "jiangbincun", "江滨村", 1},
		{"village by initials", "xcz", "锡场镇", 3},
		{"surname first", "chen", "陈", 2},
		{"surname", "lin", "林", 1},
		{"character", "wo", "我", 1},
		{"usual reading first", "shen", "身", 2},
		{"syllable not finished", "zh", "这", 5},
		{"second reading of a word", "chongqing", "重庆", 1},
		{"listed reading of a word", "yinhang", "银行", 1},
		{"fuzzy initial s for sh", "senfenzheng", "身份证", 2},
		{"fuzzy final n for ng", "gaolinjintie", "高龄津贴", 2},
		{"fuzzy l for n", "lainai", "奶奶", 3},
		{"fuzzy character", "cen", "陈", 12},
		{"sentence", "wobangnainaibanbutie", "我帮奶奶办补贴", 1},
		{"apostrophe", "xi'an", "西安", 3},
		{"v for ü", "nv", "女", 1},
		{"capital letters", "WO", "我", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := texts(e.Candidates(tt.letters, tt.within))
			if !slices.Contains(got, tt.want) {
				t.Errorf("%s gives %v, want %s among the first %d", tt.letters, got, tt.want, tt.within)
			}
		})
	}
}

func TestExactStandsBeforeFuzzy(t *testing.T) {
	got := texts(engine().Candidates("si", 200))
	exact, alike := slices.Index(got, "四"), slices.Index(got, "是")
	if exact < 0 || alike < 0 || exact > alike {
		t.Errorf("四 is at %d and 是 at %d", exact, alike)
	}
}

func TestACandidateSaysWhatItUsed(t *testing.T) {
	for _, c := range engine().Candidates("wobang", 100) {
		if c.Text == "我" && c.Consumed != 2 {
			t.Errorf("我 uses %d letters of wobang", c.Consumed)
		}
		if c.Consumed < 1 || c.Consumed > 6 {
			t.Errorf("%s uses %d letters", c.Text, c.Consumed)
		}
	}
}

func TestNonsenseFindsNothingAndNeverFails(t *testing.T) {
	e := engine()
	for _, letters := range []string{"", "'", "我", "1", "a b", "!"} {
		if got := e.Candidates(letters, 5); len(got) != 0 {
			t.Errorf("%q gives %v", letters, got)
		}
	}
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	for range 500 {
		b := make([]byte, 1+rng.IntN(20))
		for i := range b {
			b[i] = "abcdefghijklmnopqrstuvwxyz'"[rng.IntN(27)]
		}
		for _, c := range e.Candidates(string(b), 60) {
			if c.Consumed < 1 || c.Consumed > len(b) || c.Text == "" {
				t.Fatalf("seed %d: %q gives %+v", seed, b, c)
			}
		}
	}
}

// The bound is loose: it finds a start that grew tenfold, not a busy machine.
func TestTheEngineStartsQuickly(t *testing.T) {
	var best time.Duration
	var names []string // as many and as long as the items of a district
	for i := range 1200 {
		name := ""
		for k := range 6 {
			name += everydayWords()[(i*7+k*31)%200].text
		}
		names = append(names, name)
	}
	for range 3 {
		start := time.Now()
		New(names)
		if took := time.Since(start); best == 0 || took < best {
			best = took
		}
	}
	t.Logf("start %v", best)
	if best > 150*time.Millisecond {
		t.Errorf("start takes %v", best)
	}
}

func BenchmarkCandidates(b *testing.B) {
	e := engine()
	for b.Loop() {
		e.Candidates("wobangnainaibanbutie", 60)
	}
}
