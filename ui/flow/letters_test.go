package flow_test

import (
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// atLetters is a machine with a printer for A4 at the page of letters.
func atLetters(t *testing.T) (*flowtest.Machine, *flow.Turn, *flowtest.Office) {
	t.Helper()
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	o := flowtest.PlugOffice(turn, "receipt", "acceptance")
	at(t, turn, flow.RouteAccepted)
	turn.Accepted.PrintA4(t.Context())
	if turn.Route() != flow.RouteLetters || len(turn.Letters.List) != 2 {
		t.Fatalf("at %s with %+v", turn.Route(), turn.Letters.List)
	}
	return m, turn, o
}

// TestNobodyClaimsThatALetterCameOut: the printer's word is not enough, a person is
// asked, and whoever has no paper gets another one.
func TestNobodyClaimsThatALetterCameOut(t *testing.T) {
	_, turn, o := atLetters(t)
	l := turn.Letters
	l.Print(t.Context(), "acceptance")
	if l.Asked != "acceptance" || l.State(l.List[1]) != l.T("letters.asked") {
		t.Fatalf("asked %q: %s", l.Asked, l.State(l.List[1]))
	}
	l.Print(t.Context(), "receipt") // first the answer
	l.Came(t.Context(), false)
	if l.Asked != "acceptance" || o.Printed["acceptance"] != 2 || o.Printed["receipt"] != 0 {
		t.Fatalf("asked %q, printed %v", l.Asked, o.Printed)
	}
	l.Came(t.Context(), true)
	l.Came(t.Context(), true) // nobody is asked any more
	if !slices.Equal(o.Came, []bool{false, true}) || l.Busy() || l.List[1].Printed != 2 {
		t.Errorf("said %v, %+v", o.Came, l.List)
	}
}

// TestAPrinterThatFailsIsToldAtItsLetter, and the letter can be printed again.
func TestAPrinterThatFailsIsToldAtItsLetter(t *testing.T) {
	_, turn, o := atLetters(t)
	l := turn.Letters
	o.Fails = &village.Error{Kind: village.Internal, Key: "printer.state.no_paper"}
	l.Print(t.Context(), "receipt")
	if l.State(l.List[0]) != l.T("printer.state.no_paper") || l.Asked != "" || l.Busy() {
		t.Errorf("%s, asked %q", l.State(l.List[0]), l.Asked)
	}
	o.Fails = nil
	if l.Print(t.Context(), "receipt"); l.Asked != "receipt" || l.Problem.Text != "" {
		t.Errorf("asked %q, %q", l.Asked, l.Problem.Text)
	}
}

// TestALateLetterDoesNotReachTheNextPerson.
func TestALateLetterDoesNotReachTheNextPerson(t *testing.T) {
	m, turn, _ := atLetters(t)
	m.Hold = true
	turn.Letters.Print(t.Context(), "receipt")
	if turn.Letters.Printing != "receipt" {
		t.Fatal("nothing is printing")
	}
	turn.GoHome()
	m.Release()
	if l := turn.Letters; l.Asked != "" || l.Code != "" || len(l.List) != 0 {
		t.Errorf("the next person finds %+v", l)
	}
}

// TestGoingBackFromTheLettersShowsTheCaseAgain.
func TestGoingBackFromTheLettersShowsTheCaseAgain(t *testing.T) {
	_, turn, _ := atLetters(t)
	turn.Back()
	if turn.Route() != flow.RouteAccepted {
		t.Errorf("back at %s", turn.Route())
	}
}
