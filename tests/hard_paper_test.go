package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// paperOf is what stands on the receipt of an application, without spaces.
func (k kiosk) paperOf(in string) string {
	k.t.Helper()
	var a accepted
	k.json(in, &a, "accept", "--input", "-")
	paper := filepath.Join(k.t.TempDir(), "r.pdf")
	k.json("", &struct{}{}, "letter", a.Code, "--kind", "receipt", "--out", paper)
	raw, err := os.ReadFile(paper)
	if err != nil {
		k.t.Fatal(err)
	}
	return strings.Join(strings.Fields(words(k.t, raw)), "")
}

// TestAHardCaseStandsOnItsReceiptInItsSentence: that somebody else came, that a card was
// over, that papers follow; and that nothing is decided. An ordinary one says none of it but
// the last.
func TestAHardCaseStandsOnItsReceiptInItsSentence(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	card := func(until string) string {
		return put(t, "materials", material(map[string]any{"code": "sfz", "declared": "original", "valid_until": until}))
	}
	usual := k.paperOf(card("2099-01-31"))
	for name, tt := range map[string]struct{ in, says string }{
		"somebody else came":            {changed(t, agent(nil)), "由代办人交来，姓名不印在纸上"},
		"a guardian came":               {changed(t, with(agent(map[string]any{"relation": "guardian", "entrust": nil}), "applicant.id", minor(9))), "由代办人交来，姓名不印在纸上"},
		"papers follow, and are signed": {marked(t), "容缺后补"},
	} {
		paper := k.paperOf(tt.in)
		if !strings.Contains(paper, tt.says) || strings.Contains(usual, tt.says) {
			t.Errorf("%s: %q is not said, or always: %s", name, tt.says, paper)
		}
		if !strings.Contains(paper, "已收件，尚未受理") || !strings.Contains(paper, "本回执没有姓名、身份证号和电话") {
			t.Errorf("%s: what it is not is not said: %s", name, paper)
		}
	}
	if over := k.paperOf(card("2019-05-01")); strings.Count(over, "还缺") != strings.Count(usual, "还缺")+1 {
		t.Errorf("a card that is over is not said to be lacking: %s", over)
	}
}
