package flow_test

import (
	"context"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// fetches is a helper at the page of a case whose result lies here.
func fetches(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m, turn := helps(t)
	m.Store.Steps = []village.CaseStep{{State: village.Delivery, AtMS: flowtest.Monday().UnixMilli()}}
	m.Store.Deliveries = []village.DeliveryWord{{State: village.DeliveryAtVillage, AtMS: flowtest.Monday().UnixMilli()}}
	turn.Today.Look(t.Context())
	turn.Today.See(t.Context(), turn.Today.Work.Results[0].Case.ShortCode)
	turn.Progress.Because(t.Context(), village.LookProgress)
	return m, turn
}

// TestM8AResultIsHandedOverThroughThePages by who helps alone: the last four, then the
// signature, and back goes one step at a time.
func TestM8AResultIsHandedOverThroughThePages(t *testing.T) {
	_, turn := fetches(t)
	if !turn.Progress.CanCollect() {
		t.Fatalf("nothing to hand over: %+v", turn.Progress.Problem)
	}
	turn.Progress.FollowUp(village.Collect)
	f := turn.FollowUp
	if f.Submit(t.Context()); f.Signing || f.Lacks() != "follow.lacks.four" {
		t.Errorf("it goes on without the last four: %s", f.Lacks())
	}
	for _, r := range "002X" {
		f.Insert(string(r))
	}
	if f.Submit(t.Context()); !f.Signing || f.Done() || f.Lacks() != "follow.lacks.sign" {
		t.Fatalf("signing %v, done %v, lacks %s", f.Signing, f.Done(), f.Lacks())
	}
	if turn.Back(); f.Signing || turn.Route() != flow.RouteFollowUp || f.Digits != "002X" {
		t.Errorf("back is %s, signing %v", turn.Route(), f.Signing)
	}
	f.Submit(t.Context())
	f.Sign([]byte("\x89PNG\r\n\x1a\n"))
	var got desk.CollectInput
	collect := turn.Kiosk().Collect
	turn.Kiosk().Collect = func(ctx context.Context, in desk.CollectInput) (desk.FollowedUp, error) {
		got = in
		return collect(ctx, in)
	}
	if f.Submit(t.Context()); !f.Done() || f.Digits != "" || f.Signature != nil {
		t.Fatalf("not taken in: %+v", f.Problem)
	}
	if got.Helper == "" || got.LastFour != "002X" || got.Signature == "" {
		t.Errorf("handed in is %+v", got)
	}
	if words := said(turn.Aloud()); !strings.Contains(words, "领取已记下") {
		t.Errorf("aloud it says %s", words)
	}
	turn.Today.Look(t.Context())
	if n := len(turn.Today.Work.Results); n != 0 {
		t.Errorf("%d results still lie here", n)
	}
}

// TestM8NobodyTakesAResultAlone: without a helper the page of the case has no way to it.
func TestM8NobodyTakesAResultAlone(t *testing.T) {
	turn, m := found(t, village.CaseStep{State: village.Delivery})
	m.Store.Deliveries = []village.DeliveryWord{{State: village.DeliveryAtVillage}}
	turn.Progress.Look(t.Context())
	if !turn.Progress.Can(village.Collect) || turn.Progress.CanCollect() {
		t.Errorf("it may be collected: %v, by the person alone: %v", turn.Progress.Can(village.Collect), turn.Progress.CanCollect())
	}
}
