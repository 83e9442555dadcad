package flow_test

import (
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestWhatIsSaidWithoutALastDayFitsTheFigureAbove: 当场, a limit of the law and nothing at
// all are three things, on the page and aloud.
func TestWhatIsSaidWithoutALastDayFitsTheFigureAbove(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	for code, want := range map[village.ItemCode]string{
		flowtest.Plain: "guide.no_deadline.instant", flowtest.Everything: "guide.no_deadline.legal",
	} {
		it, ok := turn.Kiosk().Item(code)
		if !ok {
			t.Fatalf("no item %s", code)
		}
		turn.GoHome()
		turn.Search.Chosen(it)
		if turn.Guide.Deadline.Known || turn.Guide.NoDeadline() != want {
			t.Errorf("%s: %q", code, turn.Guide.NoDeadline())
		}
		spoken := turn.Aloud()
		if !slices.ContainsFunc(spoken, func(p flow.Phrase) bool { return p.Key == want }) {
			t.Errorf("%s is not read aloud: %+v", want, spoken)
		}
	}
	if (&flow.Guide{}).NoDeadline() != "guide.no_deadline" {
		t.Error("an item that says nothing")
	}
}
