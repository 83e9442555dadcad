package flow_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// reader is a card reader whose answer a test changes.
type reader struct {
	card  flow.Card
	err   error
	asked int
	last  context.Context // of the last wait
}

func (r *reader) read(ctx context.Context) (flow.Card, error) {
	r.asked++
	r.last = ctx
	return r.card, r.err
}

// withCard is a kiosk at the first question of the form, with a card on the reader.
func withCard(t *testing.T, r *reader) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m := flowtest.New()
	m.Kiosk.ReadCard = r.read
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteForm)
	return m, turn
}

func someCard() flow.Card {
	return flow.Card{Type: village.IDResident, Name: "陈𬱖妹", Number: flowtest.ValidID, Until: time.Date(2036, 1, 1, 0, 0, 0, 0, village.Zone)}
}

func TestACardAnswersNameAndNumberAndIsMarked(t *testing.T) {
	_, turn := withCard(t, &reader{card: someCard()})
	if turn.Form.Value() != "陈𬱖妹" || turn.Form.Card.State != flow.CardTaken {
		t.Fatalf("%q, %+v", turn.Form.Value(), turn.Form.Card)
	}
	turn.Form.Next()
	if turn.Form.Value() != flowtest.ValidID || !strings.Contains(turn.Form.CardWords(), "2036年1月1日") {
		t.Errorf("%q, %q", turn.Form.Value(), turn.Form.CardWords())
	}
	turn.Form.Next()
	if turn.Form.Question().Field != flow.FieldPhone || turn.Form.CardWords() != "" {
		t.Errorf("at %s: %q", turn.Form.Question().Field, turn.Form.CardWords())
	}
	if a := turn.Confirm.Application().Applicant; !a.ByCard {
		t.Errorf("handed in unmarked: %+v", a)
	}
}

func TestWhatIsTypedOverACardIsNotMarked(t *testing.T) {
	r := &reader{card: someCard()}
	_, turn := withCard(t, r)
	turn.Form.Set("陈阿妹")
	if turn.Form.Card.State == flow.CardTaken || turn.Confirm.Application().Applicant.ByCard {
		t.Error("the mark stayed")
	}
	asked := r.asked
	turn.Tick()
	if turn.Form.Value() != "陈阿妹" || r.asked != asked {
		t.Errorf("the card was read over what was typed: %q", turn.Form.Value())
	}
	turn.Form.Set("")
	turn.Tick()
	if turn.Form.Value() != "陈𬱖妹" {
		t.Error("an emptied answer is not read again")
	}
}

func TestAnExpiredCardIsSaidAndNotTaken(t *testing.T) {
	r := &reader{card: someCard()}
	r.card.Until = flowtest.Monday().AddDate(0, 0, -1)
	_, turn := withCard(t, r)
	if turn.Form.Value() != "" || turn.Form.CardWords() != "证件已于 2026年11月22日 过期，请打字" {
		t.Errorf("%q: %q", turn.Form.Value(), turn.Form.CardWords())
	}
	r.card.Until = flowtest.Monday().Truncate(24 * time.Hour)
	turn.Tick()
	if turn.Form.Value() == "" {
		t.Error("a card is good on its last day")
	}
}

func TestAWrongNumberOnACardIsNotTaken(t *testing.T) {
	r := &reader{card: someCard()}
	r.card.Number = "445221194403120022"
	if _, turn := withCard(t, r); turn.Form.Value() != "" || turn.Form.Card.State != flow.CardTrouble {
		t.Errorf("%q, %+v", turn.Form.Value(), turn.Form.Card)
	}
}

func TestAReaderThatComesBackWorks(t *testing.T) {
	r := &reader{err: &village.Error{Kind: village.Internal, Key: "err.card.reader"}}
	_, turn := withCard(t, r)
	if turn.Form.Card.State != flow.CardTrouble {
		t.Errorf("%+v", turn.Form.Card)
	}
	r.card, r.err = someCard(), nil
	turn.Tick()
	if turn.Form.Card.State != flow.CardTaken {
		t.Errorf("%+v", turn.Form.Card)
	}
}

