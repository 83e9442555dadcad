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
	for _, row := range turn.Materials.Rows {
		if row.How == "" && row.Material.ReplacedBy != "" {
			turn.Materials.Choose(row.Material.Code, village.ByLicence)
		}
	}
	turn.Materials.Choose("cz", village.Original)
	turn.Materials.Choose("zp", village.Later)
	turn.Materials.Next()
	turn.Precheck.Next()
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
	if s := fmt.Sprint(a.Steps()); !strings.Contains(s, "有 1 份在等") {
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
		for _, field := range v.Fields() {
			if holds(field, s, seen) {
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
