package flow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// typed is what the person of these tests fills in; it stands in no text of the
// kiosk.
func typed() map[string]string {
	return map[string]string{
		flow.FieldName: "瞿鹭鸶", flow.FieldID: flowtest.ValidID, flow.FieldPhone: "13877776666",
		flow.FieldAddress: "鹧鸪巷九十九号", "form.bank_account": "6230580000005791", "form.witness_name": "瞿鹩哥",
		"form.home_division": "445203104202", "form.pay_mode": "首次申领",
		"form.text": "鸬鹚埠", "form.id": flowtest.ValidID, "form.phone": "13877776666", "form.date": "19440312",
		"form.division": "445203104202", "form.choice": "残疾", "form.bool": "yes", "form.number": "73",
		"form.money": "8642.57", "form.bank": "6230580000005791", "form.list": "瞿鸳\n瞿鸯",
	}
}

// markers are the parts of it that give somebody away.
func markers() []string {
	return []string{"瞿", "鹧", "鸬", flowtest.ValidID[:6], flowtest.ValidID[14:], "13877776666", "7777", "6230", "5791", "8642", "1944"}
}

// heard is one page as it was read.
type heard struct {
	page     string
	title    string
	next     string // the beginning of the key that says what to do
	phrases  []flow.Phrase
	personal bool
}

// listener collects what every page says on the way.
type listener struct {
	t     *testing.T
	turn  *flow.Turn
	pages []heard
}

func (l *listener) hear(name, title, next string) {
	l.pages = append(l.pages, heard{
		page: name, title: l.turn.Kiosk().Text.T(title), next: next, phrases: l.turn.Aloud(), personal: len(l.turn.Own()) > 0,
	})
}

// fill answers the questions of the form, hearing each before and after.
func (l *listener) fill() {
	form := l.turn.Form
	for range form.Count() {
		q := form.Question()
		l.hear("form "+q.Field, "form.title", "voice.next.form.")
		form.Next() // what is missing or wrong is read too
		if l.turn.Route() != flow.RouteForm {
			return
		}
		l.hear("form empty "+q.Field, "form.title", "voice.next.form.")
		if form.Question().Field != q.Field { // it may stay empty
			l.turn.Back()
		}
		form.Set(typed()[q.Field])
		l.hear("form filled "+q.Field, "form.title", "voice.next.form.")
		form.Next()
		if l.turn.Route() != flow.RouteForm {
			return
		}
	}
}

// walk goes through every page with everything filled in.
func walk(t *testing.T, code village.ItemCode) []heard {
	t.Helper()
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	l := &listener{t: t, turn: turn}
	l.hear("home", "home.kind", "voice.next.home")
	turn.Home.Choose(1)
	l.hear("search", "search.title", "voice.next.search")
	turn.Search.SetQuery("瞿")
	l.hear("search nothing", "search.title", "search.none.note")
	item, _ := flowtest.Item(code)
	turn.Search.Chosen(item)
	l.hear("guide", "guide.title", "voice.next.guide")
	turn.Guide.Start()
	l.hear("notice", "notice.title", "voice.next.notice")
	turn.Notice.Agree()
	l.fill()
	turn.Back()
	l.hear("form again", "form.title", "voice.next.form.")
	turn.Form.Next()
	l.hear("materials", "materials.title", "voice.next.materials")
	for _, row := range turn.Materials.Rows {
		turn.Materials.Choose(row.Material.Code, village.Later)
	}
	l.hear("materials chosen", "materials.title", "voice.next.materials")
	turn.Materials.Next()
	if turn.Route() == flow.RoutePrecheck {
		l.hear("precheck", "precheck.title", "voice.next.precheck")
		turn.Precheck.Next()
	}
	l.handIn(t, m)
	return l.pages
}

func (l *listener) handIn(t *testing.T, m *flowtest.Machine) {
	turn := l.turn
	l.hear("confirm", "confirm.title", "voice.next.s")
	if turn.Confirm.Signs {
		turn.Confirm.Sign(signature())
	}
	l.hear("confirm signed", "confirm.title", "voice.next.submit")
	m.Store.Err = errors.New("disk")
	turn.Confirm.Submit(t.Context())
	l.hear("confirm failed", "confirm.title", "voice.next.submit")
	m.Store.Err = nil
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
	}
	l.hear("accepted", "accepted.title", "voice.next.accepted")
	code := turn.Accepted.Accepted.ShortCode
	turn.Accepted.RateIt()
	l.rate(t)
	turn.GoHome()
	turn.Home.Choose(2)
	l.hear("progress", "progress.title", "voice.next.progress")
	for _, r := range string(code) {
		turn.Progress.Type(t.Context(), string(r))
	}
	l.hear("progress found", "progress.title", "voice.next.progress.found")
}

