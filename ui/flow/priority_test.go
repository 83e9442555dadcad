package flow_test

import (
	"slices"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// row is the line of the summary about field; its Value is "" when there is none.
func row(turn *flow.Turn, field string) flow.Answer {
	i := slices.IndexFunc(turn.Confirm.Rows, func(a flow.Answer) bool { return a.Field == field })
	if i < 0 {
		return flow.Answer{}
	}
	return turn.Confirm.Rows[i]
}

// choices are those of the question shown.
func choices(turn *flow.Turn) (list []string) {
	for _, c := range turn.Form.Question().Choices {
		list = append(list, c.Value)
	}
	return list
}

// TestM7TheGreenChannelIsOfferedOnTheSummaryAndNothingIsPresumed: who does not touch it goes in
// the usual order, though the number says that he is old; what is chosen can be taken back.
func TestM7TheGreenChannelIsOfferedOnTheSummaryAndNothingIsPresumed(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteConfirm)
	if got := row(turn, flow.FieldPriority).Value; !strings.Contains(got, "没有选") || !strings.Contains(got, "60") {
		t.Errorf("offered as %q", got)
	}
	if p := turn.Confirm.Application().Priority; p != nil {
		t.Errorf("nobody chose, and handed in is %+v", p)
	}
	turn.Confirm.Correct(flow.FieldPriority)
	if got := choices(turn); turn.Route() != flow.RouteForm || !slices.Equal(got, []string{"elder", "disabled", "pregnant", "veteran", "urgent", "no"}) || turn.Form.Value() != "" {
		t.Fatalf("at %s with %v, %q before a touch", turn.Route(), got, turn.Form.Value())
	}
	turn.Back()
	if got := row(turn, flow.FieldPriority).Value; turn.Route() != flow.RouteConfirm || !strings.Contains(got, "没有选") || turn.Confirm.Application().Priority != nil {
		t.Errorf("left again: at %s, %q", turn.Route(), got)
	}
	choose := func(class, want string) {
		t.Helper()
		turn.Confirm.Correct(flow.FieldPriority)
		turn.Form.Choose(class)
		turn.Form.Next()
		if got := row(turn, flow.FieldPriority).Value; turn.Route() != flow.RouteConfirm || got != want {
			t.Errorf("at %s, the summary says %q", turn.Route(), got)
		}
	}
	choose("veteran", "退役军人")
	choose("elder", "老年人")
	if p := turn.Confirm.Application().Priority; p == nil || *p != (desk.PriorityInput{Class: village.PriorityElder}) {
		t.Errorf("handed in %+v", p)
	}
	choose("no", "不用，按顺序办")
	if p := turn.Confirm.Application().Priority; p != nil {
		t.Errorf("taken back, and handed in is %+v", p)
	}
}

// TestWhatIsUrgentIsSaidInWordsAndNothingElseIs: without words nobody goes on, and they are
// gone with the choice.
func TestWhatIsUrgentIsSaidInWordsAndNothingElseIs(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Confirm.Correct(flow.FieldPriority)
	turn.Form.Choose("urgent")
	turn.Form.Next()
	if turn.Form.Question().Field != flow.FieldUrgent {
		t.Fatalf("asked for %s", turn.Form.Question().Field)
	}
	turn.Form.Next()
	if turn.Route() != flow.RouteForm || turn.Form.Problem.Field != flow.FieldUrgent || turn.Form.Problem.Text == "" {
		t.Errorf("without words: %s, %+v", turn.Route(), turn.Form.Problem)
	}
	turn.Form.Set("明天住院")
	turn.Form.Next()
	want := desk.PriorityInput{Class: village.PriorityUrgent, Reason: "明天住院"}
	if p := turn.Confirm.Application().Priority; turn.Route() != flow.RouteConfirm || p == nil || *p != want {
		t.Fatalf("at %s, handed in %+v", turn.Route(), p)
	}
	if got := row(turn, flow.FieldUrgent).Value; got != "明天住院" {
		t.Errorf("the summary says %q", got)
	}
	turn.Confirm.Correct(flow.FieldPriority)
	turn.Form.Choose("disabled")
	turn.Form.Next()
	if a := agentHandsIn(t, turn); a.Priority == nil || *a.Priority != (desk.PriorityInput{Class: village.PriorityDisabled}) || turn.Route() != flow.RouteAccepted {
		t.Errorf("at %s, handed in %+v", turn.Route(), a.Priority)
	}
}

// TestWhoHelpsIsNamedWhereTheChannelIsChosen, as the record will name him.
func TestWhoHelpsIsNamedWhereTheChannelIsChosen(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Form.Acting = func() string { return "B-017" }
	turn.Confirm.Correct(flow.FieldPriority)
	if ask := turn.Form.Question().Ask; !strings.Contains(ask, "B-017") {
		t.Errorf("it asks %q", ask)
	}
}

// TestWhoIsTooYoungIsNotOfferedWhatWouldBeRefused, and the age says nothing then.
func TestWhoIsTooYoungIsNotOfferedWhatWouldBeRefused(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Confirm.Correct(flow.FieldID)
	turn.Form.Set("445221197003120026")
	turn.Form.Next()
	if got := row(turn, flow.FieldPriority).Value; !strings.Contains(got, "老年人、残疾人") {
		t.Errorf("offered as %q", got)
	}
	turn.Confirm.Correct(flow.FieldPriority)
	if got := choices(turn); slices.Contains(got, "elder") || len(got) != 5 {
		t.Errorf("offered %v", got)
	}
}

// TestAnUrgentMatterWithoutItsReasonIsNotChosen: who goes back from the reason is where it
// was before, and nothing refuses the application at the end.
func TestAnUrgentMatterWithoutItsReasonIsNotChosen(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteConfirm)
	turn.Confirm.Correct(flow.FieldPriority)
	turn.Form.Choose("urgent")
	turn.Form.Next()
	turn.Form.Set("明天")
	turn.Back()
	if got := row(turn, flow.FieldPriority).Value; turn.Route() != flow.RouteConfirm || !strings.Contains(got, "没有选") || turn.Confirm.Application().Priority != nil {
		t.Errorf("at %s, %q, handed in %+v", turn.Route(), got, turn.Confirm.Application().Priority)
	}
	if got := row(turn, flow.FieldUrgent); got != (flow.Answer{}) {
		t.Errorf("the reason stays: %+v", got)
	}
	for _, class := range []string{"veteran", "urgent"} {
		turn.Confirm.Correct(flow.FieldPriority)
		turn.Form.Choose(class)
		turn.Form.Next()
	}
	turn.Back()
	if got := row(turn, flow.FieldPriority).Value; turn.Route() != flow.RouteConfirm || got != "退役军人" {
		t.Errorf("what was chosen before is %q", got)
	}
}
