package flow_test

import (
	"context"
	"encoding/json"
	"image"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// forAnother are the answers of a daughter who comes alone with a letter.
func forAnother() map[string]string {
	return map[string]string{
		flow.FieldName: "陈阿妹", flow.FieldID: validID, flow.FieldPhone: "13800000000",
		flow.FieldRelation: "child", flow.FieldAgent: "林秋霞", flow.FieldAgentID: "445221197003120026", flow.FieldAgentTel: "13900000000",
		flow.FieldPresent: "no", flow.FieldEntrust: "original", flow.FieldScope: "hand_in receive", flow.FieldValidTo: "20301231",
		"form.home_division": "445203104202", "form.bank_account": "6230580000001234", "form.pay_mode": "首次申领",
	}
}

// behalf walks to the questions of somebody who hands in for another person.
func behalf(turn *flow.Turn) {
	item, _ := flowtest.Item(flowtest.Allowance)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.StartFor()
	turn.Notice.Agree()
}

// answerAs goes on with answers until the question of field is shown, or one is refused.
func answerAs(turn *flow.Turn, answers map[string]string, field string) {
	for range 30 {
		q := turn.Form.Question()
		if turn.Route() != flow.RouteForm || q.Field == field {
			return
		}
		turn.Form.Choose(answers[q.Field])
		if turn.Route() != flow.RouteForm { // the camera
			return
		}
		turn.Form.Next()
		if turn.Form.Problem.Text != "" {
			return
		}
	}
}

// agentHandsIn is the application that the counter got.
func agentHandsIn(t *testing.T, turn *flow.Turn) desk.Application {
	t.Helper()
	var got desk.Application
	accept := turn.Kiosk().Accept
	turn.Kiosk().Accept = func(ctx context.Context, a desk.Application) (desk.Accepted, error) { got = a; return accept(ctx, a) }
	if turn.Route() != flow.RouteConfirm {
		papers(turn)
	}
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	return got
}

func TestAnAgentHandsInWithTheLetterShown(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	behalf(turn)
	answerAs(turn, forAnother(), "")
	papers(turn)
	rows, _ := json.Marshal(turn.Confirm.Rows)
	for _, want := range []string{"申请人姓名", "代办人姓名", "林秋霞", "提交申请和材料、领取结果", "445221 **** **** 0026"} {
		if !strings.Contains(string(rows), want) {
			t.Errorf("the summary does not say %q: %s", want, rows)
		}
	}
	a := agentHandsIn(t, turn)
	if turn.Route() != flow.RouteAccepted {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
	}
	b := a.Behalf
	if b == nil || b.Name != "林秋霞" || b.Present || b.Entrust == nil || !b.Entrust.Original || len(b.Entrust.Scope) != 2 || b.Entrust.ValidTo != "2030-12-31" {
		t.Errorf("handed in %+v", b)
	}
	steps, _ := json.Marshal(turn.Accepted.Steps())
	if !strings.Contains(string(steps), "林**（子女）") || strings.Contains(string(steps), "林秋霞") {
		t.Errorf("the last page says %s", steps)
	}
}

func TestTheLetterIsPhotographedOnItsWay(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Kiosk().Watch = m.Plug()
	m.Camera = image.NewGray(image.Rect(0, 0, 40, 30))
	answers := forAnother()
	answers[flow.FieldEntrust] = "photo"
	behalf(turn)
	answerAs(turn, answers, flow.FieldScope)
	if turn.Route() != flow.RoutePhoto {
		t.Fatalf("at %s", turn.Route())
	}
	turn.Back()
	turn.Form.Next()
	if turn.Route() != flow.RoutePhoto {
		t.Fatal("went on without the picture")
	}
	turn.Photo.Shoot()
	turn.Photo.Use()
	answerAs(turn, answers, "")
	a := agentHandsIn(t, turn)
	if turn.Route() != flow.RouteAccepted || len(a.Behalf.Entrust.Data) == 0 || a.Behalf.Entrust.Original {
		t.Errorf("at %s with %+v", turn.Route(), a.Behalf.Entrust)
	}
}

// TestWhatTheCounterRefusesIsToldAtItsQuestion, with its sentence, before the next one.
func TestWhatTheCounterRefusesIsToldAtItsQuestion(t *testing.T) {
	for name, tt := range map[string]struct {
		answers map[string]string
		field   string
		key     string
	}{
		"a child alone with a neighbour": {map[string]string{flow.FieldID: "44522120120312002X", flow.FieldRelation: "neighbour"}, flow.FieldRelation, "err.minor.guardian"},
		"staff without a badge":          {map[string]string{flow.FieldRelation: "staff"}, flow.FieldRelation, "err.behalf.staff"},
		"the applicant as agent":         {map[string]string{flow.FieldAgentID: validID}, flow.FieldAgentID, "err.behalf.same"},
		"a child as agent":               {map[string]string{flow.FieldAgentID: "44522120120312002X"}, flow.FieldAgentID, "err.behalf.young"},
		"nobody's letter":                {map[string]string{flow.FieldEntrust: "none"}, flow.FieldEntrust, "err.behalf.entrust"},
		"a letter for the result alone":  {map[string]string{flow.FieldScope: "supplement receive"}, flow.FieldScope, "err.behalf.scope_hand"},
		"a letter that is over":          {map[string]string{flow.FieldValidTo: "20200101"}, flow.FieldValidTo, "err.behalf.over"},
	} {
		turn := flow.NewTurn(flowtest.New().Kiosk)
		answers := forAnother()
		for field, value := range tt.answers {
			answers[field] = value
		}
		behalf(turn)
		answerAs(turn, answers, "")
		if p := turn.Form.Problem; p.Field != tt.field || p.Text != turn.Kiosk().Text.T(tt.key) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestAChildWhoAppliesAloneIsToldAtTheNumber(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteForm)
	answerAs(turn, map[string]string{flow.FieldName: "陈小妹", flow.FieldID: "44522120120312002X"}, "")
	if p := turn.Form.Problem; p.Field != flow.FieldID || p.Text != turn.Kiosk().Text.T("err.minor.guardian") {
		t.Errorf("%+v", p)
	}
}

func TestNoLetterIsAskedOfAGuardianOrWhereTheApplicantIsThere(t *testing.T) {
	for name, change := range map[string]map[string]string{
		"guardian": {flow.FieldRelation: "guardian"}, "present": {flow.FieldPresent: "yes"},
	} {
		turn := flow.NewTurn(flowtest.New().Kiosk)
		answers := forAnother()
		for field, value := range change {
			answers[field] = value
		}
		behalf(turn)
		answerAs(turn, answers, flow.FieldEntrust)
		if turn.Form.Question().Field == flow.FieldEntrust {
			t.Errorf("%s: asked for a letter", name)
		}
		if a := agentHandsIn(t, turn); turn.Route() != flow.RouteAccepted || a.Behalf.Entrust != nil {
			t.Errorf("%s: at %s, %+v", name, turn.Route(), a.Behalf)
		}
	}
}

// TestWhatWasTypedForOneIsNotTheOthers: neither as applicant nor as agent.
func TestWhatWasTypedForOneIsNotTheOthers(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteForm)
	turn.Form.Set("陈阿妹")
	turn.Back()
	turn.Back()
	turn.Guide.StartFor()
	turn.Notice.Agree()
	if q := turn.Form.Question(); turn.Form.Value() != "" || q.Label != "申请人姓名" {
		t.Errorf("%q stands at %q", turn.Form.Value(), q.Label)
	}
	turn.Back()
	turn.Back()
	turn.Guide.Start()
	turn.Notice.Agree()
	if turn.Form.Behalf() || turn.Form.Question().Label != "姓名" {
		t.Error("still somebody else's")
	}
}

// TestAHelperFindsWhatTheAgentAnswered, and may then be the agent.
func TestAHelperFindsWhatTheAgentAnswered(t *testing.T) {
	s := newStaffed()
	answers := forAnother()
	answers[flow.FieldRelation] = "staff"
	behalf(s.turn)
	answerAs(s.turn, answers, "")
	if s.turn.Form.Problem.Field != flow.FieldRelation {
		t.Fatalf("%+v", s.turn.Form.Problem)
	}
	s.signIn(t)
	s.turn.Form.Next()
	answerAs(s.turn, answers, "")
	if a := agentHandsIn(t, s.turn); s.turn.Route() != flow.RouteAccepted || a.Behalf.Relation != village.OfStaff || a.Helper != "B-1" {
		t.Errorf("at %s: %+v", s.turn.Route(), s.turn.Confirm.Problem)
	}
}

// TestADraftOfAnAgentComesBackWithoutThePicture: the letter is asked for again.
func TestADraftOfAnAgentComesBackWithoutThePicture(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Kiosk().Watch = m.Plug()
	m.Camera = image.NewGray(image.Rect(0, 0, 40, 30))
	answers := forAnother()
	answers[flow.FieldEntrust] = "photo"
	behalf(turn)
	answerAs(turn, answers, flow.FieldScope)
	turn.Photo.Shoot()
	turn.Photo.Use()
	answerAs(turn, answers, "")
	papers(turn)
	if turn.Route() != flow.RouteConfirm {
		t.Fatalf("at %s", turn.Route())
	}
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	code := string(turn.Leave.Left.Code)
	turn.Back()
	turn.Home.Resume()
	prove(turn, code, "0021")
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != flow.FieldEntrust || !turn.Form.Behalf() {
		t.Fatalf("at %s, %s", turn.Route(), turn.Form.Question().Field)
	}
	answers[flow.FieldEntrust] = "original"
	answerAs(turn, answers, "")
	if a := agentHandsIn(t, turn); turn.Route() != flow.RouteAccepted || a.Behalf.Name != "林秋霞" {
		t.Errorf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
	}
}
