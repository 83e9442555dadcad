package letter_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/letter"
	"bianmin/app/village"
	"bianmin/assets/lang"
)

func TestThePosterIsOnePageWithFiveStepsAndWhomToAsk(t *testing.T) {
	for _, language := range []string{"zh-Hans", "en"} {
		text, err := lang.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		p := letter.ComposePoster("双江拉祜族佤族布朗族傣族自治县勐库镇党群服务中心", "0663-1234567", time.Date(2026, 11, 28, 9, 0, 0, 0, village.Zone), text)
		var out bytes.Buffer
		if err := setter(t).Poster(&out, p); err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(out.Bytes(), []byte("/Type /Page\n")); n != 1 {
			t.Errorf("%s: %d pages", language, n)
		}
		file := filepath.Join(t.TempDir(), "poster.pdf")
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		words := plain(tool(t, "pdftotext", "-layout", file, "-"))
		want := append([]string{p.Centre, p.Title, p.Sub, p.AskTitle, text.T("home.apply"), text.T("tool.call"), "0663-1234567"}, p.Ask...)
		for _, step := range p.Steps {
			want = append(want, step.Label, step.Value)
		}
		for _, w := range want {
			if !strings.Contains(words, plain(w)) {
				t.Errorf("%s: %q is not on it: %s", language, w, words)
			}
		}
		if strings.Contains(words, "{") {
			t.Errorf("%s: a button has no name: %s", language, words)
		}
	}
}
