package flow_test

import (
	"context"
	"testing"

	"bianmin/app/desk"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestWhatIsPublishedIsTakenUpBetweenTwoTurnsOnly: nobody meets half of the old
// and half of the new.
func TestWhatIsPublishedIsTakenUpBetweenTwoTurnsOnly(t *testing.T) {
	m := flowtest.New()
	waiting, taken, drawn := false, 0, 0
	m.Kiosk.Renew = func() bool {
		was := waiting
		if waiting {
			waiting, taken = false, taken+1
		}
		return was
	}
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Changed = func() { drawn++ }
	turn.Tick()
	if taken != 0 || drawn != 0 {
		t.Fatalf("nothing was published: taken %d, drawn %d", taken, drawn)
	}
	waiting = true
	turn.Tick()
	if taken != 1 || drawn != 1 {
		t.Errorf("while the home page rests: taken %d, drawn %d", taken, drawn)
	}
	turn.Home.Choose(1)
	waiting = true
	turn.Search.SetQuery("a")
	turn.Tick()
	turn.Back() // the way home
	if taken != 2 {
		t.Errorf("on the way home: taken %d", taken)
	}
	turn.Home.Choose(3)
	waiting = true
	turn.Tick()
	turn.Tick()
	if taken != 2 {
		t.Error("it was taken up in the middle of a turn")
	}
	turn.GoHome()
	if taken != 3 {
		t.Errorf("at the end of the turn: taken %d", taken)
	}
}

// TestNothingIsTakenUpWhileSomethingIsStored: the act ends with what it began with.
func TestNothingIsTakenUpWhileSomethingIsStored(t *testing.T) {
	m := flowtest.New()
	m.Hold = true
	taken := 0
	m.Kiosk.Renew = func() bool { taken++; return false }
	rate := m.Kiosk.Rate
	m.Kiosk.Rate = func(ctx context.Context, in desk.RatingInput) (desk.Rated, error) { return rate(ctx, in) }
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(3)
	turn.Rating.Choose(5)
	turn.Rating.Submit(t.Context())
	if !turn.Busy() {
		t.Fatal("nothing is being stored")
	}
	turn.GoHome()
	turn.Tick()
	if taken != 0 {
		t.Error("it was taken up in the middle of an act")
	}
	m.Release()
	turn.GoHome()
	if taken == 0 {
		t.Error("it was not taken up afterwards")
	}
}
