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

// TestALetterThatNobodyAnsweredForIsAskedForAgain: its person went, or the power did.
func TestALetterThatNobodyAnsweredForIsAskedForAgain(t *testing.T) {
	_, turn, o := atLetters(t)
	o.Printed["receipt"], o.Unsure["receipt"] = 1, true
	turn.Back()
	turn.Accepted.PrintA4(t.Context())
	l := turn.Letters
	if l.Asked != "receipt" || l.State(l.List[0]) != l.T("letters.asked") {
		t.Fatalf("asked %q: %s", l.Asked, l.State(l.List[0]))
	}
	l.Came(t.Context(), true)
	if l.Busy() || !slices.Equal(o.Came, []bool{true}) || o.Printed["receipt"] != 1 {
		t.Errorf("asked %q, said %v, printed %v", l.Asked, o.Came, o.Printed)
	}
	o.Unsure["receipt"], o.Fails = true, &village.Error{Kind: village.Internal, Key: "printer.state.no_paper"}
	if l.Print(t.Context(), "acceptance"); l.Asked != "" || l.Failed != "acceptance" {
		t.Errorf("a failure is not told: asked %q, failed %q", l.Asked, l.Failed)
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

// TestAnEmptyLetterIsPrintedFromTheGuide before there is a case, where somebody may act for
// the applicant; no journal hears of it, and back is the guide.
func TestAnEmptyLetterIsPrintedFromTheGuide(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteGuide)
	if turn.Guide.CanBlank() {
		t.Error("offered without a printer")
	}
	o := flowtest.PlugOffice(turn, "receipt")
	turn.Guide.Blank()
	l := turn.Letters
	l.Look(t.Context())
	if turn.Route() != flow.RouteLetters || len(l.List) != 1 || l.Name != turn.Guide.Item.Name {
		t.Fatalf("at %s with %+v", turn.Route(), l.List)
	}
	l.Print(t.Context(), "entrust")
	if l.Asked != "entrust" || o.Blanks != 1 {
		t.Fatalf("asked %q after %d", l.Asked, o.Blanks)
	}
	l.Came(t.Context(), false)
	l.Came(t.Context(), true)
	if o.Blanks != 2 || l.Busy() || len(o.Came) != 0 || len(o.Printed) != 0 || !turn.Guide.CanBlank() {
		t.Errorf("%d printed, said %v, journal %v", o.Blanks, o.Came, o.Printed)
	}
	o.Fails = &village.Error{Kind: village.Internal, Key: "printer.state.no_paper"}
	if l.Print(t.Context(), "entrust"); l.Asked != "" || l.State(l.List[0]) != l.T("printer.state.no_paper") {
		t.Errorf("a failure says %s", l.State(l.List[0]))
	}
	if turn.Back(); turn.Route() != flow.RouteGuide {
		t.Errorf("back is %s", turn.Route())
	}
}
