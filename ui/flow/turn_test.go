package flow_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"reflect"
	"strings"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

const validID = "445221194403120021"

// at walks a turn to a page by the buttons that a person would press.
func at(t *testing.T, turn *flow.Turn, route flow.Route) {
	t.Helper()
	item, _ := flowtest.Item(flowtest.Allowance)
	turn.Home.Choose(1)
	turn.Search.SetQuery(item.Aliases[0])
	turn.Search.Choose(0)
	steps := []struct {
		route flow.Route
		do    func()
	}{
		{flow.RouteGuide, turn.Guide.Start},
		{flow.RouteNotice, turn.Notice.Agree},
		{flow.RouteForm, func() { fill(t, turn) }},
		{flow.RouteMaterials, func() { papers(turn) }},
		{flow.RouteConfirm, func() { turn.Confirm.Sign(signature()); turn.Confirm.Submit(t.Context()) }},
	}
	for _, step := range steps {
		if turn.Route() == route {
			return
		}
		if turn.Route() != step.route {
			t.Fatalf("at %s, want %s on the way to %s", turn.Route(), step.route, route)
		}
		step.do()
	}
	if turn.Route() != route {
		t.Fatalf("at %s, want %s", turn.Route(), route)
	}
}

func fill(t *testing.T, turn *flow.Turn) {
	t.Helper()
	answers := map[string]string{
		flow.FieldName: "陈阿妹", flow.FieldID: validID, flow.FieldPhone: "13800000000",
		"form.home_division": "445203104202", "form.bank_account": "6230580000001234", "form.pay_mode": "首次申领",
	}
	for range turn.Form.Count() {
		q := turn.Form.Question()
		if a := answers[q.Field]; a != "" {
			turn.Form.Set(a)
		}
		turn.Form.Next()
		if turn.Form.Problem.Text != "" {
			t.Fatalf("%s: %s", q.Field, turn.Form.Problem.Text)
		}
	}
}

func papers(turn *flow.Turn) {
	turn.Materials.Choose("cz", village.Original)
	turn.Materials.Choose("zp", village.Later)
	turn.Materials.Next()
}

func signature() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4)))
	return b.Bytes()
}

func TestAnApplicationIsTakenIn(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	a := turn.Accepted
	if a.Accepted.ShortCode == "" || m.Store.Saved() != 1 {
		t.Fatalf("code %q, %d records", a.Accepted.ShortCode, m.Store.Saved())
	}
	if len(a.Missing) != 1 || a.Left != flow.AcceptedFor {
		t.Errorf("missing %v, %d seconds", a.Missing, a.Left)
	}
	if s := fmt.Sprint(a.Steps()); !strings.Contains(s, "第 1 份") {
		t.Errorf("steps do not say the place in the queue: %s", s)
	}
	turn.Back()
	if turn.Route() != flow.RouteHome {
		t.Errorf("back from the receipt leads to %s", turn.Route())
	}
}

func TestNothingTypedSurvivesTheTurn(t *testing.T) {
	const marker = "记号笔"
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.Home.Choose(1)
	turn.Search.SetQuery("老人钱")
	turn.Search.Choose(0)
	turn.Guide.Start()
	turn.Notice.Agree()
	turn.Form.Set(marker)
	turn.Form.Problem = flow.Problem{Text: marker}
	turn.Search.SetQuery(marker)
	turn.Rating.SetText(marker)
	turn.Confirm.Sign([]byte(marker))
	turn.Progress.Typed = marker
	if !holds(reflect.ValueOf(turn), marker, map[uintptr]bool{}) {
		t.Fatal("the search does not find what was typed")
	}
	turn.GoHome()
	if holds(reflect.ValueOf(turn), marker, map[uintptr]bool{}) {
		t.Error("the marker is still there")
	}
}

// holds searches v and everything it leads to, but for functions, for s.
func holds(v reflect.Value, s string, seen map[uintptr]bool) bool {
	switch v.Kind() {
	case reflect.String:
		return strings.Contains(v.String(), s)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || v.Kind() == reflect.Pointer && seen[v.Pointer()] {
			return false
		}
		if v.Kind() == reflect.Pointer {
			seen[v.Pointer()] = true
		}
		return holds(v.Elem(), s, seen)
	case reflect.Struct:
		for i := range v.NumField() {
			if holds(v.Field(i), s, seen) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			return strings.Contains(string(v.Bytes()), s)
		}
		for i := range v.Len() {
			if holds(v.Index(i), s, seen) {
				return true
			}
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			if holds(k, s, seen) || holds(v.MapIndex(k), s, seen) {
				return true
			}
		}
	}
	return false
}

func TestTheReceiptKeepsNothingPersonal(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteAccepted)
	for _, s := range []string{"陈阿妹", validID, "13800000000"} {
		if holds(reflect.ValueOf(turn), s, map[uintptr]bool{}) {
			t.Errorf("%q is still there after the commit", s)
		}
	}
}

