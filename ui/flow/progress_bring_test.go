package flow_test

import (
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// signedToFollow is a person at the progress of a case whose photo follows, as signed.
func signedToFollow(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m, turn := checkedPapers(t, map[string]village.MaterialState{"zp": village.Later})
	turn.Precheck.Follow(t.Context())
	turn.Tolerance.Sign(signature())
	turn.Tolerance.Next()
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	code := string(turn.Accepted.Accepted.ShortCode)
	turn.GoHome()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	return m, turn
}

func notes(p *flow.Progress) (text string) {
	for _, bring := range p.ToBring() {
		for _, note := range bring.Notes {
			text += note.Text + "\n"
		}
	}
	return text
}

// TestM3TheLastDayOfWhatFollowsIsOnThePageOnceTheCountyAccepted, counted as in the
// notice, and goes when the paper is here.
func TestM3TheLastDayOfWhatFollowsIsOnThePageOnceTheCountyAccepted(t *testing.T) {
	m, turn := signedToFollow(t)
	p := turn.Progress
	if got := notes(p); !strings.Contains(got, "受理以后，这里写明") || p.Status.MakeUpBy != "" {
		t.Errorf("before the acceptance it says %q, %q", got, p.Status.MakeUpBy)
	}
	m.Store.Steps = []village.CaseStep{{State: village.CaseAccepted, AtMS: flowtest.Monday().UnixMilli()}}
	p.Look(t.Context())
	if got := notes(p); p.Status.MakeUpBy != "2026-11-30" || !strings.Contains(got, "最迟 11月30日 星期一补齐") { // five working days
		t.Errorf("after it %q, %q", got, p.Status.MakeUpBy)
	}
	if _, sentence, _ := p.Decided(); !strings.Contains(sentence, "最迟 11月30日 星期一补齐") {
		t.Errorf("the first sentence is %q", sentence)
	}
	p.FollowUp(village.MakeUp)
	turn.FollowUp.Papers.Choose("zp", village.Original)
	turn.FollowUp.Submit(t.Context())
	status, err := m.Kiosk.Status(t.Context(), string(turn.FollowUp.Handed.ShortCode))
	if err != nil || status.MakeUpBy != "" {
		t.Errorf("with the paper here the last day is %q, %v", status.MakeUpBy, err)
	}
}

// TestM3PageAndVoiceSendAPersonToTheSameButton: nobody is sent to the staff with papers for
// which the page has a button.
func TestM3PageAndVoiceSendAPersonToTheSameButton(t *testing.T) {
	for _, tt := range []struct{ name, want string }{{"what was to follow", "按下面的“补交说好以后补的”"}, {"what the county asked for", "按下面的“补交材料”"}} {
		m, turn := signedToFollow(t)
		if strings.Contains(tt.want, "补交材料") {
			m.Store.Steps = []village.CaseStep{{State: village.SupplementAsked, AtMS: flowtest.Monday().UnixMilli(), Materials: []string{"zp"}}}
			turn.Progress.Look(t.Context())
		}
		said := ""
		for _, phrase := range turn.Aloud() {
			said += phrase.Text + "\n"
		}
		for _, words := range []string{notes(turn.Progress), said} {
			if !strings.Contains(words, tt.want) || strings.Contains(words, "交给工作人员") {
				t.Errorf("%s: %s", tt.name, words)
			}
		}
	}
}
