package flow_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// staffed is a machine at which B-1 may help with 830274; said is what it was asked.
type staffed struct {
	*flowtest.Machine
	turn  *flow.Turn
	said  []string
	ended error // why the county has ended the help
}

const badge = "BMT1:badge of B-1"

func newStaffed() *staffed {
	m := flowtest.New()
	return staff(m, flow.NewTurn(m.Kiosk))
}

// staff lets B-1 help at a machine.
func staff(m *flowtest.Machine, turn *flow.Turn) *staffed {
	s := &staffed{Machine: m, turn: turn}
	k := s.turn.Kiosk()
	k.Badge = func(text string) (bool, error) {
		if text == "BMT1:badge of another village" {
			return true, &village.Error{Kind: village.Denied, Field: "badge", Key: "err.helper.place"}
		}
		return text == badge || text == "BMT1:another", nil
	}
	k.SignIn = func(_ context.Context, _, pin string) (string, error) {
		if pin != "830274" {
			return "", village.Refuse("pin", "err.pin.wrong")
		}
		s.said = append(s.said, "in")
		return "B-1", nil
	}
	k.SignOut = func() error { s.said = append(s.said, "out"); return nil }
	k.Helps = func() error { return s.ended }
	k.Look = func(_ context.Context, code string, why village.AuditDetail) error {
		s.said = append(s.said, "look "+code+" "+string(why))
		return nil
	}
	return s
}

func (s *staffed) signIn(t *testing.T) {
	t.Helper()
	s.turn.Scanned(t.Context(), badge)
	s.pin(t, "830274")
	if s.turn.Helper.Acting() != "B-1" {
		t.Fatalf("%+v", s.turn.Helper)
	}
}

func (s *staffed) pin(t *testing.T, digits string) {
	t.Helper()
	for _, d := range digits {
		s.turn.Helper.Insert(string(d))
	}
	s.turn.Helper.Try(t.Context())
}

// TestAHelperTakesOverAndHandsBackWithoutLosingThePage: what is typed and where the
// person stands is the same before, during and after.
func TestAHelperTakesOverAndHandsBackWithoutLosingThePage(t *testing.T) {
	s := newStaffed()
	toForm(s.turn)
	s.turn.Form.Set("陈阿妹")
	s.turn.Form.Next()
	s.turn.Form.Set("4452211944")
	same := func(when string) {
		t.Helper()
		if s.turn.Route() != flow.RouteForm || s.turn.Form.At != 1 || s.turn.Form.Value() != "4452211944" {
			t.Errorf("%s: %s, question %d, %q", when, s.turn.Route(), s.turn.Form.At, s.turn.Form.Value())
		}
	}
	s.turn.Scanned(t.Context(), badge)
	s.pin(t, "111222")
	if !s.turn.Helper.Open || s.turn.Helper.Problem.Text == "" || s.turn.Helper.Acting() != "" {
		t.Errorf("a wrong PIN: %+v", s.turn.Helper)
	}
	s.pin(t, "830274")
	same("taken over")
	s.turn.Helper.HandOver()
	if s.turn.Helper.Acting() != "" || s.turn.Helper.Badge != "B-1" {
		t.Error("a machine that was handed over still helps")
	}
	same("handed over")
	s.turn.Scanned(t.Context(), badge)
	if s.turn.Helper.Acting() != "B-1" || s.turn.Helper.Open {
		t.Error("the badge does not take the machine back")
	}
	same("taken back")
	s.turn.Helper.SignOut()
	if s.turn.Helper.Badge != "" || !slices.Equal(s.said, []string{"in", "out"}) {
		t.Errorf("signed out: %+v, %q", s.turn.Helper, s.said)
	}
	same("signed out")
	s.turn.Scanned(t.Context(), badge)
	if !s.turn.Helper.Open {
		t.Error("the badge of who has signed out asks for no PIN")
	}
}

func TestABadgeOfAnotherVillageIsRefusedBeforeItsPIN(t *testing.T) {
	s := newStaffed()
	s.turn.Scanned(t.Context(), "BMT1:badge of another village")
	if h := s.turn.Helper; !h.Open || h.Problem.Text != h.T("err.helper.place") || s.turn.Route() != flow.RouteHome {
		t.Errorf("%+v", h)
	}
}