func TestBackKeepsWhatWasTyped(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteForm)
	turn.Form.Set("陈阿妹")
	turn.Form.Next()
	turn.Form.Digit("4")
	turn.Back()
	if turn.Form.Value() != "陈阿妹" {
		t.Errorf("name is %q", turn.Form.Value())
	}
	turn.Back()
	if turn.Route() != flow.RouteNotice {
		t.Fatalf("at %s", turn.Route())
	}
	turn.Back()
	turn.Back()
	turn.Search.Choose(0)
	turn.Guide.Start()
	turn.Notice.Agree()
	turn.Form.Next()
	if turn.Form.Value() != "4" {
		t.Errorf("the same item again shows %q", turn.Form.Value())
	}
}

func TestAWrongNumberIsToldAtItsField(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteForm)
	turn.Form.Set("陈阿妹")
	turn.Form.Next()
	for _, d := range "44522119440312002" {
		turn.Form.Digit(string(d))
	}
	if turn.Form.Problem.Text != "" {
		t.Errorf("told too early: %q", turn.Form.Problem.Text)
	}
	if !strings.Contains(turn.Form.Born(), "1944年3月12日") || !strings.Contains(turn.Form.Born(), "82") {
		t.Errorf("born %q", turn.Form.Born())
	}
	turn.Form.Digit("9")
	if p := turn.Form.Problem; p.Field != flow.FieldID || p.Text == "" {
		t.Errorf("problem %+v", p)
	}
	turn.Form.Next()
	if turn.Form.Question().Field != flow.FieldID {
		t.Error("went on with a wrong number")
	}
	turn.Form.Erase()
	turn.Form.Digit("1")
	turn.Form.Next()
	if turn.Form.Question().Field != flow.FieldPhone {
		t.Errorf("still at %s: %s", turn.Form.Question().Field, turn.Form.Problem.Text)
	}
}

func TestARefusalOpensTheFieldAtFault(t *testing.T) {
	m := flowtest.New()
	for field, want := range map[string]flow.Route{
		"applicant.id": flow.RouteForm, "form.bank_account": flow.RouteForm, "delivery.address": flow.RouteForm,
		"materials[1].declared": flow.RouteMaterials, "consent": flow.RouteNotice, "form.signature": flow.RouteConfirm,
	} {
		turn := flow.NewTurn(m.Kiosk)
		at(t, turn, flow.RouteConfirm)
		m.Store.Err = village.Refuse(field, "err.form.number")
		turn.Confirm.Sign(signature())
		turn.Confirm.Submit(t.Context())
		m.Store.Err = nil
		if turn.Route() != want {
			t.Errorf("%s: at %s, want %s", field, turn.Route(), want)
		}
		if want != flow.RouteForm {
			continue
		}
		if turn.Form.Question().Field != field || turn.Form.Problem.Text == "" {
			t.Errorf("%s: asked %s, %+v", field, turn.Form.Question().Field, turn.Form.Problem)
		}
		turn.Back()
		if turn.Route() != flow.RouteConfirm {
			t.Errorf("%s: back leads to %s", field, turn.Route())
		}
	}
}

func TestAFailedCommitKeepsEverything(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteConfirm)
	m.Store.Err = errors.New("disk full")
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteConfirm || turn.Confirm.Problem.Text == "" || turn.Confirm.Busy {
		t.Fatalf("at %s, %+v", turn.Route(), turn.Confirm.Problem)
	}
	m.Store.Err = nil
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || m.Store.Saved() != 1 {
		t.Errorf("at %s with %d records", turn.Route(), m.Store.Saved())
	}
}

func TestTwoPressesHandInOnce(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Confirm.Sign(signature())
	m.Hold = true
	turn.Confirm.Submit(t.Context())
	turn.Confirm.Submit(t.Context())
	turn.GoHome()
	turn.Back()
	if turn.Route() != flow.RouteConfirm {
		t.Fatalf("left for %s while the machine was storing", turn.Route())
	}
	m.Release()
	if m.Store.Saved() != 1 || turn.Route() != flow.RouteAccepted {
		t.Errorf("%d records, at %s", m.Store.Saved(), turn.Route())
	}
}

func TestALateAnswerDoesNotReachTheNextPerson(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	code := string(turn.Accepted.Accepted.ShortCode)
	turn.GoHome()
	turn.Home.Choose(2)
	m.Hold = true
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	turn.GoHome()
	m.Release()
	if turn.Progress.Found {
		t.Error("the next person sees the case")
	}
}

