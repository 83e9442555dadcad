package flow_test

import (
	"errors"
	"reflect"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func TestLeavingAndComingBack(t *testing.T) {
	m := flowtest.New()
	turn := halfway(t, m)
	turn.LeaveForNow()
	turn.Leave.Stay()
	if turn.Route() != flow.RouteForm || turn.Form.Value() != "62305800" {
		t.Fatalf("staying leads to %s", turn.Route())
	}
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	code := turn.Leave.Left.Code
	wantNothingPersonal(t, turn)
	if len(m.Slips) != 1 || m.Slips[0].Code != code || turn.Leave.Paper != flow.Printed {
		t.Errorf("slips %v, %s", m.Slips, turn.Leave.Paper)
	}
	turn.Back()
	drafts := reflect.ValueOf(turn.Kiosk().Drafts).Pointer() // which has to know it
	if turn.Route() != flow.RouteHome || holds(reflect.ValueOf(turn), string(code), map[uintptr]bool{drafts: true}) {
		t.Errorf("at %s; the code is still there", turn.Route())
	}
	if w := turn.Home.Wait; w.Item != "" || !w.Left {
		t.Errorf("the home page says %+v", w)
	}
	turn.Home.Resume()
	prove(turn, string(code), "0021")
	if turn.Route() != flow.RouteForm || turn.Form.Value() != "62305800" {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Resume.Problem)
	}
	finish(t, turn)
	if m.Store.Saved() != 1 || kept(t, m) != 0 {
		t.Errorf("%d records, %d drafts", m.Store.Saved(), kept(t, m))
	}
}

func TestASlipInTheCodeCostsNoTry(t *testing.T) {
	m := flowtest.New()
	turn := halfway(t, m)
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	code := string(turn.Leave.Left.Code)
	turn.GoHome()
	turn.Home.Resume()
	wrong := code[:5] + "2"
	if wrong == code {
		wrong = code[:5] + "3"
	}
	for range desk.DraftTries + 1 {
		prove(turn, wrong)
		turn.Resume.Clear()
	}
	prove(turn, code, "0021")
	if turn.Route() != flow.RouteForm {
		t.Errorf("at %s: %+v", turn.Route(), turn.Resume.Problem)
	}
}

// TestALeftTurnSurvivesTheIdleWipe: the person asked to keep it.
func TestALeftTurnSurvivesTheIdleWipe(t *testing.T) {
	m := flowtest.New()
	turn := halfway(t, m)
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	for range flow.AcceptedFor {
		turn.Tick()
	}
	if turn.Route() != flow.RouteHome || kept(t, m) != 1 {
		t.Errorf("at %s, %d kept", turn.Route(), kept(t, m))
	}
}

func TestLeavingIsOfferedOnceItCanBeProved(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteForm)
	turn.Form.Set("陈阿妹")
	turn.Form.Next()
	turn.Form.Set(validID[:17])
	if turn.CanLeave() {
		t.Error("it is offered before the number is complete")
	}
	turn.LeaveForNow()
	turn.Form.Set(validID)
	if !turn.CanLeave() || turn.Route() != flow.RouteForm {
		t.Errorf("can leave %v, at %s", turn.CanLeave(), turn.Route())
	}
	m.Kiosk.Drafts = nil
	turn = flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Tick()
	if turn.CanLeave() {
		t.Error("it is offered where nothing can be kept")
	}
}

func TestAMachineWithoutRoomSaysSoAndGoesOn(t *testing.T) {
	m := flowtest.New()
	var troubles []string
	m.Kiosk.Trouble = func(what string, _ error) { troubles = append(troubles, what) }
	m.Kiosk.Drafts.Shelf = broken{m.Shelf}
	turn := halfway(t, m)
	turn.Tick()
	if len(troubles) != 1 {
		t.Errorf("troubles %v", troubles)
	}
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	if turn.Leave.Gone() || turn.Leave.Problem.Text == "" || turn.Form.Value() == "" {
		t.Errorf("gone %v, %+v", turn.Leave.Gone(), turn.Leave.Problem)
	}
	turn.Leave.Stay()
	finish(t, turn)
	if m.Store.Saved() != 1 {
		t.Error("it could not be handed in")
	}
}

// broken is a shelf that keeps nothing.
type broken struct{ desk.DraftShelf }

func (broken) Put(village.RecordID, []byte) error { return errors.New("no room") }
