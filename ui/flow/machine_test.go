package flow_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// maintained is a turn whose maintainer typed a PIN that is right.
func maintained(t *testing.T, facts func(context.Context) (flow.MachineFacts, error)) *flow.Turn {
	t.Helper()
	m := flowtest.New()
	m.Kiosk.Unlock, m.Kiosk.Machine = func(context.Context, string) error { return nil }, facts
	turn := flow.NewTurn(m.Kiosk)
	turn.Exit.Ask()
	turn.Exit.Insert("8")
	turn.Exit.Try(t.Context())
	if turn.Route() != flow.RouteMachine || turn.Exit.Open {
		t.Fatalf("the PIN is right and the page is %s", turn.Route())
	}
	return turn
}

func TestTheMachineSaysHowItStands(t *testing.T) {
	n := village.OutboxCount{Waiting: 4, Stored: 7, Durable: 3, Pruned: 1, NeedsAttention: 1, Lifetime: 15}
	turn := maintained(t, func(context.Context) (flow.MachineFacts, error) {
		return flow.MachineFacts{ID: "K1", Version: "v", Count: n}, nil
	})
	var values []string
	for _, f := range turn.Machine.Figures() {
		values = append(values, f.Value)
	}
	if got := strings.Join(values, " "); got != "15 10 4 1" {
		t.Errorf("the figures are %s", got)
	}
	rows := ""
	for _, r := range turn.Machine.Rows() {
		rows += r.Label + r.Value + "\n"
	}
	for _, want := range []string{"K1", "v", "从来没有", "可清理2 件", "已清理1 件"} {
		if !strings.Contains(rows, want) {
			t.Errorf("%q is not in\n%s", want, rows)
		}
	}
	drawn := false
	turn.Machine.Changed = func() { drawn = true }
	if turn.Machine.Look(t.Context()); drawn {
		t.Error("nothing has changed and the page is drawn again")
	}
	n.Lifetime++
	if turn.Machine.Look(t.Context()); !drawn {
		t.Error("the page stays as it was")
	}
}

func TestAMachineThatCannotSayHowItStandsSaysThat(t *testing.T) {
	turn := maintained(t, func(context.Context) (flow.MachineFacts, error) {
		return flow.MachineFacts{}, errors.New("the disk is gone")
	})
	if turn.Machine.Known || !strings.Contains(turn.Machine.Problem.Text, "doctor") {
		t.Errorf("%+v", turn.Machine.Problem)
	}
}

// TestTheMachinesPageIsLeftLikeAnyOther: nobody finds it open.
func TestTheMachinesPageIsLeftLikeAnyOther(t *testing.T) {
	turn := maintained(t, nil)
	if turn.Machine.Home(); turn.Route() != flow.RouteHome || turn.Machine.Known {
		t.Errorf("the page is %s", turn.Route())
	}
}

// TestTheMaintainerSaysOfEachPaperWhetherItCame: nobody was there to be asked.
func TestTheMaintainerSaysOfEachPaperWhetherItCame(t *testing.T) {
	open := []village.PrintJob{
		{ID: 4, Code: "K7M49TA2", Paper: village.PaperReceipt, Again: 1, At: flowtest.Monday()}, {ID: 9, Code: "K7M49TA2", Paper: "entrust", At: flowtest.Monday()},
	}
	turn := maintained(t, func(context.Context) (flow.MachineFacts, error) { return flow.MachineFacts{}, nil })
	k, m := turn.Kiosk(), turn.Machine
	k.OpenPrints = func(context.Context) ([]village.PrintJob, error) { return open, nil }
	said := map[int64]bool{}
	k.PrintCame = func(_ context.Context, id int64, came bool) error {
		said[id] = came
		open = slices.DeleteFunc(slices.Clone(open), func(job village.PrintJob) bool { return job.ID == id })
		return nil
	}
	m.Look(t.Context())
	if len(m.Prints) != 2 {
		t.Fatalf("%+v", m.Prints)
	}
	if title, when := m.PrintText(m.Prints[0]); title != "收件回执 K7M4-9TA2" || !strings.Contains(when, "补打 第1次") {
		t.Errorf("%q, %q", title, when)
	}
	m.Came(t.Context(), 9, false)
	m.Came(t.Context(), 4, true)
	if came, ok := said[9]; !ok || came || !said[4] || len(m.Prints) != 0 {
		t.Errorf("said %v, left %+v", said, m.Prints)
	}
}
