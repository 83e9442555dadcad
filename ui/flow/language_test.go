package flow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func english(turn *flow.Turn) { turn.SetModes(flow.Modes{Language: turn.NextLanguage()}) }

func TestTheLanguageChangesOnEveryPageAndNothingTypedIsLost(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteForm)
	fill(t, turn) // up to the papers
	turn.Back()
	for turn.Form.At > 0 {
		turn.Back()
	}
	before := turn.Form.Question()
	english(turn)
	if turn.Route() != flow.RouteForm || turn.Form.Value() != "陈阿妹" || !turn.Notice.Consent {
		t.Fatalf("at %s with %q, consent %v", turn.Route(), turn.Form.Value(), turn.Notice.Consent)
	}
	if q := turn.Form.Question(); q.Field != before.Field || q.Ask == before.Ask || strings.ContainsFunc(q.Ask, isHan) {
		t.Errorf("it asks %q", q.Ask)
	}
	fill(t, turn)
	papers(turn)
	if label := turn.Confirm.Rows[1].Label; strings.ContainsFunc(label, isHan) {
		t.Errorf("the summary says %q", label)
	}
	rows := slices.Clone(turn.Confirm.Rows)
	english(turn) // and back
	for i, row := range turn.Confirm.Rows {
		if row.Field != rows[i].Field {
			t.Errorf("row %d was %s and is %s", i, rows[i].Field, row.Field)
		}
	}
	if label := turn.Confirm.Rows[1].Label; !strings.ContainsFunc(label, isHan) {
		t.Errorf("back in Chinese the summary says %q", label)
	}
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || m.Store.Saved() != 1 {
		t.Errorf("at %s with %d records", turn.Route(), m.Store.Saved())
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func TestARefusalIsSaidAgainInTheOtherLanguage(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteForm)
	turn.Form.Set("陈")
	turn.Form.Next()
	was := turn.Form.Problem
	english(turn)
	now := turn.Form.Problem
	if was.Text == "" || now.Text == "" || now.Field != was.Field || strings.ContainsFunc(now.Text, isHan) {
		t.Errorf("%q became %q", was.Text, now.Text)
	}
	turn.GoHome()
	turn.Home.Choose(2)
	for _, r := range "K7M49TA2" {
		turn.Progress.Type(t.Context(), string(r))
	}
	was = turn.Progress.Problem
	english(turn)
	if now := turn.Progress.Problem.Text; was.Text == "" || now == was.Text || now == "" {
		t.Errorf("%q became %q", was.Text, now)
	}
	turn = flow.NewTurn(flowtest.New().Kiosk)
	turn.Kiosk().PrintPractice = func(context.Context) (bool, error) { return false, errors.New("no paper") }
	turn.Practice.Print(t.Context())
	was = turn.Practice.Problem
	english(turn)
	if now := turn.Practice.Problem.Text; was.Text == "" || now == was.Text || now == "" {
		t.Errorf("%q became %q", was.Text, now)
	}
}

func TestACorrectionStaysOneInTheOtherLanguage(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Confirm.Correct("form.pay_mode")
	turn.Form.Choose("换账户")
	english(turn)
	if !turn.Form.Correcting() || turn.Form.Value() != "换账户" {
		t.Fatalf("correcting %v with %q", turn.Form.Correcting(), turn.Form.Value())
	}
	turn.Form.Next()
	if turn.Route() != flow.RouteConfirm {
		t.Errorf("after the correction at %s", turn.Route())
	}
}

func TestAMachineWithOneLanguageHasNoOther(t *testing.T) {
	k := flowtest.New().Kiosk
	k.Others = nil
	if next := flow.NewTurn(k).NextLanguage(); next != "" {
		t.Errorf("it would speak %q", next)
	}
}
