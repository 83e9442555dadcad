package screen

import (
	"context"
	"testing"

	"bianmin/app/inspect"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/touch"
)

// bar is the running bar of a page; nil for none.
func (s *stand) bar() *touch.Bar {
	for _, o := range s.page.Objects() {
		if bar, ok := o.(*touch.Bar); ok {
			return bar
		}
	}
	return nil
}

// longWaits are what a person waits for, each begun on its page.
func longWaits(t *testing.T) map[string]struct {
	route flow.Route
	walk  func(*flow.Turn)
	begin func(context.Context, *flow.Turn)
} {
	type wait = struct {
		route flow.Route
		walk  func(*flow.Turn)
		begin func(context.Context, *flow.Turn)
	}
	return map[string]wait{
		"a case is stored": {
			flow.RouteConfirm, func(turn *flow.Turn) { toConfirm(turn, flowtest.Allowance) },
			func(ctx context.Context, turn *flow.Turn) { turn.Confirm.Sign(signature()); turn.Confirm.Submit(ctx) },
		},
		"a rating is stored": {
			flow.RouteRating, func(turn *flow.Turn) { turn.Home.Choose(3); turn.Rating.Choose(5) },
			func(ctx context.Context, turn *flow.Turn) { turn.Rating.Submit(ctx) },
		},
		"a receipt is printed": {
			flow.RouteAccepted, func(turn *flow.Turn) { toAccepted(t, turn, flowtest.Allowance) },
			func(ctx context.Context, turn *flow.Turn) { turn.Accepted.Print(ctx) },
		},
		"a code is looked up": {
			flow.RouteProgress, func(turn *flow.Turn) { turn.Home.Choose(2); turn.Progress.Typed = "7K3M9QX" },
			func(ctx context.Context, turn *flow.Turn) { turn.Progress.Type(ctx, "2") },
		},
		"free slots are asked for": {
			flow.RouteBooking, func(turn *flow.Turn) { turn.Home.Choose(5) },
			func(_ context.Context, turn *flow.Turn) { turn.GoHome(); turn.Home.Choose(5) },
		},
		"a visit is stored": {
			flow.RouteVerdict, func(turn *flow.Turn) {
				turn.Scanned(t.Context(), flowtest.Paper(nil))
				turn.Scanned(t.Context(), flowtest.Order())
				ends(turn)
			},
			func(ctx context.Context, turn *flow.Turn) {
				turn.Verdict.Choose(inspect.Absent)
				turn.Verdict.Submit(ctx)
			},
		},
		"a reply to an order is stored": {
			flow.RouteRectify, func(turn *flow.Turn) { rectifies(t, turn) },
			func(ctx context.Context, turn *flow.Turn) { turn.Rectify.Submit(ctx) },
		},
		"a draft is put away": {
			flow.RouteLeave, func(turn *flow.Turn) {
				toForm(turn, flowtest.Allowance)
				ask(turn, flow.FieldPhone)
				turn.LeaveForNow()
			},
			func(ctx context.Context, turn *flow.Turn) { turn.Leave.Keep(ctx) },
		},
	}
}

func TestABarRunsWhileAPersonWaits(t *testing.T) {
	for name, wait := range longWaits(t) {
		s := standAt(t, sizes()["tall"], wait.route, wait.walk)
		if s.bar() != nil {
			t.Fatalf("%s: a bar runs before it begins", name)
		}
		s.machine.Hold = true
		wait.begin(t.Context(), s.turn)
		s.page.Draw()
		if s.bar() == nil {
			t.Errorf("%s: no bar runs meanwhile", name)
			continue
		}
		filled := func() float32 { return s.bar().Objects()[1].Size().Width }
		before := filled()
		s.page.Tick()
		moved := filled()
		if s.page.Draw(); moved == before || filled() != moved {
			t.Errorf("%s: the bar is at %g, a second later at %g and drawn anew at %g", name, before, moved, filled())
		}
		s.machine.Hold = false
		s.machine.Release()
		if s.page.Draw(); s.bar() != nil && s.turn.Route() == wait.route {
			t.Errorf("%s: the bar runs on", name)
		}
	}
}
