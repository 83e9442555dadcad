package flow_test

import (
	"context"
	"image"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

const secondBadge = "BMT1:another"

// atHome is a machine with a camera at which B-1 helps; the badge of B-2 is [secondBadge].
func atHome(t *testing.T) *staffed {
	t.Helper()
	s := newStaffed()
	s.Camera = image.NewGray(image.Rect(0, 0, 64, 48))
	k := s.turn.Kiosk()
	k.Watch = s.Plug()
	k.SignSecond = func(_ context.Context, text, pin string) (string, error) {
		if pin != "830274" {
			return "", village.Refuse("pin", "err.pin.wrong")
		}
		return map[string]string{badge: "B-1", secondBadge: "B-2"}[text], nil
	}
	k.SecondOut = func() { s.said = append(s.said, "second out") }
	item, _ := flowtest.Item(flowtest.Allowance)
	s.turn.Home.Choose(1)
	s.turn.Search.Chosen(item)
	if s.turn.Guide.CanVisit() {
		t.Error("a home visit is offered though nobody helps")
	}
	s.signIn(t)
	s.turn.Guide.StartHome()
	s.turn.Notice.Agree()
	return s
}

// TestM6AHomeVisitIsHandedInByTwoPeople: M6. The second one is known by badge and PIN alone,
// the photograph comes from the camera, and what the counter gets is that of the command.
func TestM6AHomeVisitIsHandedInByTwoPeople(t *testing.T) {
	s := atHome(t)
	turn := s.turn
	turn.Form.Next()
	if turn.Form.Question().Field != flow.FieldVisitSecond {
		t.Fatalf("nobody came along, and it goes on to %s", turn.Form.Question().Field)
	}
	turn.Scanned(t.Context(), badge)
	s.pin(t, "830274")
	if turn.Form.Problem.Text == "" || turn.Form.Question().Field != flow.FieldVisitSecond {
		t.Error("the first person is taken for the second")
	}
	turn.Scanned(t.Context(), secondBadge)
	s.pin(t, "830274")
	if turn.Helper.Acting() != "B-1" || turn.Form.Question().Field != flow.FieldVisitBooking {
		t.Fatalf("%s helps, asked is %s", turn.Helper.Acting(), turn.Form.Question().Field)
	}
	answerAs(turn, map[string]string{flow.FieldVisitReason: "生病", flow.FieldVisitAddress: "江滨村一巷2号"}, flow.FieldVisitPhotos)
	turn.Form.Choose(turn.Form.Question().Choices[0].Value)
	turn.Photo.Shoot()
	turn.Photo.Use()
	answers := forAnother()
	answers[flow.FieldBehalf] = "no"
	answerAs(turn, answers, "")
	got := agentHandsIn(t, turn)
	if got.Behalf != nil {
		t.Errorf("somebody acts though nobody was named: %+v", got.Behalf)
	}
	v := got.HomeVisit
	if v == nil || got.Helper != "B-1" || v.Second != "B-2" || v.Reason != "生病" || v.Address != "江滨村一巷2号" || len(v.Photos) != 1 || len(v.Photos[0].Data) == 0 {
		t.Errorf("handed in is %+v", v)
	}
	turn.Finish()
	if s.said[len(s.said)-1] != "second out" {
		t.Errorf("at the end: %v", s.said)
	}
}

// TestM6AtHomeAnotherActsForTheApplicant: a guardian for a child, family for somebody in bed,
// with as many photographs as the command takes. Alone a child of 12 is refused at its number.
func TestM6AtHomeAnotherActsForTheApplicant(t *testing.T) {
	s := atHome(t)
	turn := s.turn
	turn.Scanned(t.Context(), secondBadge)
	s.pin(t, "830274")
	answers := forAnother()
	answers[flow.FieldVisitReason], answers[flow.FieldVisitAddress] = "生病", "江滨村一巷2号"
	answers[flow.FieldID] = "445221201405050015"
	answers[flow.FieldRelation], answers[flow.FieldPresent], answers[flow.FieldBehalf] = "guardian", "yes", "no"
	for _, photo := range []string{flow.FieldVisitPhotos, flow.FieldVisitPhotos + ".2", flow.FieldVisitPhotos + ".3"} {
		answerAs(turn, answers, photo)
		if turn.Form.Question().Field != photo {
			t.Fatalf("asked is %s, want %s", turn.Form.Question().Field, photo)
		}
		turn.Form.Choose(turn.Form.Question().Choices[0].Value)
		turn.Photo.Shoot()
		turn.Photo.Use()
	}
	answerAs(turn, answers, "")
	if turn.Form.Question().Field != flow.FieldID || turn.Form.Problem.Text == "" {
		t.Fatalf("a child alone goes on to %s", turn.Form.Question().Field)
	}
	for turn.Form.Question().Field != flow.FieldBehalf {
		turn.Back()
	}
	answers[flow.FieldBehalf] = "yes"
	answerAs(turn, answers, "")
	got := agentHandsIn(t, turn)
	if b := got.Behalf; b == nil || b.Relation != village.Guardian || !b.Present {
		t.Errorf("who acts is %+v", b)
	}
	if v := got.HomeVisit; v == nil || v.Second != "B-2" || len(v.Photos) != 3 {
		t.Errorf("the visit is %+v", v)
	}
}

// TestWhoComesAlongSignsInAgainForADraft: what is gone on with has neither the second
// person nor the photograph.
func TestWhoComesAlongSignsInAgainForADraft(t *testing.T) {
	s := atHome(t)
	turn := s.turn
	turn.Scanned(t.Context(), secondBadge)
	s.pin(t, "830274")
	d := desk.Draft{Item: flowtest.Allowance, Answers: map[string]string{flow.FieldVisit: "yes", flow.FieldVisitSecond: "B-2", flow.FieldVisitPhotos: "photo", flow.FieldVisitReason: "生病"}, Page: "form"}
	turn.GoHome()
	turn.Resume.Found(d)
	if !turn.Form.AtHome() {
		t.Fatal("it is no home visit any more")
	}
	turn.Form.At = 0
	if turn.Form.Question().Field != flow.FieldVisitSecond || turn.Form.Value() != "" {
		t.Errorf("%s is answered with %q", turn.Form.Question().Field, turn.Form.Value())
	}
}

// TestADraftOfAHomeVisitIsGoneOnWithAlone: who has nobody at the side to sign in for goes
// on as with any application, and nothing typed is lost.
func TestADraftOfAHomeVisitIsGoneOnWithAlone(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	d := desk.Draft{
		Item: flowtest.Allowance, Page: "form", Field: flow.FieldVisitSecond, Applicant: desk.ApplicantInput{Name: "陈阿妹"},
		Answers: map[string]string{flow.FieldVisit: "yes", flow.FieldVisitReason: "生病"},
	}
	turn.Resume.Found(d)
	if turn.Form.AtHome() || turn.Form.Question().Field != flow.FieldName || turn.Form.Value() != "陈阿妹" {
		t.Errorf("at home %v, asked is %s, %q", turn.Form.AtHome(), turn.Form.Question().Field, turn.Form.Value())
	}
}

// TestWhoHandedOverIsNotTheSecondPerson: their badge takes the machine back.
func TestWhoHandedOverIsNotTheSecondPerson(t *testing.T) {
	s := atHome(t)
	s.turn.Form.Next()
	s.turn.Helper.HandOver()
	s.turn.Scanned(t.Context(), badge)
	s.pin(t, "830274")
	if s.turn.Helper.Acting() != "B-1" || s.turn.Form.Question().Field != flow.FieldVisitSecond {
		t.Errorf("%q helps, asked is %s", s.turn.Helper.Acting(), s.turn.Form.Question().Field)
	}
}
