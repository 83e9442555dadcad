package screen

import (
	"slices"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/touch/touchtest"
)

// What a person agrees to in ten seconds must be seen at once, and all of it one
// touch away, wherever it is read.
func TestTheShortNoticeIsOnePageInEveryViewAndLanguage(t *testing.T) {
	for _, v := range views() {
		for _, language := range []string{"", "en"} {
			turn := flow.NewTurn(flowtest.New().Kiosk)
			v.modes.Language = language
			turn.SetModes(v.modes)
			open(turn, flowtest.Longest)
			turn.Guide.Start()
			s := pageOf(t, turn, v).page
			if slices.Contains(s.Names(), "list.more") || !slices.Contains(s.Names(), "notice.full") {
				t.Errorf("%s %s: the short notice has %q", v.name, language, s.Names())
			}
			wantVersion(t, s)
			turn.Notice.Show(true)
			wantVersion(t, pageOf(t, turn, v).page)
		}
	}
}

func wantVersion(t *testing.T, s *Screen) {
	t.Helper()
	if words := strings.Join(s.Said(), "\n"); !strings.Contains(words, desk.NoticeVersion) {
		t.Errorf("the page does not say which notice it is: %s", words)
	}
}

// All of the full text can be reached, down to the last question.
func TestTheFullNoticeEndsWithTheLastQuestion(t *testing.T) {
	for _, v := range views() {
		turn := flow.NewTurn(flowtest.New().Kiosk)
		turn.SetModes(v.modes)
		open(turn, flowtest.Longest)
		turn.Guide.Start()
		turn.Notice.Show(true)
		asked := turn.Notice.Asked
		var read []string
		for range 40 {
			s := pageOf(t, turn, v).page
			read = append(read, s.Said()...)
			x, y, more := s.Where("list.more")
			if !more || !touchtest.TapAt(s, x, y) {
				break
			}
		}
		for _, q := range asked {
			if !slices.Contains(read, q.Label) || !slices.Contains(read, q.Why) {
				t.Errorf("%s: %q is not read", v.name, q.Label)
			}
		}
	}
}
