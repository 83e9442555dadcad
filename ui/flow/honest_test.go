package flow_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func TestTheReceiptSaysWhatIsKnownOfTheRecord(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	for _, tt := range []struct {
		state village.RecordState
		want  string
	}{
		{village.RecordSent, "区里还没有回话"},
		{village.RecordPartial, "照片还在传"},
		{village.RecordStored, "区平台已收"},
		{village.RecordNeedsAttention, "工作人员处理"},
	} {
		m.Store.State = tt.state
		turn.Accepted.Look(t.Context())
		if s := fmt.Sprint(turn.Accepted.Steps()); !strings.Contains(s, tt.want) {
			t.Errorf("%s: the receipt says %s", tt.state, s)
		}
	}
}

func TestALookThatIsStillOutIsNotRepeated(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	m.Hold = true
	for range 3 {
		turn.Accepted.Look(t.Context())
	}
	if len(m.Later) != 1 {
		t.Errorf("%d questions are out", len(m.Later))
	}
}

func Test312TheProgressPageFollowsTheRecord(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	code := turn.Accepted.Accepted.ShortCode
	turn.GoHome()
	turn.Home.Choose(2)
	turn.Progress.Look(t.Context()) // nothing is found yet: nothing is asked
	for _, r := range string(code) {
		turn.Progress.Type(t.Context(), string(r))
	}
	m.Store.State = village.RecordStored
	turn.Progress.Look(t.Context())
	if turn.Progress.Status.Record != village.RecordStored {
		t.Errorf("the page still says %s", turn.Progress.Status.Record)
	}
}

func TestAMachineWithoutAPrinterSaysSo(t *testing.T) {
	m := flowtest.New()
	m.Paper = village.Refuse("printer", "err.printer.none")
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	if turn.Accepted.Paper != flow.NoPrinter {
		t.Errorf("the paper is %q", turn.Accepted.Paper)
	}
	if s := fmt.Sprint(turn.Accepted.Steps()); strings.Contains(s, "收好回执") {
		t.Errorf("a receipt that never came is to be kept: %s", s)
	}
	m.Paper = errors.New("paper jam")
	turn.Accepted.Print(t.Context())
	if turn.Accepted.Paper != flow.PrintFailed {
		t.Errorf("after a jam the paper is %q", turn.Accepted.Paper)
	}
}

func TestARatingGivenTwiceIsClosed(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteAccepted)
	rate := func() {
		turn.Accepted.RateIt()
		turn.Rating.Choose(5)
		turn.Rating.Submit(t.Context())
	}
	rate()
	turn.Back()
	rate()
	if turn.Rating.Sent || turn.Rating.Lacks() != "rating.lacks.nothing" {
		t.Errorf("sent %v, lacks %q", turn.Rating.Sent, turn.Rating.Lacks())
	}
}

func TestTheSummarySaysWhatBecameOfThePapers(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteConfirm)
	row := turn.Confirm.Rows[len(turn.Confirm.Rows)-1]
	if row.Field != flow.FieldMaterials || row.Value != "带了原件 1 样、同意核验电子证照 2 样、以后补 1 样" {
		t.Fatalf("the last row is %+v", row)
	}
	turn.Confirm.Correct(row.Field)
	if turn.Route() != flow.RouteMaterials {
		t.Errorf("it leads to %s", turn.Route())
	}
}

func TestACorrectionComesBackToItsPage(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Confirm.Down(5)
	turn.Confirm.Correct(flow.FieldPhone)
	turn.Form.Next()
	if turn.Route() != flow.RouteConfirm || turn.Confirm.Pages.First() != 5 {
		t.Errorf("at %s, row %d", turn.Route(), turn.Confirm.Pages.First())
	}
}

func TestPinyinFindsItemsBeforeItIsAWord(t *testing.T) {
	m := flowtest.New()
	var asked []string
	search := m.Kiosk.Search
	m.Kiosk.Search = func(q string, limit int) []village.ServiceItem {
		asked = append(asked, q)
		return search(q, limit)
	}
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(1)
	turn.Search.Insert("老")
	turn.Search.Compose("ren")
	if !slices.Contains(asked, "老ren") {
		t.Errorf("asked %q", asked)
	}
	if len(turn.Search.Results) == 0 {
		t.Error("letters that find nothing took the finds of the word away")
	}
	turn.Search.Compose("")
	if asked[len(asked)-1] != "老" {
		t.Errorf("without letters asked %q", asked[len(asked)-1])
	}
}

func TestPunctuationAloneAsksForNothing(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.Home.Choose(1)
	all := len(turn.Search.Results)
	turn.Search.SetQuery("，。 ?")
	if len(turn.Search.Results) != all || turn.Search.Asks() {
		t.Errorf("%d of %d items, asks %v", len(turn.Search.Results), all, turn.Search.Asks())
	}
}

// toWorkshop opens the form of an item for organisations.
func toWorkshop(t *testing.T) *flow.Turn {
	t.Helper()
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.Home.Choose(1)
	turn.Search.SetQuery("小作坊")
	turn.Search.Choose(0)
	turn.Guide.Start()
	turn.Notice.Agree()
	return turn
}

func TestLettersThatAreNoWordHoldTheQuestion(t *testing.T) {
	turn := toWorkshop(t)
	turn.Form.Set("锡场豆腐")
	turn.Form.Compose("dian")
	turn.Form.Next()
	if turn.Form.At != 0 || turn.Form.Problem.Text != "" {
		t.Fatalf("went on to question %d, %+v", turn.Form.At, turn.Form.Problem)
	}
	turn.Form.Compose("")
	turn.Form.Next()
	if turn.Form.At != 1 {
		t.Errorf("at question %d: %+v", turn.Form.At, turn.Form.Problem)
	}
}

func TestAnOrganisationIsToldInItsOwnWords(t *testing.T) {
	turn := toWorkshop(t)
	turn.Form.Set("锡")
	turn.Form.Next()
	if text := turn.Form.Problem.Text; !strings.Contains(text, "单位名称") {
		t.Errorf("told %q", text)
	}
}

func TestSmallLettersOfACodeAreCapitals(t *testing.T) {
	turn := toWorkshop(t)
	turn.Form.Set("锡场豆腐店")
	turn.Form.Next()
	turn.Form.Set("91350100m")
	left, asked := turn.Form.CreditLeft()
	if turn.Form.Value() != "91350100M" || left != 9 || !asked {
		t.Errorf("the field holds %q, %d left, %v", turn.Form.Value(), left, asked)
	}
}

func TestWhoHasNoCodeAppliesAsAPerson(t *testing.T) {
	turn := toWorkshop(t)
	if turn.Form.CanBePerson() {
		t.Error("offered before the code is asked")
	}
	turn.Form.Set("锡场豆腐店")
	turn.Form.Next()
	if !turn.Form.CanBePerson() {
		t.Fatal("not offered where the code is asked")
	}
	turn.Form.BePerson()
	if q := turn.Form.Question(); q.Field != flow.FieldName || turn.Form.Value() != "" || !q.Name {
		t.Fatalf("asks %+v with %q", q, turn.Form.Value())
	}
	for _, a := range []string{"陈阿妹", validID, "13800000000"} {
		turn.Form.Set(a)
		turn.Form.Next()
	}
	turn.Materials.Next()
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
	}
}