func (l *listener) rate(t *testing.T) {
	l.hear("rating", "rating.title", "voice.next.rating.grade")
	l.turn.Rating.Choose(5)
	l.hear("rating good", "rating.title", "voice.next.rating.send")
	l.turn.Rating.Choose(1)
	l.hear("rating poor", "rating.title", "voice.next.rating.reason")
	l.turn.Rating.SetText("瞿鹭鸶说等了很久")
	l.hear("rating written", "rating.title", "voice.next.rating.send")
	l.turn.Rating.Submit(t.Context())
	l.hear("rating sent", "rating.title", "voice.next.rating.done")
}

// walkAway leaves with a code and comes back.
func walkAway(t *testing.T) []heard {
	t.Helper()
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	l := &listener{t: t, turn: turn}
	toForm(turn)
	answer(turn.Form, "瞿鹭鸶", flowtest.ValidID)
	turn.LeaveForNow()
	l.hear("leave", "leave.title", "voice.next.leave")
	turn.Leave.Keep(t.Context())
	l.hear("leave gone", "leave.title", "voice.next.leave.gone")
	code := string(turn.Leave.Left.Code)
	turn.GoHome()
	l.hear("home with a draft", "home.kind", "voice.next.home")
	turn.Home.Resume()
	l.hear("resume code", "resume.title", "voice.next.resume")
	for _, r := range code {
		turn.Resume.Insert(string(r))
	}
	turn.Resume.Next()
	l.hear("resume number", "resume.title", "voice.next.resume")
	turn.Resume.Insert("9")
	l.hear("resume typed", "resume.title", "voice.next.resume")
	return l.pages
}

// callTheHotline looks at what 12345 takes and what it does not.
func callTheHotline(t *testing.T) []heard {
	t.Helper()
	turn := flow.NewTurn(flowtest.New().Kiosk)
	l := &listener{t: t, turn: turn}
	turn.Home.Choose(4)
	l.hear("hotline", "hotline.title", "voice.next.hotline")
	turn.Hotline.Show(true)
	l.hear("hotline doors", "hotline.title", "voice.next.hotline.doors")
	turn.GoHome()
	turn.Home.Choose(5)
	l.hear("booking", "booking.title", "voice.next.booking")
	return l.pages
}

// toForm walks to the first question.
func toForm(turn *flow.Turn) {
	item, _ := flowtest.Item(flowtest.Allowance)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
}

// answer answers the questions from here on.
func answer(form *flow.Form, values ...string) {
	for _, value := range values {
		form.Set(value)
		form.Next()
	}
}

func everyPage(t *testing.T) []heard {
	t.Helper()
	var pages []heard
	for _, code := range []village.ItemCode{flowtest.Allowance, flowtest.Everything, flowtest.Longest, flowtest.Plain} {
		pages = append(pages, walk(t, code)...)
	}
	return slices.Concat(pages, walkAway(t), callTheHotline(t), followUps(t))
}

func said(phrases []flow.Phrase) string {
	var words []string
	for _, p := range phrases {
		words = append(words, p.Text)
	}
	return strings.Join(words, "\n")
}

func TestEveryPageIsReadWithItsTitleAndWhatToDoNext(t *testing.T) {
	for _, h := range everyPage(t) {
		if !strings.HasPrefix(said(h.phrases), h.title) {
			t.Errorf("%s does not begin with %s: %s", h.page, h.title, said(h.phrases))
		}
		if last := h.phrases[len(h.phrases)-1].Key; !strings.HasPrefix(last, h.next) {
			t.Errorf("%s ends with %q, not with %s…", h.page, last, h.next)
		}
	}
}

func TestNothingFilledInIsReadUnasked(t *testing.T) {
	filled := 0
	for _, h := range everyPage(t) {
		if h.personal {
			filled++
		}
		for _, mark := range markers() {
			if words := said(h.phrases); strings.Contains(words, mark) {
				t.Errorf("%s says %s: %s", h.page, mark, words)
			}
		}
	}
	if filled < 20 {
		t.Errorf("only %d pages had anything filled in: the walk proves nothing", filled)
	}
}

