package flow_test

import (
	"strings"
	"testing"

	"bianmin/assets/lang"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// atTotal is a machine at the question for a total, of which the parts are answered.
func atTotal(t *testing.T, language string) *flow.Turn {
	t.Helper()
	m := flowtest.New()
	text, err := lang.Load(language)
	if err != nil {
		t.Fatal(err)
	}
	m.Kiosk.Text = text
	turn := flow.NewTurn(m.Kiosk)
	item, _ := flowtest.Item(flowtest.Income)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	answerAs(turn, map[string]string{
		flow.FieldName: "陈阿妹", flow.FieldID: validID, flow.FieldPhone: "13800000000", "form.from": "20260101", "form.to": "20260301",
		"form.wage": "1200", "form.other": "300.5",
	}, "form.total")
	if turn.Form.Question().Field != "form.total" {
		t.Fatalf("at %s: %+v", turn.Form.Question().Field, turn.Form.Problem)
	}
	return turn
}

// TestATotalThatIsNoneIsRefusedAtItsQuestionWithTheSum, in both languages; the right one
// leads on.
func TestATotalThatIsNoneIsRefusedAtItsQuestionWithTheSum(t *testing.T) {
	for language, says := range map[string]string{
		"zh-Hans": "合计要等于两项相加，请再算一算（工资 1200 + 其他 300.5，一共 1500.5；这里填的是 1500）",
		"en":      "合计要等于两项相加，请再算一算 (工资 1200 + 其他 300.5 make 1500.5; this says 1500)",
	} {
		turn := atTotal(t, language)
		turn.Form.Set("1500")
		turn.Form.Next()
		if turn.Form.Question().Field != "form.total" || turn.Form.Problem.Text != says {
			t.Errorf("%s: at %s: %q, want %q", language, turn.Form.Question().Field, turn.Form.Problem.Text, says)
		}
		turn.Form.Set("1500.50")
		turn.Form.Next()
		if turn.Route() != flow.RouteMaterials {
			t.Errorf("%s: the right total is held at %s: %+v", language, turn.Route(), turn.Form.Problem)
		}
	}
}

// TestADayBeforeTheEarlierOneIsRefusedWhereItIsAnswered, and again when the earlier one is
// put right from the summary: the later one is opened with the sentence.
func TestADayBeforeTheEarlierOneIsRefusedWhereItIsAnswered(t *testing.T) {
	turn := atTotal(t, "zh-Hans")
	for turn.Form.Question().Field != "form.to" {
		turn.Back()
	}
	turn.Form.Set("20251231")
	turn.Form.Next()
	if turn.Form.Question().Field != "form.to" || turn.Form.Problem.Text != "结束不能比开始早" {
		t.Fatalf("at %s: %+v", turn.Form.Question().Field, turn.Form.Problem)
	}
	turn.Form.Set("20260301")
	for _, field := range []string{"form.to", "form.wage", "form.other"} {
		if turn.Form.Question().Field == field {
			turn.Form.Next()
		}
	}
	turn.Form.Set("1500.5")
	turn.Form.Next()
	papers(turn)
	turn.Confirm.Correct("form.wage")
	turn.Form.Set("1300")
	turn.Form.Next()
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != "form.total" || !strings.Contains(turn.Form.Problem.Text, "一共 1600.5") {
		t.Errorf("at %s %s: %+v", turn.Route(), turn.Form.Question().Field, turn.Form.Problem)
	}
}
