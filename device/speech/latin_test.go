package speech

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"

	"bianmin/app/needtest"
)

// phonemes are what espeak-ng says of each line of words, without the marks
// between words, so that ways of writing can be compared.
func phonemes(t *testing.T, words string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), needtest.Tool(t, "espeak-ng"), "-v", "cmn-latn-pinyin", "-x", "-q", "--stdin")
	cmd.Stdin = strings.NewReader(words + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("_", "", "|", "", "'", "", ",", "", " ", "", "\n", "", ":", "").Replace(string(out))
}

// handChecked are phrases with their pinyin, as a person wrote it down.
func handChecked(t *testing.T) [][2]string {
	t.Helper()
	f, err := os.Open("testdata/pinyin.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list [][2]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if phrase, pinyin, ok := strings.Cut(lines.Text(), " "); ok && phrase != "#" {
			list = append(list, [2]string{phrase, pinyin})
		}
	}
	return list
}

func TestPhrasesSoundAsTheHandCheckedPinyin(t *testing.T) {
	l, err := NewLatin()
	if err != nil {
		t.Fatal(err)
	}
	list := handChecked(t)
	if len(list) < 60 {
		t.Fatalf("only %d phrases", len(list))
	}
	wrong := 0
	for _, p := range list {
		want := phonemes(t, p[1])
		if got := phonemes(t, l.Write(p[0])); got != want {
			t.Errorf("%s is said %s, want %s (%s)", p[0], got, want, p[1])
		}
		if phonemes(t, p[0]) != want {
			wrong++
		}
	}
	t.Logf("%d phrases; espeak-ng alone says %d of them wrong", len(list), wrong)
	if wrong < len(list)/3 {
		t.Errorf("espeak-ng alone says only %d wrong: the list proves nothing", wrong)
	}
}

func TestNumbersAreReadAsPeopleSayThem(t *testing.T) {
	l, err := NewLatin()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"打 12345": "打  yao1 er4 san1 si4 wu3 ", "第 3 步": "第 3 步", "2026年": " er4 ling2 er4 liu4 年",
	} {
		if got := l.Write(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
	if got := l.Spell("4452 X"); got != "si4 si4 wu3 er4 X" {
		t.Errorf("spelled %q", got)
	}
}
