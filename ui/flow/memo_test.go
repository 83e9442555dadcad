package flow_test

import (
	"context"
	"strings"
	"testing"

	"bianmin/app/sound"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// memoOf is a second of speech.
func memoOf() []byte {
	return sound.Clip{Rate: 8000, Channels: 1, Samples: make([]byte, 16000)}.WAV()
}

// ears is a machine that hears; what is recorded and played waits in m.Later.
func ears(m *flowtest.Machine) (heard *context.Context) {
	heard = new(context.Context)
	m.Hold = true
	m.Kiosk.Record = func(ctx context.Context) ([]byte, error) { *heard = ctx; return memoOf(), nil }
	m.Kiosk.Listen = func(ctx context.Context, _ []byte) error { *heard = ctx; return ctx.Err() }
	return heard
}

// goOn does the work that waits.
func goOn(m *flowtest.Machine) {
	later := m.Later
	m.Later = nil
	for _, do := range later {
		do()
	}
}

func TestP9APoorRatingIsSaidInsteadOfWritten(t *testing.T) {
	m := flowtest.New()
	ears(m)
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(3)
	r := turn.Rating
	r.Choose(1)
	r.Tell(true)
	r.Speak(t.Context())
	if !r.Telling || r.Memo != flow.MemoSpeaking || r.Lacks() != "rating.lacks.speaking" {
		t.Fatalf("%q, lacks %q", r.Memo, r.Lacks())
	}
	for range 130 { // longer than nobody touches anything
		turn.Tick()
	}
	if turn.Idle.Warning || r.Spoken != 130 {
		t.Errorf("who speaks is asked whether anybody is there: %v, %d s", turn.Idle.Warning, r.Spoken)
	}
	r.Submit(t.Context())
	goOn(m)
	if r.Memo != flow.MemoThere || r.Lacks() != "" || m.Store.Saved() != 0 {
		t.Fatalf("%q, lacks %q, %d saved", r.Memo, r.Lacks(), m.Store.Saved())
	}
	r.Listen(t.Context())
	if r.Memo != flow.MemoPlaying {
		t.Errorf("played: %q", r.Memo)
	}
	goOn(m)
	r.Unsay()
	if r.Memo != flow.MemoNone || r.Lacks() != "rating.lacks.reason" {
		t.Errorf("dropped: %q, lacks %q", r.Memo, r.Lacks())
	}
	r.Speak(t.Context())
	goOn(m)
	r.Submit(t.Context())
	goOn(m)
	if !r.Sent || len(m.Store.Records) != 1 || len(m.Store.Records[0].Parts) != 1 {
		t.Fatalf("sent %v, %d records", r.Sent, len(m.Store.Records))
	}
	r.Listen(t.Context())
	if r.Memo != flow.MemoNone || len(m.Later) > 0 {
		t.Error("it can be played after it was sent")
	}
}

// TestP9NothingIsHeardAfterThePage: a recording ends with the page and the turn, and what was
// said is nobody else's.
func TestP9NothingIsHeardAfterThePage(t *testing.T) {
	for name, leave := range map[string]func(*flow.Turn){"back": func(turn *flow.Turn) { turn.Back() }, "the end": func(turn *flow.Turn) { turn.Finish() }} {
		m := flowtest.New()
		heard := make(chan context.Context, 1)
		m.Kiosk.Record = func(ctx context.Context) ([]byte, error) { heard <- ctx; return memoOf(), nil }
		m.Hold = true
		turn := flow.NewTurn(m.Kiosk)
		turn.Home.Choose(3)
		turn.Rating.Choose(1)
		turn.Rating.Speak(t.Context())
		leave(turn)
		goOn(m)
		if ctx := <-heard; ctx.Err() == nil {
			t.Errorf("%s: it is recorded on", name)
		}
		turn.GoHome()
		turn.Home.Choose(3)
		turn.Rating.Choose(1)
		if turn.Rating.Memo != flow.MemoNone || turn.Rating.Lacks() != "rating.lacks.reason" {
			t.Errorf("%s: the next person has %q", name, turn.Rating.Memo)
		}
	}
}

func TestP9AMicrophoneThatFailsLeavesTheRatingToBeWritten(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(3)
	if turn.Rating.CanSpeak() {
		t.Error("a machine without a microphone offers one")
	}
	turn.Rating.Speak(t.Context())
	if turn.Rating.Memo != flow.MemoNone {
		t.Errorf("it records: %q", turn.Rating.Memo)
	}
	turn.Kiosk().Record = func(context.Context) ([]byte, error) {
		return nil, &village.Error{Kind: village.Internal, Key: "err.microphone.silent"}
	}
	turn.Rating.Choose(1)
	turn.Rating.Speak(t.Context())
	if turn.Rating.Memo != flow.MemoNone || turn.Rating.Problem.Text == "" {
		t.Errorf("%q, %+v", turn.Rating.Memo, turn.Rating.Problem)
	}
	turn.Rating.SetText("等了很久")
	turn.Rating.Submit(t.Context())
	if !turn.Rating.Sent {
		t.Errorf("it cannot be written: %+v", turn.Rating.Problem)
	}
}

func TestBackFromThePageOnWhichOneSpeaksKeepsTheRating(t *testing.T) {
	m := flowtest.New()
	ears(m)
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(3)
	turn.Rating.Choose(1)
	turn.Rating.Tell(true)
	turn.Rating.Speak(t.Context())
	turn.Back()
	goOn(m)
	if r := turn.Rating; turn.Route() != flow.RouteRating || r.Telling || r.Grade != 1 || r.Memo != flow.MemoThere {
		t.Errorf("at %s: telling %v, grade %d, %q", turn.Route(), r.Telling, r.Grade, r.Memo)
	}
}

// TestWhatIsSaidAboutOneServiceGoesWithNoOther: a recording that ends late, in the rating of
// the next act, is dropped and ends nothing there.
func TestWhatIsSaidAboutOneServiceGoesWithNoOther(t *testing.T) {
	m := flowtest.New()
	ears(m)
	var ended error // of the recording that came last
	m.Kiosk.Record = func(ctx context.Context) ([]byte, error) { ended = ctx.Err(); return memoOf(), nil }
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(2)
	speak := func(name string) {
		turn.Progress.Rate("ABCDEFGH", "decide", name)
		turn.Rating.Choose(1)
		turn.Rating.Speak(t.Context())
	}
	speak("A")
	turn.Back()
	speak("B")
	late, next := m.Later[0], m.Later[1]
	m.Later = nil
	late()
	if r := turn.Rating; r.Memo != flow.MemoSpeaking || r.Lacks() != "rating.lacks.speaking" {
		t.Fatalf("B has what was said about A: %q, lacks %q", r.Memo, r.Lacks())
	}
	next()
	if turn.Rating.Memo != flow.MemoThere || turn.Rating.Lacks() != "" || ended != nil {
		t.Errorf("what is said about B is lost: %q, %v", turn.Rating.Memo, ended)
	}
}

// TestTheWayToWhatWasSaidPromisesNoPlaying: not every machine has a loudspeaker.
func TestTheWayToWhatWasSaidPromisesNoPlaying(t *testing.T) {
	for language, listen := range map[string]string{"zh-Hans": "听", "en": "isten"} {
		text, err := lang.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		if words := text.T("rating.voice.there"); strings.Contains(words, listen) || !strings.Contains(text.T("rating.voice.play"), listen) {
			t.Errorf("%s: %q", language, words)
		}
	}
}
