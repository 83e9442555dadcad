package letter_test

import (
	"slices"
	"strings"
	"testing"

	"bianmin/app/letter"
	"bianmin/app/village"
)

// TestTheReceiptOnA4SaysWhatTheThermalOneDoes: taken in is not accepted, the days are
// shown, nobody is named, and a second one says that it is one.
func TestTheReceiptOnA4SaysWhatTheThermalOneDoes(t *testing.T) {
	s := source(t)
	s.Again = 2
	l := all(t, s)[letter.Receipt][0]
	if l.To != "" || l.ToLine != "" || l.QR != s.Case.QR || l.Again != "补打 第2次" {
		t.Errorf("to %q, mark %q", l.To, l.Again)
	}
	var days, marks int
	band := false
	for _, p := range l.Parts {
		band = band || p.Notice == "已收件，尚未受理"
		marks += len(p.Marks)
		if p.Strip != nil {
			days++
		}
	}
	if !band || days != 1 || marks != len(s.Item.Materials) {
		t.Errorf("band %t, %d calendars, %d of %d papers", band, days, marks, len(s.Item.Materials))
	}
	if foot := strings.Join(l.Foot, ""); !strings.Contains(foot, "非法定电子印章") || !strings.Contains(foot, "没有姓名") || strings.Contains(foot, "热敏") {
		t.Errorf("the foot says %s", foot)
	}
	if !strings.Contains(l.Parts[1].Text, "仅存本机") {
		t.Errorf("after the band comes %+v", l.Parts[1])
	}
}

// TestALetterHasALineForTheNameThatIsNotKept.
func TestALetterHasALineForTheNameThatIsNotKept(t *testing.T) {
	s := source(t)
	s.Name = ""
	for kind, want := range map[letter.Kind]bool{letter.Acceptance: true, letter.Supplement: true, letter.Deferred: true, letter.Entrust: false} {
		list, err := letter.Compose(kind, s)
		if err != nil || (list[0].ToLine != "") != want || list[0].To != "" {
			t.Errorf("%s: line %q, %v", kind, list[0].ToLine, err)
		}
	}
}

// TestWhatCanBePrintedIsWhatWasDecided.
func TestWhatCanBePrintedIsWhatWasDecided(t *testing.T) {
	decided, fresh, request := source(t), source(t), source(t)
	fresh.Steps = nil
	request.Case.Item = village.BookHome
	for name, tt := range map[string]struct {
		from letter.Source
		want []letter.Kind
	}{
		"decided":        {decided, []letter.Kind{letter.Receipt, letter.Acceptance, letter.Supplement, letter.Deferred, letter.Entrust}},
		"received only":  {fresh, []letter.Kind{letter.Receipt, letter.Entrust}},
		"an appointment": {request, []letter.Kind{letter.Receipt}},
	} {
		if got := letter.Available(tt.from); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