func TestNoCardIsReadForTheNextPerson(t *testing.T) {
	r := &reader{card: someCard()}
	m := flowtest.New()
	m.Kiosk.ReadCard, m.Hold = r.read, true
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteForm)
	turn.GoHome() // before the card is read
	m.Release()
	if a := turn.Confirm.Application().Applicant; a.Name != "" || a.ID != "" {
		t.Errorf("the next person finds %+v", a)
	}
	if r.last.Err() == nil {
		t.Error("a card is still waited for")
	}
}

func TestOnlyQuestionsThatACardAnswersWaitForOne(t *testing.T) {
	r := &reader{err: village.Refuse("card", "err.card.again")}
	_, turn := withCard(t, r)
	turn.Form.Set("陈阿妹")
	turn.Form.Next()
	turn.Form.OtherDocument()
	turn.Form.Choose(string(village.IDPassport))
	asked := r.asked
	turn.Tick()
	if r.asked != asked || turn.Form.CardWords() != "" {
		t.Errorf("a passport is waited for: %q", turn.Form.CardWords())
	}
}

func TestAForeignersCardAsksForItsNumber(t *testing.T) {
	r := &reader{card: flow.Card{Type: village.IDForeignPRC, Name: "玛丽亚", Number: "911124198108030024"}}
	_, turn := withCard(t, r)
	turn.Form.Next()
	if q := turn.Form.Question(); q.Type != village.FieldText || turn.Form.Value() != "911124198108030024" {
		t.Errorf("asked as %s with %q", q.Type, turn.Form.Value())
	}
	if a := turn.Confirm.Application().Applicant; a.IDType != village.IDForeignPRC || !a.ByCard {
		t.Errorf("%+v", a)
	}
}

// TestAWaitingReaderKeepsNobodyHere: a page that is drawn counts as touched.
func TestAWaitingReaderKeepsNobodyHere(t *testing.T) {
	r := &reader{err: village.Refuse("card", "err.card.again")}
	_, turn := withCard(t, r)
	drawn := 0
	turn.Form.Changed = func() { drawn++ }
	for range 5 {
		turn.Tick()
	}
	if drawn != 0 {
		t.Errorf("drawn %d times for the same trouble", drawn)
	}
}

func TestAFileCannotClaimACard(t *testing.T) {
	var a desk.Application
	if err := village.DecodeJSON([]byte(`{"applicant":{"by_card":true}}`), &a); err == nil && a.Applicant.ByCard {
		t.Error("believed")
	}
}

func TestTheReaderSpeaksTheOtherLanguageToo(t *testing.T) {
	_, turn := withCard(t, &reader{err: village.Refuse("", "err.idcard.moved")})
	was := turn.Form.Card
	english(turn)
	if now := turn.Form.Card; was.Words == "" || now.Words == was.Words || now.State != was.State {
		t.Errorf("%q became %q", was.Words, now.Words)
	}
}

// TestTheDayOfACardThatIsOverGoesWithItsPaper: who types the number after the reader refused
// the card does not bring a good one; the day of somebody else's card says nothing.
func TestTheDayOfACardThatIsOverGoesWithItsPaper(t *testing.T) {
	for number, want := range map[string]village.Day{flowtest.ValidID: "2026-11-22", "445221197003120026": ""} {
		r := &reader{card: someCard()}
		r.card.Until = flowtest.Monday().AddDate(0, 0, -1)
		m := flowtest.New()
		m.Kiosk.ReadCard = r.read
		turn := flow.NewTurn(m.Kiosk)
		item, _ := flowtest.Item(flowtest.Allowance)
		item.Materials = slices.Clone(item.Materials)
		code := ""
		for i := range item.Materials {
			if item.Materials[i].ReplacedBy == "居民身份证" {
				item.Materials[i].Dated, code = true, item.Materials[i].Code
			}
		}
		turn.Home.Choose(1)
		turn.Search.Chosen(item)
		turn.Guide.Start()
		turn.Notice.Agree()
		answers := forAnother()
		answers[flow.FieldID] = number
		answerAs(turn, answers, "")
		turn.Materials.Choose(code, village.Original)
		at := slices.IndexFunc(turn.Confirm.Application().Materials, func(m desk.MaterialInput) bool { return m.Code == code })
		if at < 0 {
			t.Fatalf("%s is not among the papers, at %s", code, turn.Route())
		}
		if got := turn.Confirm.Application().Materials[at].ValidUntil; got != want {
			t.Errorf("of %s its day is %q, want %q", number, got, want)
		}
	}
}
