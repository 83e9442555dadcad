package flow_test

import (
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

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
	turn.Form.Next() // the applicant takes it
	turn.Form.Next()
	if turn.Form.Next(); turn.Route() != flow.RouteForm || turn.Form.Problem.Text == "" {
		t.Errorf("it goes on without who pays, at %s", turn.Route())
	}
	turn.Form.Choose("sender")
	turn.Form.Next()
	if a := turn.Confirm.Application(); turn.Route() != flow.RouteConfirm || a.Delivery.Address == "" || a.Delivery.Payer != desk.PaySender {
		t.Errorf("at %s with %+v", turn.Route(), a.Delivery)
	}
}

// addressed is at the question where a result is sent.
func addressed() *flow.Turn {
	item, _ := flowtest.Item(flowtest.Everything)
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	turn.Materials.Done()
	turn.Confirm.Deliver(desk.Express)
	return turn
}

// TestM8AParcelMayGoToSomebodyElse: name and phone are asked behind the address, checked,
// and gone with another way of delivery.
func TestM8AParcelMayGoToSomebodyElse(t *testing.T) {
	turn := addressed()
	for _, answer := range []string{"锡场镇江滨村 3 巷 2 号", "陈阿明", "139"} {
		turn.Form.Set(answer)
		turn.Form.Next()
	}
	if turn.Form.Question().Field != flow.FieldReceives || turn.Form.Problem.Text == "" {
		t.Fatalf("at %s: %q", turn.Form.Question().Field, turn.Form.Problem.Text)
	}
	if turn.Back(); turn.Route() != flow.RouteForm || turn.Form.Question().Field != flow.FieldReceiver || turn.Form.Value() != "陈阿明" {
		t.Fatalf("one back is %s, %s", turn.Route(), turn.Form.Question().Field)
	}
	if n, all := turn.Form.Place(); turn.Form.Correcting() || n != 2 || all != 4 {
		t.Errorf("to whom corrects nothing: question %d of %d", n, all)
	}
	turn.Form.Next()
	turn.Form.Set("13900000000")
	turn.Form.Next()
	turn.Form.Choose("receiver")
	turn.Form.Next()
	if a := turn.Confirm.Application().Delivery; turn.Route() != flow.RouteConfirm || a.Name != "陈阿明" || a.Phone != "13900000000" {
		t.Errorf("at %s with %+v", turn.Route(), a)
	}
	turn.Confirm.Deliver(desk.Pickup)
	if a := turn.Confirm.Application().Delivery; a != (desk.DeliveryInput{Mode: desk.Pickup}) {
		t.Errorf("fetched, it is %+v", a)
	}
}

// TestM8WhoGoesBackFromTheAddressTakesTheWholeCorrectionBack: also after the receiver was
// typed and the way led back over the address.
func TestM8WhoGoesBackFromTheAddressTakesTheWholeCorrectionBack(t *testing.T) {
	turn := addressed()
	for _, answer := range []string{"锡场镇江滨村 3 巷 2 号", "", ""} {
		turn.Form.Set(answer)
		turn.Form.Next()
	}
	before := turn.Confirm.Application().Delivery
	turn.Confirm.Correct(flow.FieldAddress)
	for _, answer := range []string{"锡场镇潭王村 9 号", "陈阿明"} {
		turn.Form.Set(answer)
		turn.Form.Next()
	}
	turn.Form.Set("139")
	for range 3 {
		if turn.Route() != flow.RouteForm {
			t.Fatalf("at %s", turn.Route())
		}
		turn.Back()
	}
	if got := turn.Confirm.Application().Delivery; turn.Route() != flow.RouteConfirm || got != before {
		t.Errorf("at %s with %+v, before %+v", turn.Route(), got, before)
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

func Test31ProgressClaimsOnlyWhatIsKnown(t *testing.T) {
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
		{village.RecordLocal, flow.StageNow},
		{village.RecordSent, flow.StageNow},
		{village.RecordStored, flow.StageDone},
		{village.RecordNeedsAttention, flow.StageProblem},
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

// People say 三月五日 and type 3 and 5.
func TestADateIsTypedAsItIsSaid(t *testing.T) {
	for typed, want := range map[string]string{
		"194645": "19460405", "1946045": "19460405", "1946123": "1946123", "19461231": "19461231", "1946119": "19461109", "194610": "194610",
	} {
		form := atDate(t)
		for _, r := range typed {
			form.Digit(string(r))
		}
		if form.Value() != want {
			t.Errorf("%s stands as %s, want %s", typed, form.Value(), want)
		}
	}
}

func TestAWrongDateSaysWhichPartOfItIsWrong(t *testing.T) {
	for typed, want := range map[string]string{"20260230": "2 月没有 30 日", "19461301": "没有 13 月", "02260401": "226 年", "21260401": "2126 年"} {
		form := atDate(t)
		for _, r := range typed {
			form.Digit(string(r))
		}
		if words := form.Problem.Text; !strings.Contains(words, want) || form.Problem.Field != "form.date" {
			t.Errorf("%s: %+v does not say %q", typed, form.Problem, want)
		}
		at := form.At
		if form.Next(); form.At != at {
			t.Errorf("%s is accepted", typed)
		}
	}
}

// atDate is a form that asks for a date.
func atDate(t *testing.T) *flow.Form {
	t.Helper()
	turn := flow.NewTurn(flowtest.New().Kiosk)
	item, _ := flowtest.Item(flowtest.Everything)
	turn.Search.Chosen(item)
	form := turn.Form
	for range form.Count() {
		if form.Question().Type == village.FieldDate {
			return form
		}
		form.At++
	}
	t.Fatal("no date is asked")
	return nil
}
