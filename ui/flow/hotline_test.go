package flow_test

import (
	"image"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// answerAll goes through the questions of a request by what is given for each.
func answerAll(t *testing.T, turn *flow.Turn, answers map[string]string) {
	t.Helper()
	for turn.Route() == flow.RouteForm {
		q := turn.Form.Question()
		turn.Form.Set(answers[q.Field])
		turn.Form.Next()
		if turn.Form.Problem.Text != "" {
			t.Fatalf("%s: %s", q.Field, turn.Form.Problem.Text)
		}
	}
}

func toTicket(turn *flow.Turn, kind village.TicketType) {
	turn.Home.Choose(4)
	turn.Hotline.Choose(kind)
	turn.Notice.Agree()
}

func named() map[string]string {
	return map[string]string{
		"form.place": "445203104202", "form.content": "路灯坏了三天", "form.anonymous": "no", "form.name": "陈阿妹", "form.phone": "13800000000",
		"form.confidential": "no", "form.call_back": "yes",
	}
}

func TestH1ATicketIsHandedInThroughThePages(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	toTicket(turn, village.TicketHelp)
	answerAll(t, turn, named())
	if turn.Route() != flow.RouteConfirm || turn.Confirm.Signs {
		t.Fatalf("at %s, signs %v", turn.Route(), turn.Confirm.Signs)
	}
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || len(m.Store.Records) != 1 || m.Store.Records[0].Kind != village.RecordTicket {
		t.Fatalf("at %s: %+v, %d records", turn.Route(), turn.Confirm.Problem, len(m.Store.Records))
	}
	wantNothingPersonal(t, turn)
}

func TestAnAnonymousPersonIsNotAskedForAName(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	toTicket(turn, village.TicketReport)
	answers := named()
	answers["form.anonymous"] = "yes"
	answerAll(t, turn, answers)
	if n := turn.Form.Count(); n != 4 {
		t.Errorf("%d questions", n)
	}
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
	}
}

func TestAnAnswerThatIsChangedBringsUpWhatFollowsAndForgetsWhatDoesNot(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	toTicket(turn, village.TicketHelp)
	answers := named()
	answers["form.anonymous"] = "yes"
	answerAll(t, turn, answers)
	turn.Confirm.Correct("form.anonymous")
	turn.Form.Set("no")
	turn.Form.Next()
	for _, want := range []string{"form.name", "form.phone", "form.confidential", "form.call_back"} {
		if q := turn.Form.Question(); turn.Route() != flow.RouteForm || q.Field != want {
			t.Fatalf("asks %s on %s, want %s", q.Field, turn.Route(), want)
		}
		turn.Form.Set(named()[want])
		turn.Form.Next()
	}
	if turn.Route() != flow.RouteConfirm || len(turn.Confirm.Rows) != 9 {
		t.Fatalf("at %s with %d answers", turn.Route(), len(turn.Confirm.Rows))
	}
	turn.Confirm.Correct("form.anonymous")
	turn.Form.Set("yes")
	turn.Form.Next()
	if _, kept := turn.Confirm.Application().Form[village.TicketName]; kept || len(turn.Confirm.Rows) != 5 {
		t.Errorf("the name is still there, %d answers", len(turn.Confirm.Rows))
	}
}

func Test24WhatTwelveThreeFourFiveDoesNotTakeHasADoor(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(4)
	turn.Hotline.Show(true)
	for _, d := range turn.Hotline.NotTaken() {
		if d.What == "" || d.Where == "" || d.What == d.Where {
			t.Errorf("door %+v", d)
		}
	}
	turn.Back()
	if turn.Route() != flow.RouteHotline || turn.Hotline.Doors {
		t.Errorf("back leads to %s", turn.Route())
	}
	turn.Back()
	if turn.Route() != flow.RouteHome {
		t.Errorf("back leads to %s", turn.Route())
	}
}

// TestH1ARequestThatSoundsDangerousIsToldWhomToCall before it is sent, and is taken all the
// same.
func TestH1ARequestThatSoundsDangerousIsToldWhomToCall(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	toTicket(turn, village.TicketHelp)
	answers := named()
	answers["form."+village.TicketContent] = "仓库着火了"
	answerAll(t, turn, answers)
	if list := turn.Confirm.Advice(); len(list) != 1 || !strings.Contains(list[0], "119") {
		t.Errorf("advised %v", list)
	}
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || !slices.ContainsFunc(turn.Accepted.Warnings, func(w string) bool { return strings.Contains(w, "119") }) {
		t.Errorf("at %s, told %v", turn.Route(), turn.Accepted.Warnings)
	}
}

