package screen

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// theDay is the page of the day for a helper, about work.
func theDay(work desk.Today, then func(*flow.Turn)) picture {
	return picture{"", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
		turn.Kiosk().Today = func(context.Context) (desk.Today, error) { return work, nil }
		badged(turn)
		turn.Helper.Insert("8")
		turn.Helper.Try(t.Context())
		turn.OpenToday(t.Context())
		if turn.Route() != flow.RouteToday {
			t.Fatalf("at %s", turn.Route())
		}
		then(turn)
	}}
}

// stands is the n-th case of the day as it stands.
func stands(n int, code village.ItemCode, state village.CaseState) desk.Status {
	item, _ := flowtest.Item(code)
	s := desk.Status{Item: item, Record: village.RecordDurable, Case: village.Case{
		ShortCode: village.NewShortCode(rand.New(rand.NewPCG(7, uint64(n)))), Item: code, State: village.Received,
		AcceptedAt: flowtest.Monday().Add(-time.Duration(n*13) * time.Minute),
	}}
	if state == "" {
		s.Record = village.RecordLocal
		return s
	}
	s.Case.State, s.Steps = state, []village.CaseStep{{State: state, AtMS: flowtest.Monday().UnixMilli()}}
	return s
}

func workOf(code village.ItemCode) desk.Today {
	aside, follows, late, visit, result := stands(9, code, ""), stands(10, code, village.CaseAccepted), stands(11, code, village.CaseAccepted), stands(12, village.BookHome, village.Registered), stands(13, code, village.Delivery)
	unprinted := stands(14, code, "")
	aside.Record, aside.Problem = village.RecordNeedsAttention, "err.county.body"
	follows.MakeUpBy, late.MakeUpBy = "2026-11-30", "2026-11-20"
	for _, s := range []*desk.Status{&follows, &late} {
		s.Case.Materials = []village.HandedIn{{Code: "zp", How: village.Deferred}}
	}
	result.Deliveries = []village.DeliveryWord{{State: village.DeliveryAtVillage, AtMS: flowtest.Monday().Add(-50 * time.Hour).UnixMilli()}}
	return desk.Today{
		Cases: []desk.Status{stands(1, code, ""), stands(2, code, village.CaseAccepted), stands(3, village.TicketHelp.Item(), ""), stands(4, code, village.SupplementAsked)},
		Aside: []desk.Status{aside}, Unprinted: []desk.Status{unprinted}, MakeUps: []desk.Status{late, follows}, Visits: []desk.Status{visit}, Results: []desk.Status{result},
	}
}

// todayCases are the page of the day.
func todayCases() []picture {
	named := func(name string, p picture) picture { p.name = name; return p }
	nothing := func(*flow.Turn) {}
	return []picture{
		named("today", theDay(workOf(flowtest.Allowance), nothing)),
		named("today-empty", theDay(desk.Today{}, nothing)),
		named("today-longest", theDay(workOf(flowtest.Longest), nothing)),
		named("today-error", theDay(desk.Today{}, func(turn *flow.Turn) {
			turn.Kiosk().Today = func(context.Context) (desk.Today, error) { return desk.Today{}, errors.New("disk") }
			turn.Today.Look(context.Background())
		})),
	}
}
