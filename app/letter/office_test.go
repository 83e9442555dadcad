package letter_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/letter"
	"bianmin/app/village"
)

// decided is a case of a licence that the county took through these states.
func decided(t *testing.T, states ...village.CaseState) letter.Office {
	t.Helper()
	o := letter.Office{Source: source(t), Reason: "条件不符合", Special: "听证", Days: 10, Due: at().AddDate(0, 0, 20)}
	o.Item.Type, o.Steps = "01", nil
	for _, s := range states {
		o.Steps = append(o.Steps, village.CaseStep{State: s, AtMS: at().UnixMilli()})
	}
	return o
}

// wordsOf is all that letters say.
func wordsOf(list []letter.Letter) string {
	var b strings.Builder
	for _, l := range list {
		b.WriteString(l.Title + l.To + strings.Join(l.Foot, ""))
		for _, p := range l.Parts {
			b.WriteString(p.Text + p.Head + p.Notice + strings.Join(p.Boxes, "") + strings.Join(p.Lines, ""))
			for _, f := range p.Facts {
				b.WriteString(f.Label + f.Value)
			}
		}
	}
	return b.String()
}

// TestAnOfficeWritesNoMoreThanItDecided: each paper needs its act, and says it.
func TestAnOfficeWritesNoMoreThanItDecided(t *testing.T) {
	for kind, tt := range map[letter.Kind]struct {
		state village.CaseState
		says  []string
	}{
		letter.NotAccepted: {village.NotAccepted, []string{"不予受理", "条件不符合", "第三十二条", "行政复议", "盖章"}},
		letter.Acceptance:  {village.CaseAccepted, []string{"予以受理", "盖了办理单位的章才有效"}},
		letter.Special:     {village.Paused, []string{"听证", "不计算", "第四十五条"}},
		letter.Extension:   {village.Extended, []string{"延长10个工作日", "第四十二条", "12月14日"}},
		letter.Ruling:      {village.Refused, []string{"不予批准", "第三十八条", "行政复议", "理由"}},
		letter.Delivered:   {village.Delivery, []string{"送达", "收的人签名"}},
		letter.Ended:       {village.Ended, []string{"终止", "条件不符合", "行政复议", "重新申请"}},
		letter.Completed:   {village.Completed, []string{"已经办结", "评价"}},
	} {
		list, err := letter.ComposeOffice(kind, decided(t, tt.state))
		words := wordsOf(list)
		for _, say := range tt.says {
			if err != nil || !strings.Contains(words, say) {
				t.Errorf("%s lacks %q: %v\n%s", kind, say, err, words)
			}
		}
		if _, err := letter.ComposeOffice(kind, decided(t, village.UnderReview)); village.KindOf(err) != village.Conflict {
			t.Errorf("%s before its act: %v", kind, err)
		}
		if !slices.Contains(letter.OfficeKinds(), kind) {
			t.Errorf("%s is in no list", kind)
		}
	}
	if _, err := letter.ComposeOffice(letter.Entrust, decided(t)); village.KindOf(err) != village.Invalid {
		t.Errorf("a form of entrustment: %v", err)
	}
}

// TestAReasonThatIsKnownIsPrintedAndNoLineIsLeft for it; one that nobody typed is written by hand.
func TestAReasonThatIsKnownIsPrintedAndNoLineIsLeft(t *testing.T) {
	for kind, state := range map[letter.Kind]village.CaseState{letter.NotAccepted: village.NotAccepted, letter.Extension: village.Extended, letter.Ruling: village.Refused, letter.Ended: village.Ended} {
		for _, typed := range []string{"不满六十周岁\n第二行", ""} {
			o := decided(t, state)
			o.Words = map[village.CaseState]string{state: typed, village.Paused: "别的"}
			list, err := letter.ComposeOffice(kind, o)
			words := wordsOf(list)
			if err != nil || strings.Contains(words, "理由（手写）") != (typed == "") || strings.Contains(words, "不满六十周岁") != (typed != "") || strings.Contains(words, "别的") {
				t.Errorf("%s with %q: %s, %v", kind, typed, words, err)
			}
		}
	}
}

// TestAGrantNeedsNoRemedyAndOnlyLicencesTheirLaw.
func TestAGrantNeedsNoRemedyAndOnlyLicencesTheirLaw(t *testing.T) {
	granted, err := letter.ComposeOffice(letter.Ruling, decided(t, village.Refused, village.Approved))
	if words := wordsOf(granted); err != nil || strings.Contains(words, "复议") || strings.Contains(words, "行政许可法") || !strings.Contains(words, "予以批准") {
		t.Errorf("%s, %v", words, err)
	}
	for _, kind := range []letter.Kind{letter.NotAccepted, letter.Special, letter.Extension, letter.Ruling} {
		o := decided(t, village.NotAccepted, village.Paused, village.Extended, village.Refused)
		o.Item.Type = "05"
		if list, err := letter.ComposeOffice(kind, o); err != nil || strings.Contains(wordsOf(list), "行政许可法") {
			t.Errorf("%s of another kind of item names the licensing law: %v", kind, err)
		}
	}
}

// TestAPaperOfTheOfficeHasTheWholeNameOrALineForIt, and no machine's code.
func TestAPaperOfTheOfficeHasTheWholeNameOrALineForIt(t *testing.T) {
	for _, kind := range letter.OfficeKinds() {
		o := decided(t, village.SupplementAsked, village.CaseAccepted, village.NotAccepted, village.Paused, village.Extended, village.Refused, village.Delivery, village.Ended, village.Completed)
		for _, name := range []string{"欧阳秀英", ""} {
			o.Name = name
			list, err := letter.ComposeOffice(kind, o)
			if err != nil || list[0].QR != "" || strings.Contains(list[0].To, "欧阳秀英") != (name != "") || list[0].ToLine == "" {
				t.Errorf("%s to %q: %+v, %v", kind, name, list, err)
			}
		}
	}
}

// TestTheLongestPaperOfTheOfficeIsSet: nothing runs over.
func TestTheLongestPaperOfTheOfficeIsSet(t *testing.T) {
	s := setter(t)
	for _, kind := range letter.OfficeKinds() {
		o := decided(t, village.SupplementAsked, village.CaseAccepted, village.NotAccepted, village.Paused, village.Extended, village.Refused, village.Delivery, village.Ended, village.Completed)
		o.Source.Item.Name, o.From, o.Name = longest(t).Item.Name, longest(t).From, longest(t).Name
		o.Due = time.Time{}
		o.Words = map[village.CaseState]string{}
		for _, s := range o.Steps {
			o.Words[s.State] = strings.Repeat("字", 500)
		}
		list, err := letter.ComposeOffice(kind, o)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := s.PDF(&out, list...); err != nil || !bytes.HasPrefix(out.Bytes(), []byte("%PDF")) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