func TestEveryPhraseWithAClipIsInTheList(t *testing.T) {
	text := flowtest.New().Kiosk.Text
	keys := flow.ClipKeys()
	for _, key := range keys {
		if !text.Has(key) || strings.Contains(text.T(key), "{") {
			t.Errorf("%s cannot be recorded: %s", key, text.T(key))
		}
	}
	met := map[string]bool{}
	for _, h := range everyPage(t) {
		for _, p := range h.phrases {
			met[p.Key] = true
			if p.Key != "" && !slices.Contains(keys, p.Key) {
				t.Errorf("%s says %s, which is not in the list", h.page, p.Key)
			}
		}
	}
	if !slices.IsSorted(keys) || len(met) < len(keys)/2 {
		t.Errorf("%d of %d keys were met", len(met), len(keys))
	}
}

// busy is a machine that goes on speaking until it is stopped.
func busy(t *testing.T) (*flow.Turn, *int, func()) {
	t.Helper()
	m := flowtest.New()
	stopped := new(int)
	m.Hold = true
	m.Kiosk.Say = func(ctx context.Context, _ string, _ []flow.Phrase) error {
		if ctx.Err() != nil {
			*stopped++
		}
		return ctx.Err()
	}
	return flow.NewTurn(m.Kiosk), stopped, m.Release
}

func TestLeavingAPageStopsTheVoice(t *testing.T) {
	for name, leave := range map[string]func(*flow.Turn){
		"another page":     func(turn *flow.Turn) { turn.Home.Choose(1) },
		"a second press":   func(turn *flow.Turn) { turn.Reading.Press(t.Context()) },
		"home":             func(turn *flow.Turn) { turn.Finish() },
		"a call for staff": func(turn *flow.Turn) { turn.Calling.Call(t.Context()) },
		"another language": func(turn *flow.Turn) { turn.SetModes(flow.Modes{Language: "en"}) },
	} {
		turn, stopped, release := busy(t)
		turn.Reading.Press(t.Context())
		if turn.Reading.State != flow.ReadingAloud {
			t.Fatalf("%s: 朗读 is %q", name, turn.Reading.State)
		}
		leave(turn)
		if turn.Reading.State != flow.ReadingQuiet {
			t.Errorf("%s: 朗读 is %q", name, turn.Reading.State)
		}
		release()
		if *stopped != 1 || turn.Reading.State != flow.ReadingQuiet {
			t.Errorf("%s: stopped %d times, then %q", name, *stopped, turn.Reading.State)
		}
	}
}

func TestTheNextQuestionStopsTheVoice(t *testing.T) {
	turn, stopped, release := busy(t)
	toForm(turn)
	turn.Form.Set("瞿鹭鸶")
	turn.Reading.Press(t.Context())
	turn.Form.Next()
	release()
	if *stopped != 1 || turn.Reading.State != flow.ReadingQuiet {
		t.Errorf("stopped %d times, then %q", *stopped, turn.Reading.State)
	}
}

func TestWhatIsFilledInIsReadOnAPressOfItsOwn(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	toForm(turn)
	turn.Form.Set("瞿鹭鸶")
	turn.Reading.Press(t.Context())
	if turn.Reading.State != flow.ReadingOffered || strings.Contains(said(m.Said), "瞿") {
		t.Fatalf("after the page: %q, said %s", turn.Reading.State, said(m.Said))
	}
	m.Said = nil
	turn.Reading.Press(t.Context())
	if words := said(m.Said); words != "姓名\n瞿鹭鸶" || turn.Reading.State != flow.ReadingQuiet {
		t.Errorf("on asking: %q, then %q", words, turn.Reading.State)
	}
}

func TestAMaskedNumberIsReadAsFarAsItIsShown(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	toForm(turn)
	answer(turn.Form, "瞿鹭鸶")
	turn.Form.Set(flowtest.ValidID)
	if own := turn.Own(); len(own) != 2 || own[1].Text != flowtest.ValidID[14:] || !own[1].Spell {
		t.Errorf("masked: %+v", own)
	}
	turn.Form.Show(true)
	if own := turn.Own(); len(own) != 2 || own[1].Text != flowtest.ValidID || !own[1].Spell {
		t.Errorf("shown: %+v", own)
	}
}

func TestAVoiceThatFailsSaysSoAndTheNextPressTriesAgain(t *testing.T) {
	m := flowtest.New()
	m.Mute = errors.New("no card")
	turn := flow.NewTurn(m.Kiosk)
	turn.Reading.Press(t.Context())
	if turn.Reading.State != flow.ReadingFailed {
		t.Errorf("after a failure: %q", turn.Reading.State)
	}
	m.Mute = nil
	turn.Reading.Press(t.Context())
	if turn.Reading.State != flow.ReadingQuiet {
		t.Errorf("after another press: %q", turn.Reading.State)
	}
}