func TestExpressAsksForTheAddress(t *testing.T) {
	m := flowtest.New()
	item, _ := flowtest.Item(flowtest.Everything)
	turn := flow.NewTurn(m.Kiosk)
	turn.Search.Chosen(item)
	turn.Confirm.Application() // nothing typed: must not panic
	turn.Guide.Start()
	turn.Notice.Agree()
	turn.Materials.Done()
	turn.Confirm.Deliver(desk.Express)
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != flow.FieldAddress {
		t.Fatalf("at %s, %s", turn.Route(), turn.Form.Question().Field)
	}
	turn.Form.Next()
	if turn.Form.Problem.Text == "" {
		t.Error("an empty address is accepted")
	}
	turn.Back()
	if turn.Confirm.Mode != desk.Pickup {
		t.Errorf("without an address the mode is %s", turn.Confirm.Mode)
	}
	turn.Confirm.Deliver(desk.Express)
	turn.Form.Set("锡场镇江滨村 3 巷 2 号")
	turn.Form.Next()
	if a := turn.Confirm.Application(); turn.Route() != flow.RouteConfirm || a.Delivery.Address == "" {
		t.Errorf("at %s with %+v", turn.Route(), a.Delivery)
	}
}

func TestAnotherDocumentIsTypedAsText(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteForm)
	turn.Form.Set("陈阿妹")
	turn.Form.Next()
	turn.Form.Digit("4")
	count := turn.Form.Count()
	turn.Form.OtherDocument()
	turn.Back()
	if turn.Form.Value() != "4" || turn.Form.Count() != count {
		t.Errorf("back lost the digits: %q", turn.Form.Value())
	}
	turn.Form.OtherDocument()
	turn.Form.Choose(string(village.IDPassport))
	if q := turn.Form.Question(); q.Type != village.FieldText || turn.Form.Value() != "" {
		t.Errorf("asked as %s with %q", q.Type, turn.Form.Value())
	}
	turn.Form.Set("E12345678")
	turn.Form.Next()
	if turn.Form.Problem.Text != "" {
		t.Error(turn.Form.Problem.Text)
	}
}

func TestAPoorGradeNeedsAReason(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(3)
	r := turn.Rating
	r.Choose(2)
	r.Submit(t.Context())
	if r.Sent || len(m.Store.Ratings) != 0 {
		t.Fatal("a poor grade was sent without a reason")
	}
	if len(r.Offered()) != 3 || r.Hidden() != 5 {
		t.Errorf("%d tags, %d hidden", len(r.Offered()), r.Hidden())
	}
	r.Toggle("202")
	r.Submit(t.Context())
	if !r.Sent || len(m.Store.Ratings) != 1 {
		t.Errorf("not sent: %+v", r.Problem)
	}
}

func TestIdleAsksThenWipes(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteForm)
	turn.Touch()
	turn.Form.Set("陈阿妹")
	pass := func(d time.Duration) {
		for range int(d / time.Second) {
			m.At = m.At.Add(time.Second)
			turn.Tick()
		}
	}
	pass(flow.IdleAfter)
	if !turn.Idle.Warning || turn.Idle.Left != 45 || turn.Form.Value() == "" {
		t.Fatalf("warning %v, %d left", turn.Idle.Warning, turn.Idle.Left)
	}
	turn.Touch()
	if turn.Idle.Warning {
		t.Fatal("a touch does not end the warning")
	}
	pass(flow.IdleAfter + flow.IdleWarning)
	if turn.Route() != flow.RouteHome || turn.Idle.Warning || turn.Form.Value() != "" {
		t.Errorf("at %s, warning %v, name %q", turn.Route(), turn.Idle.Warning, turn.Form.Value())
	}
}

func TestTheReceiptGoesHomeByItself(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteAccepted)
	for range flow.AcceptedFor {
		if turn.Route() != flow.RouteAccepted {
			t.Fatal("went home too early")
		}
		turn.Tick()
	}
	if turn.Route() != flow.RouteHome {
		t.Errorf("still at %s", turn.Route())
	}
}

func TestProgressClaimsOnlyWhatIsKnown(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	code := string(turn.Accepted.Accepted.ShortCode)
	turn.GoHome()
	turn.Home.Choose(2)
	for _, want := range []struct {
		record village.RecordState
		state  flow.StageState
	}{
		{village.RecordLocal, flow.StageNow}, {village.RecordSent, flow.StageNow},
		{village.RecordStored, flow.StageDone}, {village.RecordNeedsAttention, flow.StageProblem},
	} {
		m.Store.State = want.record
		turn.Progress.Again()
		for _, r := range code {
			turn.Progress.Type(t.Context(), string(r))
		}
		if !turn.Progress.Found {
			t.Fatal(turn.Progress.Problem.Text)
		}
		stages := turn.Progress.Stages()
		if stages[0].State != flow.StageDone || stages[1].State != want.state || stages[2].State != flow.StageLater {
			t.Errorf("%s: %+v", want.record, stages)
		}
	}
	turn.Progress.Again()
	for range flow.CodeLen {
		turn.Progress.Type(t.Context(), "A")
	}
	if turn.Progress.Found || turn.Progress.Problem.Text == "" {
		t.Error("a wrong code is found")
	}
}
