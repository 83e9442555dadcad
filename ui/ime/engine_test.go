package ime

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func engine(t testing.TB) *Engine {
	t.Helper()
	e, err := New([]string{"80周岁以上老年人高龄津贴", "老年人优待证", "困难残疾人生活补贴", "锡场镇", "江滨村", "残疾人证"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func texts(list []Candidate) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.Text)
	}
	return out
}

func TestCandidates(t *testing.T) {
	e := engine(t)
	tests := []struct {
		name, letters, want string
		within              int // the first so many candidates
	}{
		{"word in full", "shenfenzheng", "身份证", 1},
		{"last syllable not finished", "shenfenzh", "身份证", 1},
		{"word by initials", "sfz", "身份证", 5},
		{"term handed in", "laonianrenyoudaizheng", "老年人优待证", 1},
		{"village", "jiangbincun", "江滨村", 1},
		{"village by initials", "xcz", "锡场镇", 3},
		{"character", "wo", "我", 1},
		{"usual reading first", "shen", "身", 3},
		{"polyphone", "chongqing", "重庆", 1},
		{"polyphone in a word", "yinhang", "银行", 1},
		{"s for sh", "senfenzheng", "身份证", 2},
		{"n for ng", "gaolinjintie", "高龄津贴", 2},
		{"l for n", "lainai", "奶奶", 5},
		{"sentence", "woxiangbanlishenfenzheng", "我想办理身份证", 1},
		{"apostrophe", "xi'an", "西安", 3},
		{"v for ü", "nv", "女", 1},
		{"capital letters", "WO", "我", 1},
		{"digits and signs", "3haolou,wo", "3号楼，我", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := texts(e.Candidates(tt.letters, 50))
			if i := slices.Index(got, tt.want); i < 0 || i >= tt.within {
				t.Errorf("%s gives %v, want %s among the first %d", tt.letters, got[:min(12, len(got))], tt.want, tt.within)
			}
		})
	}
}

func TestExactStandsBeforeAlike(t *testing.T) {
	got := texts(engine(t).Candidates("si", 200))
	exact, alike := slices.Index(got, "四"), slices.Index(got, "是")
	if exact < 0 || alike >= 0 && exact > alike {
		t.Errorf("四 is at %d and 是 at %d of %v", exact, alike, got)
	}
}

// Sounds that the south does not tell apart are one, unless somebody switches that off.
func TestAccentsAreHeardUnlessSwitchedOff(t *testing.T) {
	e := engine(t)
	for exact, want := range map[bool]bool{false: true, true: false} {
		e.Exact = exact
		e.Learn(nil)
		if got := texts(e.Candidates("senfenzheng", 50)); slices.Contains(got, "身份证") != want {
			t.Errorf("exact %v: %v", exact, got)
		}
		if got := texts(e.Candidates("shenfenzheng", 5)); !slices.Contains(got, "身份证") {
			t.Errorf("exact %v: %v", exact, got)
		}
	}
}

func TestNonsenseFindsNothingAndNeverFails(t *testing.T) {
	e := engine(t)
	for _, letters := range []string{"", "'", "我", "a b"} {
		if got := e.Candidates(letters, 5); len(got) != 0 {
			t.Errorf("%q gives %v", letters, got)
		}
		if got := e.Names("", letters, 5); len(got) != 0 {
			t.Errorf("%q gives the names %v", letters, got)
		}
	}
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	for range 120 {
		b := make([]byte, 1+rng.IntN(24))
		for i := range b {
			b[i] = "abcdefghijklmnopqrstuvwxyz'12,"[rng.IntN(30)]
		}
		for _, c := range append(e.Candidates(string(b), 60), e.Names("", string(b), 60)...) {
			if c.Consumed < 1 || c.Consumed > len(b) || c.Text == "" {
				t.Fatalf("seed %d: %q gives %+v", seed, b, c)
			}
		}
	}
}

// TestTypingOnIsTheSameAsTypingAnew: what is kept of the letters before changes
// nothing.
func TestTypingOnIsTheSameAsTypingAnew(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 3))
	on, anew := engine(t), engine(t)
	letters := ""
	for range 150 {
		if n := len(letters); n > 14 || n > 0 && rng.IntN(4) == 0 {
			letters = letters[:rng.IntN(n)]
		} else {
			letters += []string{"zh", "ong", "g", "uo", "n", "a", "i", "x", "sh", "en", "l", "eng"}[rng.IntN(12)]
		}
		anew.Forget()
		a, b := on.Candidates(letters, 30), anew.Candidates(letters, 30)
		if !slices.Equal(a, b) {
			t.Fatalf("seed %d: %q gives %v, anew %v", seed, letters, a, b)
		}
	}
}

func TestNamesComeFirstWhereANameIsAsked(t *testing.T) {
	e := engine(t)
	tests := []struct {
		name, typed, letters, want string
		within                     int
	}{
		{"surname before a common word", "", "shen", "沈", 2},
		{"surname that is also a common character", "", "huang", "黄", 1},
		{"rare surname of the place", "", "weng", "翁", 1},
		{"given name", "陈", "xiu", "秀", 2},
		{"whole name in one go", "", "chenxiuying", "陈秀英", 2},
		{"two given characters", "林", "xiulan", "秀兰", 2},
		{"surname of two characters", "", "ouyangna", "欧阳娜", 4},
		{"surname stays in reach behind a whole name", "", "linmei", "林", 8},
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

// TestANewCataloguesWordsAreFoundWithoutARestart, and those of the old one are not
// offered any more.
func TestANewCataloguesWordsAreFoundWithoutARestart(t *testing.T) {
	e := engine(t)
	const letters, word = "qiganganjintie", "奇柑柑金贴"
	if got := texts(e.Candidates(letters, 5)); slices.Contains(got, word) {
		t.Fatalf("known before: %v", got)
	}
	e.Learn([]string{word})
	if got := texts(e.Candidates(letters, 5)); len(got) == 0 || got[0] != word {
		t.Errorf("%s gives %v", letters, got)
	}
	e.Learn(nil)
	if got := texts(e.Candidates(letters, 5)); slices.Contains(got, word) {
		t.Errorf("still offered: %v", got)
	}
}

func BenchmarkLearn(b *testing.B) {
	e := engine(b)
	var terms []string
	for n := range 900 {
		terms = append(terms, "高龄老人津贴申请"+string(rune(0x4e00+n))+"残疾人证换领", "低保"+string(rune(0x5000+n)))
	}
	for b.Loop() {
		e.Learn(terms)
	}
}
