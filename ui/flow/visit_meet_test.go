package flow_test

import (
	"context"
	"image"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// shown is a machine with a camera, to which I-3 has shown a badge and an order.
func shown(t *testing.T, order string) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m := flowtest.New()
	m.Camera = image.NewGray(image.Rect(0, 0, 64, 48))
	m.Kiosk.Watch = m.Plug()
	turn := flow.NewTurn(m.Kiosk)
	turn.Scanned(t.Context(), flowtest.Paper(nil))
	turn.Scanned(t.Context(), order)
	return m, turn
}

// away is the inspector's own machine, on which an order for another centre was scanned.
func away(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m, turn := shown(t, flowtest.OrderElsewhere())
	if v := turn.Visit; !v.Open() || !v.Meeting() || inspect.PaperOf(v.Challenge) != inspect.ChallengeCode || !strings.Contains(v.Place(), "村") {
		t.Fatalf("open %v, challenge %q, at %q: %+v", v.Open(), v.Challenge, v.Place(), v.Problem)
	}
	return m, turn
}

// filed is what the counter was asked to take in.
func filed(m *flowtest.Machine, turn *flow.Turn) (in desk.InspectionInput, done desk.InspectionDone) {
	file := m.Kiosk.Visits.File
	m.Kiosk.Visits.File = func(ctx context.Context, got desk.InspectionInput) (desk.InspectionDone, error) {
		in = got
		return file(ctx, got)
	}
	complies(turn)
	turn.Visit.GoOn()
	turn.Verdict.Choose(inspect.Absent)
	turn.Verdict.Submit(context.Background())
	return in, turn.Verdict.Handed
}

// TestAnInspectorsOwnMachineMeetsThatOfTheCentre: the checklist opens when its answer was
// read, and the record has the proof and none of this machine's facts.
func TestAnInspectorsOwnMachineMeetsThatOfTheCentre(t *testing.T) {
	m, turn := away(t)
	turn.Scanned(t.Context(), flowtest.Answered(turn.Visit.Challenge, flowtest.Elsewhere))
	if v := turn.Visit; v.Meeting() || v.Proof == "" || v.Problem.Text != "" {
		t.Fatalf("met: %v, %+v", !v.Meeting(), v.Problem)
	}
	in, done := filed(m, turn)
	if in.Centre != flowtest.Elsewhere || done.Presence != inspect.Proved || done.Facts != nil || done.ID == "" {
		t.Errorf("handed in for %s: %+v, %+v", in.Centre, done, turn.Verdict.Problem)
	}
}

// TestAnAnswerThatProvesNothingIsRefused with the sentence of the command, and the
// challenge can be answered again.
func TestAnAnswerThatProvesNothingIsRefused(t *testing.T) {
	_, turn := away(t)
	v := turn.Visit
	for what, code := range map[string]string{
		"of another centre": flowtest.Answered(v.Challenge, flowtest.Centre), "to another challenge": flowtest.Answered(flowtest.OtherChallenge(), flowtest.Elsewhere),
	} {
		turn.Scanned(t.Context(), code)
		if !v.Meeting() || !strings.Contains(v.Problem.Text, "到场证明不对") {
			t.Errorf("%s: met %v, %q", what, !v.Meeting(), v.Problem.Text)
		}
	}
	turn.Scanned(t.Context(), flowtest.Answered(v.Challenge, flowtest.Elsewhere))
	if v.Meeting() || v.Problem.Text != "" {
		t.Errorf("the right answer: %+v", v.Problem)
	}
}

// TestAVisitElsewhereGoesOnWithoutProofAndSaysSo: a machine there may be broken.
func TestAVisitElsewhereGoesOnWithoutProofAndSaysSo(t *testing.T) {
	m, turn := away(t)
	turn.Visit.Unproved()
	if turn.Visit.Meeting() {
		t.Fatal("it still waits for the other machine")
	}
	if _, done := filed(m, turn); done.Presence != inspect.Unproved {
		t.Errorf("%+v", done)
	}
}

// TestAnotherOrderTakesThePlaceOfOneForTheWrongCentre before anything was looked at.
func TestAnotherOrderTakesThePlaceOfOneForTheWrongCentre(t *testing.T) {
	_, turn := away(t)
	turn.Scanned(t.Context(), flowtest.Order())
	if v := turn.Visit; !v.Open() || v.Meeting() || v.Begun.Centre != flowtest.Centre || v.Challenge != "" {
		t.Errorf("open %v, meeting %v, at %s: %+v", v.Open(), v.Meeting(), v.Begun.Centre, v.Problem)
	}
}

// TestAVisitElsewhereIsPutAsideWithItsProof and opens again with the same badge.
func TestAVisitElsewhereIsPutAsideWithItsProof(t *testing.T) {
	_, turn := away(t)
	turn.Scanned(t.Context(), flowtest.Answered(turn.Visit.Challenge, flowtest.Elsewhere))
	turn.Visit.Pause()
	if turn.Visit.Proof != "" || turn.Visit.Challenge != "" {
		t.Error("the next person finds a proof")
	}
	turn.Scanned(t.Context(), flowtest.Paper(nil))
	if v := turn.Visit; !v.Open() || v.Meeting() || v.Begun.Centre != flowtest.Elsewhere {
		t.Errorf("opened %v, meeting %v, at %s", v.Open(), v.Meeting(), v.Begun.Centre)
	}
}
