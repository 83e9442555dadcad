package flow_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// digestOfNotice is the sum of all words of the notice in both languages.
func digestOfNotice(t *testing.T) string {
	t.Helper()
	sum := sha256.New()
	for _, language := range []string{"zh-Hans", "en"} {
		text, err := lang.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range text.Keys() {
			if strings.HasPrefix(key, "notice.") {
				sum.Write([]byte(key + "\x00" + text.T(key) + "\x00"))
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// What is stored with a consent is the version alone, so one version must not
// stand for two wordings.
func TestOtherWordsOfTheNoticeAreAnotherVersion(t *testing.T) {
	const version, digest = "v4", "53656c786f52499c"
	got := digestOfNotice(t)
	if desk.NoticeVersion == version && got != digest {
		t.Errorf("the words of the notice have changed to %s: raise desk.NoticeVersion and note both here", got)
	}
	if desk.NoticeVersion != version && got == digest {
		t.Errorf("%s has the words of %s", desk.NoticeVersion, version)
	}
	if desk.NoticeVersion != version {
		t.Errorf("note %s with %s here", desk.NoticeVersion, got)
	}
}

func TestTheNoticePromisesTheDaysThatThePapersStay(t *testing.T) {
	for _, text := range []string{"notice.keep.text", "notice.full.keep.text"} {
		words := flowtest.New().Kiosk.Text.T(text)
		if days := strconv.Itoa(village.MaxRetentionDays) + " 天"; !strings.Contains(words, days) {
			t.Errorf("%s does not say %q: %s", text, days, words)
		}
	}
	minutes := strconv.Itoa(int(desk.RecoverFor.Minutes())) + " 分钟"
	if words := flowtest.New().Kiosk.Text.T("notice.full.keep.text"); !strings.Contains(words, minutes) {
		t.Errorf("a crash keeps a turn for %s: %s", minutes, words)
	}
}

// atNotice is a person who is told what becomes of the answers.
func atNotice(m *flowtest.Machine) *flow.Turn {
	turn := flow.NewTurn(m.Kiosk)
	item, _ := flowtest.Item(flowtest.Allowance)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	return turn
}

func TestTheFullNoticeIsOneTouchAwayAndNamesWhoAndWhatAndWhy(t *testing.T) {
	turn := atNotice(flowtest.New())
	n := turn.Notice
	if n.Full {
		t.Fatal("the long text comes first")
	}
	n.Show(true)
	var all strings.Builder
	for _, told := range n.Told() {
		all.WriteString(told.Text)
	}
	centre := turn.Kiosk().Centre()
	for _, words := range []string{n.Item.Name, n.Item.Department, centre.Name, centre.Phone, "更正", "监护人"} {
		if words == "" || !strings.Contains(all.String(), words) {
			t.Errorf("the full text does not say %q", words)
		}
	}
	turn.Back()
	if turn.Route() != flow.RouteNotice || n.Full {
		t.Fatalf("back leads to %s, full %t", turn.Route(), n.Full)
	}
	n.Show(true)
	n.Agree()
	if turn.Back(); turn.Route() != flow.RouteNotice || n.Full || !n.Consent {
		t.Errorf("at %s, full %t, consent %t", turn.Route(), n.Full, n.Consent)
	}
}

func TestWithoutAUnitOrAPhoneTheNoticeStillSaysWhomToAsk(t *testing.T) {
	turn := atNotice(flowtest.New())
	centre := turn.Kiosk().Centre()
	centre.Phone, turn.Notice.Item.Department = "", ""
	turn.Kiosk().Centre = func() flow.Centre { return centre }
	turn.Notice.Show(true)
	words := turn.Notice.Told()[0].Text
	if !strings.Contains(words, "区里的承办单位") || !strings.Contains(words, "叫人") || strings.Contains(words, "打 ") {
		t.Error(words)
	}
}

// Who said yes, typed, went back and says no wants nothing kept.
func TestRefusingTakesBackWhatWasTypedUnderAnEarlierConsent(t *testing.T) {
	m := flowtest.New()
	turn := halfway(t, m)
	turn.Tick()
	if kept(t, m) == 0 {
		t.Fatal("no draft was kept: the test proves nothing")
	}
	for turn.Route() != flow.RouteNotice {
		turn.Back()
	}
	turn.Notice.Show(true)
	turn.Notice.Refuse()
	if turn.Route() != flow.RouteGuide || turn.Notice.Consent {
		t.Fatalf("at %s, consent %t", turn.Route(), turn.Notice.Consent)
	}
	turn.Tick()
	if n := kept(t, m); n != 0 {
		t.Errorf("the machine still keeps %d drafts", n)
	}
	turn.Guide.Start()
	turn.Notice.Agree()
	wantNothingPersonal(t, turn)
	if turn.Form.Value() != "" {
		t.Errorf("the form still says %q", turn.Form.Value())
	}
}
