package flow_test

import (
	"context"
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestM15PracticeLeavesNothing: a whole turn is practised, and nothing of it is stored,
// kept as a draft, or shown as a receipt; the next turn counts again.
func TestM15PracticeLeavesNothing(t *testing.T) {
	s := newStaffed()
	printed := 0
	s.turn.Kiosk().PrintPractice = func(context.Context) (bool, error) { printed++; return true, nil }
	s.turn.Switch()
	if s.turn.Practice.On {
		t.Fatal("somebody practises who does not help")
	}
	s.signIn(t)
	s.turn.Switch()
	walkPlain := func() {
		t.Helper()
		item, _ := flowtest.Item(flowtest.Plain)
		s.turn.Home.Choose(1)
		s.turn.Search.Chosen(item)
		s.turn.Guide.Start()
		s.turn.Notice.Agree()
		answer(s.turn.Form, "陈阿妹", flowtest.ValidID, "13800000000")
		s.turn.Tick()
		if s.turn.Route() == flow.RouteMaterials {
			s.turn.Materials.Next()
		}
		s.turn.Confirm.Submit(t.Context())
	}
	walkPlain()
	if s.turn.Route() != flow.RoutePractice || s.Store.Saved() != 0 {
		t.Fatalf("at %s with %d records", s.turn.Route(), s.Store.Saved())
	}
	if offer := s.turn.Kiosk().Drafts.Offer(); offer.ID != "" || offer.Left {
		t.Errorf("practice left a draft: %+v", offer)
	}
	s.turn.Practice.Print(t.Context())
	if printed != 1 || s.turn.Practice.Paper != flow.Printed {
		t.Errorf("%d papers, %q", printed, s.turn.Practice.Paper)
	}
	s.turn.Practice.Home()
	for number, left := range map[int]bool{2: true, 3: true} {
		s.turn.Home.Choose(number)
		if s.turn.Route() != flow.RoutePractice == left {
			t.Errorf("tile %d leads to %s", number, s.turn.Route())
		}
		s.turn.GoHome()
	}
	s.turn.Switch()
	if s.turn.Practice.On {
		t.Fatal("practice does not end")
	}
	walkPlain()
	if s.turn.Route() != flow.RouteAccepted || s.Store.Saved() != 1 {
		t.Errorf("behind the practice: at %s with %d records", s.turn.Route(), s.Store.Saved())
	}
}

// TestPracticeEndsWithTheHelp, and what was typed in it is never handed in.
func TestPracticeEndsWithTheHelp(t *testing.T) {
	s := newStaffed()
	s.signIn(t)
	s.turn.Switch()
	toForm(s.turn)
	s.turn.Form.Set("陈阿妹")
	s.turn.Helper.SignOut()
	if s.turn.Practice.On || s.turn.Route() != flow.RouteHome || s.turn.Form.Value() != "" {
		t.Errorf("at %s, practice %t, %q", s.turn.Route(), s.turn.Practice.On, s.turn.Form.Value())
	}
}

// TestPracticeIsNotHandedOver: whoever the machine is handed to hands in for real.
func TestPracticeIsNotHandedOver(t *testing.T) {
	s := newStaffed()
	s.signIn(t)
	s.turn.Switch()
	toForm(s.turn)
	s.turn.Form.Set("陈阿妹")
	s.turn.Helper.HandOver()
	if s.turn.Practice.On || !s.turn.Helper.Handed || s.turn.Route() != flow.RouteHome {
		t.Errorf("practice %t, handed %t, at %s", s.turn.Practice.On, s.turn.Helper.Handed, s.turn.Route())
	}
}