func TestProgressOfATicketShowsNumberUnitAndAnswer(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	toTicket(turn, village.TicketHelp)
	answerAll(t, turn, named())
	turn.Confirm.Submit(t.Context())
	code := string(turn.Accepted.Accepted.ShortCode)
	ms := flowtest.Monday().UnixMilli()
	look := func(steps ...village.CaseStep) *flow.Progress {
		m.Store.State, m.Store.Steps = village.RecordStored, steps
		turn.GoHome()
		turn.Home.Choose(2)
		for _, r := range code {
			turn.Progress.Type(t.Context(), string(r))
		}
		return turn.Progress
	}
	registered := village.CaseStep{State: village.Registered, AtMS: ms, Order: "2026112344520300001", Due: "2026-12-07"}
	p := look(registered)
	stages := p.Stages()
	if last := stages[len(stages)-1]; p.Order() != registered.Order || last.State != flow.StageLater || last.When != "最迟 12月7日 星期一" {
		t.Errorf("order %q, last %+v", p.Order(), last)
	}
	p = look(registered, village.CaseStep{State: village.Dispatched, AtMS: ms, Unit: "锡场镇"}, village.CaseStep{State: village.Answered, AtMS: ms, Text: "修好了"})
	stages = p.Stages()
	if p.Answer() != "修好了" || stages[len(stages)-2].Note != "锡场镇" || stages[len(stages)-1].State != flow.StageDone {
		t.Errorf("answer %q, %+v", p.Answer(), stages)
	}
}

func TestPhotographsOfATicketAreOfferedWhereThereIsACameraAndGoWithIt(t *testing.T) {
	m := flowtest.New()
	m.Camera = image.NewGray(image.Rect(0, 0, 8, 8))
	m.Kiosk.Watch = m.Plug()
	turn := flow.NewTurn(m.Kiosk)
	toTicket(turn, village.TicketHelp)
	answerAll(t, turn, named())
	if turn.Route() != flow.RouteMaterials || turn.Materials.Open() != 0 || len(turn.Materials.Rows) != 3 {
		t.Fatalf("at %s with %+v", turn.Route(), turn.Materials.Rows)
	}
	for _, code := range []string{"photo#1", "photo#2"} {
		turn.Materials.Choose(code, village.Photographed)
		turn.Photo.Shoot()
		turn.Photo.Use()
	}
	turn.Materials.Choose("photo#1", flow.Without)
	turn.Materials.Next()
	if turn.Route() != flow.RouteConfirm || turn.Materials.Pictures() != 1 {
		t.Fatalf("at %s, %d pictures", turn.Route(), turn.Materials.Pictures())
	}
	last := turn.Confirm.Rows[len(turn.Confirm.Rows)-1]
	if last.Value != "1 张" {
		t.Errorf("the summary says %+v", last)
	}
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || len(m.Store.Records) != 1 || len(m.Store.Records[0].Parts) == 0 {
		t.Fatalf("at %s: %+v, %+v", turn.Route(), turn.Confirm.Problem, m.Store.Records)
	}
	wantNothingPersonal(t, turn)
}

// spoken is all that the page shown reads aloud, and what it says next.
func spoken(turn *flow.Turn) string {
	words := said(turn.Aloud())
	for _, step := range turn.Steps() {
		words += "\n" + step.Name
	}
	return words
}

// TestH1ARequestIsNeverSpokenOfAsAnApplication, from the notice to the paper: nobody accepts it,
// it has no papers and is not signed; only who asked for a call is promised one.
func TestH1ARequestIsNeverSpokenOfAsAnApplication(t *testing.T) {
	for anonymous, calls := range map[string]bool{"yes": false, "no": true} {
		m := flowtest.New()
		turn := flow.NewTurn(m.Kiosk)
		turn.Home.Choose(4)
		turn.Hotline.Choose(village.TicketHelp)
		words := spoken(turn)
		if !strings.Contains(words, "请打 12345") {
			t.Errorf("who disagrees is told %s", words)
		}
		turn.Notice.Agree()
		answers := named()
		answers["form.anonymous"] = anonymous
		answerAll(t, turn, answers)
		words += spoken(turn)
		turn.Confirm.Submit(t.Context())
		m.Store.State = village.RecordStored
		turn.Accepted.Look(t.Context())
		words += spoken(turn)
		for _, wrong := range []string{"申请", "尚未受理", "材料", "签名", "去窗口", "由区里定"} {
			if strings.Contains(words, wrong) {
				t.Errorf("%q is said of a request: %s", wrong, words)
			}
		}
		if len(turn.Steps()) != 4 || strings.Contains(words, "打电话给您") != calls {
			t.Errorf("anonymous %s: %d steps, %s", anonymous, len(turn.Steps()), words)
		}
	}
}