func TestAHelperWhoHasGoneIsSignedOut(t *testing.T) {
	for name, tt := range map[string]struct {
		leave func(*staffed)
		gone  time.Duration
	}{
		"at the home page":          {func(*staffed) {}, flow.IdleAfter + flow.IdleWarning},
		"in the middle of a form":   {func(s *staffed) { toForm(s.turn) }, flow.IdleAfter + flow.IdleWarning},
		"who has handed it over":    {func(s *staffed) { s.turn.Helper.HandOver() }, flow.HandedFor},
		"whom the county has ended": {func(s *staffed) { s.ended = &village.Error{Kind: village.Denied, Key: "err.helper.revoked"} }, 0},
	} {
		s := newStaffed()
		s.signIn(t)
		tt.leave(s)
		if tt.gone > 0 {
			s.At = s.At.Add(tt.gone - time.Second)
			s.turn.Tick()
			if s.turn.Helper.Badge == "" {
				t.Errorf("%s: signed out too soon", name)
			}
			s.At = s.At.Add(time.Second)
		}
		s.turn.Tick()
		if s.turn.Helper.Badge != "" || !slices.Contains(s.said, "out") {
			t.Errorf("%s: still signed in", name)
		}
		if s.ended != nil && s.turn.Helper.Problem.Text != s.turn.Helper.T("err.helper.revoked") {
			t.Errorf("%s: it is not said why: %+v", name, s.turn.Helper.Problem)
		}
	}
}

func TestWhoHelpsIsSealedIntoTheCaseAndWhoHandsOverIsNot(t *testing.T) {
	s := newStaffed()
	s.signIn(t)
	toForm(s.turn)
	if got := s.turn.Confirm.Application().Helper; got != "B-1" {
		t.Errorf("helped by %q", got)
	}
	s.turn.Helper.HandOver()
	if got := s.turn.Confirm.Application().Helper; got != "" {
		t.Errorf("handed over, and helped by %q", got)
	}
}

// TestAHelperSaysWhyBeforeAReceiptIsShown, and a person does not.
func TestAHelperSaysWhyBeforeAReceiptIsShown(t *testing.T) {
	s := newStaffed()
	s.signIn(t)
	s.turn.Home.Choose(2)
	p := s.turn.Progress
	for _, key := range "K7M3X9RT" {
		p.Type(t.Context(), string(key))
	}
	if !p.Asking || p.Found || p.Problem.Text != "" {
		t.Fatalf("no reason is asked: %+v", p)
	}
	p.Because(t.Context(), village.LookReprint)
	if p.Asking || !slices.Contains(s.said, "look K7M3X9RT reprint") {
		t.Errorf("the machine was told %q", s.said)
	}
	s.turn.Kiosk().Look = func(context.Context, string, village.AuditDetail) error { return errors.New("no room") }
	p.Again()
	for _, key := range "K7M3X9RT" {
		p.Type(t.Context(), string(key))
	}
	p.Because(t.Context(), village.LookProgress)
	if p.Found || p.Problem.Text == "" {
		t.Error("a look that could not be written down was allowed")
	}
	s.turn.Helper.HandOver()
	p.Again()
	for _, key := range "K7M3X9RT" {
		p.Type(t.Context(), string(key))
	}
	if p.Asking {
		t.Error("a person is asked why")
	}
}

func TestNobodyRatesHisOwnHelp(t *testing.T) {
	s := newStaffed()
	s.signIn(t)
	s.turn.Home.Choose(3)
	if s.turn.Route() != flow.RouteRating || s.turn.Helper.Acting() != "" || !s.turn.Helper.Handed {
		t.Errorf("at %s: %+v", s.turn.Route(), s.turn.Helper)
	}
}

// TestOnlyTheBadgeThatHandedOverTakesTheMachineBack: another valid one, held under the
// scanner again and again, asks for its PIN each time.
func TestOnlyTheBadgeThatHandedOverTakesTheMachineBack(t *testing.T) {
	s := newStaffed()
	s.signIn(t)
	s.turn.Helper.HandOver()
	for range 3 {
		s.turn.Scanned(t.Context(), "BMT1:another")
		if h := s.turn.Helper; h.Acting() != "" || !h.Open {
			t.Fatalf("another badge: acting %q, open %t", h.Acting(), h.Open)
		}
	}
	s.turn.Helper.Close()
	s.turn.Scanned(t.Context(), badge)
	if s.turn.Helper.Acting() != "B-1" {
		t.Error("its own badge does not take it back")
	}
}
